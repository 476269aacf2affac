"""The thread of a coding, and the review of a passage in the workspace."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.coding.queries import get_segment
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.review import queries, services
from apps.review.desk import rows_of
from apps.review.forms import TextForm
from apps.review.queries.desk import get_comment
from apps.review.views.desks import desk_address
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest


@require_POST
@project_view(Permission.DISCUSS)
def comment_create(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """Write in the thread of a coding."""
    services.comment(project=request.project, user=request.user, coding=coding_id, text=_text(request))
    return _thread(request, coding_id, _("Your comment was added."))


@require_POST
@project_view(Permission.DISCUSS)
def comment_change(request: ProjectRequest, comment_id: UUID) -> HttpResponse:
    coding_id = get_comment(request.project, comment_id).coding
    services.change_comment(project=request.project, user=request.user, comment=comment_id, text=_text(request))
    return _thread(request, coding_id, _("Your comment was changed."))


@require_POST
@project_view(Permission.DISCUSS)
def comment_delete(request: ProjectRequest, comment_id: UUID) -> HttpResponse:
    coding_id = get_comment(request.project, comment_id).coding
    services.delete_comment(project=request.project, user=request.user, comment=comment_id)
    return _thread(request, coding_id, _("The comment was deleted."))


@require_GET
@project_view(Permission.VIEW)
def segment_review(request: ProjectRequest, segment_id: UUID) -> HttpResponse:
    """What was said of each coding of a passage: a fragment for the workspace's right pane; else its place there."""
    segment = get_segment(request.project, segment_id)
    if not request.htmx:
        return redirect("coding:segment_detail", request.project.pk, segment_id)
    rows = rows_of(request.project, segment.codings.all())
    context = {
        "segment": segment,
        "rows": [(row, queries.thread(request.project, row.coding.pk)) for row in rows],
        "is_mine": segment.coder_id == request.user.pk,
    }
    return render(request, "review/_segment_review.html", context)


def _text(request: ProjectRequest) -> str:
    form = TextForm(request.POST)
    if not form.is_valid():
        raise Invalid("no_text", _("Nothing was written, so nothing was sent."))
    return str(form.cleaned_data["text"])


def _thread(request: ProjectRequest, coding_id: UUID, said: str) -> HttpResponse:
    if request.htmx:
        entries = queries.thread(request.project, coding_id)
        context = {"coding_id": coding_id, "entries": entries, "said": said, "desk": request.POST.get("desk", "")}
        return render(request, "review/_thread.html", context)
    messages.success(request, said)
    return redirect(desk_address(request, coding_id))
