"""Where else a quote stands in a corrected text, and how sure it is that the place is its own."""

from bisect import bisect_right
from typing import NamedTuple

from rapidfuzz.distance import LCSseq

from core.text.anchors.joints import slides
from core.text.anchors.matches import Match, Region

# Tokens before and after a quote that are looked at.
CONTEXT = 32
# So many tokens in one run, the quote and its neighbours together, are hardly ever said twice.
SURE = 12
# A quote is taken to have moved to a place that scores as much: all of a sure run and nothing around it, or a
# short quote in the middle of its old neighbours.
MOVED_SCORE = 0.5
# … and that is ahead of every other place by this much.
AHEAD = 0.1
# A place must score as much when one that other words have come from would do as well.
CLEAR = 0.7
# More places than this are a common word, which only its line can tell apart.
MAX_PLACES = 48


class Place(NamedTuple):
    """A quote of the old text found from token `first` of the new one; `score` 0 … 1."""

    score: float
    first: int


class Zone(NamedTuple):
    """Tokens of both texts that could be matched otherwise at no or little cost, and the region that makes it so.

    An identical turn before or behind a deleted or inserted one: nobody can tell which of the two is left. So
    a zone is a region and, on either side, as much as repeats what stands in the region.
    """

    old: int
    old_end: int
    region: Region


def zones(match: Match) -> list[Zone]:
    """The zones of all regions but those whose borders lines have settled, in order."""
    found = []
    regions = match.regions
    for number, region in enumerate(regions):
        if not region.settled:
            floor = regions[number - 1].old_end if number else 0
            ceiling = regions[number + 1].old if number + 1 < len(regions) else len(match.old)
            left, right = slides(match, region, floor, ceiling)
            found.append(Zone(region.old - left, region.old_end + right, region))
    return found


def occurrences(quote: str, text: str, start: int = 0, end: int | None = None) -> list[int]:
    """Where a run of tokens stands, overlaps included; at most MAX_PLACES + 1 of them."""
    found: list[int] = []
    end = len(text) if end is None else end
    at = text.find(quote, start, end)
    while at >= 0 and len(found) <= MAX_PLACES:
        found.append(at)
        at = text.find(quote, at + 1, end)
    return found


def nearest(quote: str, text: str, home: int, start: int, end: int) -> list[int]:
    """The places of a run of tokens other than `home` inside [start, end), at most MAX_PLACES, half on either side."""
    found: list[int] = []
    at = text.find(quote, max(home + 1, start), end)
    while at >= 0 and len(found) < MAX_PLACES // 2:
        found.append(at)
        at = text.find(quote, at + 1, end)
    at = text.rfind(quote, start, max(start, min(end, home + len(quote) - 1)))
    while at >= 0 and len(found) < MAX_PLACES:
        found.append(at)
        at = text.rfind(quote, start, max(start, at + len(quote) - 1))
    return found


def _is_whole_line(match: Match, first: int, last: int, at: int) -> bool:
    """Whether a quote lies in a line that comes once in both texts, and new token `at` where that stands now."""
    number = bisect_right(match.lines, first, key=lambda line: line.old) - 1
    if number < 0:
        return False
    line = match.lines[number]
    return last <= line.old + line.length and at - first == line.new - line.old


def score(match: Match, first: int, last: int, at: int) -> float:
    """How well the quote of old tokens [first, last) sits from new token `at` on, where the same tokens stand.

    One half is how long a run stands unchanged, quote and neighbours together, all of it at SURE tokens or when
    it is a line that comes once; the other half is the share of CONTEXT tokens on either side that are the same in
    the same order.
    """
    old, new = match.old.ids, match.new.ids
    until = at + last - first
    run = last - first
    step = 1
    while run < SURE and step <= min(first, at) and old[first - step] == new[at - step]:
        run, step = run + 1, step + 1
    step = 0
    while run < SURE and last + step < len(old) and until + step < len(new) and old[last + step] == new[until + step]:
        run, step = run + 1, step + 1
    if run < SURE and _is_whole_line(match, first, last, at):
        run = SURE
    left, right = min(first, CONTEXT), min(len(old) - last, CONTEXT)
    pairs = (
        (old[first - left : first], new[max(0, at - left) : at]),
        (old[last : last + right], new[until : until + right]),
    )
    same = sum(LCSseq.similarity(one, other) for one, other in pairs)
    return min(1.0, run / SURE) / 2 + (same / (left + right) if left + right else 1.0) / 2
