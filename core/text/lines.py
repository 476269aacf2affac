"""Numbered lines: the same on every screen, in print and in exports."""

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Sequence

from core.text.offsets import Span

LINE_WIDTH = 72

# As many words as fit and the white space behind them, or an empty line, or a piece of a word too long to
# fit.
_LINE = re.compile(rf"[^\n]{{0,{LINE_WIDTH - 1}}}\S(?!\S)[^\S\n]*\n?|[^\S\n]*\n|[^\n]{{1,{LINE_WIDTH}}}")


def line_starts(text: str, spans: Iterable[Span]) -> "array[int]":
    """Start offsets of every line of the spans, each wrapped greedily at 72 code points, in their order.

    A line break in the text starts a line; white space at the end of a line hangs out of its width, so that
    the lines of a span put together are the span.
    """
    return array("I", (m.start() for span in spans for m in _LINE.finditer(text, span.start, span.end)))


def line_at(starts: Sequence[int], offset: int) -> int:
    """The number, from 1, of the line an offset lies in; offsets between spans belong to the line before."""
    return max(1, bisect_right(starts, offset))
