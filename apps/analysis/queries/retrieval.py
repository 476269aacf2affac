"""What a question to the coded passages finds, in order and counted. The language is in docs/reference/queries.md."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, overload
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.holding import Holding
from apps.analysis.queries.loading import Facts
from apps.analysis.queries.naming import Names
from apps.analysis.queries.refusals import unreadable
from apps.analysis.queries.sources import Raw, cooked
from apps.codebook.queries import codebook_version_number
from apps.projects.models import Project
from core.retrieval.evaluating import CODED, asked_for, evaluate
from core.retrieval.parsing import QueryError, parse
from core.retrieval.query import Query
from core.retrieval.writing import write

COUNTED_BY = ("office", "participant", "transcript")


@dataclass(frozen=True, slots=True)
class Tally:
    """How much was found: of an office, a participant, a transcript, or in all. `id` is None where nobody speaks."""

    id: UUID | None
    name: str
    passages: int
    codings: int
    participants: int


class Hit(NamedTuple):
    """A passage found, with what it is counted by; ids as the database's driver gives them."""

    segment: Raw
    transcript: UUID
    title: str
    office: UUID
    participant: Raw | None
    codings: int


class Ids(Sequence[UUID]):
    """The segments found, in order; only those that are looked at are made into ids."""

    def __init__(self, hits: Sequence[Hit]) -> None:
        self._hits = hits

    def __len__(self) -> int:
        return len(self._hits)

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> "Ids": ...
    def __getitem__(self, at: int | slice) -> "UUID | Ids":
        return Ids(self._hits[at]) if isinstance(at, slice) else cooked(self._hits[at].segment)


class Answer:
    """What was found: `segments` in the order of transcripts and places, and their counts."""

    def __init__(self, project: Project, query: Query, hits: Sequence[Hit]) -> None:
        self.project, self.query, self._hits = project, query, hits
        self.text = write(query)
        self.segments = Ids(hits)

    @property
    def total(self) -> int:
        return len(self._hits)

    @cached_property
    def counts(self) -> Tally:
        return _tally(None, "", self._hits)

    def segments_of(self, office: UUID | None) -> Ids:
        """Those found in one office."""
        return Ids([hit for hit in self._hits if hit.office == office])

    @cached_property
    def codebook_version(self) -> int:
        return codebook_version_number(self.project)

    def by(self, what: str) -> list[Tally]:
        """The counts by one of COUNTED_BY: only where something was found, in order of names."""
        groups: dict[UUID | None, list[Hit]] = {}
        key = _KEYS[what]
        for hit in self._hits:
            groups.setdefault(key(hit), []).append(hit)
        names = self._names(what, groups)
        lines = [_tally(pk, names[pk], hits) for pk, hits in groups.items()]
        return (
            lines
            if what == "transcript"
            else sorted(lines, key=lambda line: (line.id is None, line.name, str(line.id)))
        )

    def _names(self, what: str, groups: dict[UUID | None, list[Hit]]) -> dict[UUID | None, str]:
        if what == "transcript":
            return {pk: hits[0].title for pk, hits in groups.items()}
        if what == "office":
            return dict(self.project.offices.values_list("pk", "name"))
        return {**dict(self.project.participants.values_list("pk", "pseudonym")), None: _("No participant")}


def read_question(text: str) -> Query:
    """The question that a person wrote. Raises Invalid with what was expected, and where."""
    try:
        return parse(text)
    except QueryError as error:
        raise unreadable(error) from error


def ask(project: Project, query: Query, user: User) -> Answer:
    """What the question finds. `user` is who asks: "me" in it.

    Reads only what the question names, with as many statements however many passages there are. Raises Invalid when
    it names what the project does not have, or a pattern takes too long.
    """
    facts = Facts(project, Names(project, user), query)
    found = evaluate(query, facts.passages, Holding(facts))
    codings = _codings_on(facts, query, found)
    places, sources, keys, people = facts.passages, facts.sources, facts.keys, facts.people
    ordered = sorted(
        (sources[places[index].version].rank, places[index].start, places[index].end, keys[index], index)
        for index in found
    )
    hits = []
    for _rank, _start, _end, key, index in ordered:
        source = sources[places[index].version]
        hits.append(Hit(key, source.id, source.title, source.office, people[index], codings[index]))
    return Answer(project, query, hits)


def found_keys(project: Project, query: Query) -> list[Raw]:
    """The ids of what a question finds, in no order and uncounted."""
    facts = Facts(project, Names(project), query)
    return [facts.keys[index] for index in evaluate(query, facts.passages, Holding(facts))]


def _codings_on(facts: Facts, query: Query, found: set[int]) -> Counter[int]:
    """How many of the codings asked for each passage carries; one that is asked for twice counts once."""
    leaves = asked_for(query)
    if not found:
        return Counter()
    if all(leaf == CODED for leaf, _lens in leaves):
        most: Counter[int] = Counter()
        for _leaf, lens in leaves:
            most |= Counter(facts.counts(lens))
        return most
    carried: dict[Raw, set[int]] = {}
    for leaf, lens in leaves:
        for code, some in facts.carriers(leaf, lens).items():
            carried[code] = carried.get(code, set()) | some
    return Counter(index for some in carried.values() for index in some & found)


def _tally(pk: UUID | None, name: str, hits: Sequence[Hit]) -> Tally:
    people = {hit.participant for hit in hits} - {None}
    return Tally(pk, name, len(hits), sum(hit.codings for hit in hits), len(people))


_KEYS: dict[str, Callable[[Hit], UUID | None]] = {
    "office": lambda hit: hit.office,
    "participant": lambda hit: cooked(hit.participant) if hit.participant else None,
    "transcript": lambda hit: hit.transcript,
}
