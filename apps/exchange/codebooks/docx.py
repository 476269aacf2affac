"""The printed codebook as a Word document, with real headings and styles, for the appendix of a thesis."""

import io
from collections.abc import Iterable
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from apps.exchange.codebooks.material import Material
from apps.exchange.codebooks.printed import Printed, PrintedCode, printed

INDENT = Mm(5)
DEEPEST_INDENT = 8
DEEPEST_HEADING = 9
QUIET = RGBColor(0x5A, 0x62, 0x70)
INK = RGBColor(0x1C, 0x1F, 0x24)
SWATCH = "■ "


def as_docx(material: Material) -> bytes:
    """The same words as the PDF. Its headings fill Word's navigation, and a table of contents where one is made."""
    said = printed(material)
    document = Document()
    _styles(document, said.language)
    _front(document, said)
    page = Page(document)
    for dimension in said.dimensions:
        page.add("Heading 1", [(dimension.name, None)])
        page.add("Caption", [(dimension.remark, None)])
        for code in dimension.codes:
            _code(page, code)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


class Page:
    """Paragraphs added right before the end, by the id of their style: python-docx looks for both anew each time, which
    takes half a minute for thousands of codes."""

    def __init__(self, document: Any) -> None:
        self.body = document._body
        self.end = document.element.body.sectPr
        self.ids = {style.name: style.style_id for style in document.styles}

    def add(self, style: str, runs: Iterable[tuple[str, RGBColor | bool | None]], indent: int = 0) -> None:
        """A paragraph of (text, look): a colour, bold or nothing. Line ends become line breaks."""
        element: Any = OxmlElement("w:p")
        self.end.addprevious(element)
        paragraph = Paragraph(element, self.body)
        paragraph._p.style = self.ids[style]
        if indent:
            paragraph.paragraph_format.left_indent = indent
        for text, look in runs:
            run = paragraph.add_run(text)
            if isinstance(look, RGBColor):
                run.font.color.rgb = look
            elif look:
                run.bold = True


def _styles(document: Any, language: str) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(25)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    normal.paragraph_format.space_after = Pt(4)
    tag = OxmlElement("w:lang")
    tag.set(qn("w:val"), {"id": "id-ID"}.get(language, "en-GB"))
    normal.element.get_or_add_rPr().append(tag)
    sizes = {"Title": 24, "Heading 1": 16, **{f"Heading {level}": 12 for level in range(2, DEEPEST_HEADING + 1)}}
    for name, size in sizes.items():
        font = document.styles[name].font
        font.size, font.color.rgb, font.bold, font.italic = Pt(size), INK, True, False
    caption = document.styles["Caption"]
    caption.font.color.rgb, caption.font.bold, caption.font.size = QUIET, False, Pt(9.5)


def _front(document: Any, said: Printed) -> None:
    document.core_properties.title = f"{said.title} · {said.project}"
    document.core_properties.author = ""
    document.core_properties.comments = ""
    document.add_heading(said.title, 0)
    for name, value in said.facts:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{name}: ").bold = True
        paragraph.add_run(value)
    if not said.dimensions:
        document.add_paragraph(said.empty)
    footer = document.sections[0].footer.paragraphs[0]
    footer.add_run(f"{said.page} ")
    _page_number(footer)


def _code(page: Page, code: PrintedCode) -> None:
    indent = INDENT * min(code.depth, DEEPEST_INDENT)
    color = RGBColor.from_string(code.color.removeprefix("#").upper())
    page.add(f"Heading {min(code.depth + 2, DEEPEST_HEADING)}", [(SWATCH, color), (code.name, None)], indent)
    if code.definition:
        page.add("Normal", [(code.definition, None)], indent)
    for label, words in code.texts:
        page.add("Normal", [(f"{label}: ", True), (words, None)], indent)
    if code.remark:
        page.add("Caption", [(code.remark, None)], indent)


def _page_number(paragraph: Any) -> None:
    """The field that Word fills with the page's number."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        run = paragraph.add_run()._r
        element = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        else:
            element.text = text
        run.append(element)
