"""What the pages of the queue and of returned codings share: their context, and the answers to what is done on them."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.coding.queries import history_of
from apps.coding.real_names import refuse_names
from apps.coding.telling import tell
from apps.projects.access import allows
from apps.projects.permissions import Permission
from apps.review.desk import Codebook, Item, coding_with_all, item_of, rows_of, suggested_by
from apps.review.services.judging import may_judge_own
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest

# Which page an item is shown on; said by the address of the item and by its forms.
DESKS = ("queue", "returned")


def desk_name(request: ProjectRequest) -> str:
    asked = request.POST.get("desk") or request.GET.get("desk", "")
    return asked if asked in DESKS else "queue"


def item_context(request: ProjectRequest, coding_id: UUID, book: Codebook) -> dict[str, Any]:
    """An item with all that its template wants. Raises NotThere, and Refused where names stand in its version."""
    item = item_of(request.project, coding_id)
    segment = item.coding.segment
    refuse_names(request, segment.version_id)
    is_mine = item.coding.by_id == request.user.pk
    history = tell(request.project, history_of(request.project, segment), request.user, request.membership.role)
    return {
        "item": item,
        "families": _families(book, item),
        "is_mine": is_mine,
        "is_current": segment.version_id == segment.transcript.current_id,
        "may_judge": allows(request, Permission.REVIEW) and not (is_mine and judge_of(request)),
        "may_answer": allows(request, Permission.CODE) and is_mine and bool(item.standing.verdict),
        "suggestion": suggested_by(item.standing, book),
        "history": history,
        "next": desk_address(request, coding_id),
        "filter": request.POST.get("filter", "") or _without_coding(request),
    }


def judge_of(request: ProjectRequest) -> UUID | None:
    """Who must not be asked to judge their own codings: the member, if somebody else can judge them."""
    if not allows(request, Permission.REVIEW) or may_judge_own(request.project, request.user):
        return None
    return request.user.pk


def desk_address(request: ProjectRequest, coding: UUID | str | None = None) -> str:
    """The page the request came from or is about, opened at a coding."""
    query = request.POST.get("filter", "") or _without_coding(request)
    at = f"coding={coding}" if coding else ""
    both = "&".join(filter(None, (query, at)))
    return reverse(f"review:{desk_name(request)}", args=[request.project.pk]) + (f"?{both}" if both else "")


def done(request: ProjectRequest, coding_id: UUID, said: str) -> HttpResponse:
    """What was asked is done: the row as it is now for the page's script; else the next item, and the words."""
    if request.htmx:
        [row] = rows_of(request.project, [coding_with_all(request.project, coding_id)])
        return render(
            request,
            "review/_row.html",
            {"row": row, "said": said, "desk": desk_name(request), "filter": request.POST.get("filter", "")},
        )
    messages.success(request, said)
    return redirect(desk_address(request, request.POST.get("following")))


def refused(request: ProjectRequest, coding_id: UUID, error: DomainError) -> HttpResponse:
    """What was asked was not done. Without a script, what was written comes back in the message."""
    if request.htmx:
        response = render(request, "web/_error.html", {"message": error.message}, status=error.status)
        response.headers["X-Error"] = error.code
        return response
    written = request.POST.get("reason") or request.POST.get("text") or ""
    messages.error(request, f"{error.message} “{written}”" if written else error.message)
    return redirect(desk_address(request, coding_id))


def _families(book: Codebook, item: Item) -> list[tuple[str, list[Any]]]:
    """The codes that can be suggested instead, by dimension."""
    families: dict[str, list[Any]] = {}
    for code in book.codes:
        if code.codable and code.pk != item.code.pk:
            families.setdefault(code.dimension.name, []).append(code)
    return list(families.items())


def _without_coding(request: ProjectRequest) -> str:
    query = request.GET.copy()
    for key in ("coding", "desk", "undo"):
        query.pop(key, None)
    return query.urlencode()
