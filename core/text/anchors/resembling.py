"""What a corrected passage may have become: the words between its neighbours, and words like it elsewhere."""

from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property

from rapidfuzz.distance import Indel
from rapidfuzz.fuzz import partial_ratio_alignment

from core.text.anchors.matches import NONE, Match
from core.text.anchors.tokens import fold

# What resembles a quote less is not shown: half of the letters are in common by chance.
SIMILAR = 0.6
# So many tokens on either side are compared with the quote, so that one replaced word counts as little as it is.
BESIDE = 3
# Longer texts are compared token by token, not letter by letter.
LONG = 4000
# New words are looked through in pieces of so many tokens; a token in more pieces than this finds nothing.
PIECE = 64
RARE = 16
# Pieces looked at closely for one quote, and the longest quote (tokens) they are searched for.
CLOSELY = 2
LONGEST = 400

Piece = tuple[float, int, int]


class Resembling:
    """Pieces [x, y) of the new text's tokens, with how much they resemble tokens [first, last) of the old."""

    def __init__(self, match: Match) -> None:
        self.old, self.new, self.match = match.old, match.new, match
        self.in_line = array("I", (i for i in range(len(match.old)) if match.is_in_line(i)))

    def pieces(self, first: int, last: int) -> list[Piece]:
        """At least SIMILAR, best first, none overlapping a better one."""
        found = [self.between_neighbours(first, last), self._moved(first, last), *self._elsewhere(first, last)]
        scored = {(self.similarity(first, last, x, y), x, y) for x, y in filter(None, found) if x < y}
        kept: list[Piece] = []
        for each in sorted(scored, key=lambda piece: (-piece[0], piece[1:])):
            if each[0] >= SIMILAR and all(each[2] <= x or each[1] >= y for _, x, y in kept):
                kept.append(each)
        return kept

    def similarity(self, first: int, last: int, x: int, y: int) -> float:
        """Share of letters in common, neighbours included (Indel: 1 - edits / letters of both)."""
        one = max(0, first - BESIDE), min(len(self.old), last + BESIDE)
        other = max(0, x - BESIDE), min(len(self.new), y + BESIDE)
        before, after = self.old.slice(*one), self.new.slice(*other)
        if len(before) + len(after) > LONG:
            return Indel.normalized_similarity(self.old.ids[slice(*one)], self.new.ids[slice(*other)])
        return Indel.normalized_similarity(fold(before), fold(after))

    def between_neighbours(self, first: int, last: int) -> tuple[int, int] | None:
        """The tokens that stand in the line of the old ones now."""
        x, y = self.start_of(first), self.end_of(last)
        if y - x > 2 * (last - first) + 2 * BESIDE:
            return self._closest(first, last, x, y)
        return (x, y) if x < y else None

    def start_of(self, token: int) -> int:
        """The new token that stands where an old one, or what is left of its line, starts."""
        after = bisect_left(self.in_line, token)
        if after < len(self.in_line) and self.in_line[after] == token:
            return self.match.image[token]
        old, old_end, new, new_end = self._gap(after)
        return new + (token - old) * (new_end - new) // (old_end - old) if old < old_end else new

    def end_of(self, token: int) -> int:
        """The new token behind what stands where the tokens before an old one stood."""
        before = bisect_left(self.in_line, token) - 1
        if before >= 0 and self.in_line[before] == token - 1:
            return self.match.image[token - 1] + 1
        old, old_end, new, new_end = self._gap(before + 1)
        return new_end - (old_end - token) * (new_end - new) // (old_end - old) if old < old_end else new

    def _gap(self, after: int) -> tuple[int, int, int, int]:
        """Old and new tokens between two neighbours in line, given the number of the second among all in line."""
        image = self.match.image
        old, new = (self.in_line[after - 1] + 1, image[self.in_line[after - 1]] + 1) if after else (0, 0)
        if after == len(self.in_line):
            return old, len(self.old), new, len(self.new)
        return old, self.in_line[after], new, image[self.in_line[after]]

    def _moved(self, first: int, last: int) -> tuple[int, int] | None:
        """Where the quote would stand if all of it had gone where its first moved token went."""
        for token in range(first, min(last, first + LONGEST)):
            if self.match.has_moved(token):
                x = self.match.image[token] - (token - first)
                return self._closest(first, last, max(0, x - BESIDE), min(len(self.new), x + last - first + BESIDE))
        return None

    def _elsewhere(self, first: int, last: int) -> list[tuple[int, int]]:
        quote = self.old.ids[first:last]
        if len(quote) > LONGEST:
            return []
        votes = Counter(piece for token in set(quote) for piece in self._new_pieces.get(token, ()))
        found = []
        for piece, count in votes.most_common(CLOSELY):
            if count > 1 or len(quote) <= BESIDE:
                x, y = piece * PIECE - len(quote), (piece + 1) * PIECE + len(quote)
                found.append(self._closest(first, last, max(0, x), min(len(self.new), y)))
        return [each for each in found if each]

    @cached_property
    def _new_pieces(self) -> dict[str, list[int]]:
        """Rare tokens of the new text that are no token of the old -> the pieces of the text they stand in."""
        pieces: defaultdict[str, list[int]] = defaultdict(list)
        for index, token in enumerate(self.new.ids):
            if self.match.source[index] == NONE and (not pieces[token] or pieces[token][-1] != index // PIECE):
                pieces[token].append(index // PIECE)
        return {token: where for token, where in pieces.items() if len(where) <= RARE}

    def _closest(self, first: int, last: int, x: int, y: int) -> tuple[int, int] | None:
        """The piece of new tokens [x, y) that is most like the quote."""
        if last - first > LONGEST or y - x > LONGEST * PIECE:
            return None
        best = partial_ratio_alignment(self.old.ids[first:last], self.new.ids[x:y])
        return (x + best.dest_start, x + best.dest_end) if best and best.dest_start < best.dest_end else None
