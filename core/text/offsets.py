"""Spans of a text in Unicode code points, and their conversion from and to UTF-16 code units."""

from dataclasses import dataclass

UTF16 = "utf-16-le"


class SpanError(ValueError):
    """Offsets that do not name a piece of a text."""


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A non-empty half-open interval [start, end) of code points; sorts by start, then end."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise SpanError(f"not a span: [{self.start}, {self.end})")

    @property
    def length(self) -> int:
        return self.end - self.start

    def overlaps(self, other: "Span") -> bool:
        """Whether both share at least one character; touching is not overlapping."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        return self.start <= other.start and other.end <= self.end

    def quote(self, text: str) -> str:
        """The words of the span; SpanError when it reaches beyond the text."""
        if self.end > len(text):
            raise SpanError(f"[{self.start}, {self.end}) reaches beyond a text of {len(text)}")
        return text[self.start : self.end]


def to_utf16(text: str, offset: int) -> int:
    """Code points before a position -> UTF-16 code units before it."""
    if not 0 <= offset <= len(text):
        raise SpanError(f"offset {offset} is outside a text of {len(text)}")
    return len(text[:offset].encode(UTF16, "surrogatepass")) // 2


def from_utf16(text: str, offset: int) -> int:
    """UTF-16 code units before a position -> code points before it; SpanError inside a surrogate pair."""
    units = text.encode(UTF16, "surrogatepass")
    if not 0 <= offset * 2 <= len(units):
        raise SpanError(f"UTF-16 offset {offset} is outside a text of {len(units) // 2}")
    before = units[: offset * 2].decode(UTF16, "surrogatepass")
    if text[: len(before)] != before:
        raise SpanError(f"UTF-16 offset {offset} is inside a surrogate pair")
    return len(before)
