"""Files to texts. The bytes decide which reader takes a file; its ending decides where they leave it open.

Plain text is decoded here; all else is read in a confined process (see `confined`).
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING

from core.text.errors import ReadError
from core.text.readers.base import MAX_TEXT_BYTES, Formatting, ReadResult
from core.text.readers.confined import read_confined
from core.text.readers.magic import kind_of

if TYPE_CHECKING:
    from core.text.normalise import Decoded

__all__ = ["KINDS", "SUPPORTED", "Formatting", "ReadError", "ReadResult", "read"]

KINDS: Mapping[str, str] = MappingProxyType({
    ".docx": "docx",
    ".htm": "html",
    ".html": "html",
    ".markdown": "md",
    ".md": "md",
    ".odt": "odt",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".srt": "srt",
    ".text": "txt",
    ".txt": "txt",
    ".vtt": "vtt",
})  # fmt: skip
SUPPORTED = frozenset(KINDS)
# Kinds that are characters before they are anything else: their encoding has to be found.
TEXTS = frozenset({"txt", "md", "html", "srt", "vtt"})
HINTS = {"html": "<", "srt": "-->", "vtt": "-->"}
# Told by a signature, so that no name is needed to believe it.
CERTAIN = frozenset({"docx", "odt", "pdf", "rtf"})
# What old versions of Word leave behind may be of any kind.
ANY_KIND = frozenset({".doc", ".dot"})
PDF_SIGNATURE, PDF_REACH = b"%PDF-", 1024


def read(data: bytes, filename: str, encoding: str | None = None) -> ReadResult:
    """The text of a file; ReadError says why there is none. Nothing else is raised, whatever the bytes.

    `encoding` (see `core.text.normalise.ENCODINGS`) overrules what is found, for kinds that have one.
    """
    if not data:
        raise ReadError("empty")
    ending = PurePath(filename).suffix.lower()
    kind = _kind_to_read(data, ending)
    expected = KINDS.get(ending)
    try:
        result = _read_text(data, kind, encoding) if kind in TEXTS else read_confined(kind, data)
    except ReadError as error:
        # Bytes that are not even a text are a spoilt document rather than a text of another name.
        raise ReadError("damaged") if error.code == "binary" and expected not in TEXTS else error from error
    if not _has_words(result.text):
        raise ReadError("empty")
    return result if result.details.get("read_as", kind) == expected else _say_read_as(result, kind)


def _say_read_as(result: ReadResult, kind: str) -> ReadResult:
    details = {"read_as": kind, **result.details}
    return replace(result, warnings=tuple(sorted({*result.warnings, "read_as"})), details=details)


def _kind_to_read(data: bytes, ending: str) -> str:
    """What the bytes are to be read as; ReadError where that is nothing we read."""
    found, expected = kind_of(data), KINDS.get(ending)
    if found in {"encrypted", "old_word"}:
        raise ReadError(found)
    if expected == "pdf" and PDF_SIGNATURE in data[:PDF_REACH]:
        return "pdf"
    if found in CERTAIN:
        return found
    if expected is None and ending not in ANY_KIND:
        raise ReadError("unsupported", ending=ending)
    if found not in TEXTS:
        raise ReadError("mislabelled", expected=expected or ending.removeprefix("."), found=found)
    return expected if found == "txt" and expected in TEXTS else found


def _read_text(data: bytes, kind: str, encoding: str | None) -> ReadResult:
    from core.text.normalise import normalise

    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", bytes=len(data), limit=MAX_TEXT_BYTES)
    decoded = _decode(data, kind, encoding)
    text = normalise(decoded.text)
    # A page without any markup, or subtitles without any time, are plain text.
    really = kind if HINTS.get(kind, "") in text else "txt"
    result = ReadResult(text) if really == "txt" else read_confined(really, text.encode())
    details = result.details if really == kind else {**result.details, "read_as": really}
    return replace(result, encoding=decoded.encoding, confidence=decoded.confidence, details=details)


def _decode(data: bytes, kind: str, encoding: str | None) -> "Decoded":
    """By what is asked for, by what a page says about itself, or else by the bytes alone."""
    from core.text.normalise import decode, is_utf8
    from core.text.readers.html import declared_encoding

    declared = declared_encoding(data) if kind == "html" and not encoding and not is_utf8(data) else None
    if declared:
        with suppress(ReadError):
            return decode(data, declared)
    return decode(data, encoding)


def _has_words(text: str) -> bool:
    from core.text.words import WORD  # its table of marks takes longer to make than the worker takes to start

    return WORD.search(text) is not None
