"""How pieces of a text looked in its file, as HTML inside the workspace's lines: the text itself stays as it is."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from django.utils.html import escape

# What is shown, each kind by the class of its name; lists and tables need more than that.
SHOWN = frozenset(
    ("bold", "italic", "underline", "strike", "code", "nonverbal", *(f"heading{level}" for level in range(1, 7)))
)


@dataclass(frozen=True)
class Looks:
    """Pieces [start, end) of a text that look alike, ascending and apart, and the classes of each."""

    starts: tuple[int, ...] = ()
    ends: tuple[int, ...] = ()
    classes: tuple[str, ...] = ()

    @classmethod
    def of(cls, formatting: Iterable[tuple[int, int, str]]) -> "Looks":
        """Cut formatting that overlaps and nests into pieces that do not."""
        edges = [
            (at, opens, kind)
            for start, end, kind in formatting
            if kind in SHOWN and start < end
            for at, opens in ((start, 1), (end, -1))
        ]
        pieces: list[tuple[int, int, str]] = []
        open_kinds: Counter[str] = Counter()
        reached = 0
        for at, here in groupby(sorted(edges), key=lambda edge: edge[0]):
            if names := " ".join(sorted(kind for kind, times in open_kinds.items() if times > 0)):
                pieces.append((reached, at, names))
            for _at, opens, kind in here:
                open_kinds[kind] += opens
            reached = at
        return cls(*map(tuple, zip(*pieces, strict=True))) if pieces else cls()

    def html(self, text: str, start: int, end: int) -> str:
        """text[start:end], escaped, with a span around each piece."""
        if not self.starts:
            return str(escape(text[start:end]))
        parts = []
        at = bisect_right(self.ends, start)
        while at < len(self.starts) and self.starts[at] < end:
            first, last = max(start, self.starts[at]), min(end, self.ends[at])
            parts += [escape(text[start:first]), f'<span class="{self.classes[at]}">{escape(text[first:last])}</span>']
            start, at = last, at + 1
        return "".join([*parts, escape(text[start:end])])


PLAIN = Looks()
