"""What was changed, by whom, from what to what; and back to an earlier point."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from apps.codebook.queries import get_code
from apps.coding import queries
from apps.coding.going_back import Return, preview_return, start_going_back
from apps.coding.going_back import go_back as go_back_to
from apps.coding.telling import Told, tell
from apps.documents.queries import get_transcript
from apps.projects.access import project_view
from apps.projects.models import Activity
from apps.projects.permissions import Permission
from apps.projects.queries import audit_trail
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest

ROWS_A_PAGE = 50


@require_GET
@project_view(Permission.VIEW)
def activity_detail(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """What one change changed. Unfolded in the list of activities; else a page of its own."""
    row = queries.with_changes(audit_trail(request.project).filter(pk=activity_id)).first()
    if row is None:
        raise Http404
    [told] = told_to(request, [row])
    context = {"told": told, "next": reverse("coding:activity_detail", args=[request.project.pk, row.pk])}
    return render(request, "coding/_activity_detail.html" if request.htmx else "coding/activity_detail.html", context)


@require_GET
@project_view(Permission.VIEW)
def code_history(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """The definition's edits, renames, moves and merges of a code: a fragment for the codebook page."""
    code = get_code(request.project, code_id)
    rows = queries.history_of_code(request.project, code.pk)[:ROWS_A_PAGE]
    page = reverse("codebook:code_detail", args=[request.project.pk, code.pk])
    context = {"history": told_to(request, list(rows)), "next": page}
    return render(request, "coding/_code_history.html", context)


@require_GET
@project_view(Permission.VIEW)
def transcript_history(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """Coding by day and person, corrections and changed details of one transcript."""
    transcript = get_transcript(request.project, transcript_id)
    rows = queries.history_of_transcript(request.project, transcript.pk)
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "transcript": transcript,
        "page": page,
        "history": told_to(request, list(page.object_list)),
        "days": queries.days_of_transcript(request.project, transcript.pk) if page.number == 1 else [],
        "next": request.get_full_path(),
    }
    return render(request, "coding/transcript_history.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.TAKE_BACK)
def go_back(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """What going back to a point would do, in numbers; then it is done, or a job begins to do it."""
    asked: dict[str, Any] = {"project": request.project, "user": request.user, "activity_id": activity_id}
    try:
        plan = preview_return(**asked)
        expected = request.POST.get("expected", "")
        if request.method == "POST" and expected.isdecimal() and plan.steps:
            return _go(request, plan, asked | {"expected": int(expected)})
    except DomainError as error:
        if error.status == 404:
            raise
        messages.error(request, error.message)
        return redirect("projects:activity_list", request.project.pk)
    return render(request, "coding/go_back.html", {"plan": plan})


def told_to(request: ProjectRequest, rows: list[Activity]) -> list[Told]:
    """The rows as the member who asks may read them and act on them."""
    return tell(request.project, rows, request.user, request.membership.role)


def _go(request: ProjectRequest, plan: Return, asked: dict[str, Any]) -> HttpResponse:
    if plan.is_large:
        job = start_going_back(**asked, total=len(plan.steps))
        return redirect("jobs:job_detail", request.project.pk, job.pk)
    _done, left = go_back_to(**asked)
    messages.success(request, _("The project is back at this point. The change stands first in the list below."))
    if left:
        said = ngettext("%(n)s change stays as it was.", "%(n)s changes stay as they were.", len(left))
        messages.warning(request, said % {"n": len(left)})
    return redirect("projects:activity_list", request.project.pk)
