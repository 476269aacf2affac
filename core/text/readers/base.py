"""What every reader takes and gives."""

from dataclasses import dataclass
from typing import Protocol

MAX_TEXT_BYTES = 32 * 2**20


@dataclass(frozen=True, slots=True)
class Formatting:
    """How a piece [start, end) of the text looked in the file.

    `kind` is one of heading1 … heading6, bold, italic, underline, strike, list, table, quote, note,
    comment, link, code.
    """

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class ReadResult:
    """A normalised text, how it looked, and the encoding where bytes were decoded.

    `warnings` holds codes of what the text does not show: changes_accepted, comments_left_out,
    images_left_out.
    """

    text: str
    formatting: tuple[Formatting, ...] = ()
    encoding: str | None = None
    warnings: tuple[str, ...] = ()


class Reader(Protocol):
    """Bytes of one kind of file -> its text; ReadError when there is none."""

    def __call__(self, data: bytes) -> ReadResult: ...
