"""A codebook as a list of entries: what every format is read into, and written from."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from core.codetree import SEPARATOR

# The texts of a code, in the order in which they are shown and written.
TEXTS = ("definition", "include", "exclude", "example", "counter_example")
LONGEST_NAME = 120
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_ENDS = re.compile("\r\n?")
_BREAKS = re.compile("[\n\t\u2028\u2029]+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One code as a file gives it, or with an empty `path` a dimension.

    `path` are the names from the top down to its own. `dimension` is "" where the file names none. `given` holds of
    name, color, codable, shortcut and TEXTS what the file speaks about: an empty text there empties it, one that is
    not there leaves it. With `loose` the path is no more than the name of the parent, wherever that stands.
    `line` is where it stands in the file; `notes` say what was made of it ("duplicate_name", "long_name", "no_name").
    """

    line: int
    dimension: str
    path: tuple[str, ...] = ()
    id: UUID | None = None
    dimension_id: UUID | None = None
    exclusive: bool | None = None
    given: Mapping[str, Any] = field(default_factory=dict)
    loose: bool = False
    notes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.path[-1] if self.path else self.dimension

    @property
    def shown(self) -> str:
        return SEPARATOR.join(self.path) or self.dimension


@dataclass(frozen=True, slots=True)
class Listing:
    """All of a file, in its order. `left_out` counts what Benang has no place for, by what it is."""

    entries: tuple[Entry, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)

    @property
    def needs_dimension(self) -> bool:
        """Whether there are codes that the file puts in no dimension."""
        return any(entry.path and not entry.dimension for entry in self.entries)


def tidy_text(text: str) -> str:
    """A text as every format can hold it: lines end in \\n, no control characters, no space around."""
    return _CONTROL.sub("", _LINE_ENDS.sub("\n", text)).strip()


def tidy_name(text: str) -> str:
    """A name as every format can hold it: as a text, and on one line."""
    return _BREAKS.sub(" ", tidy_text(text)).strip()


def entries_of(snapshot: Mapping[str, Any]) -> Iterator[Entry]:
    """The entries of a codebook as it is frozen (apps.codebook.queries.snapshot_of): a dimension, then its codes."""
    codes: dict[str, list[Mapping[str, Any]]] = {}
    for code in snapshot["codes"]:
        codes.setdefault(code["dimension"], []).append(code)
    line = 1
    for dimension in snapshot["dimensions"]:
        name, key, exclusive = tidy_name(dimension["name"]), UUID(dimension["id"]), dimension["exclusive"]
        yield Entry(line, name, (), None, key, exclusive)
        paths: dict[str | None, tuple[str, ...]] = {None: ()}
        for code in codes.get(dimension["id"], []):
            line += 1
            path = (*paths[code["parent"]], tidy_name(code["name"]))
            paths[code["id"]] = path
            yield Entry(line, name, path, UUID(code["id"]), key, exclusive, given_of(code))
        line += 1


def given_of(code: Mapping[str, Any]) -> dict[str, Any]:
    texts = {field: tidy_text(code[field]) for field in TEXTS}
    return {"color": code["color"], "codable": code["codable"], "shortcut": code["shortcut"], **texts}


def with_names_once(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The same, codes that stand twice in one place numbered, and names brought to a length that can be kept.

    Entries come parents first; what stands below a code whose name changes follows it.
    """
    taken: set[tuple[str, tuple[str, ...]]] = set()
    renamed: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    for entry in entries:
        if not entry.path:
            yield entry
            continue
        above = renamed.get((entry.dimension, entry.path[:-1]), entry.path[:-1])
        name, given, notes = _fitting(entry)
        path, number = (*above, name), 1
        while (entry.dimension, path) in taken:
            number += 1
            tail = f" ({number})"
            path = (*above, name[: LONGEST_NAME - len(tail)] + tail)
        notes += ("duplicate_name",) if number > 1 else ()
        taken.add((entry.dimension, path))
        renamed[entry.dimension, entry.path] = path
        yield replace(entry, path=path, given=given, notes=(*entry.notes, *notes))


def _fitting(entry: Entry) -> tuple[str, Mapping[str, Any], tuple[str, ...]]:
    """A name that can be kept, what is given with it, and what was done. A long one stands whole in the definition."""
    name = tidy_name(entry.path[-1])
    if not name:
        return f"({entry.line})", entry.given, ("no_name",)
    if len(name) <= LONGEST_NAME:
        return name, entry.given, ()
    definition = "\n\n".join(filter(None, [name, entry.given.get("definition", "")]))
    return name[: LONGEST_NAME - 1] + "…", {**entry.given, "definition": definition}, ("long_name",)
