"""Files to texts: one reader per ending, chosen only after the bytes agree with it."""

from collections.abc import Mapping
from pathlib import PurePath
from types import MappingProxyType

from core.text.errors import ReadError
from core.text.readers.base import Formatting, Reader, ReadResult
from core.text.readers.docx import read_docx
from core.text.readers.magic import kind_of
from core.text.readers.md import read_markdown
from core.text.readers.txt import read_text
from core.text.words import WORD

__all__ = ["READERS", "SUPPORTED", "Formatting", "ReadError", "ReadResult", "Reader", "read"]

READERS: Mapping[str, Reader] = MappingProxyType({".txt": read_text, ".md": read_markdown, ".docx": read_docx})
SUPPORTED = frozenset(READERS)
KINDS: Mapping[str, str] = MappingProxyType({".docx": "docx"})


def read(data: bytes, filename: str) -> ReadResult:
    """The text of a file; ReadError says why there is none. Nothing else is raised, whatever the bytes."""
    if not data:
        raise ReadError("empty")
    ending = PurePath(filename).suffix.lower()
    found, expected = kind_of(data), KINDS.get(ending, "txt")
    if found in {"encrypted", "old_word"}:
        raise ReadError(found)
    if ending not in READERS:
        raise ReadError("unsupported", ending=ending)
    if found != expected:
        raise ReadError("mislabelled", expected=expected, found=found)
    result = READERS[ending](data)
    if not WORD.search(result.text):
        raise ReadError("empty")
    return result
