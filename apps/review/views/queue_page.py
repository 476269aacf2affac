"""The queue: what waits for a supervisor, one coding after the other."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.review import queries
from apps.review.desk import Codebook, groups_of, neighbours, page_of, rows_of
from apps.review.forms import GROUPS, QueueForm, read_queue
from apps.review.forms.queue import NAMES
from apps.review.queries.desk import latest_verdict
from apps.review.views.desks import desk_address, desk_name, item_context, judge_of
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def queue(request: ProjectRequest) -> HttpResponse:
    """The list on the left, and the coding that `?coding=` names, or the first."""
    form = read_queue(request.GET, request.project)
    chosen = form.chosen(judge_of(request))
    book = Codebook(request.project)
    found = queries.queue(request.project, chosen)
    page = page_of(book.in_order(found, form.group_now), request.GET.get("page"))
    rows = rows_of(request.project, page.object_list)
    context: dict[str, Any] = {
        "desk": "queue",
        "form": form,
        "page": page,
        "groups": groups_of(book, rows, form.group_now, book.totals(found, form.group_now), _link_of(request, form)),
        "undo": request.GET.get("undo", ""),
        "last": latest_verdict(request.project, request.user),
        "may_review": allows(request, Permission.REVIEW),
        **_choices(form, queries.queue_counts(request.project, chosen)),
        **_chosen_item(request, form, book, [row.coding.pk for row in rows]),
    }
    context |= neighbours(rows, context["item"].coding.pk) if context["item"] else {}
    return render(request, "review/queue.html", context)


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def coding(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """One coding with its passage, definition and thread: a fragment of the desk; else its place there."""
    book = Codebook(request.project)
    context = item_context(request, coding_id, book)
    if not request.htmx:
        return redirect(desk_address(request, coding_id))
    return render(request, "review/_item.html", context | {"desk": desk_name(request)})


def _choices(form: QueueForm, counts: dict[str, int]) -> dict[str, Any]:
    """The tabs with their counts and the groupings, each with its address."""
    return {
        "tabs": [(kind, NAMES[kind], counts[kind], f"?{form.address(waiting=kind)}") for kind in queries.WAITING],
        "groupings": [(key, name, f"?{form.address(group=key)}") for key, name in GROUPS.items()],
        "counts": counts,
    }


def _link_of(request: ProjectRequest, form: QueueForm) -> Callable[[str, UUID], str]:
    """What gives the address that shows one group alone."""
    here = reverse("review:queue", args=[request.project.pk])
    return lambda field, key: f"{here}?{form.address(**{field: key})}"


def _chosen_item(request: ProjectRequest, form: QueueForm, book: Codebook, shown: list[UUID]) -> dict[str, Any]:
    asked = _coding_in(request)
    for wanted in filter(None, (asked, shown[0] if shown else None)):
        try:
            return item_context(request, wanted, book) | {"filter": form.address()}
        except NotThere:
            continue
    return {"item": None}


def _coding_in(request: ProjectRequest) -> UUID | None:
    try:
        return UUID(request.GET.get("coding", ""))
    except ValueError:
        return None
