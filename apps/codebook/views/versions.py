"""Frozen versions of the codebook: listed with what changed, read, and compared."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.codebook import comparing, queries, services
from apps.codebook.forms import CompareForm, FreezeForm
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

PAGE_SIZE = 20


@require_GET
@project_view(Permission.VIEW)
def codebook_versions(request: ProjectRequest) -> HttpResponse:
    """The versions, each with what changed since the one before."""
    page = Paginator(queries.versions_of(request.project), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": comparing.version_rows(request.project, page.object_list),
        "since": comparing.since_newest(request.project),
        "form": FreezeForm(),
    }
    return render(request, "codebook/codebook_versions.html", context)


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def codebook_freeze(request: ProjectRequest) -> HttpResponse:
    form = FreezeForm(request.POST)
    if form.is_valid():
        version = services.freeze_codebook(project=request.project, user=request.user, **form.cleaned_data)
        messages.success(request, _("Version %(number)s was frozen.") % {"number": version.number})
    return redirect("codebook:codebook_versions", request.project.pk)


@require_GET
@project_view(Permission.VIEW)
def codebook_version(request: ProjectRequest, number: int) -> HttpResponse:
    version = queries.get_version(request.project, number)
    return render(request, "codebook/codebook_version.html", {"version": version})


@require_GET
@project_view(Permission.VIEW)
def codebook_diff(request: ProjectRequest) -> HttpResponse:
    """What changed from one version (`?old=`) to another (`?new=`, empty: the codebook of today)."""
    numbers = comparing.version_numbers(request.project)
    form = CompareForm(request.GET or None, numbers=numbers)
    old, new = form.wanted()
    comparison = comparing.compare(request.project, old, new) if old else None
    return render(request, "codebook/codebook_diff.html", {"form": form, "comparison": comparison})
