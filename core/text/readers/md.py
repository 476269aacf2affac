"""Markdown, read as CommonMark: linear in time, and every character that is not markup stays as it is."""

from core.text.readers.base import ReadResult
from core.text.readers.pandoc import convert

FORMAT = "commonmark+footnotes+pipe_tables+strikeout"


def read_markdown(data: bytes) -> ReadResult:
    """The text of a file given in UTF-8."""
    return convert(data, FORMAT, gap="\n\n")
