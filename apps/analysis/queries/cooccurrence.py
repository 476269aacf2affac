"""Which codes stand together, in four senses, under the filter of every other table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any
from uuid import UUID

from django.db.models import CharField, F, QuerySet
from django.db.models.functions import Cast

from apps.analysis.queries.columns import Heading
from apps.analysis.queries.filters import Filter, chosen_codes, counted, tops_of, with_branches
from apps.analysis.queries.kept import kept
from apps.analysis.queries.tables import headings
from apps.codebook.models import Code
from apps.codebook.queries import codebook_version_number, codes_of
from apps.coding.models import Coding, Segment
from apps.coding.queries import segments_of
from apps.projects.models import Project
from core.cooccurrence import Passages, Together, meeting, together
from core.retrieval.query import Code as CodeAsked
from core.retrieval.query import Coders, Placed, Query, Relation, all_of, any_of

SENSES = ("segment", "overlap", "near", "turn")
NEAR = 20
# Passages of a large project.
MANY = 20_000
# More ids than this in one statement cost more than reading all there are.
MOST_IDS = 5000
Rows = Iterable[tuple[Any, ...]]


@dataclass(frozen=True)
class Sense:
    """When two passages meet.

    segment: they are one and the same. overlap: they share a character. near: at most `words` words stand between
    them. turn: they begin in the same turn. With `same_coder` the passages must be one coder's.
    """

    name: str = "segment"
    words: int = NEAR
    same_coder: bool = False


@dataclass(frozen=True)
class Cooccurrence:
    """A passage is counted for two codes when it carries one of them and meets a passage with the other."""

    sense: Sense
    codes: tuple[Heading, ...]
    table: Together
    codebook_version: int


def cooccurrence(project: Project, chosen: Filter, sense: Sense) -> Cooccurrence:
    """All pairs of the filter's codes; with `rollup` of its top codes, each with its whole branch.

    Both passages of a meeting must pass the filter: what is not counted meets nobody.
    """
    sense = sense if sense.name == "near" else replace(sense, words=NEAR)
    return kept(project, ("cooccurrence", chosen, sense), lambda: _cooccurrence(project, chosen, sense))


def _cooccurrence(project: Project, chosen: Filter, sense: Sense) -> Cooccurrence:
    codes = chosen_codes(project, chosen)
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    shown = [code for code in codes if tops[code.pk] == code.pk]
    place = {code.pk: number for number, code in enumerate(shown)}
    column = {code.pk: place[tops[code.pk]] for code in codes}
    passages, marks = _read(project, chosen, sense, codes, column)
    return Cooccurrence(sense, headings(shown), together(passages, marks, len(shown)), codebook_version_number(project))


def _read(
    project: Project, chosen: Filter, sense: Sense, codes: Sequence[Code], column: dict[UUID, int]
) -> tuple[Passages, tuple[list[int], list[int]]]:
    """The passages as columns, and which of them carries which code.

    Two plain reads put together here: joined by the database they take three times as long on a large project.
    """
    rows = [*_segments(project, chosen, sense)]
    at = {row[0]: number for number, row in enumerate(rows)}
    columns = _as_text(column)
    found = [*_codings(project, chosen, codes, many=len(rows) > MANY)]
    segments, marked = zip(*found, strict=True) if found else ((), ())
    # A coding of a passage that is not here is of an older version, or in the bin.
    marks = [*map(at.get, segments, repeat(-1))], [columns[code] for code in marked]
    return _placed(rows, sense), marks


def _segments(project: Project, chosen: Filter, sense: Sense) -> Rows:
    """(id, group, …) of every passage on a current version, or of those that pass the filter."""
    segments = segments_of(project).filter(version=F("transcript__current"), transcript__binned=None).order_by()
    if not is_plain(chosen):
        segments = segments.filter(pk__in=counted(project, chosen).order_by().values("segment"))
    about: dict[str, list[Any]] = {
        "segment": [],
        "overlap": ["start", "end", _text("version")],
        "near": ["first_word", "last_word", _text("version")],
        "turn": ["turn"],
    }
    coder = [_text("coder")] if sense.same_coder and sense.name != "segment" else []
    return segments.values_list(_text("pk"), *about[sense.name], *coder).iterator(10_000)


def _codings(project: Project, chosen: Filter, codes: Sequence[Code], *, many: bool) -> Rows:
    """(segment, code) of every coding that counts, and perhaps of passages that do not."""
    if not is_plain(chosen):
        codings = counted(project, chosen)
    elif many:
        # By their text, which has no index: reading a large table from end to end is faster than by its index.
        wanted = [text for code in codes for text in (str(code.pk), code.pk.hex)]
        codings = _not_rejected().annotate(of=_text("code")).filter(of__in=wanted)
    else:
        codings = _not_rejected().filter(code__in=[code.pk for code in codes])
    return codings.order_by().values_list(_text("segment"), _text("code")).iterator(10_000)


def _not_rejected() -> QuerySet[Coding]:
    return Coding.objects.exclude(state__in=Coding.REJECTED)


def is_plain(chosen: Filter) -> bool:
    """Whether the filter lets through everything that counts, save that it chooses codes."""
    return replace(chosen, dimension=None, code=None, rollup=True) == Filter()


def _placed(rows: Sequence[tuple[Any, ...]], sense: Sense) -> Passages:
    """The rows as core.cooccurrence wants them; who is not of one group never meets."""
    if sense.name == "segment":
        nothing = [0] * len(rows)
        return Passages(range(len(rows)), nothing, nothing)
    if sense.name == "turn":
        nothing = [0] * len(rows)
        return Passages(_numbered(row[1:] for row in rows), nothing, nothing)
    # Both ends are included: a passage ends on the character before its end, and reaches so many words beyond.
    beyond = sense.words if sense.name == "near" else -1
    return Passages(
        group=_numbered(row[3:] for row in rows),
        first=[row[1] for row in rows],
        reach=[row[2] + beyond for row in rows],
    )


def _numbered(keys: Iterable[tuple[Any, ...]]) -> list[int]:
    numbers: dict[tuple[Any, ...], int] = {}
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _text(field: str) -> Cast:
    """An id as the database's text: making a UUID of each is most of the time a large table takes to read."""
    return Cast(field, CharField())


