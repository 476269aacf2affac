"""Which passages stand near, behind, inside or over others: one sweep of each transcript's passages."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import accumulate
from math import inf
from typing import NamedTuple

from core.retrieval.query import Coders, Placed, Relation


class Passage(NamedTuple):
    """A segment as far as its place matters: [start, end) in characters, [first, last) in words.

    `turn` is the one it begins in.
    """

    version: Hashable
    start: int
    end: int
    first: int
    last: int
    turn: Hashable
    coder: Hashable


def fits(asked: Placed, one: Passage, other: Passage) -> bool:
    """Whether two different passages of one version stand in the relation. What all else here must agree with."""
    if asked.same_turn and one.turn != other.turn:
        return False
    if asked.coders != Coders.ANY and (one.coder == other.coder) != (asked.coders == Coders.SAME):
        return False
    if asked.relation is Relation.OVERLAPS:
        return one.start < other.end and other.start < one.end
    if asked.relation is Relation.WITHIN:
        return other.start <= one.start and one.end <= other.end
    if asked.relation is Relation.FOLLOWED and other.start < one.end:
        return False
    between = max(other.first - one.last, one.first - other.last)
    return asked.words is None or between <= asked.words


def placed(asked: Placed, passages: Sequence[Passage], left: Iterable[int], right: Iterable[int]) -> set[int]:
    """The passages of `left`, by their index, that stand in the relation to one of `right`.

    A passage stands near, within and over itself where it is on both sides, unless both sides ask for the same.
    """
    there, found = set(right), set()
    is_itself = asked.left != asked.right and asked.relation is not Relation.FOLLOWED and asked.coders != Coders.OTHER
    groups = _grouped(asked, passages, there)
    for each in left:
        if is_itself and each in there:
            found.add(each)
            continue
        group = groups.get(_group_of(asked, passages[each]))
        if group and group.has_one_for(each):
            found.add(each)
    return found


def _group_of(asked: Placed, passage: Passage) -> Hashable:
    """What two passages must have in common."""
    turn = passage.turn if asked.same_turn else None
    return passage.version, turn, passage.coder if asked.coders == Coders.SAME else None


def _grouped(asked: Placed, passages: Sequence[Passage], there: Iterable[int]) -> dict[Hashable, "_Group"]:
    members: dict[Hashable, list[int]] = defaultdict(list)
    for index in there:
        members[_group_of(asked, passages[index])].append(index)
    return {key: _Group(asked, passages, some) for key, some in members.items()}


class _Group:
    """Passages that may answer, as they begin, with how far those up to each reach at most."""

    def __init__(self, asked: Placed, passages: Sequence[Passage], members: list[int]) -> None:
        self._asked, self._passages = asked, passages
        begins, ends = (2, 3) if asked.relation is Relation.NEAR else (0, 1)
        borders = {index: passages[index][1:5] for index in members}
        self._members = sorted(members, key=lambda index: borders[index][begins])
        self._begins = [borders[index][begins] for index in self._members]
        self._reach = list(accumulate((borders[index][ends] for index in self._members), max))

    def has_one_for(self, index: int) -> bool:
        one = self._passages[index]
        if self._asked.relation is Relation.FOLLOWED:
            return self._has_one_behind(index, one)
        latest, least = _window(self._asked, one)
        at = bisect_right(self._begins, latest)
        while at and self._reach[at - 1] >= least:
            at -= 1
            if self._is_one(index, one, self._members[at]):
                return True
        return False

    def _has_one_behind(self, index: int, one: Passage) -> bool:
        words = inf if self._asked.words is None else self._asked.words
        for at in range(bisect_left(self._begins, one.end), len(self._members)):
            if self._passages[self._members[at]].first - one.last > words:
                return False
            if self._is_one(index, one, self._members[at]):
                return True
        return False

    def _is_one(self, index: int, one: Passage, other: int) -> bool:
        return index != other and fits(self._asked, one, self._passages[other])


def _window(asked: Placed, one: Passage) -> tuple[float, float]:
    """The latest a passage may begin, and the least it must reach, to stand in the relation to this one."""
    if asked.relation is Relation.WITHIN:
        return one.start, one.end
    if asked.relation is Relation.OVERLAPS:
        return one.end - 1, one.start + 1
    if asked.words is None:
        return inf, 0
    return one.last + asked.words, one.first - asked.words
