"""Approving many codings at once, after saying how many, and taking that back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.coding.models import Coding
from apps.coding.undo import undo
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.projects.queries import last_undoable
from apps.projects.services import Verb
from apps.review import queries, services
from apps.review.bulk import Preview, preview_of
from apps.review.forms import BulkForm, read_queue
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest


@require_http_methods(["GET", "POST"])
@project_view(Permission.REVIEW)
def bulk_approve(request: ProjectRequest) -> HttpResponse:
    """Say what would be approved: what the filter shows, or the ticked rows of it. Then approve exactly that."""
    filter_asked = QueryDict(request.POST.get("filter", "")) if request.method == "POST" else request.GET
    form = read_queue(filter_asked, request.project)
    problem = ""
    if request.method == "POST":
        asked = BulkForm(request.POST)
        if asked.is_valid():
            preview = _preview_of_these(request, asked.cleaned_data["codings"])
            if preview.seen == asked.cleaned_data["seen"]:
                return _approved(request, preview, form.address())
        problem = _("Some of these codings changed since this page was opened. Nothing was approved; look again.")
    ticked = filter_asked.getlist("tick") if isinstance(filter_asked, QueryDict) else []
    chosen = queries.queue(request.project, form.chosen(None))
    if ticked:
        chosen = chosen.filter(pk__in=_ids(ticked))
    context = {
        "preview": preview_of(request.project, request.user, chosen),
        "filter": form.address(),
        "ticked": ticked,
        "problem": problem,
    }
    return render(request, "review/bulk_approve.html", context)


@require_POST
@project_view(Permission.REVIEW)
def verdicts_undo(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """Take verdicts back that were given at once."""
    try:
        outcome = undo(project=request.project, user=request.user, activity_id=activity_id)
        messages.success(request, outcome["undone"]["said"])
    except DomainError as error:
        messages.error(request, error.message)
    query = request.POST.get("filter", "")
    return redirect(reverse("review:queue", args=[request.project.pk]) + (f"?{query}" if query else ""))


def _preview_of_these(request: ProjectRequest, codings: list[UUID]) -> Preview:
    rows = Coding.objects.filter(segment__project=request.project, segment__transcript__binned=None, pk__in=codings)
    return preview_of(request.project, request.user, rows.order_by("pk"))


def _approved(request: ProjectRequest, preview: Preview, query: str) -> HttpResponse:
    given = services.judge_many(project=request.project, user=request.user, codings=list(preview.codings))
    said = ngettext("%(n)s coding was approved.", "%(n)s codings were approved.", given)
    messages.success(request, said % {"n": given})
    made = last_undoable(request.project, request.user, {Verb.VERDICTS_GIVEN}, None) if given else None
    both = "&".join(filter(None, (query, f"undo={made.pk}" if made else "")))
    return redirect(reverse("review:queue", args=[request.project.pk]) + (f"?{both}" if both else ""))


def _ids(ticked: list[str]) -> list[UUID]:
    ids = []
    for each in ticked:
        try:
            ids.append(UUID(each))
        except ValueError:
            continue
    return ids
