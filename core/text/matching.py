"""Which items of one sequence are the same as items of another, in order.

Long sequences are cut at items that come once on both sides (the patience diff of Bram Cohen) before the bit-parallel
LCS of rapidfuzz sees the pieces.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from rapidfuzz.distance import Indel

Match = tuple[int, int, int]
"""(place in the old, place in the new, length): so many items are the same."""

# Above so many pairs of items a gap is cut at unique items first; above the second bound LCS would take seconds.
SMALL = 4_000_000
LARGE = 400_000_000


def matches(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Match]:
    """The items that are the same, ascending on both sides: the longest choice where that is cheap to find."""
    found: list[Match] = []
    gaps = [(0, len(old), 0, len(new))]
    while gaps:
        a, b, c, d = gaps.pop()
        head = _shared(old, new, a, c, min(b - a, d - c), 1)
        tail = _shared(old, new, b - 1, d - 1, min(b - a, d - c) - head, -1)
        found += [(a, c, head), (b - tail, d - tail, tail)]
        a, b, c, d = a + head, b - tail, c + head, d - tail
        if a == b or c == d:
            continue
        anchors = _unique(old, new, a, b, c, d) if (b - a) * (d - c) > SMALL else []
        if anchors:
            borders = [*anchors, (b, d)]
            gaps += [(i, borders[n + 1][0], j, borders[n + 1][1]) for n, (i, j) in enumerate(anchors)]
            gaps.append((a, anchors[0][0], c, anchors[0][1]))
        elif (b - a) * (d - c) <= LARGE:
            steps = Indel.opcodes(old[a:b], new[c:d])
            found += [(a + s.src_start, c + s.dest_start, s.src_end - s.src_start) for s in steps if s.tag == "equal"]
    return _merged(sorted(match for match in found if match[2]))


def _shared(old: Sequence[Hashable], new: Sequence[Hashable], i: int, j: int, most: int, step: int) -> int:
    """How many items are the same from two places on, going forwards (1) or backwards (-1)."""
    count = 0
    while count < most and old[i] == new[j]:
        count, i, j = count + 1, i + step, j + step
    return count


def _unique(old: Sequence[Hashable], new: Sequence[Hashable], a: int, b: int, c: int, d: int) -> list[tuple[int, int]]:
    """Pairs of places of items that come once on each side, the longest choice that ascends on both."""
    once_old, once_new = ({key for key, n in Counter(part).items() if n == 1} for part in (old[a:b], new[c:d]))
    places = {new[j]: j for j in range(c, d) if new[j] in once_new}
    pairs = [(i, places[old[i]]) for i in range(a, b) if old[i] in once_old and old[i] in places]
    return _ascending(pairs)


def _ascending(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The longest subsequence whose second places ascend (patience sorting)."""
    tops: list[int] = []
    heads: list[int] = []
    before: list[int] = []
    for n, (_i, j) in enumerate(pairs):
        pile = bisect_left(tops, j)
        before.append(heads[pile - 1] if pile else -1)
        tops[pile : pile + 1] = [j]
        heads[pile : pile + 1] = [n]
    chosen = []
    n = heads[-1] if heads else -1
    while n >= 0:
        chosen.append(pairs[n])
        n = before[n]
    return chosen[::-1]


def _merged(found: Iterable[Match]) -> list[Match]:
    """Matches that follow one another without a gap as one."""
    merged: list[Match] = []
    for i, j, size in found:
        if merged and (merged[-1][0] + merged[-1][2], merged[-1][1] + merged[-1][2]) == (i, j):
            merged[-1] = (*merged[-1][:2], merged[-1][2] + size)
        else:
            merged.append((i, j, size))
    return merged
