"""Lines of a print back to paragraphs: where one ends is seen from gaps, indents, short lines and speakers."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

from core.text.normalise import normalise
from core.text.readers.base import Formatting, ReadResult
from core.text.readers.furniture import Page
from core.text.readers.layout import Block, Line, blocks_of, find_cells, joined
from core.text.readers.tables import find_speakers

BLANK_GAP = 1.35
# Lengths below are in heights of a letter.
INDENT = 0.6
SPARE = 0.5
OTHER_SIZE = 1.15
HEADING_SIZE = 1.2
MAX_HEADING_LINES = 2
# A line that ends in the midst of a sentence is the last of its paragraph only if it is so short.
SURELY_SHORT = 0.6

_CLOCK = r"[\[(<]?\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?[\])>]?"
LABEL = re.compile(rf"(?:{_CLOCK}\s*[-–—]?\s*)?([^\W_][^\n\t:?!.,;\"“”]{{0,39}}?)\s*(?:\({_CLOCK}\)\s*)?[:：](?:\s|$)")
TIMED = re.compile(rf"{_CLOCK}(?:\s|$)")
LETTERED = re.compile(r"[QATJPNIR][.)]\s")
ITEM = re.compile(r"(?:[-–—•·▪◦*]|\d{1,3}[.)]|[a-z][.)])\s")
MAX_LABEL_WORDS = 4
SENTENCE_END = re.compile(r"[.?!…:。？！][\"”’')\]]*$")
HYPHENATED = re.compile(r"([^\W\d_]+)-$")
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
FIRST_WORD = re.compile(r"[^\W\d_]+")
WIDE = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u30ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
STEM = 4


@dataclass(frozen=True, slots=True)
class _Column:
    """Where the lines of a column begin and end: the commonest start, the farthest end, and the usual leading."""

    start: float
    end: float
    leading: float


@dataclass(frozen=True, slots=True)
class _Document:
    """What is usual in the whole of it."""

    labels: frozenset[str]
    timed: bool
    lettered: bool
    size: float
    sizes: tuple[float, ...]  # those of headings, largest first
    words: Counter[str]


def write_pages(pages: Sequence[Page], begun: Sequence[set[float]]) -> ReadResult:
    """The text of pages; `begun` holds for each the baselines at which a number says that a paragraph begins."""
    blocks = [block for number, page in enumerate(pages) for block in _blocks(page, number, begun[number])]
    lines = [line for block in blocks for line in block]
    document = _usual(lines)
    written = [_Paragraph(document, paragraph) for paragraph in _paragraphs(blocks, document)]
    spoken = _write_speech(written)
    writer = _Writer(document)
    for paragraph in written:
        writer.write(paragraph)
    return writer.result(len(pages), ("speaker_table",) if spoken else ())


def _write_speech(paragraphs: Sequence["_Paragraph"]) -> bool:
    """Make the rows of a table of who says what into "Speaker: words". Returns whether there is such a table."""
    found = False
    for is_table, group in groupby(paragraphs, key=lambda paragraph: "\t" in paragraph.text):
        rows = list(group)
        speakers = find_speakers([row.text.split("\t") for row in rows]) if is_table else None
        if speakers is None:
            continue
        for row in rows:
            if (head := speakers.head(row.text.split("\t"))) is not None:
                found = True
                row.begin_with(head, speakers.text)
    return found


def _blocks(page: Page, number: int, begun: set[float]) -> Iterator[Block]:
    for block in blocks_of(page.pieces):
        find_cells(block)
        for line in block:
            line.page = number
            line.starts = any(abs(line.y - y) < line.height / 2 for y in begun)
        yield block


def _usual(lines: Sequence[Line]) -> _Document:
    texts = [line.text for line in lines]
    labels = Counter(label for text in texts if (label := _label(text)))
    size = median(line.height for line in lines) if lines else 1.0
    large = {round(line.height, 1) for line in lines if line.height > HEADING_SIZE * size}
    return _Document(
        labels=frozenset(label for label, count in labels.items() if count > 1),
        timed=sum(TIMED.match(text) is not None for text in texts) > 2,
        lettered=sum(LETTERED.match(text) is not None for text in texts) > 3,
        size=size,
        sizes=tuple(sorted(large, reverse=True)),
        words=Counter(word.casefold() for text in texts for word in WORD.findall(text)),
    )


def _label(text: str) -> str:
    found = LABEL.match(text)
    return found[1].casefold() if found and found[1].count(" ") < MAX_LABEL_WORDS else ""


def _paragraphs(blocks: Sequence[Block], document: _Document) -> Iterator[list[Line]]:
    columns = _columns(blocks)
    paragraph: list[Line] = []
    last_column: _Column | None = None
    for block, column in zip(blocks, columns, strict=True):
        for i, line in enumerate(block):
            if paragraph and (
                _begins_block(paragraph, line, last_column or column, column, document)
                if i == 0
                else _begins(paragraph, line, column, document)
            ):
                yield paragraph
                paragraph = []
            paragraph.append(line)
        last_column = column
    if paragraph:
        yield paragraph


def _columns(blocks: Sequence[Block]) -> list[_Column]:
    """The measures of each block, taken from all blocks that begin and end in about the same places."""
    keys = [_place(block) for block in blocks]
    alike: dict[tuple[int, int], list[Block]] = {}
    for key, block in zip(keys, blocks, strict=True):
        alike.setdefault(key, []).append(block)
    measured = {key: _measure(together) for key, together in alike.items()}
    return [measured[key] for key in keys]


def _place(block: Block) -> tuple[int, int]:
    return round(min(line.x0 for line in block) / 36), round(max(line.x1 for line in block) / 144)


def _measure(blocks: Sequence[Block]) -> _Column:
    lines = [line for block in blocks for line in block]
    steps = [(a.y - b.y) / max(a.height, b.height) for block in blocks for a, b in pairwise(block)]
    usual = sorted(step for step in steps if 0.5 < step < 4)
    return _Column(
        start=max(Counter(round(line.x0) for line in lines).items(), key=lambda item: (item[1], -item[0]))[0],
        end=max(line.x1 for line in lines),
        leading=usual[len(usual) // 5] if usual else 1.2,
    )


def _begins(paragraph: Sequence[Line], line: Line, column: _Column, document: _Document) -> bool:
    """Whether a line begins a paragraph of its own below the line before it."""
    before = paragraph[-1]
    text = line.text
    if line.starts or _opens(text, document) or _other_size(before, line):
        return True
    if (before.y - line.y) / max(before.height, line.height) > BLANK_GAP * column.leading:
        return True
    return _indented(paragraph, line, column) or _ended_short(before, line, column)


def _begins_block(paragraph: Sequence[Line], line: Line, last: _Column, column: _Column, document: _Document) -> bool:
    """The same at the top of a column or page, where no gap is to be seen."""
    before, text = paragraph[-1], line.text
    if (
        line.starts
        or _opens(text, document)
        or _other_size(before, line)
        or line.x0 > column.start + INDENT * line.height
    ):
        return True
    if before.page == line.page and abs(last.start - column.start) < 1:
        return True  # not the next column, but what stands below it
    ended = SENTENCE_END.search(before.text) is not None and not text[:1].islower()
    return ended or _ended_short(before, line, last)


def _opens(text: str, document: _Document) -> bool:
    """Whether a speaker, a time or an item of a list stands at the line's beginning; or it is a row of a table."""
    if _label(text) in document.labels or (document.timed and TIMED.match(text)):
        return True
    return bool("\t" in text or ITEM.match(text) or (document.lettered and LETTERED.match(text)))


