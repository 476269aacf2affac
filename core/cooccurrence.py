"""Which codes stand together: passages that meet, counted for every pair of codes.

Two codes may stand together in several senses, and each sense says when two passages *meet*: when they are the same
passage, when they share a character, when at most n words stand between them, when they begin in the same turn. A
passage always meets itself. What is counted for a pair of codes is passages: those that carry one of the two codes
and meet a passage that carries the other. A passage with both codes counts once, so the number is that of the
passages one can open behind it, and divided by all passages that carry either code it is a coefficient from 0 (never
together) to 1 (never apart). Where only a passage itself can meet itself, that coefficient is Jaccard's.

`pairs` counts instead the pairs (a passage of the one code, a passage of the other) that meet, as some programs do;
one long passage over ten short ones is ten pairs, so it has no upper bound that a coefficient could be made with.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

Counts = tuple[tuple[int, ...], ...]
Shares = tuple[tuple[float | None, ...], ...]


@dataclass(frozen=True, slots=True)
class Passages:
    """Passages as columns: two meet when they are of one group and neither begins after the other's reach.

    `first` and `reach` are places within the group, both included; none is negative.
    """

    group: Sequence[int]
    first: Sequence[int]
    reach: Sequence[int]


@dataclass(frozen=True, slots=True)
class Together:
    """Square tables over codes, all of them symmetric.

    `carried` says how many passages carry each code, and stands in the diagonals of `meeting` and `pairs`.
    `coefficients` are None for two codes that no passage carries.
    """

    passages: int
    carried: tuple[int, ...]
    meeting: Counts
    pairs: Counts
    coefficients: Shares


def together(passages: Passages, marks: tuple[Sequence[int], Sequence[int]], codes: int) -> Together:
    """Count the meetings of all pairs of `codes` codes.

    `marks` are two columns: the position of a passage and the number of a code it carries. A mark may come twice, and
    one of a negative position is of none of these passages.

    No pair of passages is ever looked at: how many of a code's passages one passage meets is the number of those
    that begin before its reach, less those whose reach lies before its beginning. Both come out of running totals
    over the sorted beginnings and reaches, so the time grows with passages times codes, however long passages are.
    """
    import numpy as np  # here, not above: it takes longer to load than most requests take

    line = _Line(passages)
    passage, code = _once(np, line.place, marks, codes)
    bounds = np.searchsorted(code, np.arange(codes + 1))
    meets, pairs, both = (np.zeros((codes, codes), dtype=np.int64) for _ in range(3))
    for other in range(codes):
        has = line.having(passage[bounds[other] : bounds[other + 1]])
        met = line.met(has)[passage]
        meets[:, other] = _by_code(np, met > 0, bounds)
        pairs[:, other] = _by_code(np, met, bounds)
        both[:, other] = _by_code(np, has[passage], bounds)
    return _tables(np, meets, pairs, both, int((np.bincount(passage) > 0).sum()))


def meeting(passages: Passages, some: Iterable[int], others: Iterable[int]) -> list[int]:
    """The passages, by position, that are counted for two codes: those of `some` and of `others` that meet."""
    import numpy as np

    line = _Line(passages)
    found: set[int] = set()
    ones, rest = (np.fromiter(each, dtype=np.int64) for each in (some, others))
    for mine, theirs in ((ones, rest), (rest, ones)):
        met = line.met(line.having(line.place[theirs]))[line.place[mine]]
        found.update(mine[met > 0].tolist())
    return sorted(found)


class _Line:
    """All passages on one line, group behind group, in the order of their beginnings.

    `place` says where each passage stands in that order.
    """

    def __init__(self, passages: Passages) -> None:
        import numpy as np

        columns = (passages.group, passages.first, passages.reach)
        group, first, reach = (np.asarray(column, dtype=np.int64) for column in columns)
        span = int(reach.max(initial=0)) + 1
        low, high = group * span + first, group * span + reach
        order = np.argsort(low, kind="stable")
        self.place = np.empty_like(order)
        self.place[order] = np.arange(len(order))
        low, high = low[order], high[order]
        self._by_reach = np.argsort(high, kind="stable")
        self._begun = np.searchsorted(low, high, side="right")
        self._over = np.searchsorted(high[self._by_reach], low, side="left")
        self._np = np

    def having(self, places: Any) -> Any:
        """For each place in the order whether it is one of these."""
        has = self._np.zeros(len(self.place), dtype=bool)
        has[places] = True
        return has

    def met(self, has: Any) -> Any:
        """How many passages that have it each passage meets."""
        return _before(self._np, has)[self._begun] - _before(self._np, has[self._by_reach])[self._over]


def _once(np: Any, place: Any, marks: tuple[Sequence[int], Sequence[int]], codes: int) -> tuple[Any, Any]:
    """The marks in order of codes; one that comes again, as when a passage has two sub-codes of one code, is one."""
    passage, code = (np.asarray(column, dtype=np.int64) for column in marks)
    known = passage >= 0
    most = max(len(place), 1)
    # Sorted and told from the one before: numpy's own `unique` takes ten times as long over so many.
    found = np.sort(code[known] * most + place[passage[known]])
    found = found[np.diff(found, prepend=-1) > 0]
    return found % most, found // most


def _before(np: Any, has: Any) -> Any:
    """The sum of the first n, for n from none to all."""
    sums = np.zeros(len(has) + 1, dtype=np.int64)
    np.cumsum(has, out=sums[1:])
    return sums


def _by_code(np: Any, told: Any, bounds: Any) -> Any:
    """The sums of what is told about marks, for each code's."""
    return np.diff(_before(np, told)[bounds])


def _tables(np: Any, meets: Any, pairs: Any, both: Any, passages: int) -> Together:
    carried = np.diagonal(both)
    # Whoever carries both meets the other code from either side, and counts once.
    meeting = meets + meets.T - both
    either = carried[:, None] + carried[None, :] - both
    np.fill_diagonal(pairs, carried)
    shares = np.divide(meeting, either, out=np.zeros(meeting.shape), where=either > 0)
    return Together(
        passages=passages,
        carried=tuple(carried.tolist()),
        meeting=tuple(map(tuple, meeting.tolist())),
        pairs=tuple(map(tuple, pairs.tolist())),
        coefficients=tuple(
            tuple(share if any_ else None for share, any_ in zip(row, known, strict=True))
            for row, known in zip(shares.tolist(), (either > 0).tolist(), strict=True)
        ),
    )


def strongest(table: Together, *, most: int, least: int = 1) -> list[tuple[int, int]]:
    """The pairs of codes that meet at least `least` times, the `most` strongest of them.

    Strongest first, by passages; of equals the greater coefficient, then the order of the codes.
    """
    found = [
        (one, other)
        for one in range(len(table.carried))
        for other in range(one + 1, len(table.carried))
        if table.meeting[one][other] >= max(least, 1)
    ]
    found.sort(key=lambda pair: (-table.meeting[pair[0]][pair[1]], -(table.coefficients[pair[0]][pair[1]] or 0), pair))
    return found[:most]
