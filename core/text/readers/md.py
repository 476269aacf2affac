"""Markdown, read as CommonMark: linear in time, and every character that is not markup stays as it is."""

from dataclasses import replace

from core.text.readers.base import ReadResult
from core.text.readers.pandoc import convert
from core.text.readers.txt import read_text

FORMAT = "commonmark+footnotes+pipe_tables+strikeout"


def read_markdown(data: bytes) -> ReadResult:
    source = read_text(data)
    return replace(convert(source.text.encode(), FORMAT, gap="\n\n"), encoding=source.encoding)