def _other_size(before: Line, line: Line) -> bool:
    small, large = sorted((before.height, line.height))
    return large > OTHER_SIZE * small


def _indented(paragraph: Sequence[Line], line: Line, column: _Column) -> bool:
    """A first line set in, or, where most lines are set in, one that is not; not the second line of a quotation."""
    slack = INDENT * line.height
    before = paragraph[-1]
    if abs(line.x0 - before.x0) <= slack or any(abs(line.x0 - cell.x0) <= slack for cell in before.pieces[1:]):
        return False
    if line.x0 > max(column.start, before.x0) + slack:
        # What is set in below a line that is full goes on from it, as behind a label.
        return _ended_short(before, line, column) or SENTENCE_END.search(before.text) is not None
    if abs(line.x0 - column.start) > slack:
        return True
    # Back at the edge: after a first line it goes on, after several lines set in alike they have ended.
    return len(paragraph) > 1 and before.x0 > column.start + slack and abs(paragraph[-2].x0 - before.x0) <= slack


def _ended_short(before: Line, line: Line, column: _Column) -> bool:
    """Whether the first word of a line would still have fitted on the one before."""
    text = line.text
    if HYPHENATED.search(before.text) and text[0].isalpha():
        return False
    first = len(text.split(maxsplit=1)[0]) / len(text) * (line.x1 - line.x0)
    room = column.end - before.x1
    if room < first + SPARE * line.height:
        return False
    goes_on = not SENTENCE_END.search(before.text) and text[:1].islower()
    return not goes_on or before.x1 - column.start < SURELY_SHORT * (column.end - column.start)


