"""Words: what is counted, and where each starts."""

import re
import sys
import unicodedata
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from core.text.offsets import Span

LAST_MARK = min(sys.maxunicode, 0x1FFFF)


def _marks() -> str:
    """The combining marks as the inside of a regular expression's class; `re` has no name for them."""
    marks = [c for c in map(chr, range(0x300, LAST_MARK)) if unicodedata.category(c)[0] == "M"]
    marks += map(chr, range(0xE0100, 0xE01F0))
    starts = [c for before, c in zip(["", *marks], marks, strict=False) if not before or ord(c) != ord(before) + 1]
    ends = [c for c, after in zip(marks, [*marks[1:], ""], strict=False) if not after or ord(after) != ord(c) + 1]
    return "".join(f"{start}-{end}" for start, end in zip(starts, ends, strict=True))


MARKS = _marks()

# Letters and digits, then marks, or an apostrophe, hyphen or zero-width joiner that has a letter behind it. What
# ends nearly every word is ruled out first: looking it up among the marks would take as long as all the rest.
WORD = re.compile(rf"[^\W_]++(?:(?![\s.,?!])(?:[{MARKS}]|['’‐‑\u200c\u200d-](?=[^\W_]))[^\W_]*+)*+")


def word_starts(text: str, spans: Iterable[Span] | None = None) -> "array[int]":
    """Start offsets of the words lying in the spans (in the whole text when None), in the order of the spans.

    "satuan-satuan" and "Jum'at" are one word each; a run of a script without spaces is one word.
    """
    if spans is None:
        return array("I", (m.start() for m in WORD.finditer(text)))
    return array("I", (m.start() for span in spans for m in WORD.finditer(text, span.start, span.end)))


def word_interval(starts: Sequence[int], start: int, end: int) -> tuple[int, int]:
    """The half-open interval of indices of words that start inside [start, end)."""
    return bisect_left(starts, start), bisect_left(starts, end)


def count_words(text: str, start: int = 0, end: int = sys.maxsize) -> int:
    """How many words lie in [start, end) of the text."""
    return len(WORD.findall(text, start, end))
