"""PDF: where each character stands is PDFium's to say; what lines, columns and paragraphs they make is ours."""

import ctypes
import math
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import pypdfium2.raw as pdfium

from core.text.errors import ReadError
from core.text.readers.base import ReadResult
from core.text.readers.furniture import Page, without_furniture
from core.text.readers.layout import Piece
from core.text.readers.paragraphs import write_pages

MOST_PAGES = 5000
MOST_OBJECTS = 2000
# A gap so wide, in heights of a letter, ends a piece; a number in the margin ends earlier.
WIDE_GAP, NUMBER_GAP = 1.0, 0.6
OTHER_LINE = 0.5
BACKWARDS = 1.0
BOLD_WEIGHT = 600
LINE_HEIGHT = 1.15
FLAG_ITALIC, FLAG_BOLD = 1 << 6, 1 << 18  # PDF 32000-1, table 123
RIGHT_ANGLES = (0, 90, 180, 270)

HYPHENS = "\u00ad\u2010\ufffe\x02"
LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st"}
CHARACTERS = str.maketrans(
    {**LIGATURES, 0xA0: " ", 0xF0B7: "•", 0xF0A7: "•", 0xFFFE: "-", 0x02: "-", 0x2010: "-", 0xAD: "-"}
    | dict.fromkeys((*range(2), *range(3, 9), *range(14, 32), 0x200B, 0xFEFF, 0xFFFF))
)


@dataclass(frozen=True, slots=True)
class _Look:
    """How the characters of one text object look, how high they are, and which way they run: degrees, or -1 for
    askew. The height is that of a usual font of the size; 0 where the size is not to be believed.
    """

    bold: bool
    italic: bool
    angle: int
    height: float


@dataclass(slots=True)
class _Glyph:
    character: str
    x0: float
    x1: float
    y: float
    height: float
    look: _Look


def read_pdf(data: bytes) -> ReadResult:
    """The text in reading order, without headers, footers and page numbers; `pages` are where pages begin."""
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(data, len(data), None)
    if not document:
        code = pdfium.FPDF_GetLastError()
        raise ReadError("encrypted" if code == pdfium.FPDF_ERR_PASSWORD else "damaged")
    count = min(pdfium.FPDF_GetPageCount(document), MOST_PAGES)
    found = [_Found(document, number) for number in range(count)]
    textless = sum(not page.letters and page.objects > 0 for page in found)
    if not any(page.letters for page in found):
        raise ReadError("no_text_layer" if textless else "empty")
    pages = [page.page for page in found]
    begun = without_furniture(pages)
    warnings = {
        "images_left_out": any(page.images and page.letters for page in found),
        "comments_left_out": any(page.comments for page in found),
        "pages_without_text": textless > 0,
    }
    result = write_pages(pages, begun)
    codes = tuple(sorted({*result.warnings, *(code for code, there in warnings.items() if there)}))
    return replace(result, warnings=codes, details={"pages_without_text": textless} if textless else {})


class _Found:
    """One page: its pieces of text, and what else is on it."""

    def __init__(self, document: object, number: int) -> None:
        self.page = Page(0, 0, [])
        self.objects = self.images = self.comments = 0
        page = pdfium.FPDF_LoadPage(document, number)
        if not page:
            return
        text = pdfium.FPDFText_LoadPage(page)
        try:
            self._look_at(page)
            if text:
                self._read(page, text)
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)

    @property
    def letters(self) -> int:
        return sum(map(len, (piece.text for piece in self.page.pieces)))

    def _look_at(self, page: object) -> None:
        self.objects = pdfium.FPDFPage_CountObjects(page)
        for i in range(min(self.objects, MOST_OBJECTS)):
            kind = pdfium.FPDFPageObj_GetType(pdfium.FPDFPage_GetObject(page, i))
            self.images += kind == pdfium.FPDF_PAGEOBJ_IMAGE
        commenting = {pdfium.FPDF_ANNOT_TEXT, pdfium.FPDF_ANNOT_FREETEXT}
        for i in range(min(pdfium.FPDFPage_GetAnnotCount(page), MOST_OBJECTS)):
            note = pdfium.FPDFPage_GetAnnot(page, i)
            self.comments += pdfium.FPDFAnnot_GetSubtype(note) in commenting
            pdfium.FPDFPage_CloseAnnot(note)

    def _read(self, page: object, text: object) -> None:
        box = pdfium.FS_RECTF()
        pdfium.FPDF_GetPageBoundingBox(page, box)
        glyphs = list(_glyphs(text))
        angles = Counter(glyph.look.angle for glyph in glyphs if glyph.character.strip() and glyph.look.angle >= 0)
        angle = angles.most_common(1)[0][0] if angles else 0
        left, bottom, right, top = _turned(box.left, box.bottom, box.right, box.top, angle)
        upright = (_upright(glyph, angle) for glyph in glyphs if glyph.look.angle == angle)
        inside = (glyph for glyph in upright if left - 1 <= glyph.x0 <= right and bottom - 1 <= glyph.y <= top)
        self.page = Page(right - left, top - bottom, list(_pieces(inside)))


def _glyphs(text: object) -> Iterator[_Glyph]:
    """Every character of a page with its place; y is its baseline."""
    box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    looks: dict[int | None, _Look] = {}
    look = _Look(bold=False, italic=False, angle=0, height=0)
    for i in range(pdfium.FPDFText_CountChars(text)):
        pdfium.FPDFText_GetLooseCharBox(text, i, box)
        character = chr(pdfium.FPDFText_GetUnicode(text, i) % 0x110000)
        owner = ctypes.cast(pdfium.FPDFText_GetTextObject(text, i), ctypes.c_void_p).value
        if owner:
            if owner not in looks:
                looks[owner] = _look(text, i, box)
            look = looks[owner]
        pdfium.FPDFText_GetCharOrigin(text, i, x, y)
        if look.angle in (90, 270):
            yield _Glyph(character, box.bottom, box.top, x.value, look.height or box.right - box.left, look)
        else:
            yield _Glyph(character, box.left, box.right, y.value, look.height or box.top - box.bottom, look)