class _Writer:
    """Puts paragraphs together, and remembers where formatting and pages begin."""

    def __init__(self, document: _Document) -> None:
        self.document = document
        self.pieces: list[str] = []
        self.length = 0
        self.formatting: list[Formatting] = []
        self.starts: dict[int, int] = {}

    def write(self, paragraph: "_Paragraph") -> None:
        """One paragraph; in letters larger than the rest it is a heading."""
        at = self.length + bool(self.pieces)
        for page, start in paragraph.starts:
            self.starts.setdefault(page, at + start)
        text = normalise(paragraph.text)
        self.formatting += (Formatting(at + start, at + end, kind) for start, end, kind in paragraph.merged_marks())
        size = min(line.height for line in paragraph.lines)
        if len(paragraph.lines) <= MAX_HEADING_LINES and size > HEADING_SIZE * self.document.size:
            level = sum(larger > size * 1.01 for larger in self.document.sizes) + 1
            self.formatting.append(Formatting(at, at + len(text), f"heading{min(level, 6)}"))
        self.pieces.append(text)
        self.length = at + len(text)

    def result(self, pages: int, warnings: tuple[str, ...]) -> ReadResult:
        text = "\n".join(self.pieces)
        formatting = tuple(sorted(self.formatting, key=lambda span: (span.start, -span.end, span.kind)))
        return ReadResult(text, formatting, warnings=warnings, pages=tuple(_filled(self.starts, pages, len(text))))


def _filled(starts: dict[int, int], pages: int, length: int) -> Iterator[int]:
    """Where each page begins; a page without text begins where the next one does."""
    known = sorted(starts)
    for page in range(pages):
        at = bisect_left(known, page)
        yield min(starts[known[at]], length) if at < len(known) else length


class _Paragraph:
    """Lines joined: by a space, by nothing between letters of scripts without spaces, or at a broken word.

    `starts` holds (page, offset) of the first line of each page.
    """

    def __init__(self, document: _Document, lines: Sequence[Line]) -> None:
        self.document = document
        self.lines = lines
        self.text = ""
        self.marks: list[tuple[int, int, str]] = []
        self.starts: list[tuple[int, int]] = []
        for line in lines:
            at = self._make_ready(line.text)
            if not self.starts or self.starts[-1][0] != line.page:
                self.starts.append((line.page, at))
            self._add(line)

    def begin_with(self, head: str, cell: int) -> None:
        """Put `head` in the place of the cells before this one."""
        cut = sum(len(each) + 1 for each in self.text.split("\t")[:cell])
        moved = len(head) - cut
        self.text = head + self.text[cut:]
        self.marks = [(max(a, cut) + moved, b + moved, kind) for a, b, kind in self.marks if b > cut]
        self.starts = [(page, 0 if start < cut else start + moved) for page, start in self.starts]

    def _make_ready(self, following: str) -> int:
        """Mend the end, or put a space behind it. Returns where the line to come begins."""
        if not self.text:
            return 0
        broken = HYPHENATED.search(self.text)
        if broken and (first := FIRST_WORD.match(following)):
            if not self._keeps_hyphen(broken[1], first[0]):
                self.text = self.text[:-1]
                self.marks = [(start, min(end, len(self.text)), kind) for start, end, kind in self.marks]
        elif not (WIDE.match(self.text[-1]) and WIDE.match(following[:1])):
            self.text += " "
        return len(self.text)

    def _add(self, line: Line) -> None:
        for shown, piece in joined(line.pieces):
            at = len(self.text) + len(shown) - len(piece.text)
            self.text += shown
            self.marks += ((at + start, at + end, kind) for start, end, kind in piece.marks)

    def _keeps_hyphen(self, before: str, after: str) -> bool:
        """A name or a doubled word ("undang-undang", "berjalan-jalan") has one, as do words met with one elsewhere."""
        whole, parted = (before + after).casefold(), f"{before}-{after}".casefold()
        if after[0].isupper() or self.document.words[parted]:
            return True
        if self.document.words[whole]:
            return False
        first, second = before.casefold(), after.casefold()
        return first.endswith(second[:STEM]) or (len(first) >= STEM - 1 and second.startswith(first[:STEM]))

    def merged_marks(self) -> Iterable[tuple[int, int, str]]:
        """Marks of a kind with nothing but white space between them are one."""
        for kind in sorted({kind for _start, _end, kind in self.marks}):
            spans = sorted((start, end) for start, end, each in self.marks if each == kind and end > start)
            at = 0
            while at < len(spans):
                start, end = spans[at]
                while at + 1 < len(spans) and not self.text[end : spans[at + 1][0]].strip():
                    at += 1
                    end = spans[at][1]
                at += 1
                if shown := self.text[start:end].strip():
                    start = self.text.index(shown, start)
                    yield start, start + len(shown), kind
