"""Word documents: the package is checked here, its text is read by pandoc."""

from dataclasses import replace

from core.text.readers.base import ReadResult
from core.text.readers.package import Package
from core.text.readers.pandoc import convert

# A deleted paragraph end before an empty paragraph must not join what stands around it.
FORMAT = "docx+empty_paragraphs"
LEFT_OUT = ((b"<w:txbxContent", "text_boxes_left_out"),)


def read_docx(data: bytes) -> ReadResult:
    """The text with tracked changes accepted, comments and notes beside it, and text boxes left out."""
    package = Package(data)
    result = convert(package.data, FORMAT, gap="\n")
    return replace(result, warnings=tuple(sorted({*result.warnings, *package.codes(LEFT_OUT)})))
