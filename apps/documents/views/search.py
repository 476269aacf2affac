"""Search across the project."""

from itertools import groupby
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.documents import search as index
from apps.documents.forms import SearchForm
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest
from core.lexicon.asking import Term, Way, indexed_words

PAGE_SIZE = 25


@require_GET
@project_view(Permission.VIEW)
def search(request: ProjectRequest) -> HttpResponse:
    """The search box, and what was found: turns, by transcript, with the words marked."""
    form = SearchForm(request.GET, project=request.project)
    context: dict[str, Any] = {"form": form, "words": form.words, "scope": form.scope()}
    if form.words:
        try:
            context |= _found(request, form)
        except DomainError as error:
            context["refusal"] = error.message
    return render(request, "documents/search.html", context)


def _found(request: ProjectRequest, form: SearchForm) -> dict[str, Any]:
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isdecimal() and 0 < int(asked[:5]) <= index.MOST_FOUND // PAGE_SIZE else 1
    found = _page(request, form, number)
    page = Paginator(range(found.total), PAGE_SIZE).get_page(number)
    if page.number != number:
        found = _page(request, form, page.number)
    if found.waiting:
        index.index_soon(request.project)
    near = [] if found.total else index.near_words(request.project, form.words)
    return {
        "found": found,
        "page": page,
        "groups": [(each, list(hits)) for each, hits in groupby(found.hits, key=lambda hit: hit.transcript)],
        "near": [(word, urlencode({"q": _replaced(form.words, wrong, word)})) for wrong, word in near],
        "find": urlencode(_in_workspace(found.terms)),
    }


def _page(request: ProjectRequest, form: SearchForm, number: int) -> index.Found:
    offset = (number - 1) * PAGE_SIZE
    return index.search(request.project, form.words, scope=form.scope(), limit=PAGE_SIZE, offset=offset)


def _replaced(words: str, wrong: str, right: str) -> str:
    return " ".join(right if indexed_words(each) == [wrong] else each for each in words.split())


def _in_workspace(terms: list[Term]) -> dict[str, str]:
    """What the search within the transcript is asked, so that the hits can be coded: the first thing looked for."""
    term = next((each for each in terms if not each.excluded), None)
    if term is None:
        return {}
    if term.way is Way.PREFIX:
        return {"find": rf"{term.word}\w*", "mode": "regex"}
    return {"find": " ".join(term.words), "mode": "stem" if term.way is Way.RELATED else "exact"}
