"""The text of a version, with what every count and every saved passage asks of it, kept in memory.

A version never changes, so what is kept here can never be stale; the bound is only there for memory.
"""

from array import array
from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property, lru_cache
from uuid import UUID

from apps.documents.models import Turn, Version
from core.text.lines import line_at, line_starts
from core.text.offsets import Span
from core.text.words import word_interval, word_starts

TEXTS_KEPT = 32


@dataclass(frozen=True)
class VersionText:
    """Text and positions of one version. All offsets are code points."""

    transcript_id: UUID
    text: str
    turn_ids: tuple[int, ...]
    turn_starts: "array[int]"
    turn_ends: "array[int]"
    line_starts: "array[int]"
    # Where each page of a PDF begins; empty for texts without pages.
    pages: tuple[int, ...] = ()

    @cached_property
    def word_starts(self) -> "array[int]":
        """Made when first asked for: finding words takes longer than all the rest, and exports do without."""
        return word_starts(self.text, map(Span, self.turn_starts, self.turn_ends))

    def turn_at(self, start: int, end: int) -> int | None:
        """Position of the first turn that [start, end) touches, or None when it lies between turns."""
        position = max(bisect_right(self.turn_starts, start) - 1, 0)
        if position < len(self.turn_ids) and self.turn_ends[position] <= start:
            position += 1
        if position >= len(self.turn_ids) or self.turn_starts[position] >= end:
            return None
        return position

    def holds_words(self, start: int, end: int) -> bool:
        """Whether something said lies in [start, end): only then it can be a passage."""
        return self.turn_at(start, end) is not None

    def words_in(self, start: int, end: int) -> tuple[int, int]:
        """Half-open interval of the version's words that begin inside [start, end)."""
        return word_interval(self.word_starts, start, end)

    def line_of(self, offset: int) -> int:
        """1-based number of the line the offset stands in: the same on screen, in print and in exports."""
        return line_at(self.line_starts, offset)

    def begins_page(self, turn: int) -> bool:
        """Whether a turn is the first that begins on its page."""
        starts = self.turn_starts
        return bool(self.pages) and (turn == 0 or self.page_of(starts[turn]) != self.page_of(starts[turn - 1]))

    def page_of(self, offset: int) -> int | None:
        """1-based number of the page the offset stands on, None for texts without pages."""
        return max(1, bisect_right(self.pages, offset)) if self.pages else None


@lru_cache(maxsize=TEXTS_KEPT)
def load_text(version_id: UUID) -> VersionText:
    """The text of a version and its positions. Raises Version.DoesNotExist."""
    version = Version.objects.only("text", "transcript_id", "pages").get(pk=version_id)
    turns = list(Turn.objects.filter(version_id=version_id).order_by("index").values_list("pk", "start", "end"))
    spans = [Span(start, end) for _pk, start, end in turns]
    return VersionText(
        transcript_id=version.transcript_id,
        text=version.text,
        turn_ids=tuple(pk for pk, _start, _end in turns),
        turn_starts=array("I", (span.start for span in spans)),
        turn_ends=array("I", (span.end for span in spans)),
        line_starts=line_starts(version.text, spans),
        pages=tuple(version.pages),
    )
