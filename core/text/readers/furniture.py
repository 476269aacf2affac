"""What stands on every page of a print and is not its text: headers, footers, page numbers, numbers in the margin."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median, quantiles

from core.text.readers.layout import Line, Piece, lines_of

EDGE_LINES = 3
# How far apart, in heights, the same header may stand on two pages.
SAME_PLACE = 0.6
MOST_PAGES = 0.6
MIN_PAGES = 3
LONGEST_NUMBER = 5
MIN_NUMBERS = 5
ASCENDING = 0.8
# Numbers beside nearly every line count lines; beside fewer, paragraphs.
NUMBERED_LINES = 0.8
BODY_GAP = 1.6
MARGIN = 0.15

DIGITS = re.compile(r"\d+")
PAGE_NUMBER = re.compile(
    r"(?i)[-–—|\s]*(?:(?:page|p\.?|hal(?:aman)?\.?|hlm\.?)\s*)?(?:#|[ivxlc]{1,7})(?:\s*(?:/|of|dari|von|sur|de|\|)\s*#)?[-–—|.\s]*"
)
LABEL = re.compile(r"[^:]{1,40}:(?:\s|$)")


@dataclass(slots=True)
class Page:
    width: float
    height: float
    pieces: list[Piece]


def without_furniture(pages: Sequence[Page]) -> list[set[float]]:
    """Take headers, footers and margin numbers out of the pages, in place.

    Returns for each page the baselines at which a number in the margin says that a paragraph begins.
    """
    begun = _take_margin_numbers(pages)
    lines = [lines_of(page.pieces) for page in pages]
    for edge in (0, -1):
        _take_repeated(pages, lines, edge)
    return begun


def _take_repeated(pages: Sequence[Page], lines: Sequence[list[Line]], edge: int) -> None:
    """Lines at the top (edge 0) or the bottom (-1) that most pages share, page numbers counted as alike."""
    at_edge = [list(_edge_lines(page, edge)) for page in lines]
    shared = Counter((form, place) for page in at_edge for form, place in {(f, p) for f, p, _line in page})
    for page, found in zip(pages, at_edge, strict=True):
        taken: set[int] = set()
        # Only from the edge inwards: what stands behind a line of text is text.
        for form, place, line in found:
            count = max(shared[form, place + step] for step in (-1, 0, 1))
            if not (_is_shared(form, count, len(pages)) or _is_page_number(form, line, page, found)):
                break
            taken |= set(map(id, line.pieces))
        page.pieces = [piece for piece in page.pieces if id(piece) not in taken]


def _edge_lines(lines: Sequence[Line], edge: int) -> Iterator[tuple[str, int, Line]]:
    """(form, place, line), from the edge inwards; the form has # for its numbers."""
    for line in (lines if edge == 0 else lines[::-1])[:EDGE_LINES]:
        form = DIGITS.sub("#", " ".join(line.text.split()).casefold())
        yield form, round(line.y / (SAME_PLACE * 12)), line


def _is_shared(form: str, count: int, pages: int) -> bool:
    if "#" in form and pages >= 2 and PAGE_NUMBER.fullmatch(form):
        return count >= max(2, MOST_PAGES * pages / 2)
    # Two people may well begin two pages with the same words.
    needed = max(MIN_PAGES, MOST_PAGES * pages) if LABEL.match(form) else max(2, MOST_PAGES * pages / 2)
    return count >= min(needed, max(2, pages))


def _is_page_number(form: str, line: Line, page: Page, found: Sequence[tuple[str, int, Line]]) -> bool:
    """A number alone at the edge, with room between it and the text."""
    if not ("#" in form and PAGE_NUMBER.fullmatch(form)):
        return False
    others = [other for _form, _place, other in found if other is not line]
    apart = all(abs(other.y - line.y) > BODY_GAP * line.height for other in others[:1])
    return apart and not MARGIN * page.height < line.y < (1 - MARGIN) * page.height


def _take_margin_numbers(pages: Sequence[Page]) -> list[set[float]]:
    """Numbers of paragraphs or lines beside the text, as MAXQDA and Word print them."""
    words = [piece for page in pages for piece in page.pieces if not piece.text.isdigit()]
    if len(words) < MIN_NUMBERS:
        return [set() for _ in pages]
    left, right = _text_edges(words)
    beside = [[piece for piece in page.pieces if _is_beside(piece, left, right)] for page in pages]
    values = [int(piece.text) for page in beside for piece in sorted(page, key=lambda piece: -piece.y)]
    rising = sum(0 < after - before <= 10 for before, after in pairwise(values))
    if len(values) < MIN_NUMBERS or rising < ASCENDING * (len(values) - 1):
        return [set() for _ in pages]
    by_one = sum(after - before == 1 for before, after in pairwise(values))
    lines = sum(len(lines_of(page.pieces)) for page in pages)
    paragraphs = by_one >= ASCENDING * (len(values) - 1) and len(values) < NUMBERED_LINES * lines
    for page, numbers in zip(pages, beside, strict=True):
        taken = set(map(id, numbers))
        page.pieces = [piece for piece in page.pieces if id(piece) not in taken]
    return [{piece.y for piece in numbers} if paragraphs else set() for numbers in beside]


def _text_edges(words: Sequence[Piece]) -> tuple[float, float]:
    """Where most of the text begins and ends."""
    starts = quantiles([piece.x0 for piece in words], n=20)
    ends = quantiles([piece.x1 for piece in words], n=20)
    height = median(piece.height for piece in words)
    return starts[0] - 0.2 * height, ends[-1] + 0.2 * height


def _is_beside(piece: Piece, left: float, right: float) -> bool:
    return piece.text.isdecimal() and len(piece.text) <= LONGEST_NUMBER and (piece.x1 < left or piece.x0 > right)
