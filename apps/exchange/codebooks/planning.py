"""Taking the rows of a file one after the other into a codebook in memory: `judge` says what becomes of each."""

from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from apps.exchange.codebooks.judging import (
    Change,
    Choice,
    Codebook,
    Fate,
    Judgement,
    Row,
    Target,
    breaks_exclusive,
    differences,
    ids_in,
    is_name,
)
from apps.exchange.codebooks.settling import Settling
from apps.projects.models import Project
from core.codebooks.entries import TEXTS, Entry, Listing, tidy_name
from core.codetree import SEPARATOR
from core.refi.reader import DEEPEST


def judge(project: Project, listing: Listing, choice: Choice) -> Judgement:
    """What a file would do. Reads the project with a number of queries that does not grow with the file."""
    planner = Planner(project, listing, choice)
    planner.plan()
    before, after = planner.book.sides()
    rows = sorted(planner.rows, key=lambda row: (row.line, not row.is_dimension))
    return Judgement(rows, before, after, listing.left_out)


class Planner:
    def __init__(self, project: Project, listing: Listing, choice: Choice) -> None:
        self.project, self.listing, self.choice = project, listing, choice
        self.book = Codebook(project)
        self.ids = self.book.free_ids(ids_in(listing))
        self.now = timezone.now().isoformat()
        self.rows: list[Row] = []
        self.targets: dict[str, Target] = {}
        # Where the file says that something is: its own dimensions, and (dimension, path) of its codes.
        self.dimensions: dict[tuple[str, UUID | None], str | None] = {}
        self.found: dict[tuple[str, tuple[str, ...]], str] = {}

    def plan(self) -> None:
        waiting = []
        for entry in self.listing.entries:
            dimension = self._dimension(entry)
            if not entry.path:
                continue
            row = self._row(entry)
            if dimension is None:
                self._leave_out(row, "no_dimension")
            elif not is_name(entry.name):
                self._leave_out(row, "bad_name")
            else:
                waiting.append((entry, dimension, row))
        self._place_all(waiting)
        Settling(self.book, self.targets, update=self.choice.update).settle()
        self._drop_empty_dimensions()
        self._tell()

    # --- dimensions -----------------------------------------------------------------------------------------

    def _dimension(self, entry: Entry) -> str | None:
        key = (entry.dimension, entry.dimension_id)
        if key not in self.dimensions:
            self.dimensions[key] = self._named(entry) if entry.dimension else self._chosen(entry)
        return self.dimensions[key]

    def _chosen(self, entry: Entry) -> str | None:
        """The dimension for codes that the file puts in none."""
        chosen = str(self.choice.dimension)
        if chosen in self.book.dimensions:
            return chosen
        name = tidy_name(self.choice.new_dimension)
        return self._named(Entry(entry.line, name)) if is_name(name) else None

    def _named(self, entry: Entry) -> str | None:
        row = Row(entry.line, entry.dimension, is_dimension=True)
        self.rows.append(row)
        if not is_name(entry.dimension):
            self._leave_out(row, "bad_name")
            return None
        ids = self.ids.get(entry.dimension_id, []) if entry.dimension_id else []
        by_id = next((key for key in ids if key in self.book.dimensions), None)
        found = by_id or self._dimension_called(entry.dimension)
        if found is None:
            return self._new_dimension(entry, row, ids)
        self._change_dimension(entry, row, found, is_certain=by_id is not None)
        return found

    def _dimension_called(self, name: str) -> str | None:
        """The dimension of just this name, or the one that was there with large letters where this has small ones."""
        exactly = {tidy_name(state["name"]): key for key, state in self.book.dimensions.items()}
        roughly = {tidy_name(state["name"]).casefold(): key for key, state in self.book.was_dimensions.items()}
        return exactly.get(name) or roughly.get(name.casefold())

    def _new_dimension(self, entry: Entry, row: Row, ids: list[str]) -> str:
        key = ids[0] if ids else str(uuid4())
        positions = [state["position"] for state in self.book.dimensions.values()]
        self.book.dimensions[key] = {
            "id": key, "name": entry.dimension, "exclusive": bool(entry.exclusive),
            "position": max(positions, default=-1) + 1, "created": self.now,
        }  # fmt: skip
        row.fate = Fate.NEW
        return key

    def _change_dimension(self, entry: Entry, row: Row, key: str, *, is_certain: bool) -> None:
        state = self.book.dimensions[key]
        if is_certain and tidy_name(state["name"]) != entry.dimension:
            if self._dimension_called(entry.dimension) in {None, key}:
                row.changes.append(Change("name", state["name"], entry.dimension))
            else:
                row.notes.append("name_taken")
        if entry.exclusive is not None and entry.exclusive != state["exclusive"]:
            if entry.exclusive and breaks_exclusive(self.project, key):
                row.notes.append("not_exclusive")
            else:
                row.changes.append(Change("exclusive", state["exclusive"], entry.exclusive))
        if row.changes and self.choice.update:
            state |= {change.field: change.new for change in row.changes}

    def _drop_empty_dimensions(self) -> None:
        """What only codes named that were left out, or stayed where they are, is not made."""
        declared = {self._dimension(entry) for entry in self.listing.entries if not entry.path}
        used = {state["dimension"] for state in self.book.codes.values()}
        for key in self.book.dimensions.keys() - self.book.was_dimensions.keys() - declared - used:
            name = self.book.dimensions.pop(key)["name"]
            self.rows = [row for row in self.rows if not (row.is_dimension and row.name == name)]

    # --- codes ----------------------------------------------------------------------------------------------

    def _row(self, entry: Entry) -> Row:
        name = SEPARATOR.join([entry.dimension, entry.shown] if entry.dimension else [entry.shown])
        row = Row(entry.line, name, notes=list(entry.notes))
        self.rows.append(row)
        return row

    def _place_all(self, waiting: list[tuple[Entry, str, Row]]) -> None:
        """Parents before children, in as many rounds as the tree is deep, whatever the order in the file."""
        while waiting:
            names = {(dimension, entry.path) for entry, dimension, _row in waiting}
            loose = {(dimension, entry.name.casefold()) for entry, dimension, _row in waiting}
            later = []
            for entry, dimension, row in waiting:
                if self._must_wait(entry, dimension, names, loose):
                    later.append((entry, dimension, row))
                else:
                    self._place(entry, dimension, row)
            if len(later) == len(waiting):
                # They wait for each other, or for what was left out.
                for entry, dimension, row in later:
                    self._place(entry, dimension, row)
                return
            waiting = later

    def _must_wait(self, entry: Entry, dimension: str, names: set[Any], loose: set[Any]) -> bool:
        above = entry.path[:-1]
        if not above or (dimension, above) in self.found:
            return False
        return (dimension, above) in names or (entry.loose and (dimension, above[-1].casefold()) in loose)

    def _place(self, entry: Entry, dimension: str, row: Row) -> None:
        parent, reason = self._parent(entry, dimension)
        if reason:
            self._leave_out(row, reason)
            return
        ids = self.ids.get(entry.id, []) if entry.id else []
        by_id = next((key for key in ids if key in self.book.codes), None)
        key = by_id or self.book.called(entry.name, dimension, parent)
        if key in self.targets and self._is_other(key, entry):
            key = None
        if key in self.targets:
            self._leave_out(row, "twice")
        elif self.book.depth(parent) >= DEEPEST:
            self._leave_out(row, "too_deep")
        elif key is None:
            self._add(entry, dimension, parent, row, ids)
        else:
            self.found[dimension, entry.path] = key
            self.targets[key] = Target(entry, row, key, dimension, parent, is_new=False)
            self._change(entry, dimension, parent, row, key, is_certain=by_id is not None)

    def _is_other(self, key: str, entry: Entry) -> bool:
        """Whether a code of the file is another one, whose name only has large letters where this has small ones."""
        return entry.id is None and self.targets[key].entry.name != entry.name

    def _parent(self, entry: Entry, dimension: str) -> tuple[str | None, str]:
        """The code above, or why there is none."""
        above = entry.path[:-1]
        if not above:
            return None, ""
        if (dimension, above) in self.found:
            return self.found[dimension, above], ""
        parent: str | None = None
        for name in above:
            parent = self.book.called(name, dimension, parent)
            if parent is None:
                return self._loose_parent(above[-1], dimension) if entry.loose else (None, "no_parent")
        return parent, ""

    def _loose_parent(self, name: str, dimension: str) -> tuple[str | None, str]:
        called = [
            key
            for key, state in self.book.codes.items()
            if state["dimension"] == dimension and tidy_name(state["name"]).casefold() == name.casefold()
        ]
        return (called[0], "") if len(called) == 1 else (None, "many_parents" if called else "no_parent")

    def _add(self, entry: Entry, dimension: str, parent: str | None, row: Row, ids: list[str]) -> None:
        free = next((each for each in ids if each not in self.book.codes and each not in self.book.dimensions), None)
        key = free or str(uuid4())
        texts = {field: entry.given.get(field, "") for field in TEXTS}
        self.book.codes[key] = {
            "id": key, "dimension": dimension, "parent": parent, "position": 0, "name": entry.name,
            "color": entry.given.get("color", ""), "shortcut": entry.given.get("shortcut", ""),
            "codable": entry.given.get("codable", True), "created": self.now, **texts,
        }  # fmt: skip
        self.book.put(key, dimension, parent, entry.name)
        self.found[dimension, entry.path] = key
        self.targets[key] = Target(entry, row, key, dimension, parent, is_new=True)
        row.fate = Fate.NEW

    def _change(
        self, entry: Entry, dimension: str, parent: str | None, row: Row, key: str, *, is_certain: bool
    ) -> None:
        state = self.book.codes[key]
        row.changes = differences(entry, state)
        if not is_certain:
            # Somebody's own table, whose empty cells say nothing; an edited export of ours has the ids.
            row.changes = [change for change in row.changes if change.new != ""]
        if is_certain and tidy_name(state["name"]) != entry.name:
            row.changes.insert(0, Change("name", state["name"], entry.name))
        if not entry.given.get("codable", True) and state["codable"] and key in self.book.used:
            row.changes = [change for change in row.changes if change.field != "codable"]
            row.notes.append("in_use")
        if (state["dimension"], state["parent"]) != (dimension, parent):
            row.changes.append(Change("place", self.book.shown(state["dimension"], state["parent"]), ""))
        if self.choice.update:
            state |= {change.field: change.new for change in row.changes if change.field != "place"}

    # --- telling --------------------------------------------------------------------------------------------

    def _tell(self) -> None:
        for row in self.rows:
            if row.fate == Fate.SAME and row.changes:
                row.fate = Fate.CHANGED if self.choice.update else Fate.KEPT

    def _leave_out(self, row: Row, reason: str) -> None:
        row.fate, row.reason = Fate.LEFT_OUT, reason
