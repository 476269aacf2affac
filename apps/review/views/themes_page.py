"""Themes, each signed off over all its passages, and how far the review has come."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.codebook.queries import codebook_version_number
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.review import queries, services
from apps.review.forms import RemarkForm
from apps.review.passages import passages_by_office
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest

PASSAGES_A_PAGE = 100


@require_GET
@project_view(Permission.VIEW)
def themes(request: ProjectRequest) -> HttpResponse:
    """Every code with how far its branch is reviewed in each office, and who signed it off."""
    found = queries.themes(request.project)
    signed = [each for each in found if each.signoff]
    context = {
        "themes": found,
        "offices": _offices(found),
        "signed": len(signed),
        "stale": sum(bool(each.changes) for each in signed),
    }
    return render(request, "review/themes.html", context)


@require_GET
@project_view(Permission.VIEW)
def theme(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """One theme: its definition, all its passages by office, and its sign-off."""
    found = queries.theme(request.project, code_id)
    page = Paginator(passages_by_office(request.project, code_id), PASSAGES_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "theme": found,
        "page": page,
        "form": RemarkForm(initial={"seen": found.fingerprint}),
        "codebook_version": codebook_version_number(request.project),
        "may_sign": allows(request, Permission.REVIEW),
    }
    return render(request, "review/theme.html", context)


@require_POST
@project_view(Permission.REVIEW)
def theme_sign(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    form = RemarkForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid("remark_too_long", _("The remark is too long. Nothing was signed."))
        signed = services.sign_off(project=request.project, user=request.user, code=code_id, **form.cleaned_data)
        said = _("“%(name)s” is signed off at codebook version %(number)s.")
        messages.success(request, said % {"name": signed.code_name, "number": signed.codebook_version})
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
    return redirect("review:theme", request.project.pk, code_id)


@require_POST
@project_view(Permission.REVIEW)
def theme_withdraw(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    services.withdraw_signoff(project=request.project, user=request.user, code=code_id)
    messages.success(request, _("The sign-off was withdrawn; it stays in the supervision log."))
    return redirect(reverse("review:theme", args=[request.project.pk, code_id]))


@require_GET
@project_view(Permission.VIEW)
def progress(request: ProjectRequest) -> HttpResponse:
    """How many codings are judged, by coder and by office."""
    by_coder, by_office = queries.review_progress(request.project)
    context = {
        "parts": [(_("By coder"), "coder", by_coder), (_("By office"), "office", by_office)],
        "codings": sum(each.codings for each in by_coder),
        "judged": sum(each.judged for each in by_coder),
    }
    return render(request, "review/progress.html", context)


def _offices(found: list[queries.Theme]) -> dict[UUID, str]:
    """Every office that has a coding of some theme, by name."""
    named = {each.office: each.name for theme in found for each in theme.offices}
    return dict(sorted(named.items(), key=lambda pair: pair[1]))
