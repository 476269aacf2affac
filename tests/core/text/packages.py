"""Word documents for tests: whole ones, and packages made of raw XML."""

import io
import zipfile
from collections.abc import Callable

import docx
from docx.document import Document

TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
DOCUMENT = (
    '{}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{}</w:body>'
    "</w:document>"
)


def document(write: Callable[[Document], object]) -> bytes:
    made = docx.Document()
    write(made)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def archive(members: dict[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return stream.getvalue()


def package(body: str, doctype: str = "", members: dict[str, str | bytes] | None = None) -> bytes:
    """A package whose document holds the XML `body`, and further members by name."""
    fixed = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS}
    return archive({**fixed, "word/document.xml": DOCUMENT.format(doctype, body), **(members or {})})


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"
