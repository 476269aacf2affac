"""A project with the codebook it starts from, and the codebook's first page."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.codebook import services
from apps.codebook.forms import ProjectForm, TemplateForm
from apps.codebook.queries import code_named
from apps.codebook.template_data import TEMPLATES
from apps.codebook.views.page import codebook_page
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest, Request


@require_http_methods(["GET", "POST"])
def project_create(request: Request) -> HttpResponse:
    form = ProjectForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        project = services.create_study(user=request.user, **form.cleaned_data)
        messages.success(request, _("The project is ready. Upload transcripts next."))
        return redirect("documents:transcript_list", project.pk)
    return render(request, "codebook/project_create.html", {"form": form, "templates": TEMPLATES})


@require_GET
@project_view(Permission.VIEW)
def codebook(request: ProjectRequest) -> HttpResponse:
    """The tree; with `?at=` back to the code one was at, if it is still there."""
    at = code_named(request.project, request.GET.get("at", ""))
    if at:
        return redirect("codebook:code_detail", request.project.pk, at.pk)
    return codebook_page(request, "overview")


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def template_apply(request: ProjectRequest) -> HttpResponse:
    form = TemplateForm(request.POST)
    if form.is_valid():
        services.apply_template(project=request.project, user=request.user, **form.cleaned_data)
    return redirect("codebook:codebook", request.project.pk)
