"""What a search finds, in which order, and how it is shown: the same on both databases."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from apps.documents.models import Transcript, Turn
from apps.documents.queries import TranscriptFilter, filtered_transcripts
from apps.documents.search import databases
from apps.documents.search.databases import AnyOf, Place, Wish
from apps.documents.search.showing import Hit, shown
from apps.documents.search.words import Forms, forms_of
from apps.projects.models import Project
from apps.web.errors import Invalid
from core.lexicon.asking import Term, Way, parse

# Counted up to here. Of more, the first so many in the order of import are ranked, and the page says so.
MOST_FOUND = 1_000
MOST_NEAR = 3
NEAR_ENOUGH = 70


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look. An office stands for those below it too; `since` and `until` are both included.

    `said_by` is "interviewer", "others" or "" for everybody.
    """

    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    kind: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    said_by: str = ""


@dataclass(frozen=True)
class Found:
    """A page of hits, best first. With `is_more` there are more than `total` turns, and these are not counted.

    `offices` are (office, its name, turns found there), most first. `waiting` is how many of the transcripts looked
    in are not indexed yet, so that nothing of them could be found.
    """

    total: int
    is_more: bool
    hits: list[Hit]
    offices: list[tuple[UUID, str, int]]
    waiting: int
    terms: list[Term] = field(default_factory=list)


@dataclass(frozen=True)
class _Question:
    wish: Wish
    place: Place
    forms: Forms
    # Version -> (transcript, office, its name), in the order of titles.
    sources: dict[UUID, tuple[UUID, UUID, str]]
    waiting: int


def search(
    project: Project, words: str, *, scope: Scope | None = None, limit: int = 25, offset: int = 0, **where: Any
) -> Found:
    """The turns of current versions outside the bin that hold what is asked for: see core/lexicon/asking.py.

    Turns that say it in the very words come first, then the order of titles and turns. `where` are fields of Scope.
    Raises Invalid "nothing_asked".
    """
    terms = parse(words)
    question = _question(project, terms, replace(scope or Scope(), **where))
    found = databases.rows("e.id, e.turn, e.version_id, e.words", question.wish, question.place, MOST_FOUND + 1)
    ranked = _ranked(found[:MOST_FOUND], terms, question)
    return Found(
        total=len(ranked),
        is_more=len(found) > MOST_FOUND,
        hits=shown(ranked[offset : offset + limit], question.forms),
        offices=_by_office(ranked, question.sources),
        waiting=question.waiting,
        terms=terms,
    )


def turns_with(project: Project, words: str) -> QuerySet[Turn]:
    """The turns `search` finds in the whole project, in no order. Raises Invalid "nothing_asked"."""
    question = _question(project, parse(words), Scope())
    if not question.place.versions:
        return Turn.objects.none()
    return Turn.objects.filter(pk__in=RawSQL(*databases.statement("e.turn", question.wish, question.place)))  # noqa: S611


def near_words(project: Project, words: str) -> list[tuple[str, str]]:
    """(what was asked, it with one word in place of another that stands in the project), for when nothing was found."""
    terms = parse(words)
    near = []
    for term in terms:
        if term.way is not Way.RELATED or term.excluded:
            continue
        question = _question(project, [replace(term, way=Way.EXACT)], Scope())
        for word, _score, _at in process.extract(
            term.word, databases.words_beginning(term.word[:2]), scorer=fuzz.ratio, limit=8, score_cutoff=NEAR_ENOUGH
        ):
            wish = Wish((AnyOf((word,)),))
            if word != term.word and databases.rows("e.id", wish, question.place, 1):
                near.append((term.word, word))
    return near[:MOST_NEAR]


def _question(project: Project, terms: Sequence[Term], scope: Scope) -> _Question:
    if all(term.excluded for term in terms):
        raise Invalid("nothing_asked", _("Type at least one word to look for. What begins with “-” only leaves out."))
    found = _transcripts(project, scope)
    rows = found.values_list("current", "pk", "office", "office__name")
    sources = {version: (transcript, office, name) for version, transcript, office, name in rows}
    forms = forms_of(terms, set(project.transcripts.order_by().values_list("language", flat=True).distinct()))
    place = Place(
        project=project.pk,
        versions=list(sources),
        is_all=scope == Scope(said_by=scope.said_by),
        participant=scope.participant,
        interviewer={"interviewer": True, "others": False}.get(scope.said_by),
    )
    waiting = found.order_by().filter(current__indexed=None).count()
    return _Question(_wish(terms, forms), place, forms, sources, waiting)


def _transcripts(project: Project, scope: Scope) -> QuerySet[Transcript]:
    """The transcripts to look in, in the order of their titles."""
    wanted = TranscriptFilter(office=scope.office, kind=scope.kind, since=scope.since, until=scope.until)
    found = filtered_transcripts(project, wanted).filter(current__isnull=False)
    if scope.transcript:
        found = found.filter(pk=scope.transcript)
    if scope.participant:
        found = found.filter(participants=scope.participant)
    return found


def _wish(terms: Iterable[Term], forms: Forms) -> Wish:
    wanted: list[AnyOf] = []
    unwanted: list[AnyOf] = []
    phrases: list[str] = []
    without: list[str] = []
    for term in terms:
        if term.way is Way.PHRASE:
            (without if term.excluded else phrases).append(f" {' '.join(term.words)} ")
            if not term.excluded:
                wanted += [AnyOf((word,)) for word in term.words]
        else:
            group = AnyOf(forms.of(term), is_beginning=term.way is Way.PREFIX)
            (unwanted if term.excluded else wanted).append(group)
    return Wish(tuple(wanted), tuple(unwanted), tuple(phrases), tuple(without))


def _ranked(found: Iterable[tuple[Any, ...]], terms: Iterable[Term], question: _Question) -> list[tuple[int, UUID]]:
    """(turn, version) of each turn found, best first; a turn indexed in pieces once."""
    exact = [f" {term.word} " for term in terms if term.way is Way.RELATED and not term.excluded]
    order = {version: position for position, version in enumerate(question.place.versions)}
    rated = []
    for row, turn, version, words in found:
        key = version if isinstance(version, UUID) else UUID(version)
        rated.append((-sum(word in words for word in exact), order[key], row, turn, key))
    return list(dict.fromkeys((turn, version) for *_rest, turn, version in sorted(rated)))


def _by_office(
    ranked: Iterable[tuple[int, UUID]], sources: dict[UUID, tuple[UUID, UUID, str]]
) -> list[tuple[UUID, str, int]]:
    counts = Counter(sources[version][1:] for _turn, version in ranked)
    return sorted(((pk, name, n) for (pk, name), n in counts.items()), key=lambda row: (-row[2], row[1]))
