"""Finding every coded passage again in a corrected text, or saying that a person must.

A passage is never put on other words than it quotes, and never on the best of bad candidates. What becomes of it:

    exact       the same words stand in line: the alignment leads to them, and no twin beside them could be meant
    moved       the same words stand elsewhere, free, with enough of their context (`places.MOVED_SCORE`) or in the
                midst of neighbours that moved along, and clearly ahead (`places.AHEAD`) of any other place and of
                any other passage with the same words
    changed     the words were corrected: the candidates are what stands between their neighbours now and what
                resembles them elsewhere, when alike enough (`resembling.SIMILAR`)
    ambiguous   the same words stand in several places that fit, or in one that hardly fits
    gone        nothing like it is left

Words are the same when they are equal after white space runs are folded to one space: re-wrapping a text changes
no passage. Where edits are known instead of guessed (a pseudonym written over a name), a passage is exact when no
edit cuts across its borders, with the edits inside it applied.
"""

from collections.abc import Sequence
from functools import cached_property

from core.text.anchors.edits import Edit, EditMap, apply_edits
from core.text.anchors.guesses import Guesses
from core.text.anchors.outcomes import Anchored, Candidate, Outcome
from core.text.offsets import Span, SpanError

__all__ = ["Alignment", "Anchored", "Candidate", "Edit", "Outcome", "apply_edits"]


class Alignment:
    """An old text and the text it was corrected to. Aligned when first asked; each passage is cheap after that."""

    def __init__(self, old: str, new: str, edits: Sequence[Edit] | None = None) -> None:
        """`edits`, when they are known, make the new text of the old one; ValueError when they do not."""
        self.old, self.new = old, new
        self._edits = None if edits is None else EditMap(edits)
        if edits is not None and apply_edits(old, edits) != new:
            raise ValueError("the edits do not make the new text of the old one")

    @cached_property
    def _guesses(self) -> Guesses:
        return Guesses(self.old, self.new)

    def anchor(self, span: Span) -> Anchored:
        """What becomes of a passage of the old text; SpanError when it reaches beyond it."""
        self._check(span.end)
        if self._edits is None:
            return self._guesses.anchor(span)
        there, cut = _edited(self._edits, span)
        if there is None:
            return Anchored(Outcome.GONE)
        if cut:
            score = round(min(span.length, there.length) / max(span.length, there.length), 3)
            return Anchored(Outcome.CHANGED, candidates=(Candidate(there, score),))
        return Anchored(Outcome.EXACT, there)

    def carry(self, span: Span) -> Span | None:
        """Where the same words stand in line, and only there; for formatting, which nobody is asked about."""
        self._check(span.end)
        if self._edits is None:
            return self._guesses.carry(span)
        there, cut = _edited(self._edits, span)
        return None if cut else there

    def position(self, offset: int) -> int:
        """Where an offset of the old text lies in the new one, or the nearest place when its words are gone.

        Never falls when the offset rises; for the starts of pages.
        """
        self._check(offset)
        return self._guesses.position(offset) if self._edits is None else self._edits.position(offset)

    def _check(self, offset: int) -> None:
        if not 0 <= offset <= len(self.old):
            raise SpanError(f"offset {offset} is outside a text of {len(self.old)}")


def _edited(edits: EditMap, span: Span) -> tuple[Span | None, bool]:
    """Where known edits leave a span, None where nothing is left, and whether one cuts across its borders."""
    start, cut_start = edits.start(span.start)
    end, cut_end = edits.end(span.end)
    return (Span(start, end) if start < end else None), cut_start or cut_end
