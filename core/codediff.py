"""What differs between two snapshots of a codebook, for a reader: code by code, word by word in what they say.

A snapshot is {"dimensions": [{id, name, exclusive, position}], "codes": [{id, dimension, parent, position, name, …}]}.
Codes are known by their ids, so that one that was renamed and moved is still itself.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from core.codetree import SEPARATOR, walk
from core.text.diff import Piece, diff_words

TEXTS = ("definition", "include", "exclude", "example", "counter_example")

State = Mapping[str, Any]
Snapshot = Mapping[str, Any]


class Fate(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


class Pair(NamedTuple):
    """What was, and what is."""

    old: Any
    new: Any


class Words(NamedTuple):
    """One of a code's texts, with what was removed and added."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class CodeChange:
    """What became of one code; what is None or empty did not change. `where` is its dimension and the codes above it.

    `path` and `color` are those it has, or had before it was removed.
    """

    fate: Fate
    id: str
    name: str
    path: str
    color: str
    renamed: Pair | None = None
    moved: Pair | None = None
    recoloured: Pair | None = None
    shortcut: Pair | None = None
    codable: Pair | None = None
    words: tuple[Words, ...] = ()

    @property
    def is_other(self) -> bool:
        """Whether only its key changed, or whether it can be put on passages."""
        seen = self.renamed or self.moved or self.recoloured or self.words
        return not seen and bool(self.shortcut or self.codable)


@dataclass(frozen=True, slots=True)
class DimensionChange:
    fate: Fate
    id: str
    name: str
    renamed: Pair | None = None
    exclusive: Pair | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """All that changed. `reordered` names the places where codes or dimensions stand in another order."""

    dimensions: tuple[DimensionChange, ...]
    codes: tuple[CodeChange, ...]
    reordered: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.dimensions or self.codes or self.reordered)

    @property
    def totals(self) -> dict[str, int]:
        """How many codes were added, removed, renamed, moved, reworded, recoloured; how many dimensions; all else."""
        changed = [each for each in self.codes if each.fate == Fate.CHANGED]
        return {
            "added": sum(each.fate == Fate.ADDED for each in self.codes),
            "removed": sum(each.fate == Fate.REMOVED for each in self.codes),
            "renamed": sum(each.renamed is not None for each in changed),
            "moved": sum(each.moved is not None for each in changed),
            "reworded": sum(bool(each.words) for each in changed),
            "recoloured": sum(each.recoloured is not None for each in changed),
            "dimensions": len(self.dimensions),
            "other": sum(each.is_other for each in changed) + len(self.reordered),
        }


class _Book:
    """A snapshot by ids, with where each code stands in words."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.dimensions: dict[str, State] = {state["id"]: state for state in snapshot["dimensions"]}
        order = {key: number for number, key in enumerate(self.dimensions)}
        codes = sorted(snapshot["codes"], key=lambda each: (order.get(each["dimension"], 0), each["position"]))
        states = {state["id"]: state for state in codes}
        places = dict(walk((state["id"], state["parent"], state["name"]) for state in codes))
        self.codes = {key: states[key] for key in places}
        self.paths = {key: place.path for key, place in places.items()}
        self.above = {key: place.names[:-1] for key, place in places.items()}

    def where(self, key: str) -> str:
        dimension = self.dimensions[self.codes[key]["dimension"]]["name"]
        return SEPARATOR.join((dimension, *self.above[key]))

    def home(self, key: str) -> tuple[str, str | None]:
        return self.codes[key]["dimension"], self.codes[key]["parent"]

    def groups(self) -> dict[tuple[str, str | None], list[str]]:
        found = defaultdict(list)
        for key in self.codes:
            found[self.home(key)].append(key)
        return found


def difference(old: Snapshot, new: Snapshot) -> Difference:
    """How one codebook became another, in the order of the new tree; what was removed comes last."""
    was, now = _Book(old), _Book(new)
    codes = [_code(was, now, key) for key in now.codes]
    gone = [_whole(Fate.REMOVED, was, key) for key in was.codes if key not in now.codes]
    return Difference(
        dimensions=tuple(_dimensions(was, now)),
        codes=tuple([each for each in codes if each is not None] + gone),
        reordered=tuple(_reordered(was, now)),
    )


def _code(was: _Book, now: _Book, key: str) -> CodeChange | None:
    if key not in was.codes:
        return _whole(Fate.ADDED, now, key)
    old, new = was.codes[key], now.codes[key]
    moved = Pair(was.where(key), now.where(key)) if was.home(key) != now.home(key) else None
    words = tuple(
        Words(field, tuple(diff_words(old[field], new[field]))) for field in TEXTS if old[field] != new[field]
    )
    pairs = {name: _pair(old, new, name) for name in ("name", "color", "shortcut", "codable")}
    if not words and not moved and not any(pairs.values()):
        return None
    return CodeChange(
        Fate.CHANGED, key, new["name"], now.paths[key], new["color"],
        renamed=pairs["name"], moved=moved, recoloured=pairs["color"], shortcut=pairs["shortcut"],
        codable=pairs["codable"], words=words,
    )  # fmt: skip


def _whole(fate: Fate, book: _Book, key: str) -> CodeChange:
    state = book.codes[key]
    return CodeChange(fate, key, state["name"], f"{book.where(key)}{SEPARATOR}{state['name']}", state["color"])


def _pair(old: State, new: State, field: str) -> Pair | None:
    return Pair(old[field], new[field]) if old[field] != new[field] else None


def _dimensions(was: _Book, now: _Book) -> Iterable[DimensionChange]:
    for key, state in now.dimensions.items():
        if key not in was.dimensions:
            yield DimensionChange(Fate.ADDED, key, state["name"])
            continue
        renamed, exclusive = (_pair(was.dimensions[key], state, field) for field in ("name", "exclusive"))
        if renamed or exclusive:
            yield DimensionChange(Fate.CHANGED, key, state["name"], renamed, exclusive)
    for key, state in was.dimensions.items():
        if key not in now.dimensions:
            yield DimensionChange(Fate.REMOVED, key, state["name"])


def _reordered(was: _Book, now: _Book) -> Iterable[str]:
    """Where those that stand together before and after have changed their order."""
    if _differ(list(was.dimensions), list(now.dimensions)):
        yield ""
    before = was.groups()
    for home, keys in now.groups().items():
        if _differ(before.get(home, []), keys):
            yield now.where(keys[0])


def _differ(old: list[str], new: list[str]) -> bool:
    both = set(old) & set(new)
    return [key for key in old if key in both] != [key for key in new if key in both]
