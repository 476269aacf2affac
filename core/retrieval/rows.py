"""A question as rows of conditions that people choose, and back.

Rows stand in one list, all or any of which must hold; in it may stand lists of the same kind, but no deeper. What a
question says beyond that is not shown as rows: `to_rows` answers None, and the question is what its text says.

A row that looks at other passages (`near`, say) speaks of the row before it where that names codes, as in
"carries A, is near B": that is `A near B`. Where no such row is before it, it speaks of any coded passage.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from core.retrieval.query import (
    FOLLOWED,
    MOST_WORDS,
    NEAR,
    OF_CODINGS,
    Among,
    And,
    Attribute,
    Code,
    Coded,
    Compared,
    Field,
    Filter,
    Mode,
    Not,
    OfDimension,
    Or,
    Placed,
    Query,
    Relation,
    Text,
    all_of,
    among,
    any_of,
)

ALL, ANY = "all", "any"
WORDS, WORDS_IN_TURN, TURN = "words", "words_turn", "turn"
STEP = " > "
TEXTS = {"text": Mode.EXACT, "root": Mode.ROOTS, "regex": Mode.PATTERN}
PLACES = {
    "near": Relation.NEAR,
    "followed": Relation.FOLLOWED,
    "within": Relation.WITHIN,
    "overlaps": Relation.OVERLAPS,
}
FIELDS = {each.value: each for each in Field}
SUBJECTS = (Code, OfDimension, Coded, Placed)
_COMPARED = re.compile(r"\s*(.+?)\s*(<=|>=|=|<|>)\s*(.*?)\s*", re.DOTALL)
_LISTED = re.compile(r'\s*"([^"]*)"\s*|([^,]+)')
_NEEDS_NOTHING = ("coded",)


@dataclass(frozen=True, slots=True)
class Row:
    """One condition: of a kind, which may be negated, with what was typed beside it."""

    kind: str
    value: str = ""
    negated: bool = False
    words: str = ""
    unit: str = WORDS

    @property
    def is_empty(self) -> bool:
        """Whether nothing is asked yet; such a row stands ready and says nothing."""
        return not self.value.strip(' ,"') and self.kind not in _NEEDS_NOTHING


@dataclass(frozen=True, slots=True)
class Rows:
    """Conditions of which all or any must hold, in order; those of a list inside hold Row alone."""

    join: str = ALL
    items: tuple["Row | Rows", ...] = ()


Item: TypeAlias = Row | Rows


def to_query(rows: Rows) -> Query | None:
    """The question that the rows ask; None when they ask nothing yet. Rows that are empty say nothing."""
    items = [item for item in rows.items if isinstance(item, Rows) or not item.is_empty]
    return _any_of(items) if rows.join == ANY else _all_of(items)


def to_rows(query: Query) -> Rows | None:
    """The rows that ask it; None when they cannot."""
    try:
        rows = _read(query, deep=True)
    except _Beyond:
        return None
    return rows if to_query(rows) == query else None


# --- from rows ----------------------------------------------------------------------------------------------


def _any_of(items: Sequence[Item]) -> Query | None:
    parts = [part for item in items if (part := _alone(item)) is not None]
    return any_of(*parts) if parts else None


def _alone(item: Item) -> Query | None:
    """What one item asks by itself."""
    return to_query(item) if isinstance(item, Rows) else _all_of([item])


def _all_of(items: Iterable[Item]) -> Query | None:
    """The items together: relations bind to what they speak of, filters of codings to everything here."""
    together = _Conjunction()
    for item in items:
        together.add(item)
    if not together.parts and not together.filters:
        return None
    return among(all_of(*together.parts) if together.parts else Coded(), *together.filters.values())


class _Conjunction:
    """What rows ask together; `subject` is what a relation in the next row speaks of."""

    def __init__(self) -> None:
        self.parts: list[Query] = []
        self.filters: dict[Field, Filter] = {}
        self._subject: Query | None = None
        # Whether the subject is the last part, so that a relation takes it in.
        self._is_last = False

    def add(self, item: Item) -> None:
        if isinstance(item, Rows):
            part = to_query(item)
            if part is not None:
                self.parts.append(part)
                self._subject = None
        elif item.kind in PLACES:
            self._place(item)
        else:
            self._put(_leaf(item), item.negated)

    def _place(self, row: Row) -> None:
        placed = _placed(row, self._subject or Coded())
        if row.negated:
            self.parts.append(Not(placed))
            self._is_last = False
            return
        if self._subject is not None and self._is_last:
            self.parts.pop()
        self.parts.append(placed)
        self._subject, self._is_last = placed, True

    def _put(self, leaf: Query, negated: bool) -> None:
        is_of_codings = isinstance(leaf, Filter) and leaf.field in OF_CODINGS
        if isinstance(leaf, Filter) and is_of_codings and not negated and leaf.field not in self.filters:
            self.filters[leaf.field] = leaf
            self._subject = None
            return
        if isinstance(leaf, Filter) and is_of_codings:
            leaf = among(Coded(), leaf)
        self.parts.append(Not(leaf) if negated else leaf)
        self._subject = leaf if isinstance(leaf, SUBJECTS) and not negated else None
        self._is_last = True


def _placed(row: Row, left: Query) -> Placed:
    relation = PLACES[row.kind]
    right = _code(row.value)
    if relation not in (Relation.NEAR, Relation.FOLLOWED):
        return Placed(relation, left, right)
    if row.unit == TURN:
        return Placed(relation, left, right, None, same_turn=True)
    usual = NEAR if relation == Relation.NEAR else FOLLOWED
    typed = row.words.strip()
    words = min(int(typed), MOST_WORDS) if typed.isdecimal() else usual
    return Placed(relation, left, right, words, same_turn=row.unit == WORDS_IN_TURN)


def _leaf(row: Row) -> Query:
    value = row.value.strip()
    if row.kind == "coded":
        return Coded()
    if row.kind == "code":
        return _code(value)
    if row.kind == "alone":
        return replace(_code(value), alone=True)
    if row.kind == "dimension":
        return OfDimension(value)
    if row.kind in TEXTS:
        return Text(value, TEXTS[row.kind])
    if row.kind == "attribute":
        return _attribute(value)
    return Filter(FIELDS[row.kind], _values(value))


def _code(value: str) -> Code:
    """A name, with names above it before " > "."""
    value = value.strip(' "')
    return Code(tuple(part.strip() for part in value.split(STEP.strip()) if part.strip()) or (value.strip(),))


def _attribute(value: str) -> Attribute:
    """ "rank=head", "age>=40"; without a sign, of any value: "rank" is that it is not unstated."""
    found = _COMPARED.fullmatch(value)
    name, sign, compared = found.groups() if found else (value, "=", "")
    return Attribute(name, Compared(sign), _values(compared) or ("",))


def _values(value: str) -> tuple[str, ...]:
    """Names with commas between; one that holds a comma stands in quotes."""
    found = (quoted or bare.strip() for quoted, bare in _LISTED.findall(value))
    return tuple(each for each in found if each)


def _listed(values: Iterable[str]) -> str:
    return ", ".join(f'"{each}"' if "," in each else each for each in values)


# --- to rows ------------------------------------------------------------------------------------------------


class _Beyond(Exception):
    """Rows cannot say this."""


def _read(query: Query, *, deep: bool) -> Rows:
    if isinstance(query, Or):
        return Rows(ANY, tuple(_item(part, deep=deep, join=ANY) for part in query.parts))
    inner = query.part if isinstance(query, Among) else query
    parts = inner.parts if isinstance(inner, And) else (inner,)
    if isinstance(query, Among) and isinstance(inner, Coded):
        parts = ()
    items = _together(parts, deep=deep)
    if isinstance(query, Among):
        items += [_row(each) for each in query.filters]
    return Rows(ALL, tuple(items))


def _item(query: Query, *, deep: bool, join: str) -> Item:
    """One row if it will do, else a list of its own."""
    try:
        rows = _read(query, deep=False) if not isinstance(query, Or) else None
    except _Beyond:
        rows = None
    if rows and len(rows.items) == 1:
        return rows.items[0]
    if not deep:
        raise _Beyond
    found = _read(query, deep=False)
    if found.join == join and not isinstance(query, Among):
        raise _Beyond
    return found


def _together(parts: Iterable[Query], *, deep: bool) -> list[Item]:
    """The rows of a conjunction."""
    items: list[Item] = []
    subject: Query | None = None
    after_negated = False
    for part in parts:
        inner, negated = (part.part, True) if isinstance(part, Not) else (part, False)
        if isinstance(inner, Placed):
            items += _about(inner, subject, negated=negated, after_negated=after_negated)
            subject, after_negated = (subject, True) if negated else (inner, False)
            continue
        after_negated = False
        if _is_single(inner):
            items.append(replace(_row(inner), negated=negated))
            subject = inner if isinstance(inner, SUBJECTS) and not negated else None
        elif negated:
            raise _Beyond
        else:
            items.append(_item(inner, deep=deep, join=ALL))
            subject = None
    return items


def _about(placed: Placed, subject: Query | None, *, negated: bool, after_negated: bool) -> list[Item]:
    """The row of a relation, behind the rows that name what it speaks of unless they are there."""
    if negated and placed.left != (subject or Coded()):
        raise _Beyond
    speaks_of_same = negated or (after_negated and placed.left == subject)
    named = [] if speaks_of_same else _subject(placed.left, subject)
    return [*named, replace(_row(placed), negated=negated)]


def _is_single(query: Query) -> bool:
    return _is_plain(query) if isinstance(query, Among) else not isinstance(query, Or | And)


def _subject(left: Query, before: Query | None) -> list[Item]:
    """The rows that name what a relation speaks of; any coded passage goes without saying where nothing is before."""
    if isinstance(left, Coded) and before is None:
        return []
    if isinstance(left, Placed):
        return [*_subject(left.left, before), _row(left)]
    if isinstance(left, SUBJECTS):
        return [_row(left)]
    raise _Beyond


def _is_plain(query: Among) -> bool:
    """A filter on codings that stands alone."""
    return isinstance(query.part, Coded) and len(query.filters) == 1


def _row(query: Query) -> Row:
    if isinstance(query, Coded):
        return Row("coded")
    if isinstance(query, Code):
        return Row("alone" if query.alone else "code", STEP.join(query.path))
    if isinstance(query, OfDimension):
        return Row("dimension", query.name)
    if isinstance(query, Text):
        return Row(next(kind for kind, mode in TEXTS.items() if mode == query.mode), query.words)
    if isinstance(query, Filter):
        return Row(query.field.value, _listed(query.values))
    if isinstance(query, Attribute):
        return Row("attribute", f"{query.name}{query.compared.value}{_listed(query.values)}")
    if isinstance(query, Placed) and isinstance(query.right, Code) and not query.right.alone:
        kind = next(kind for kind, relation in PLACES.items() if relation == query.relation)
        unit = TURN if query.words is None and query.same_turn else WORDS_IN_TURN if query.same_turn else WORDS
        return Row(kind, STEP.join(query.right.path), words="" if query.words is None else str(query.words), unit=unit)
    if isinstance(query, Among) and _is_plain(query):
        return _row(query.filters[0])
    raise _Beyond
