"""Edits of a text that are known, not guessed: a name replaced by a pseudonym, and where every offset goes."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise


@dataclass(frozen=True, slots=True)
class Edit:
    """[start, end) of the old text is replaced by `text`; start == end inserts."""

    start: int
    end: int
    text: str


def apply_edits(old: str, edits: Sequence[Edit]) -> str:
    """The text after the edits, all of them in offsets of the old one.

    ValueError unless they ascend, do not overlap and lie inside the text.
    """
    check_edits(edits, len(old))
    pieces, at = [], 0
    for edit in edits:
        pieces += [old[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, old[at:]])


def check_edits(edits: Sequence[Edit], length: int) -> None:
    """ValueError unless the edits ascend, do not overlap and lie inside a text of that length."""
    if any(not 0 <= edit.start <= edit.end <= length for edit in edits):
        raise ValueError("an edit lies outside the text")
    if any(one.end > other.start for one, other in pairwise(edits)):
        raise ValueError("the edits overlap or do not ascend")


class EditMap:
    """Offsets of the old text -> offsets of the edited one."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        """`edits` as `check_edits` wants them."""
        self.starts = array("q", (edit.start for edit in edits))
        self.ends = array("q", (edit.end for edit in edits))
        self.texts = array("q", (len(edit.text) for edit in edits))
        growth = (len(edit.text) - (edit.end - edit.start) for edit in edits)
        # growth[n]: how much longer the text is behind the first n edits.
        self.growth = array("q", accumulate(growth, initial=0))

    def start(self, offset: int) -> tuple[int, bool]:
        """Where a passage that starts here starts now, and whether an edit cuts across; insertions here stay out."""
        before = bisect_right(self.ends, offset)
        # A replacement that ends here lies before the passage, and so does an insertion here.
        cut = before < len(self.starts) and self.starts[before] < offset
        return (self.starts[before] if cut else offset) + self.growth[before], cut

    def end(self, offset: int) -> tuple[int, bool]:
        """Where a passage that ends here ends now, and whether an edit cuts across; insertions here stay out."""
        before = bisect_left(self.starts, offset)
        cut = before > 0 and self.ends[before - 1] > offset
        return (self.ends[before - 1] if cut else offset) + self.growth[before], cut

    def position(self, offset: int) -> int:
        """Where an offset lies now; inside a replaced piece, as far in the new one, at most its end."""
        before = bisect_right(self.ends, offset)
        if before == len(self.starts) or self.starts[before] >= offset:
            return offset + self.growth[before]
        inside = min(offset - self.starts[before], self.texts[before])
        return self.starts[before] + self.growth[before] + inside