def _as_text(column: dict[UUID, int]) -> dict[str, int]:
    """The same by an id's text as either database writes it."""
    return {text: number for pk, number in column.items() for text in (str(pk), pk.hex)}


def met(project: Project, chosen: Filter, sense: Sense, *, code: UUID, also: UUID) -> list[UUID]:
    """The passages that are counted for two codes, in the order of transcripts' titles and of their places.

    As many as the table says for the pair, under the same filter; its own code is set aside.
    """
    asked = ("met", chosen, sense, code, also)
    return kept(project, asked, lambda: _met(project, chosen.without_codes(), sense, (code, also)))


def _met(project: Project, chosen: Filter, sense: Sense, pair: tuple[UUID, UUID]) -> list[UUID]:
    branches = [with_branches(project, [code], rollup=chosen.rollup) for code in pair]
    codes = [code for code in codes_of(project) if any(code.pk in branch for branch in branches)]
    rows = [*_segments(project, chosen, sense)]
    at = {row[0]: number for number, row in enumerate(rows)}
    texts = [_as_text(dict.fromkeys(branch, 0)) for branch in branches]
    having: tuple[set[int], set[int]] = (set(), set())
    for segment, code in _codings(project, chosen, codes, many=len(rows) > MANY):
        for some, branch in zip(having, texts, strict=True):
            if segment in at and code in branch:
                some.add(at[segment])
    found = meeting(_placed(rows, sense), *having)
    wanted = {UUID(rows[number][0]) for number in found}
    ordered = Segment.objects.filter(project=project).order_by("transcript__title", "transcript", "start", "end", "pk")
    if len(wanted) <= MOST_IDS:
        return list(ordered.filter(pk__in=wanted).values_list("pk", flat=True))
    return [pk for pk in ordered.values_list("pk", flat=True) if pk in wanted]


def as_question(chosen: Filter, sense: Sense, *, code: UUID, also: UUID) -> Query | None:
    """What `met` finds as a question to the passages; None where the filter narrows more than the codes."""
    if not is_plain(chosen):
        return None
    one, other = (CodeAsked((f"#{pk}",), alone=not chosen.rollup) for pk in (code, also))
    if sense.name == "segment":
        return all_of(one, other)
    relation = Relation.OVERLAPS if sense.name == "overlap" else Relation.NEAR
    about: dict[str, Any] = {
        "words": sense.words if sense.name == "near" else None,
        "same_turn": sense.name == "turn",
        "coders": Coders.SAME if sense.same_coder else Coders.ANY,
    }
    return any_of(Placed(relation, one, other, **about), Placed(relation, other, one, **about))
