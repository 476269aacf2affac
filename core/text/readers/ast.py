"""pandoc's JSON syntax tree to plain text with formatting beside it.

Paragraphs, headings and list items are lines; cells are separated by a tab and rows by a line end; a note
leaves a mark like [1] where it stands and follows, as a paragraph of its own, the block that mentions it; so
does a comment, as [c1] and "[c1 Author: …]". Tracked changes are taken as accepted. A table of who says what
becomes lines "Speaker: words".
"""

from collections import Counter, deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import chain
from typing import Any, TypeVar

from core.text.normalise import normalise
from core.text.readers.base import Formatting, ReadResult
from core.text.readers.tables import find_speakers

Node = dict[str, Any]
T = TypeVar("T")

STYLES = {"Emph": "italic", "Strong": "bold", "Strikeout": "strike", "Underline": "underline"}
DEEPEST_HEADING = 6


class Writer:
    """Writes one document; `gap` is the separator between its blocks, `line_break` that of the source's lines."""

    def __init__(self, gap: str, line_break: str = "\n", *, speech: bool = True) -> None:
        self.gap = gap
        self.line_break = line_break
        self.speech = speech  # whether to look for tables of who says what
        self.pieces: list[str] = []
        self.length = 0
        self.owed = ""  # a separator, written only when something follows it
        self.formatting: list[Formatting] = []
        self.notes: deque[tuple[str, str, list[Node]]] = deque()  # kind, beginning, blocks
        self.comments: dict[str, tuple[int, str, list[Node]]] = {}  # begun and not ended: number, author, words
        self.counts: Counter[str] = Counter()
        self.warnings: set[str] = set()
        self.joins_next = False  # the end of this paragraph was deleted

    def write(self, document: Node) -> ReadResult:
        for block in [*_front_matter(document["meta"]), *document["blocks"]]:
            before, self.joins_next = self.length, False
            self._blocks([block], self.gap)
            if not self.joins_next:
                self._write_notes()
                self._separate(self.gap)
            elif self.length == before:
                self.owed = self.owed or (self.gap if before else "")
        for key in list(self.comments):
            self._end_comment(key)
        self._write_notes()
        formatting = tuple(sorted(self.formatting, key=lambda span: (span.start, -span.end, span.kind)))
        told = {"changes_accepted": "changes_accepted", "comments": "comments_marked"}
        self.warnings |= {code for key, code in told.items() if self.counts[key]}
        warnings, details = tuple(sorted(self.warnings)), {key: n for key, n in self.counts.items() if key != "notes"}
        return ReadResult("".join(self.pieces), formatting, warnings=warnings, details=details)

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
            case "SoftBreak":
                self._add(self.line_break)
            case "LineBreak":
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
                self.counts["notes"] += 1
                mark = f"[{self.counts['notes']}]"
                self.notes.append(("note", f"{mark} ", content))
                self._add(mark)
            case "Span":
                self._span(content[0], content[1])
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

    def _span(self, attributes: Any, content: list[Node]) -> None:
        """What Word's tracked changes and comments become in pandoc's tree; and other spans, which are text."""
        _identifier, classes, pairs = attributes
        about = dict(pairs)
        match classes[:1]:
            case ["deletion"]:
                self.counts["changes_accepted"] += 1
            case ["paragraph-deletion"]:
                self.counts["changes_accepted"] += 1
                self.joins_next = True
            case ["insertion" | "paragraph-insertion"]:
                self.counts["changes_accepted"] += 1
                self._descend(content)
            case ["comment-start"]:
                self.counts["comments"] += 1
                words: list[Node] = [{"t": "Plain", "c": content}]
                self.comments[about.get("id", "")] = (self.counts["comments"], about.get("author", ""), words)
            case ["comment-end"]:
                self._end_comment(about.get("id", ""))
            case _:
                self._descend(content)

    def _end_comment(self, key: str) -> None:
        """The mark stands where the words that are commented on end."""
        if key in self.comments:
            number, author, words = self.comments.pop(key)
            self.notes.append(("comment", f"[c{number}{' ' if author else ''}{author}: ", words))
            self._add(f"[c{number}]")

    def _table(self, _attr: Any, caption: Any, _columns: Any, head: Any, bodies: Any, foot: Any) -> None:
        rows = [cells for _attributes, cells in _rows(head, bodies, foot)]
        plain = [[self._plain(cell[-1]) for cell in cells] for cells in rows] if self.speech else []
        speakers = find_speakers(plain)
        before, start = self.length, self.length + len(self.owed)
        self._blocks(caption[1], self.gap)
        self._separate("\n")
        for i, cells in self._each(list(enumerate(rows)), "\n"):
            said_by = speakers.head(plain[i]) if speakers else None
            if said_by is not None and speakers:
                self._add(said_by)
                self._blocks(cells[speakers.text][-1], "\n")
            else:
                self._row(cells)
        if speakers:
            self.warnings.add("speaker_table")
        elif self.length > before:
            self.formatting.append(Formatting(start, self.length, "table"))

    def _row(self, cells: Any) -> None:
        for i, cell in enumerate(cells):
            if i:
                self._add("\t")
            self._blocks(cell[-1], "\n")

    def _plain(self, blocks: list[Node]) -> str:
        return Writer("\n", self.line_break, speech=False).write({"meta": {}, "blocks": blocks}).text

    def _write_notes(self) -> None:
        while self.notes:
            kind, beginning, blocks = self.notes.popleft()
            self._separate(self.gap)
            with self._marked(kind):
                self._add(beginning)
                self._blocks(blocks, self.gap)
                if kind == "comment":
                    self._add("]")


def _rows(head: Any, bodies: Any, foot: Any) -> list[Any]:
    return [*head[1], *(row for body in bodies for row in body[2] + body[3]), *foot[1]]


def _front_matter(meta: Node) -> list[Node]:
    """Word's Title, Subtitle, Author, Date and Abstract paragraphs, which pandoc takes out of the text."""
    headings = [{"t": "Header", "c": [level, meta.get(name)]} for level, name in enumerate(("title", "subtitle"), 1)]
    return [*headings, *({"t": "Plain", "c": meta.get(name)} for name in ("author", "date", "abstract"))]


def _numeral(number: int, style: str) -> str:
    if style in {"LowerAlpha", "UpperAlpha"} and 1 <= number <= 26:
        return chr((ord("a") if style == "LowerAlpha" else ord("A")) + number - 1)
    return str(number)
