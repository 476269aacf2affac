"""A text cut into tokens, as strings in which one character stands for one token.

Comparing, searching and aligning such strings runs at the speed of the interpreter's own string methods.
"""

import re
import sys
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator

from core.text.words import MARKS

# Thai, Lao, Tibetan, Myanmar, Khmer, Kana and Han: every character is a token, or a correction of one would
# change a whole line.
SPACELESS = "\u0e00-\u0fff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9d\U00020000-\U0003ffff"  # noqa: E501
SKIN = "\U0001f3fb-\U0001f3ff"

# Letters and digits with their marks, or any other character with its marks, skin tone and what a joiner adds.
TOKEN = re.compile(
    rf"[^\W_{SPACELESS}]++(?:(?![\s.,?!:])[{MARKS}]++[^\W_{SPACELESS}]*+)*+"
    rf"|\S(?:(?!\s)[{MARKS}{SKIN}]|\u200d\S)*+"
)


def fold(text: str) -> str:
    """White space runs as one space, none at the ends: two quotes are the same words when these are equal."""
    return " ".join(text.split())


class Tokens:
    """Where every token of a text lies. `ids` has one character a token, equal where two tokens are equal."""

    __slots__ = ("ends", "ids", "starts", "text")

    def __init__(self, text: str, known: dict[str, str]) -> None:
        """`known` gives every token its character and is added to; two texts compared share it."""
        self.text = text
        self.starts = array("I")
        self.ends = array("I")
        ids: list[str] = []
        for match in TOKEN.finditer(text):
            start, end = match.span()
            self.starts.append(start)
            self.ends.append(end)
            token = match[0]
            # A text with more different tokens than there are characters uses some twice; quotes are compared anyway.
            ids.append(known.get(token) or known.setdefault(token, chr(1 + len(known) % sys.maxunicode)))
        self.ids = "".join(ids)

    def __len__(self) -> int:
        return len(self.ids)

    def begins_line(self, index: int) -> bool:
        """Whether a token is the first of its line; so is the one that would come behind the last."""
        if not 0 < index < len(self.ids):
            return True
        return self.text.find("\n", self.ends[index - 1], self.starts[index]) >= 0

    def lines(self) -> Iterator[tuple[int, int]]:
        """The half-open intervals of the tokens of each line that has any."""
        start = 0
        for index in range(1, len(self.ids) + 1):
            if self.begins_line(index):
                yield start, index
                start = index

    def inside(self, start: int, end: int) -> tuple[int, int]:
        """The half-open interval of the tokens that share a character with [start, end)."""
        return bisect_right(self.ends, start), bisect_left(self.starts, end)

    def slice(self, first: int, last: int) -> str:
        """The text from the start of a token to the end of the token before `last`; empty when there is none."""
        return self.text[self.starts[first] : self.ends[last - 1]] if first < last else ""
