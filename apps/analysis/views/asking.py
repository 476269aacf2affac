"""What a page was asked: the text in the address, the question it is, or what is wrong with it."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from apps.analysis.forms.query_rows import read_rows
from apps.analysis.queries.retrieval import read_question
from apps.projects.models import Project
from apps.web.errors import Invalid
from core.retrieval.query import Query
from core.retrieval.rows import to_query
from core.retrieval.writing import write

_WORD = re.compile(r'"[^"]*"?|[()]|[^\s()"]+')


@dataclass(frozen=True)
class Problem:
    """What is wrong with a text, and where: the words before, the place itself, and what follows."""

    said: str
    before: str = ""
    wrong: str = ""
    after: str = ""


@dataclass
class Asked:
    """The text that was asked, as it was typed or in its one canonical form, and the question it is."""

    text: str
    query: Query | None = None
    problem: Problem | None = None

    def refuse(self, error: Invalid) -> None:
        """The project does not have what the question names, or it takes too long."""
        self.problem = problem_of(self.text, error)


def asked_in(address: QueryDict) -> Asked:
    """The question in an address: `q`, or the rows of a builder."""
    if "kind" in address:
        query = to_query(read_rows(address))
        return asked_as(write(query)) if query else Asked("")
    return asked_as(address.get("q", ""))


def asked_as(text: str) -> Asked:
    """The question that a text is. One that cannot be read has a problem, one that is empty has neither."""
    text = text.strip()
    if not text:
        return Asked("")
    try:
        query = read_question(text)
    except Invalid as error:
        return Asked(text, problem=problem_of(text, error))
    return Asked(text, query)


def problem_of(text: str, error: Invalid) -> Problem:
    said = str(error.fields.get("q") or error.message)
    at = error.fields.get("at")
    if not at:
        return Problem(said)
    start = min(at - 1, len(text))
    found = _WORD.match(text, start)
    end = found.end() if found else start
    # Something must stand there to be marked, at the end of the text too.
    return Problem(said, text[:start], text[start:end] or "\u2007", text[end:])


def address_of(project: Project, text: str, **rest: object) -> str:
    """The page of what a question finds."""
    told = {"q": text, **{name: value for name, value in rest.items() if value}}
    return f"{reverse('analysis:retrieval', args=[project.pk])}?{urlencode(told)}"
