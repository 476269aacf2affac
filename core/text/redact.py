"""Words made unreadable without moving anything: every offset, line and word count stays."""

import re
import unicodedata
from collections.abc import Iterable

from core.text.offsets import Span

_LETTER_OR_DIGIT = re.compile(r"[^\W_]")


def redact(text: str, spans: Iterable[Span]) -> str:
    """The text with the words of the spans written as xxx and 000; of the same length, words and lines."""
    chars = list(text)
    for span in spans:
        for at in range(span.start, min(span.end, len(chars))):
            chars[at] = _unreadable(chars[at])
    return "".join(chars)


def _unreadable(char: str) -> str:
    if char.isdigit():
        return "0"
    # A combining mark belongs to the letter before it: left standing it would tell which one that was.
    if _LETTER_OR_DIGIT.match(char) or unicodedata.category(char)[0] == "M":
        return "x"
    return char
