"""Passages found again in a text corrected by hand, where nobody says what was edited."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import pairwise

from core.text.anchors.alignment import align
from core.text.anchors.matches import NONE
from core.text.anchors.outcomes import Anchored, Candidate, Outcome
from core.text.anchors.places import (
    AHEAD,
    CLEAR,
    CONTEXT,
    MAX_PLACES,
    MOVED_SCORE,
    SURE,
    Place,
    Zone,
    nearest,
    occurrences,
    score,
    zones,
)
from core.text.anchors.resembling import Resembling
from core.text.anchors.tokens import Tokens, fold
from core.text.offsets import Span

GONE = Anchored(Outcome.GONE)
# More than these nobody reads.
MAX_CANDIDATES = 5
# A quote whose last words were deleted may seem whole, when the next turn begins with the same: at most this share
# of its tokens may belong elsewhere.
MOST_FOREIGN = 0.25
# So few tokens never move on their own, but only inside a passage that has.
FEW = 2
# A place is another quote's when so many of its tokens are.
TAKEN = 0.5


class Guesses:
    """Two texts aligned; see `core.text.anchors.Alignment` for what is asked of it."""

    def __init__(self, old: str, new: str) -> None:
        known: dict[str, str] = {}
        self.old, self.new = Tokens(old, known), Tokens(new, known)
        self.match = align(self.old, self.new)
        self.resembling = Resembling(self.match)
        self.zones = zones(self.match)
        self.zone_starts = [zone.old for zone in self.zones]

    def anchor(self, span: Span) -> Anchored:
        first, last = self.old.inside(span.start, span.end)
        if first == last:
            there = self._space(span, first)
            return Anchored(Outcome.EXACT, there) if there else GONE
        at = self._in_line(first, last)
        if at is None:
            return self._out_of_line(span, first, last)
        there = self._span(span, first, last, at)
        if not self._same(span, there):
            return self._changed(span, first, last)
        twins = self._twins(first, last, at)
        if twins:
            return self._ambiguous(span, first, last, twins)
        return Anchored(Outcome.EXACT, there)

    def carry(self, span: Span) -> Span | None:
        first, last = self.old.inside(span.start, span.end)
        if first == last:
            return self._space(span, first)
        at = self._in_line(first, last)
        there = None if at is None else self._span(span, first, last, at)
        return there if there and self._same(span, there) else None

    def position(self, offset: int) -> int:
        if offset == len(self.old.text):
            return len(self.new.text)
        token = bisect_right(self.old.ends, offset)
        if token < len(self.old) and offset >= self.old.starts[token]:
            into = offset - self.old.starts[token] if self.match.is_in_line(token) else 0
            return self._start(token) + into
        # White space: as far behind the token before it, but never behind where the next one starts.
        into = offset - (self.old.ends[token - 1] if token else 0)
        before = 0
        if token:
            known = self.match.is_in_line(token - 1)
            before = self.new.ends[self.match.image[token - 1]] if known else self._start(token - 1)
        return min(before + into, self._start(token))

    def _start(self, token: int) -> int:
        """Where an old token starts now, or what stands in its line."""
        at = self.resembling.start_of(token) if token < len(self.old) else len(self.new)
        return self.new.starts[at] if at < len(self.new) else len(self.new.text)

    def _end(self, token: int) -> int:
        """Where the token before one ends; 0 before the first."""
        return self.new.ends[token - 1] if token else 0

    def _in_line(self, first: int, last: int) -> int | None:
        """The new token from which the same tokens stand where the alignment has at least one of them."""
        line, image = self.resembling.in_line, self.match.image
        low = bisect_left(line, first)
        high = bisect_left(line, last, low)
        if low == high:
            return None
        quote = self.old.ids[first:last]
        for token in dict.fromkeys((line[low], line[high - 1], line[(low + high) // 2])):
            at = image[token] - (token - first)
            if at >= 0 and self.new.ids.startswith(quote, at):
                return at
        return None

    def _span(self, span: Span, first: int, last: int, at: int) -> Span:
        """The characters of the new text that answer to a span of equal tokens, borders inside words included."""
        into = span.start - self.old.starts[first]
        start = self.new.starts[at] + into
        if into < 0:
            start = max(start, self._end(at))
        until = at + last - first
        over = span.end - self.old.ends[last - 1]
        end = self.new.ends[until - 1] + over
        if over > 0:
            end = min(end, self.new.starts[until] if until < len(self.new) else len(self.new.text))
        return Span(start, end)

    def _same(self, span: Span, there: Span) -> bool:
        one, other = span.quote(self.old.text), there.quote(self.new.text)
        return one == other or fold(one) == fold(other)

    def _space(self, span: Span, token: int) -> Span | None:
        """A span of white space between two neighbours that still are neighbours."""
        count = len(self.old)
        if any(not self.match.is_in_line(i) for i in (token - 1, token) if 0 <= i < count):
            return None
        before = self.match.image[token - 1] if token else -1
        after = self.match.image[token] if token < count else len(self.new)
        if after != before + 1:
            return None
        start = self._end(after)
        end = self.new.starts[after] if after < len(self.new) else len(self.new.text)
        into = span.start - (self.old.ends[token - 1] if token else 0)
        start = min(start + into, max(start, end - span.length))
        return Span(start, min(end, start + span.length)) if start < end else None

    def _twins(self, first: int, last: int, at: int) -> list[Place]:
        """All places, the one in line included, when another fits as well or another quote fits it as well."""
        if self._foreign(first, last, at) > MOST_FOREIGN or (last - first < SURE and self._is_alone(first, last)):
            return [Place(score(self.match, first, last, at), at)]
        for zone in self._zones_around(first, last):
            own = score(self.match, first, last, at)
            others = [Place(score(self.match, first, last, p), p) for p in self._free_twins(zone, first, last, at)]
            if self._is_copied(zone, first, last, at):
                return [Place(own, at), *others]
            claims = (score(self.match, o, o + last - first, at) for o in self._free_rivals(zone, first, last))
            best = max([*(place.score for place in others), *claims], default=-1.0)
            if own - best < AHEAD:
                return [Place(own, at), *others]
        return self._beside(first, last, at)

    def _beside(self, first: int, last: int, at: int) -> list[Place]:
        """The place of a few words in line, and where else they stand in what was written next to it, if they do."""
        size, line, image = last - first, self.resembling.in_line, self.match.image
        before, behind = bisect_left(line, first) - 1, bisect_left(line, last)
        start = image[line[before]] + 1 if before >= 0 else 0
        end = image[line[behind]] if behind < len(line) else len(self.new)
        if first and image[first - 1] == at - 1:
            start = at
        if last < len(image) and image[last] == at + size:
            end = at + size
        if size > FEW or end - start == size:
            return []
        places = nearest(self.old.ids[first:last], self.new.ids, at, start, end)
        free = [x for x in places if all(self.match.source[y] == NONE for y in range(x, x + size))]
        return [Place(score(self.match, first, last, x), x) for x in [at, *free]] if free else []

    def _is_alone(self, first: int, last: int) -> bool:
        """Whether other words stand in the lines of a quote and none of them is in line: a dash, a label kept."""
        others = False
        i = first
        while not self.old.begins_line(i) and first - i < CONTEXT:
            i, others = i - 1, True
            if self.match.is_in_line(i):
                return False
        i = last
        while not self.old.begins_line(i) and i - last < CONTEXT:
            if self.match.is_in_line(i):
                return False
            i, others = i + 1, True
        return others

    def _zones_around(self, first: int, last: int) -> Iterator[Zone]:
        until = bisect_right(self.zone_starts, first)
        for zone in self.zones[max(0, until - 2) : until]:
            if zone.old <= first and last <= zone.old_end:
                yield zone

    def _is_copied(self, zone: Zone, first: int, last: int, at: int) -> bool:
        """Whether what was inserted or deleted is a copy of what stands beside it, and the quote lies in both.

        How near the quote is to either end of its copy says nothing about which of the two was there first.
        """
        old, old_end, new, new_end, _ = zone.region
        if old == old_end:
            period = new_end - new
            return any(place in (at - period, at + period) for place in self._free_twins(zone, first, last, at))
        period = old_end - old
        rivals = self._free_rivals(zone, first, last) if new == new_end else ()
        return any(other in (first - period, first + period) for other in rivals)

    def _free_twins(self, zone: Zone, first: int, last: int, at: int) -> Iterator[int]:
        """Other new places of the quote that touch the region and are no known place of other old words."""
        size, source = last - first, self.match.source
        start, end = max(0, zone.region.new - size + 1), zone.region.new_end + size - 1
        period = zone.region.new_end - zone.region.new
        for place in self._copies(self.new.ids, self.old.ids[first:last], at, period, start, end):
            other = source[place]
            if other == NONE or other + size > len(self.old) or not self.match.stands(other, other + size):
                yield place

    def _free_rivals(self, zone: Zone, first: int, last: int) -> Iterator[int]:
        """Other old places of the quote that touch the region and are not known to stand anywhere."""
        size = last - first
        start, end = max(0, zone.region.old - size + 1), zone.region.old_end + size - 1
        period = zone.region.old_end - zone.region.old
        for other in self._copies(self.old.ids, self.old.ids[first:last], first, period, start, end):
            if not self.match.stands(other, other + size):
                yield other

    def _copies(self, ids: str, quote: str, home: int, period: int, start: int, end: int) -> Iterator[int]:
        """Other places of a quote in [start, end): where it would be were the region itself a copy, then any."""
        exact = [at for at in (home - period, home + period) if at >= 0 and at != home and ids.startswith(quote, at)]
        yield from dict.fromkeys([*exact, *nearest(quote, ids, home, start, end)])

    def _out_of_line(self, span: Span, first: int, last: int) -> Anchored:
        free, taken = self._places(first, last)
        if free and (free[0].score >= MOVED_SCORE or self._moved_along(first, last, free[0].first)):
            best = free[0]
            second = max([*(place.score for place in free[1:2]), self._claim(first, last, best.first)])
            ahead = best.score - second >= AHEAD
            if taken and taken[0].score >= MOVED_SCORE:
                ahead = ahead and best.score >= CLEAR
            there = self._span(span, first, last, best.first)
            sure = ahead and self._is_matched(first, last, best.first)
            if sure and self._same(span, there):
                return Anchored(Outcome.MOVED, there)
            return self._ambiguous(span, first, last, free)
        changed = self._changed(span, first, last)
        twins = [place for place in taken if self._claim(first, last, place.first) - place.score < AHEAD]
        if twins or (free and changed.outcome is Outcome.GONE):
            return self._ambiguous(span, first, last, [*free, *twins])
        return changed

    def _places(self, first: int, last: int) -> tuple[list[Place], list[Place]]:
        """Where the quote stands, best first: places no other words have come from, and the others."""
        quote, ids = self.old.ids[first:last], self.new.ids
        found = occurrences(quote, ids)
        if len(found) > MAX_PLACES:
            found = nearest(quote, ids, self.resembling.start_of(first), 0, len(ids))
        for token in (first, last - 1):
            at = self.match.image[token] - (token - first)
            if self.match.has_moved(token) and at >= 0 and ids.startswith(quote, at) and at not in found:
                found.append(at)
        free: list[Place] = []
        taken: list[Place] = []
        for at in found:
            place = Place(score(self.match, first, last, at), at)
            (taken if self._foreign(first, last, at) >= TAKEN else free).append(place)
        return sorted(free, reverse=True), sorted(taken, reverse=True)

    def _foreign(self, first: int, last: int, at: int) -> float:
        """The share of a quote's letters that stand elsewhere, or where other tokens should stand, were it here."""
        if self.match.image[first] == at and self.match.image[last - 1] == at + last - 1 - first:
            return 0.0
        image, source, shift = self.match.image, self.match.source, at - first
        foreign = [
            i for i in range(first, last) if image[i] != i + shift and (image[i], source[i + shift]) != (NONE, NONE)
        ]
        letters = sum(self.old.ends[i] - self.old.starts[i] for i in foreign)
        return letters / sum(self.old.ends[i] - self.old.starts[i] for i in range(first, last))

    def _is_matched(self, first: int, last: int, at: int) -> bool:
        """Whether nothing in the alignment speaks against a place and, for a few words, it leads there itself."""
        if last - first <= FEW and any(self.match.image[i] != at + i - first for i in range(first, last)):
            return False
        return self._foreign(first, last, at) <= MOST_FOREIGN

    def _moved_along(self, first: int, last: int, at: int) -> bool:
        """Whether the alignment leads to a place, and leads SURE neighbours to places around it, in order."""
        image, shift = self.match.image, at - first
        if any(image[i] != i + shift for i in range(first, last)):
            return False
        around = range(max(0, first - CONTEXT), min(len(image), last + CONTEXT))
        along = [i for i in around if self.match.has_moved(i) and abs(image[i] - i - shift) <= CONTEXT]
        return len(along) - (last - first) >= SURE and all(image[i] < image[j] for i, j in pairwise(along))

    def _claim(self, first: int, last: int, at: int) -> float:
        """The best score of another quote of the same words for a place, of those that stand nowhere else."""
        size = last - first
        best = 0.0
        for other in nearest(self.old.ids[first:last], self.old.ids, first, 0, len(self.old)):
            if self.match.image[other] == at or not self.match.stands(other, other + size):
                best = max(best, score(self.match, other, other + size, at))
        return best

    def _ambiguous(self, span: Span, first: int, last: int, places: Iterable[Place]) -> Anchored:
        ordered = sorted(places, key=lambda place: (-place.score, place.first))[:MAX_CANDIDATES]
        return Anchored(
            Outcome.AMBIGUOUS,
            candidates=tuple(
                Candidate(self._span(span, first, last, place.first), round(place.score, 3)) for place in ordered
            ),
        )

    def _changed(self, span: Span, first: int, last: int) -> Anchored:
        pieces = self.resembling.pieces(first, last)[:MAX_CANDIDATES]
        if not pieces:
            return GONE
        candidates = tuple(Candidate(self._piece(span, first, last, x, y), round(s, 3)) for s, x, y in pieces)
        return Anchored(Outcome.CHANGED, candidates=candidates)

    def _piece(self, span: Span, first: int, last: int, x: int, y: int) -> Span:
        """Whole words, but for borders inside a word that is still the same."""
        start, end = self.new.starts[x], self.new.ends[y - 1]
        into, over = span.start - self.old.starts[first], self.old.ends[last - 1] - span.end
        if into > 0 and self.old.ids[first] == self.new.ids[x]:
            start += into
        if over > 0 and self.old.ids[last - 1] == self.new.ids[y - 1]:
            end -= over
        return Span(start, end) if start < end else Span(self.new.starts[x], self.new.ends[y - 1])
