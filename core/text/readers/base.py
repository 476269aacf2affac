"""What every reader takes and gives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
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
    """A normalised text, how it looked, the encoding where bytes were decoded, and where its pages begin.

    `warnings` holds codes of what the text does not show as the file did: changes_accepted, comments_left_out,
    comments_marked, images_left_out, pages_without_text, read_as, speaker_table, text_boxes_left_out.
    `details` says more about some of them: read_as (a kind), changes_accepted, comments, pages_without_text
    (how many). `confidence` in the encoding is 1 where the bytes prove it.
    """

    text: str
    formatting: tuple[Formatting, ...] = ()
    encoding: str | None = None
    warnings: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    confidence: float | None = None
    details: Mapping[str, int | str] = field(default_factory=dict)


class Reader(Protocol):
    """Bytes of one kind of file -> its text; ReadError when there is none."""

    def __call__(self, data: bytes) -> ReadResult: ...
