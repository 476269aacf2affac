"""A question to the coded passages as plain values. What each part means is told in docs/reference/queries.md.

Parts are equal when they ask for the same in the same words; `at`, where a part was read, is no part of that.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from dataclasses import field as field_
from datetime import date
from enum import StrEnum
from typing import Any, TypeAlias

# How far apart, in words, when nobody says.
NEAR = 20
FOLLOWED = 50
MOST_WORDS = 100_000


class Field(StrEnum):
    """What a filter looks at. The last four look at codings, the others at passages."""

    OFFICE = "office"
    PARTICIPANT = "participant"
    SPEAKER = "speaker"
    TRANSCRIPT = "transcript"
    KIND = "kind"
    DATED = "dated"
    SAID = "said"
    CODER = "coder"
    REVIEW = "review"
    SINCE = "since"
    UNTIL = "until"


OF_CODINGS = (Field.CODER, Field.REVIEW, Field.SINCE, Field.UNTIL)
# The values that are ours to name; those of the other fields are names of the project's.
VALUES: dict[Field, tuple[str, ...]] = {
    Field.KIND: ("interview", "focus_group", "observation", "document"),
    Field.SAID: ("interviewer", "participant", "nobody"),
    Field.REVIEW: ("open", "approved", "returned", "replaced"),
}
# A value of `coder`: whoever asks.
ME = "me"


class Mode(StrEnum):
    EXACT = "exact"
    ROOTS = "roots"
    PATTERN = "pattern"


class Relation(StrEnum):
    NEAR = "near"
    WITHIN = "within"
    FOLLOWED = "followed by"
    OVERLAPS = "overlaps"


class Coders(StrEnum):
    """Whose the two passages of a relation may be."""

    ANY = ""
    SAME = "same"
    OTHER = "other"


class Compared(StrEnum):
    IS = "="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


def _read_at() -> Any:
    return field_(default=-1, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Code:
    """Passages that carry a code: with its branch, or `alone`.

    `path` is its name, with as many of the names above it, down from its dimension's, as tell it from others. A single
    name `#` and an id is the code with this id.
    """

    path: tuple[str, ...]
    alone: bool = False
    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class OfDimension:
    """Passages that carry any code of a dimension."""

    name: str
    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class Coded:
    """Passages that carry any code at all."""

    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class Text:
    """Passages whose words hold these: as they stand, by their roots, or by a regular expression of Python's."""

    words: str
    mode: Mode = Mode.EXACT
    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class Filter:
    """Passages of which one of the values is true. Those of Field.DATED are as `period` reads them."""

    field: Field
    values: tuple[str, ...]
    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class Attribute:
    """Passages whose participant, transcript or office states such a value; an empty one: none of them states any."""

    name: str
    compared: Compared
    values: tuple[str, ...]
    at: int = _read_at()


@dataclass(frozen=True, slots=True)
class Not:
    part: "Query"


@dataclass(frozen=True, slots=True)
class And:
    """Two parts or more, none of them an And; made by `all_of`."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Two parts or more, none of them an Or; made by `any_of`."""

    parts: tuple["Query", ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """Passages of `left` that stand in a relation to one of `right` in the same transcript.

    `words` is how many may lie between, for NEAR and FOLLOWED; None: as many as the turn holds, and then `same_turn`.
    """

    relation: Relation
    left: "Query"
    right: "Query"
    words: int | None = None
    same_turn: bool = False
    coders: Coders = Coders.ANY

    def __post_init__(self) -> None:
        counted = self.relation in (Relation.NEAR, Relation.FOLLOWED)
        if (self.words is not None) if not counted else (self.words is None and not self.same_turn):
            raise ValueError(f"{self.relation} and {self.words} words")


@dataclass(frozen=True, slots=True)
class Among:
    """What `part` finds among the codings that fit the filters, of which a passage must carry one."""

    part: "Query"
    # At most one of each of OF_CODINGS, in that order.
    filters: tuple[Filter, ...]


Leaf: TypeAlias = Code | OfDimension | Coded | Text | Filter | Attribute
Query: TypeAlias = Leaf | Not | And | Or | Placed | Among


def all_of(*parts: Query) -> Query:
    """The parts with `and` between them; a single one is itself."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, And) else (part,))]
    return And(tuple(flat)) if len(flat) > 1 else flat[0]


def any_of(*parts: Query) -> Query:
    """The parts with `or` between them; a single one is itself."""
    flat = [inner for part in parts for inner in (part.parts if isinstance(part, Or) else (part,))]
    return Or(tuple(flat)) if len(flat) > 1 else flat[0]


def among(part: Query, *filters: Filter) -> Query:
    """`part` asked of some codings only; without filters it is itself."""
    ordered = sorted(filters, key=lambda each: OF_CODINGS.index(each.field))
    return Among(part, tuple(ordered)) if ordered else part


def parts_of(query: Query) -> tuple[Query, ...]:
    """What a part is made of."""
    if isinstance(query, And | Or):
        return query.parts
    if isinstance(query, Not | Among):
        return (query.part,)
    if isinstance(query, Placed):
        return (query.left, query.right)
    return ()


def walk(query: Query) -> Iterator[Query]:
    """The question and everything in it, from the outside in."""
    yield query
    for part in parts_of(query):
        yield from walk(part)


def reworded(query: Query, change: Callable[[str], str]) -> Query:
    """The same question with every text and name in it changed, save those of codes and dimensions."""
    if isinstance(query, Text):
        return replace(query, words=change(query.words))
    if isinstance(query, Filter):
        is_ours = query.field in VALUES or query.field in (Field.DATED, Field.SINCE, Field.UNTIL)
        return query if is_ours else replace(query, values=tuple(map(change, query.values)))
    if isinstance(query, Attribute):
        return replace(query, values=tuple(map(change, query.values)))
    if isinstance(query, And | Or):
        return replace(query, parts=tuple(reworded(part, change) for part in query.parts))
    if isinstance(query, Not):
        return Not(reworded(query.part, change))
    if isinstance(query, Among):
        filters = [each for each in (reworded(each, change) for each in query.filters) if isinstance(each, Filter)]
        return Among(reworded(query.part, change), tuple(filters))
    if isinstance(query, Placed):
        return replace(query, left=reworded(query.left, change), right=reworded(query.right, change))
    return query


def period(value: str) -> tuple[date, date]:
    """The first and the last day of "2024", "2024-03", "2024-03-05" or two of these with ".." between them.

    Either end may be open: "..2024". Raises ValueError.
    """
    first, dots, last = value.partition("..")
    if dots and not (first or last):
        raise ValueError(value)
    return _days(first)[0] if first else date.min, _days(last if dots else first)[1] if last or not dots else date.max


def _days(value: str) -> tuple[date, date]:
    pieces = value.split("-")
    if [len(piece) for piece in pieces] != [4, 2, 2][: len(pieces)] or not all(piece.isdecimal() for piece in pieces):
        raise ValueError(value)
    year, month, day = [int(piece) for piece in pieces] + [0] * (3 - len(pieces))
    first, last = month or 1, month or 12
    return date(year, first, day or 1), date(year, last, day or monthrange(year, last)[1])
