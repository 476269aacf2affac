"""What a question finds, over passages that are given as plain values."""

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TypeAlias

from core.retrieval.places import Passage, placed
from core.retrieval.query import (
    Among,
    And,
    Code,
    Coded,
    Filter,
    Leaf,
    Not,
    OfDimension,
    Or,
    Placed,
    Query,
    Text,
    walk,
)

# Which codings exist, for a part of a question: the innermost filter of each kind around it.
Lens: TypeAlias = tuple[Filter, ...]
# Which of some passages (by index) a leaf fits, among the codings that exist under a lens.
Holds: TypeAlias = Callable[[Leaf, Lens, Set[int]], Set[int]]
CODED = Coded()
OF_CODES = (Code, OfDimension, Coded)


def narrowed(lens: Lens, filters: Lens) -> Lens:
    """The lens inside a further Among: its filters take the place of those of the same kind."""
    merged = {each.field: each for each in (*lens, *filters)}
    return tuple(sorted(merged.values(), key=lambda each: each.field))


def evaluate(query: Query, passages: Sequence[Passage], holds: Holds) -> set[int]:
    """The passages that the question finds. `holds` answers for its leaves.

    Leaves are asked about no more passages than matter: cheap parts of a conjunction come first, texts last.
    """
    everywhere = _ByVersion(passages)

    def found(part: Query, lens: Lens, some: Set[int]) -> Set[int]:
        if not some:
            return some
        if isinstance(part, And):
            for each in sorted(part.parts, key=_cost):
                some = found(each, lens, some)
            return some
        if isinstance(part, Or):
            return set().union(*(found(each, lens, some) for each in part.parts))
        if isinstance(part, Not):
            return some - found(part.part, lens, some)
        if isinstance(part, Among):
            inner = narrowed(lens, part.filters)
            some = found(part.part, inner, some)
            return some if is_coded(part.part) else found(CODED, inner, some)
        if isinstance(part, Placed):
            left = found(part.left, lens, some)
            right = found(part.right, lens, everywhere.beside(left))
            return placed(part, passages, left, right)
        return holds(part, lens, some)

    return set(found(query, (), everywhere.all))


class _ByVersion:
    """The passages of the same versions as some."""

    def __init__(self, passages: Sequence[Passage]) -> None:
        self._passages = passages
        self.all = set(range(len(passages)))

    def beside(self, some: Iterable[int]) -> Set[int]:
        versions = {self._passages[index].version for index in some}
        return {index for index, passage in enumerate(self._passages) if passage.version in versions}


def _cost(part: Query) -> int:
    """In which order the parts of a conjunction are best asked."""
    if isinstance(part, Text):
        return 3
    if isinstance(part, Placed | Among | Or | Not):
        return 2 if any(isinstance(each, Text) for each in walk(part)) else 1
    return 0


def is_coded(query: Query) -> bool:
    """Whether all that a part finds carries a code that it names, among the codings that it is asked of."""
    if isinstance(query, And):
        return any(map(is_coded, query.parts))
    if isinstance(query, Or):
        return all(map(is_coded, query.parts))
    if isinstance(query, Placed):
        return is_coded(query.left)
    return isinstance(query, OF_CODES)


def leaves(query: Query, lens: Lens = ()) -> Iterator[tuple[Leaf, Lens]]:
    """Every leaf that evaluation may ask about, with the lens it is asked under."""
    if isinstance(query, Among):
        inner = narrowed(lens, query.filters)
        yield from leaves(query.part, inner)
        if not is_coded(query.part):
            yield CODED, inner
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from leaves(part, lens)
    elif isinstance(query, Not):
        yield from leaves(query.part, lens)
    elif isinstance(query, Placed):
        yield from leaves(query.left, lens)
        yield from leaves(query.right, lens)
    else:
        yield query, lens


def asked_for(query: Query) -> list[tuple[Leaf, Lens]]:
    """The leaves whose codings are counted: those of codes that stand neither behind `not` nor right of a relation.

    Where there are none, every coding that exists for the question.
    """
    named = list(_counted(query, ()))
    codes = [(leaf, lens) for leaf, lens in named if leaf != CODED]
    return list(dict.fromkeys(codes or named)) or [(CODED, ())]


def _counted(query: Query, lens: Lens) -> Iterator[tuple[Leaf, Lens]]:
    if isinstance(query, Among):
        inner = narrowed(lens, query.filters)
        yield from _counted(query.part, inner)
        yield CODED, inner
    elif isinstance(query, And | Or):
        for part in query.parts:
            yield from _counted(part, lens)
    elif isinstance(query, Placed):
        yield from _counted(query.left, lens)
    elif isinstance(query, OF_CODES):
        yield query, lens


def conjuncts(query: Query) -> Iterator[Leaf]:
    """Leaves that hold in every transcript where something is found: those that fit whole transcripts narrow it all."""
    if isinstance(query, And):
        for part in query.parts:
            yield from conjuncts(part)
    elif isinstance(query, Among):
        yield from conjuncts(query.part)
    elif isinstance(query, Placed):
        yield from conjuncts(query.left)
        yield from conjuncts(query.right)
    elif not isinstance(query, Or | Not):
        yield query


def needs_only_coded(query: Query) -> bool:
    """Whether passages that carry none of the codes named can be left out of the evaluation altogether."""
    return _is_bounded(query) and all(_is_bounded(part.right) for part in walk(query) if isinstance(part, Placed))


def _is_bounded(query: Query) -> bool:
    if isinstance(query, Among):
        return True  # it carries a coding of a leaf that `leaves` names
    if isinstance(query, And):
        return any(map(_is_bounded, query.parts))
    if isinstance(query, Or):
        return all(map(_is_bounded, query.parts))
    if isinstance(query, Placed):
        return _is_bounded(query.left)
    return isinstance(query, OF_CODES)
