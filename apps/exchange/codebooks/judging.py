"""What a file of codes would do to a codebook, row by row, before anything is written.

A row is about the code with its GUID, or else about the one of its name in its place. `judge` plans the whole codebook
as it would stand, in the form in which the log keeps codes (see apps/coding/code_states.py).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID, uuid5

from apps.codebook.models import Code, Dimension
from apps.codebook.queries import FIELDS, codes_of, dimensions_of, full_dimension_state, full_state, violations_of
from apps.codebook.rules import SHORTCUTS
from apps.coding.models import Coding
from apps.projects.models import Project
from core.codebooks.entries import LONGEST_NAME, TEXTS, Entry, Listing, tidy_name, tidy_text
from core.codebooks.table import MOST_CELL_CHARACTERS
from core.codetree import SEPARATOR

State = dict[str, Any]


class Fate(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    LEFT_OUT = "left_out"


@dataclass(frozen=True)
class Choice:
    """How a file is taken. With `update` codes that are there take what the file says, else they stay.

    Codes without a dimension go into `dimension`, or into a new one of the name `new_dimension`.
    """

    update: bool = True
    tops: str = "auto"
    dimension: UUID | None = None
    new_dimension: str = ""


@dataclass(frozen=True)
class Change:
    """One field with what stands there and what the file says: both as text, or True and False."""

    field: str
    old: Any
    new: Any


@dataclass
class Row:
    """A row of the file: what it is about and what becomes of it. `reason` and `notes` are keys of wording.REASONS."""

    line: int
    name: str
    is_dimension: bool = False
    fate: Fate = Fate.SAME
    changes: list[Change] = field(default_factory=list)
    reason: str = ""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Judgement:
    """The rows in the file's order, and both sides of what would be written."""

    rows: list[Row]
    before: State
    after: State
    not_read: Mapping[str, int]

    @property
    def does_something(self) -> bool:
        return self.before != self.after

    def count(self, fate: str, *, dimensions: bool = False) -> int:
        return sum(row.fate == fate and row.is_dimension == dimensions for row in self.rows)


@dataclass
class Target:
    """A code that a row is about, and where the file has it; `code` is its key in the book, as `parent` is."""

    entry: Entry
    row: Row
    code: str
    dimension: str
    parent: str | None
    is_new: bool


class Codebook:
    """A project's codes and dimensions as plain values, changed in memory; five queries, however many there are."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.dimensions: dict[str, State] = {
            str(each.pk): full_dimension_state(each) for each in dimensions_of(project)
        }
        self.codes: dict[str, State] = {str(code.pk): full_state(code) for code in codes_of(project)}
        self.was_dimensions = {key: dict(state) for key, state in self.dimensions.items()}
        self.was = {key: dict(state) for key, state in self.codes.items()}
        used = Coding.objects.filter(code__project=project).order_by().values_list("code", flat=True).distinct()
        self.used = {str(pk) for pk in used}
        self.places: dict[tuple[str, str | None], dict[str, str]] = {}
        self.roughly: dict[tuple[str, str | None], dict[str, str]] = {}
        for key, state in self.codes.items():
            self.put(key, state["dimension"], state["parent"], state["name"])

    def put(self, key: str, dimension: str, parent: str | None, name: str) -> None:
        """Let a code be found by its name in its place."""
        here = self.places.setdefault((dimension, parent), {})
        here[tidy_name(name)] = key
        self.roughly.setdefault((dimension, parent), {}).setdefault(tidy_name(name).casefold(), key)

    def called(self, name: str, dimension: str, parent: str | None) -> str | None:
        """The code of a name in a place; one whose letters are large and small otherwise, where none has just this."""
        exactly = self.places.get((dimension, parent), {}).get(name)
        return exactly or self.roughly.get((dimension, parent), {}).get(name.casefold())

    def branch(self, top: str) -> list[str]:
        """A code as planned, and all below it."""
        below: dict[str | None, list[str]] = {}
        for key, state in self.codes.items():
            below.setdefault(state["parent"], []).append(key)
        found = [top]
        for key in found:
            found.extend(below.get(key, []))
        return found

    def depth(self, key: str | None) -> int:
        """How many codes stand above a place, the one it is directly under included."""
        above = 0
        while key:
            above, key = above + 1, self.codes[key]["parent"]
        return above

    def is_below(self, key: str, top: str) -> bool:
        """Whether a code as planned stands below another, or is it."""
        at: str | None = key
        while at and at != top:
            at = self.codes[at]["parent"]
        return at == top

    def shown(self, dimension: str, parent: str | None) -> str:
        """A place in words: the dimension, and the names down to the parent."""
        names = []
        at = parent
        while at:
            names.append(self.codes[at]["name"])
            at = self.codes[at]["parent"]
        return SEPARATOR.join([self.dimensions[dimension]["name"], *reversed(names)])

    def free_ids(self, wanted: Iterable[UUID]) -> dict[UUID, list[str]]:
        """For each GUID of a file the ids under which it can be here: itself, and one made of it for this project.

        Where another project of this server has it already, only the second.
        """
        wanted = set(wanted)
        taken = set(Code.objects.filter(pk__in=wanted).exclude(project=self.project).values_list("pk", flat=True))
        taken |= set(Dimension.objects.filter(pk__in=wanted).exclude(project=self.project).values_list("pk", flat=True))
        return {
            guid: [*([] if guid in taken else [str(guid)]), str(uuid5(self.project.pk, str(guid)))] for guid in wanted
        }

    def sides(self) -> tuple[State, State]:
        """What differs from before, on both sides."""
        codes = {key for key in self.codes if _but_place(self.was.get(key)) != _but_place(self.codes[key])}
        dimensions = {key for key in self.dimensions if self.was_dimensions.get(key) != self.dimensions[key]}
        shifted = {
            key
            for key in self.was.keys() - codes
            if self.was[key]["position"] != self.codes[key]["position"]
        }  # fmt: skip
        before, after = (
            {
                "dimensions": {key: those[key] for key in sorted(dimensions) if key in those},
                "codes": {key: these[key] for key in sorted(codes) if key in these},
                "positions": {key: these[key]["position"] for key in sorted(shifted)},
                "codings": {},
            }
            for these, those in ((self.was, self.was_dimensions), (self.codes, self.dimensions))
        )
        return before, after


def differences(entry: Entry, state: State) -> list[Change]:
    """The fields of a code for which the file says something else than stands there."""
    found = []
    for name in FIELDS:
        if name not in entry.given:
            continue
        old, new = state[name], entry.given[name]
        if name in TEXTS and (tidy_text(old) == new or _was_cut(new, old)):
            continue
        if old != new:
            found.append(Change(name, old, new))
    return found


def is_key(shortcut: str) -> bool:
    return not shortcut or (len(shortcut) == 1 and shortcut in SHORTCUTS)


def is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME


def breaks_exclusive(project: Project, dimension: str) -> bool:
    """Whether passages carry two codes of a dimension that would become exclusive."""
    return bool(violations_of(Dimension(pk=UUID(dimension), project=project)))


def ids_in(listing: Listing) -> set[UUID]:
    return {guid for entry in listing.entries for guid in (entry.id, entry.dimension_id) if guid}


def _was_cut(new: str, old: str) -> bool:
    """A spreadsheet's cell holds no more: what it cut off is no change."""
    return len(new) >= MOST_CELL_CHARACTERS and new.endswith("…") and tidy_text(old).startswith(new[:-1])


def _but_place(state: State | None) -> State | None:
    return state and state | {"position": None}
