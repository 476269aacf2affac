"""pandoc's JSON syntax tree to plain text with formatting beside it.

Paragraphs, headings and list items are lines; cells are separated by a tab and rows by a line end; a note
leaves a mark like [1] where it stands and follows, as a paragraph of its own, the block that mentions it.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from core.text.normalise import normalise
from core.text.readers.base import Formatting, ReadResult

Node = dict[str, Any]
T = TypeVar("T")

STYLES = {"Emph": "italic", "Strong": "bold", "Strikeout": "strike", "Underline": "underline"}
DEEPEST_HEADING = 6


class Writer:
    """Writes one document; `gap` is the separator between its blocks."""

    def __init__(self, gap: str) -> None:
        self.gap = gap
        self.pieces: list[str] = []
        self.length = 0
        self.owed = ""  # a separator, written only when something follows it
        self.formatting: list[Formatting] = []
        self.notes: deque[tuple[int, list[Node]]] = deque()
        self.noted = 0
        self.warnings: set[str] = set()

    def write(self, document: Node) -> ReadResult:
        for block in [*_front_matter(document["meta"]), *document["blocks"]]:
            self._blocks([block], self.gap)
            while self.notes:
                self._separate(self.gap)
                self._write_note(*self.notes.popleft())
            self._separate(self.gap)
        formatting = sorted(self.formatting, key=lambda span: (span.start, -span.end, span.kind))
        return ReadResult("".join(self.pieces), tuple(formatting), None, tuple(sorted(self.warnings)))

    def _add(self, words: str) -> None:
        if words := normalise(words):
            self.pieces += self.owed, words
            self.length += len(self.owed) + len(words)
            self.owed = ""

    def _separate(self, separator: str) -> None:
        if self.length and len(separator) > len(self.owed):
            self.owed = separator

    @contextmanager
    def _marked(self, kind: str) -> Iterator[None]:
        before, start = self.length, self.length + len(self.owed)
        yield
        if self.length > before:
            self.formatting.append(Formatting(start, self.length, kind))

    def _descend(self, content: Any) -> None:
        """Write the nodes in a node's content, whatever its shape; attributes hold none."""
        if isinstance(content, list):
            for part in content:
                self._descend(part)
        elif isinstance(content, dict) and "t" in content:
            self._inline(content["t"], content.get("c"))

    def _inline(self, name: str, content: Any) -> None:
        match name:
            case "Str":
                self._add(content)
            case "Space":
                self._add(" ")
            case "SoftBreak" | "LineBreak":
                self._add("\n")
            case "Emph" | "Strong" | "Strikeout" | "Underline":
                with self._marked(STYLES[name]):
                    self._descend(content)
            case "Link":
                with self._marked("link"):
                    self._descend(content)
            case "Code" | "CodeBlock":
                with self._marked("code"):
                    self._add(content[1])
            case "RawInline" | "RawBlock" | "Math":
                self._add(content[1].rstrip("\n"))
            case "Image":
                self.warnings.add("images_left_out")
                self._descend(content)
            case "Note":
                self.noted += 1
                self.notes.append((self.noted, content))
                self._add(f"[{self.noted}]")
            case _:
                self._block(name, content)

    def _block(self, name: str, content: Any) -> None:
        match name:
            case "Header":
                with self._marked(f"heading{min(content[0], DEEPEST_HEADING)}"):
                    self._descend(content)
            case "BlockQuote":
                with self._marked("quote"):
                    self._blocks(content, self.gap)
            case "BulletList":
                self._list(content, ("- " for _ in content))
            case "OrderedList":
                (first, style, delimiter), items = content
                ending = ") " if "Paren" in delimiter["t"] else ". "
                self._list(items, (_numeral(first + i, style["t"]) + ending for i in range(len(items))))
            case "DefinitionList":
                for term, definitions in self._each(content, self.gap):
                    self._blocks([{"t": "Plain", "c": term}, *chain(*definitions)], self.gap)
            case "Table":
                with self._marked("table"):
                    self._table(*content)
            case "Figure":
                self._blocks([*content[2], *content[1][1]], self.gap)
            case "Div":
                self._blocks(content[1], self.gap)
            case _:
                self._descend(content)

    def _each(self, items: Iterable[T], separator: str) -> Iterator[T]:
        """The items, with a separator owed between them."""
        for i, item in enumerate(items):
            if i:
                self._separate(separator)
            yield item

    def _blocks(self, blocks: Iterable[Node], gap: str) -> None:
        before = self.length
        for block in self._each(blocks, gap):
            self._descend(block)
        if self.length > before:
            self.owed = ""

    def _list(self, items: list[list[Node]], markers: Iterable[str]) -> None:
        tight = any(item and item[0]["t"] == "Plain" for item in items)
        gap = "\n" if tight else self.gap
        with self._marked("list"):
            for item, marker in self._each(zip(items, markers, strict=True), gap):
                self._add(marker)
                self._blocks(item, gap)

    def _table(self, _attr: Any, caption: Any, _columns: Any, head: Any, bodies: Any, foot: Any) -> None:
        self._blocks(caption[1], self.gap)
        rows = [*head[1], *(row for body in bodies for row in body[2] + body[3]), *foot[1]]
        for _attributes, cells in self._each(rows, "\n"):
            for i, cell in enumerate(cells):
                if i:
                    self._add("\t")
                self._blocks(cell[-1], "\n")

    def _write_note(self, number: int, blocks: list[Node]) -> None:
        with self._marked("note"):
            self._add(f"[{number}] ")
            self._blocks(blocks, self.gap)


def _front_matter(meta: Node) -> list[Node]:
    """Word's Title, Subtitle, Author, Date and Abstract paragraphs, which pandoc takes out of the text."""
    headings = [{"t": "Header", "c": [level, meta.get(name)]} for level, name in enumerate(("title", "subtitle"), 1)]
    return [*headings, *({"t": "Plain", "c": meta.get(name)} for name in ("author", "date", "abstract"))]


def _numeral(number: int, style: str) -> str:
    if style in {"LowerAlpha", "UpperAlpha"} and 1 <= number <= 26:
        return chr((ord("a") if style == "LowerAlpha" else ord("A")) + number - 1)
    return str(number)
