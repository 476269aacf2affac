"""The log as a Word document. Its rows are written straight into the file: python-docx would hold them all."""

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from apps.review.log_files.report import WIDTHS, Report, Table

INK, QUIET = RGBColor(0x1C, 0x1F, 0x24), RGBColor(0x5A, 0x62, 0x70)
TWIPS = 56.6929
PART = "word/document.xml"
HERE = "rows-come-here"
# What XML cannot hold.
CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def write_docx(path: Path, report: Report) -> None:
    document = Document()
    _styles(document, report.language)
    _front(document, report)
    for table in report.tables:
        _numbers(document, table)
    document.add_heading(report.title, 1)
    _log_table(document, report)
    _footer(document, report)
    file = io.BytesIO()
    document.save(file)
    _fill(file, path, report)


def _styles(document: Any, language: str) -> None:
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = Mm(297), Mm(210)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(18)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size, normal.paragraph_format.space_after = "Calibri", Pt(10.5), Pt(3)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), {"id": "id-ID"}.get(language, "en-GB"))
    normal.element.get_or_add_rPr().append(tag)
    for name, size in (("Title", 24.0), ("Heading 1", 14.0), ("Heading 2", 11.0)):
        font = document.styles[name].font
        font.size, font.color.rgb, font.bold, font.name = Pt(size), INK, True, "Calibri"
        fonts = document.styles[name].element.rPr.rFonts
        for theme in [key for key in fonts.attrib if key.endswith("Theme")]:
            del fonts.attrib[theme]
    document.styles["Title"].element.pPr.remove(document.styles["Title"].element.pPr.find(qn("w:pBdr")))
    # The facts and numbers have the first page to themselves.
    document.styles["Heading 1"].paragraph_format.page_break_before = True
    for name, size, bold in (("Log cell", 8.5, False), ("Log head", 8.5, True), ("Log theme", 10.0, True)):
        style = document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = normal
        style.font.size, style.font.bold = Pt(size), bold
        style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(1.5)
    document.styles["Log theme"].paragraph_format.keep_with_next = True


def _front(document: Any, report: Report) -> None:
    properties = document.core_properties
    properties.title = f"{report.title} · {report.project.name}"
    properties.author = properties.comments = ""
    properties.created = properties.modified = report.made
    document.add_heading(report.title, 0)
    table = document.add_table(rows=0, cols=2)
    _fit(table, [45, 216])
    for name, value in report.facts:
        said = table.add_row().cells
        said[0].paragraphs[0].add_run(_plain(name)).font.color.rgb = QUIET
        said[1].paragraphs[0].add_run(_plain(value))


def _numbers(document: Any, told: Table) -> None:
    if not told.rows:
        return
    document.add_heading(told.title, 2)
    table = document.add_table(rows=1, cols=len(told.heads))
    _plain_look(table)
    _fit(table, [100, *[32] * (len(told.heads) - 1)])
    for at, (cell, head) in enumerate(zip(table.rows[0].cells, told.heads, strict=True)):
        _say(cell, head, is_bold=True, is_number=at > 0)
    _repeat(table.rows[0])
    for number, row in enumerate(told.rows, start=1):
        is_total = told.has_total and number == len(told.rows)
        for at, (cell, value) in enumerate(zip(table.add_row().cells, row, strict=True)):
            _say(cell, value, is_bold=is_total, is_number=at > 0)


def _fit(table: Any, widths: Sequence[int]) -> None:
    """Columns of so many millimetres: rows that are added take them over."""
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)


def _plain_look(table: Any) -> None:
    table.style = "Table Grid"
    borders = OxmlElement("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        edge = OxmlElement(f"w:{side}")
        is_line = side in ("top", "bottom", "insideH")
        edge.set(qn("w:val"), "single" if is_line else "nil")
        if is_line:
            edge.set(qn("w:sz"), "4")
            edge.set(qn("w:color"), "BFBAB0")
        borders.append(edge)
    # Word minds the order of the parts of a table's properties.
    behind = (qn("w:shd"), qn("w:tblLayout"), qn("w:tblCellMar"), qn("w:tblLook"))
    next(part for part in table._tbl.tblPr if part.tag in behind).addprevious(borders)


def _say(cell: Any, text: str, *, is_bold: bool, is_number: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.style = "Log head" if is_bold else "Log cell"
    paragraph.add_run(_plain(text))
    paragraph.alignment = 2 if is_number else 0


def _log_table(document: Any, report: Report) -> None:
    """The table with its head and one row in whose place the entries come."""
    table = document.add_table(rows=2, cols=len(report.heads))
    _plain_look(table)
    _fit(table, WIDTHS)
    for cell, head in zip(table.rows[0].cells, report.heads, strict=True):
        _say(cell, head, is_bold=True, is_number=False)
    _repeat(table.rows[0])
    table.rows[1].cells[0].paragraphs[0].add_run(HERE)


def _repeat(row: Any) -> None:
    """A head that stands on every page, and is not cut between two."""
    for name in ("w:cantSplit", "w:tblHeader"):
        row._tr.get_or_add_trPr().append(OxmlElement(name))


def _footer(document: Any, report: Report) -> None:
    footer = document.sections[0].footer.paragraphs[0]
    footer.style = document.styles["Log cell"]
    footer.add_run(_plain(f"{report.title} · {report.project.name} · ")).font.color.rgb = QUIET
    for number, field in enumerate(("PAGE", "NUMPAGES")):
        if number:
            footer.add_run(" / ")
        for kind in ("begin", "", "end"):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = field
            footer.add_run()._r.append(element)


def _fill(made: IO[bytes], path: Path, report: Report) -> None:
    """Copy the document part by part, with the rows in the place kept for them."""
    ids = {style: style.replace(" ", "") for style in ("Log cell", "Log theme")}
    with ZipFile(made) as source, ZipFile(path, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name != PART:
                target.writestr(name, content)
                continue
            before, after = _around_the_place(content)
            with target.open(name, "w", force_zip64=True) as part:
                part.write(before)
                for row in report.rows():
                    part.write(_row(row, ids).encode())
                part.write(after)


def _around_the_place(content: bytes) -> tuple[bytes, bytes]:
    place = content.index(HERE.encode())
    end = content.index(b"</w:tr>", place) + len(b"</w:tr>")
    return content[: content.rindex(b"<w:tr>", 0, place)], content[end:]


def _row(row: list[str], ids: dict[str, str]) -> str:
    if len(row) == 1:
        span = f'<w:tcPr><w:gridSpan w:val="{len(WIDTHS)}"/><w:shd w:val="clear" w:fill="F6F3EE"/></w:tcPr>'
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr><w:tc>{span}{_paragraph(row[0], ids['Log theme'])}</w:tc></w:tr>"
    told = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{round(width * TWIPS)}" w:type="dxa"/></w:tcPr>'
        f"{_paragraph(cell, ids['Log cell'])}</w:tc>"
        for width, cell in zip(WIDTHS, row, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{told}</w:tr>"


def _paragraph(text: str, style: str) -> str:
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in _plain(text).split("\n"))
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr><w:r>{lines}</w:r></w:p>'


def _plain(text: str) -> str:
    return CONTROLS.sub("", text)