def _look(text: object, index: int, box: Any) -> _Look:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text, index, name, len(name), flags)
    called = name.value.lower()
    degrees = -math.degrees(pdfium.FPDFText_GetCharAngle(text, index)) % 360  # PDFium counts clockwise
    nearest = min(RIGHT_ANGLES, key=lambda right: abs((degrees - right + 180) % 360 - 180))
    return _Look(
        bold=bool(flags.value & FLAG_BOLD)
        or b"bold" in called
        or pdfium.FPDFText_GetFontWeight(text, index) >= BOLD_WEIGHT,
        italic=bool(flags.value & FLAG_ITALIC) or b"italic" in called or b"oblique" in called,
        angle=nearest if abs((degrees - nearest + 180) % 360 - 180) < 10 else -1,
        height=_height(text, index, box.right - box.left if nearest in (90, 270) else box.top - box.bottom),
    )


def _height(text: object, index: int, of_box: float) -> float:
    """The size of the font as it is shown: fonts differ in how high they say they are."""
    owner, size, matrix = pdfium.FPDFText_GetTextObject(text, index), ctypes.c_float(), pdfium.FS_MATRIX()
    pdfium.FPDFTextObj_GetFontSize(owner, size)
    pdfium.FPDFPageObj_GetMatrix(owner, matrix)
    height = LINE_HEIGHT * size.value * math.hypot(matrix.c, matrix.d)
    # In a form within the page the size is that of the form.
    return height if 0.5 * of_box < height < 2 * of_box else 0.0


def _turned(left: float, bottom: float, right: float, top: float, angle: int) -> tuple[float, float, float, float]:
    """A page's edges after it was turned so that its text runs to the right."""
    match angle:
        case 90:
            return bottom, -right, top, -left
        case 180:
            return -right, -top, -left, -bottom
        case 270:
            return -top, left, -bottom, right
        case _:
            return left, bottom, right, top


def _upright(glyph: _Glyph, angle: int) -> _Glyph:
    """`_glyphs` gave x0 and x1 along the text already; what is left is which way they and y grow."""
    x0, x1, y = glyph.x0, glyph.x1, glyph.y
    if angle in (180, 270):
        x0, x1 = -x1, -x0
    if angle in (90, 180):
        y = -y
    return _Glyph(glyph.character, x0, x1, y, glyph.height, glyph.look)


def _pieces(glyphs: Iterator[_Glyph]) -> Iterator[Piece]:
    run: list[_Glyph] = []
    for glyph in glyphs:
        if glyph.character in "\r\n" or (run and _ends_run(run, glyph)):
            yield from _piece(run)
            run = []
        if glyph.character not in "\r\n\x00" and (run or not glyph.character.isspace()):
            run.append(glyph)
    yield from _piece(run)


def _ends_run(run: list[_Glyph], glyph: _Glyph) -> bool:
    """Whether a character stands elsewhere than behind the last one that is no space."""
    last = next((each for each in reversed(run) if not each.character.isspace()), run[-1])
    if glyph.character.isspace():
        return False
    height = max(last.height, glyph.height) or 1.0
    if abs(glyph.y - last.y) > OTHER_LINE * height:
        return True
    number = run[0].character.isdecimal() and all(
        each.character.isdecimal() or each.character.isspace() for each in run
    )
    gap = max(glyph.x0 - last.x1, last.x0 - glyph.x1)
    jumped = glyph.x0 < last.x0 - BACKWARDS * height and not "\u0590" <= glyph.character <= "\u08ff"
    return gap > (NUMBER_GAP if number else WIDE_GAP) * height or jumped


def _piece(run: list[_Glyph]) -> Iterator[Piece]:
    text = ""
    marks: list[tuple[int, int, str]] = []
    words: list[tuple[int, float, float]] = []
    end = -math.inf
    for glyph in run:
        before = len(text)
        shown = glyph.character.translate(CHARACTERS)
        if shown.strip() and (not text or text.endswith(" ")):
            words.append((before, glyph.x0, min(glyph.x0 - end, 1000.0)))
        if shown.strip():
            end = glyph.x1
        text += "" if shown == " " and text.endswith(" ") else shown
        for kind, there in (("bold", glyph.look.bold), ("italic", glyph.look.italic)):
            if there and len(text) > before:
                _extend(marks, before, len(text), kind)
    stripped = text.rstrip()
    if stripped:
        solid = [glyph for glyph in run if not glyph.character.isspace()] or run
        marks = [(start, min(end, len(stripped)), kind) for start, end, kind in marks if start < len(stripped)]
        heights = sorted(glyph.height for glyph in solid)
        yield Piece(
            stripped,
            min(glyph.x0 for glyph in solid),
            max(glyph.x1 for glyph in solid),
            solid[0].y,
            heights[len(heights) // 2] or 1.0,
            marks,
            words,
        )


def _extend(marks: list[tuple[int, int, str]], start: int, end: int, kind: str) -> None:
    for i in range(len(marks) - 1, max(-1, len(marks) - 3), -1):
        if marks[i][2] == kind and marks[i][1] == start:
            marks[i] = (marks[i][0], end, kind)
            return
    marks.append((start, end, kind))
