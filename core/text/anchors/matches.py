"""The tokens of two texts that are the same, and the arithmetic of their runs."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from core.text.anchors.tokens import Tokens

NONE = -1


class Block(NamedTuple):
    """`length` tokens from `old` on are the tokens from `new` on."""

    old: int
    new: int
    length: int


class Region(NamedTuple):
    """Tokens [old, old_end) stand where tokens [new, new_end) stand now; either may be empty.

    `settled`: its borders could lie elsewhere as far as the tokens go, but only here do lines begin.
    """

    old: int
    old_end: int
    new: int
    new_end: int
    settled: bool = False


class Match:
    """`image[i]` is the new index of old token i, `source` its inverse, NONE where there is none.

    A token is matched in line, where images rise, or has moved. `regions`, in order, are the stretches that no run
    of tokens coming once has settled, and whatever was matched in them. `lines`, in old order, are the whole lines
    that come once in both texts.
    """

    def __init__(self, old: Tokens, new: Tokens) -> None:
        self.old, self.new = old, new
        self.image = array("i", [NONE]) * len(old)
        self.source = array("i", [NONE]) * len(new)
        self._moved = bytearray(len(old))
        self.regions: list[Region] = []
        self.lines: list[Block] = []

    def keep(self, block: Block) -> None:
        """Match a run in line."""
        i, j, length = block
        self.image[i : i + length] = array("i", range(j, j + length))
        self.source[j : j + length] = array("i", range(i, i + length))

    def pair(self, i: int, j: int, *, in_line: bool) -> None:
        """Match two tokens, whatever they were matched with before."""
        self.free(i)
        if self.source[j] != NONE:
            self.free(self.source[j])
        self.image[i], self.source[j], self._moved[i] = j, i, not in_line

    def free(self, i: int) -> None:
        """Leave an old token without a match."""
        if self.image[i] != NONE:
            self.source[self.image[i]] = NONE
            self.image[i], self._moved[i] = NONE, False

    def is_in_line(self, i: int) -> bool:
        return self.image[i] != NONE and not self._moved[i]

    def has_moved(self, i: int) -> bool:
        return bool(self._moved[i])

    def any_moved(self) -> bool:
        return any(self._moved)

    def stands(self, first: int, last: int) -> bool:
        """Whether old tokens [first, last) are matched, one behind the other."""
        at = self.image[first]
        return at != NONE and all(self.image[i] == at + i - first for i in range(first + 1, last))


def common_prefix(one: str, other: str) -> int:
    """How many characters both begin with."""
    low, high = 0, min(len(one), len(other))
    if one[:high] == other[:high]:
        return high
    while high - low > 1:
        middle = (low + high) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle
    return low


def heaviest_line(blocks: Sequence[Block]) -> list[Block]:
    """The blocks that rise in both texts and hold most tokens together; overlaps are cut off the later one.

    `blocks` in the order of the old text. O(n log n): a Fenwick tree of maxima over the order in the new text.
    """
    ranks = sorted({block.new for block in blocks})
    tree = [(0, NONE)] * (len(ranks) + 1)
    before: list[int] = []
    for number, block in enumerate(blocks):
        rank = bisect_left(ranks, block.new)
        weight, last = _best(tree, rank)
        before.append(last)
        entry, index = (weight + block.length, number), rank + 1
        while index < len(tree):
            tree[index], index = max(tree[index], entry), index + (index & -index)
    line: list[Block] = []
    _, number = _best(tree, len(ranks))
    while number != NONE:
        line.append(blocks[number])
        number = before[number]
    return list(_without_overlaps(reversed(line)))


def _best(tree: Sequence[tuple[int, int]], index: int) -> tuple[int, int]:
    """The maximum of the first entries of a Fenwick tree."""
    best = (0, NONE)
    while index:
        best, index = max(best, tree[index]), index & (index - 1)
    return best


def _without_overlaps(line: Iterable[Block]) -> Iterator[Block]:
    old_end = new_end = 0
    for i, j, length in line:
        cut = max(0, old_end - i, new_end - j)
        if cut < length:
            yield Block(i + cut, j + cut, length - cut)
            old_end, new_end = i + length, j + length


def between(region: Region, line: Iterable[Block]) -> Iterator[Region]:
    """What of a region lies before, between and behind its blocks, where anything does."""
    old, new = region.old, region.new
    for block in [*line, Block(region.old_end, region.new_end, 0)]:
        if old < block.old or new < block.new:
            yield Region(old, block.old, new, block.new)
        old, new = block.old + block.length, block.new + block.length


def runs_of(image: Sequence[int]) -> Iterator[Block]:
    """The runs of consecutive indices with consecutive images, in order."""
    start, count = 0, len(image)
    while start < count:
        at, end = image[start], start + 1
        if at != NONE:
            while end < count and image[end] == at + end - start:
                end += 1
            yield Block(start, at, end - start)
        start = end
