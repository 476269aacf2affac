"""Where pieces of text stand on a page, and the order in which they are read.

Lengths are in points, y grows upwards, and text runs from left to right along x (see `pdf` for turned pages).
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

# Pieces whose baselines lie so close, in heights of a letter, stand on one line.
SAME_LINE = 0.4
# Cells of a table begin below each other: so near, in points, so often, after a gap so wide; or so many of the
# lines that go past the place have a word that begins there.
ALIGNED = 1.5
MIN_ALIGNED = 3
MIN_WORDS_ALIGNED = 6
CELL_GAP = 1.5
SURELY_CELL = 6
APART = 0.6
# Gaps as alike as this are those of a line that was stretched to the margin.
JUSTIFIED = 1.5
# What is followed by words rather than by a cell: a label with a colon, or the mark of an item of a list.
OPENING = re.compile(r":$|^(?:[-–—•·▪◦*]|\w{1,3}[.)])$")
MOST_ALIGNED = 0.8
# Columns: the space between them is so wide, few lines cross it, and both sides are well filled.
MIN_GUTTER = 0.8
MIDDLE = (0.25, 0.75)
MOST_CROSSING = 0.2
MIN_COLUMN_LINES = 4
MIN_FILLED = 0.55
DEEPEST = 3
# A table: so many lines of the emptier side stand beside one of the other, and so few of the places are taken.
IN_ROWS = 0.9
MOST_DENSE = 0.6


@dataclass(slots=True)
class Piece:
    """A run of characters on one line. `marks` are (start, end, kind) of its bold and italic parts, `words`
    (start, x, room before it) of its words; `cell` says that it begins a cell of a table, not the first of a row.
    """

    text: str
    x0: float
    x1: float
    y: float
    height: float
    marks: list[tuple[int, int, str]] = field(default_factory=list)
    words: list[tuple[int, float, float]] = field(default_factory=list)
    cell: bool = False


@dataclass(slots=True)
class Line:
    """Pieces on one baseline, in reading order; `starts` says that a number in the margin begins a paragraph."""

    pieces: list[Piece]
    page: int = 0
    starts: bool = False

    @property
    def text(self) -> str:
        return "".join(text for text, _piece in joined(self.pieces))

    @property
    def x0(self) -> float:
        return min(piece.x0 for piece in self.pieces)

    @property
    def x1(self) -> float:
        return max(piece.x1 for piece in self.pieces)

    @property
    def y(self) -> float:
        return self.pieces[0].y

    @property
    def height(self) -> float:
        return max(piece.height for piece in self.pieces)


Block = list[Line]


def joined(pieces: Sequence[Piece]) -> Iterator[tuple[str, Piece]]:
    """Each piece with what stands before it: a space, or a tab before another cell."""
    for i, piece in enumerate(pieces):
        before = pieces[i - 1] if i else None
        if before is None:
            yield piece.text, piece
        else:
            yield ("\t" if piece.cell and not OPENING.search(before.text) else " ") + piece.text, piece


def find_cells(lines: Sequence[Line]) -> None:
    """Mark the pieces that begin cells of a table, and cut those in two that reach into the next cell."""
    begins = sorted([line.x0 for line in lines] + [piece.x0 for line in lines for piece in line.pieces[1:]])
    words = sorted(x for line in lines for piece in line.pieces for _start, x, _room in piece.words)
    often = max(MIN_WORDS_ALIGNED, len(lines) // 5)
    places = [*_clusters(begins, MIN_ALIGNED), *_clusters(words, often)]
    borders = sorted(x for x in places if _is_border(lines, x, MIN_ALIGNED if x in begins else MIN_WORDS_ALIGNED))
    for line in lines:
        cut = [part for piece in line.pieces for part in _cut(piece, borders)]
        gaps = [piece.x0 - before.x1 for before, piece in pairwise(cut)]
        justified = len(gaps) > 1 and max(gaps) < JUSTIFIED * min(gaps)
        for gap, piece in zip(gaps, cut[1:], strict=True):
            aligned = gap > CELL_GAP * piece.height and not justified and _count_near(begins, piece.x0) >= MIN_ALIGNED
            piece.cell = aligned or (gap > SURELY_CELL * piece.height and not justified) or _near(piece.x0, borders)
        line.pieces = cut


def _clusters(begins: Sequence[float], often: int) -> list[float]:
    """The places where so many of these begin."""
    found: list[float] = []
    for x in begins:
        if not _near(x, found[-1:]) and _count_near(begins, x) >= often:
            found.append(x)
    return found


def _near(x: float, places: Sequence[float]) -> bool:
    return any(abs(x - place) <= ALIGNED for place in places)


def _count_near(begins: Sequence[float], x: float) -> int:
    return bisect_right(begins, x + ALIGNED) - bisect_left(begins, x - ALIGNED)


def _is_border(lines: Sequence[Line], x: float, often: int) -> bool:
    """Whether words begin here in nearly all lines that go past, and not because they all begin alike."""
    past = [line for line in lines if line.x0 < x - line.height / 2 and line.x1 > x + ALIGNED]
    rooms = [
        max(
            (room / piece.height for piece in line.pieces for _start, at, room in piece.words if _near(at, [x])),
            default=0,
        )
        for line in past
    ]
    there, apart = sum(room > 0 for room in rooms), sum(room > APART for room in rooms)
    return there >= max(often, MOST_ALIGNED * len(past)) and apart >= there / 3


def _cut(piece: Piece, borders: Sequence[float]) -> Iterator[Piece]:
    """The piece, or its parts before and behind the words that begin at a border."""
    words = {start: x for start, x, _room in piece.words}
    cuts = [start for start, x, _room in piece.words if start and _near(x, borders)]
    if not cuts:
        yield piece
        return
    for start, end in pairwise([0, *cuts, len(piece.text)]):
        text = piece.text[start:end].rstrip()
        marks = [(max(a, start) - start, min(b, start + len(text)) - start, kind) for a, b, kind in piece.marks]
        yield Piece(
            text,
            words.get(start, piece.x0),
            words.get(end, piece.x1),
            piece.y,
            piece.height,
            [mark for mark in marks if mark[0] < mark[1]],
            [(at - start, x, room) for at, x, room in piece.words if start <= at < end],
        )


def lines_of(pieces: Iterable[Piece]) -> list[Line]:
    """The lines from top to bottom, each from left to right; or the other way, where most letters run so."""
    lines: list[list[Piece]] = []
    for piece in sorted(pieces, key=lambda piece: (-piece.y, piece.x0)):
        if lines and abs(lines[-1][0].y - piece.y) <= SAME_LINE * max(piece.height, lines[-1][0].height):
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [Line(sorted(line, key=lambda piece: piece.x0, reverse=_runs_left(line))) for line in lines]


def _runs_left(pieces: Sequence[Piece]) -> bool:
    letters = [character for piece in pieces for character in piece.text if character.isalpha()]
    return sum("\u0590" <= letter <= "\u08ff" for letter in letters) * 2 > len(letters)


def blocks_of(pieces: Sequence[Piece], depth: int = 0) -> list[Block]:
    """Blocks of lines in reading order: a column, or what stands above, below and between columns."""
    gutter = _gutter(pieces) if depth < DEEPEST else None
    if gutter is None:
        return [lines_of(pieces)] if pieces else []
    blocks: list[Block] = []
    for across, band in _bands(pieces, gutter):
        left = [piece for piece in band if piece.x1 <= gutter]
        right = [piece for piece in band if piece.x1 > gutter]
        if across or min(len(lines_of(left)), len(lines_of(right))) < 2:
            blocks.append(lines_of(band))
        else:
            blocks += [*blocks_of(left, depth + 1), *blocks_of(right, depth + 1)]
    return blocks


def _gutter(pieces: Sequence[Piece]) -> float | None:
    """The x between two columns, or None. Few pieces reach across it, and many lines stand on either side."""
    if len(pieces) < 2 * MIN_COLUMN_LINES:
        return None
    left, right = min(piece.x0 for piece in pieces), max(piece.x1 for piece in pieces)
    height = median(piece.height for piece in pieces)
    spaces = [
        (crossing, start - end, (start + end) / 2)
        for start, end, crossing in _spaces(pieces)
        if end - start >= MIN_GUTTER * height
        and left + MIDDLE[0] * (right - left) <= (start + end) / 2 <= left + MIDDLE[1] * (right - left)
    ]
    if not spaces:
        return None
    crossing, _width, gutter = min(spaces)
    lines = len(lines_of(pieces))
    fits = crossing <= MOST_CROSSING * lines and _is_column(pieces, left, gutter) and _is_column(pieces, gutter, right)
    return gutter if fits and not _is_table(pieces, gutter) else None


def _spaces(pieces: Sequence[Piece]) -> Iterator[tuple[float, float, int]]:
    """Stretches of x, and how many pieces lie across each."""
    ends = sorted([(piece.x0, 1) for piece in pieces] + [(piece.x1, -1) for piece in pieces])
    across = 0
    for (start, step), (end, _step) in pairwise(ends):
        across += step
        yield start, end, across


def _is_column(pieces: Sequence[Piece], left: float, right: float) -> bool:
    """Whether lines of a fair width fill the space between; labels before speech and cells of a table do not."""
    lines = lines_of(piece for piece in pieces if left <= piece.x0 and piece.x1 <= right)
    if len(lines) < MIN_COLUMN_LINES:
        return False
    widths = sorted(line.x1 - line.x0 for line in lines)
    room = max(line.x1 for line in lines) - min(line.x0 for line in lines)
    return widths[len(widths) // 2] >= MIN_FILLED * room and room >= 0.5 * (right - left) > 0


def _is_table(pieces: Sequence[Piece], gutter: float) -> bool:
    """Whether the lines on one side stand apart, each beside one of the other: rows of a table."""
    sides = [lines_of(piece for piece in pieces if (piece.x1 <= gutter) == left) for left in (True, False)]
    few, many = sorted(sides, key=len)
    beside = sum(any(abs(line.y - other.y) <= SAME_LINE * line.height for other in many) for line in few)
    steps = sorted(above.y - below.y for above, below in pairwise(many))
    room = (few[0].y - few[-1].y) / (steps[len(steps) // 2] or 1.0) + 1
    return beside >= IN_ROWS * len(few) and len(few) < MOST_DENSE * room


def _bands(pieces: Sequence[Piece], gutter: float) -> Iterator[tuple[bool, list[Piece]]]:
    """The page cut where lines go across the gutter: (whether they do, pieces), from top to bottom."""
    band: list[Piece] = []
    was_across = False
    for line in lines_of(pieces):
        across = any(piece.x0 < gutter < piece.x1 for piece in line.pieces)
        if band and across != was_across:
            yield was_across, band
            band = []
        was_across = across
        band += line.pieces
    if band:
        yield was_across, band
