"""Questions to the passages: the builder and its text, what is found, and one change on many of them."""

from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from apps.analysis.forms.query_rows import Builder, choices_of, shown
from apps.analysis.queries.evidence import evidence
from apps.analysis.queries.ordering import ORDERS, ordered
from apps.analysis.queries.retrieval import Answer, Tally, ask
from apps.analysis.queries.saved_queries import saved_queries
from apps.analysis.views.asking import Asked, address_of, asked_in
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest
from core.retrieval.rows import Rows, to_rows

ON_A_PAGE = 25
PEOPLE_SHOWN = 12
ORDER_NAMES = {
    "": gettext_lazy("by transcript"),
    "office": gettext_lazy("by office"),
    "participant": gettext_lazy("by participant"),
    "newest": gettext_lazy("newest first"),
    "oldest": gettext_lazy("oldest first"),
}
FILES = (("docx", gettext_lazy("Word")), ("xlsx", gettext_lazy("Excel")), ("csv", gettext_lazy("CSV")))


@dataclass(frozen=True)
class Line:
    """A row of a table of counts with the length of its bar, from 0 to 100."""

    tally: Tally
    length: float


@require_GET
@project_view(Permission.VIEW)
def retrieval(request: ProjectRequest) -> HttpResponse:
    """Ask in rows or as text, and see what is found. The question stands in the address."""
    asked = asked_in(request.GET)
    if "kind" in request.GET:
        return redirect(address_of(request.project, asked.text))
    context: dict[str, Any] = {"asked": asked}
    if asked.query:
        try:
            context |= _found(request, ask(request.project, asked.query, request.user))
        except Invalid as error:
            asked.refuse(error)
    context |= {
        "builder": builder_of(asked),
        "choices": choices_of(request.project),
        "saved": saved_queries(request.project, request.user),
    }
    return render(request, "analysis/retrieval.html", context)


@require_GET
@project_view(Permission.VIEW)
def retrieval_terms(request: ProjectRequest) -> HttpResponse:
    """One question both ways, for the page: rows and text. `q` asks for the rows, rows for the text."""
    asked = asked_in(request.GET)
    context = {"text": asked.text, "problem": asked.problem, "builder": builder_of(asked)}
    return render(request, "analysis/_builder_terms.html", context)


def builder_of(asked: Asked) -> Builder:
    return shown(to_rows(asked.query) if asked.query else Rows())


def _found(request: ProjectRequest, answer: Answer) -> dict[str, Any]:
    order = request.GET.get("order", "")
    order = order if order in ORDERS else ""
    ids = ordered(request.project, answer, order)
    page = Paginator(ids, ON_A_PAGE).get_page(request.GET.get("page"))
    by_person = answer.by("participant")
    return {
        "answer": answer,
        "counts": answer.counts,
        "page": page,
        "passages": evidence(request.project, answer.query, list(page), request.user),
        "by_office": _lines(answer.by("office")),
        "by_participant": _lines(by_person[:PEOPLE_SHOWN]),
        "more_people": max(0, len(by_person) - PEOPLE_SHOWN),
        "order": order,
        "orders": ORDER_NAMES.items(),
        "files": FILES,
    }


def _lines(tallies: list[Tally]) -> list[Line]:
    most = max((tally.passages for tally in tallies), default=0)
    return [Line(tally, 100 * tally.passages / most) for tally in tallies]
