"""Plain text."""

from core.text.errors import ReadError
from core.text.normalise import decode, normalise
from core.text.readers.base import MAX_TEXT_BYTES, ReadResult


def read_text(data: bytes) -> ReadResult:
    if len(data) > MAX_TEXT_BYTES:
        raise ReadError("too_large", bytes=len(data), limit=MAX_TEXT_BYTES)
    decoded = decode(data)
    return ReadResult(normalise(decoded.text), encoding=decoded.encoding)
