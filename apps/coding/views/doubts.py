"""Pages on which people decide where passages belong that a corrected transcript could not carry over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.coding import deciding, undo
from apps.coding.forms.doubts import DecisionForm, ScopeForm
from apps.coding.models import Doubt
from apps.coding.queries.doubts import count_open_doubts, doubts_in_context, get_doubt, open_doubts
from apps.coding.queries.waiting import doubts_waiting
from apps.coding.services.doubts import ALIKE, accept_all, accept_doubt, adjust_doubt, count_alike, leave_doubt
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest

PAGE_SIZE = 50


@require_GET
@project_view(Permission.VIEW)
def doubt_list(request: ProjectRequest) -> HttpResponse:
    """What waits for a decision, in the whole project or in one transcript."""
    transcript = _scope(request, request.GET)
    found = open_doubts(request.project, transcript)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    waiting = doubts_waiting(request.project)
    context = {
        "form": ScopeForm(request.GET, waiting=waiting),
        "page": page,
        "rows": doubts_in_context(page.object_list),
        "total": sum(each.count for each in waiting),
        "scope": transcript,
        "undo": request.GET.get("undo", ""),
        "alike": count_alike(request.project, transcript),
        "may_decide": allows(request, Permission.EDIT_DOCUMENTS),
        "sees_names": allows(request, Permission.SEE_REAL_NAMES),
    }
    return render(request, "coding/doubt_list.html", context)


@require_GET
@project_view(Permission.VIEW)
def doubt_detail(request: ProjectRequest, doubt_id: UUID) -> HttpResponse:
    """One passage to decide about: its old place and its new one. A fragment for the dialog of the workspace."""
    return _show(request, doubt_id)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def doubt_decide(request: ProjectRequest, doubt_id: UUID) -> HttpResponse:
    """Accept, adjust or leave behind; then the next question, or what was wrong with the answer."""
    doubt = get_doubt(request.project, doubt_id)
    form = DecisionForm(request.POST)
    try:
        if not form.is_valid():
            raise Invalid("not_decided", " ".join(str(each) for problems in form.errors.values() for each in problems))
        _decide(request, doubt, form)
    except DomainError as error:
        return _show(request, doubt_id, problem=error.message)
    scope = _scope(request, request.POST)
    following = deciding.next_question(request.project, transcript=scope, after=doubt)
    if request.htmx:
        return _show(request, following) if following else render(request, "coding/_doubts_done.html")
    query = _query(scope, undo=_undoable(request))
    if following:
        return redirect(reverse("coding:doubt_detail", args=[request.project.pk, following]) + query)
    messages.success(request, _("That was the last one."))
    return redirect(reverse("coding:doubt_list", args=[request.project.pk]) + query)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def doubt_undo(request: ProjectRequest) -> HttpResponse:
    """Take back a decision, and ask again."""
    activity = request.POST.get("activity", "")
    asked = int(activity) if activity.isdecimal() else 0
    query = _query(_scope(request, request.POST))
    try:
        outcome = undo.undo(project=request.project, user=request.user, activity_id=asked, transcript=None)
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, _("The decision was taken back."))
        doubt = open_doubts(request.project, with_gone=True).filter(segment=outcome["undone"]["object"]).first()
        if doubt:
            return redirect(reverse("coding:doubt_detail", args=[request.project.pk, doubt.pk]) + query)
    return redirect(reverse("coding:doubt_list", args=[request.project.pk]) + query)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def doubt_accept_all(request: ProjectRequest) -> HttpResponse:
    """Accept all passages whose words changed only slightly, after saying how many there are."""
    transcript = _scope(request, request.POST or request.GET)
    if request.method == "POST":
        accepted = accept_all(project=request.project, user=request.user, transcript=transcript)
        said = ngettext("%(n)s passage was carried over.", "%(n)s passages were carried over.", accepted)
        messages.success(request, said % {"n": accepted})
        query = _query(transcript, undo=_undoable(request))
        return redirect(reverse("coding:doubt_list", args=[request.project.pk]) + query)
    alike = count_alike(request.project, transcript)
    context = {
        "alike": alike,
        "others": count_open_doubts(request.project, transcript) - alike,
        "scope": transcript,
        "least": ALIKE * 100,
    }
    return render(request, "coding/doubt_accept_all.html", context)


def _decide(request: ProjectRequest, doubt: Doubt, form: DecisionForm) -> None:
    who: dict[str, Any] = {"project": request.project, "user": request.user, "doubt_id": doubt.pk}
    asked = form.cleaned_data
    if asked["decision"] == "accept":
        accept_doubt(**who, candidate=asked["candidate"] or 0, expected=asked["version"])
    elif asked["decision"] == "leave":
        leave_doubt(**who, expected=asked["version"])
    else:
        borders = (asked["start"], asked["end"])
        if asked["start"] is None or asked["end"] is None:
            borders = deciding.borders_of(doubt, asked["words"])
        adjust_doubt(**who, start=borders[0], end=borders[1], expected=asked["version"])


def _show(request: ProjectRequest, doubt_id: UUID, problem: str = "") -> HttpResponse:
    asked = request.POST or request.GET
    scope = _scope(request, asked)
    candidate = asked.get("candidate", "")
    question = deciding.question_about(
        request.project,
        doubt_id,
        sees_names=allows(request, Permission.SEE_REAL_NAMES),
        candidate=int(candidate) if candidate.isdecimal() else 0,
        transcript=scope,
    )
    context = {
        "question": question,
        "scope": scope,
        "problem": problem,
        "undo": request.GET.get("undo", ""),
        "may_decide": allows(request, Permission.EDIT_DOCUMENTS),
    }
    template = "coding/_doubt.html" if request.htmx else "coding/doubt_detail.html"
    return render(request, template, context)


def _undoable(request: ProjectRequest) -> int | None:
    decided = deciding.last_decision(request.project, request.user)
    return decided.pk if decided else None


def _scope(request: ProjectRequest, asked: QueryDict) -> UUID | None:
    """The transcript the queue is narrowed to; what is none counts as not asked for."""
    try:
        return UUID(asked.get("transcript", ""))
    except ValueError:
        return None


def _query(scope: UUID | None, **more: object) -> str:
    query = QueryDict(mutable=True)
    query.update({key: str(value) for key, value in {"transcript": scope, **more}.items() if value})
    return f"?{query.urlencode()}" if query else ""
