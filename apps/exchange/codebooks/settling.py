"""The codebook as it would stand after all rows of a file: what is in another's way gives way, and everything gets its
place, key and colour."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from apps.exchange.codebooks.judging import Change, Codebook, Row, State, Target, is_key
from core.colors import next_color, tint


class Settling:
    """`targets` are the codes that the file is about, by their keys in the book; without `update` those that were there
    stay as they are, and only their rows say what would have changed."""

    def __init__(self, book: Codebook, targets: Mapping[str, Target], *, update: bool) -> None:
        self.book, self.targets, self.update = book, targets, update

    def settle(self) -> None:
        self._check_names()
        self._move_all()
        self._check_keys()
        self._number_and_color()

    def _check_names(self) -> None:
        """A code keeps its name where another beside it has the new one; again, until none is in another's way."""
        while True:
            taken = Counter(map(self._spot, self.book.codes))
            clashing = [
                target
                for target in self.targets.values()
                if not target.is_new and _names(target.row) and taken[self._spot(target.code)] > 1
            ]
            if not clashing:
                return
            for target in clashing:
                self.book.codes[target.code]["name"] = self.book.was[target.code]["name"]
                target.row.changes = [change for change in target.row.changes if change.field != "name"]
                target.row.notes.append("name_taken")

    def _spot(self, key: str) -> tuple[str, str | None, str]:
        state = self.book.codes[key]
        return state["dimension"], state["parent"], state["name"]

    def _move_all(self) -> None:
        """Codes that the file has elsewhere go there, those above first, unless something is in the way."""
        spots = set(map(self._spot, self.book.codes))
        for target in sorted(self.targets.values(), key=lambda target: len(target.entry.path)):
            place = next((change for change in target.row.changes if change.field == "place"), None)
            if place is None:
                continue
            dimension, parent = target.dimension, target.parent
            target.row.changes.remove(place)
            hindrance = self._hindrance(target.code, dimension, parent, spots)
            if hindrance:
                target.row.notes.append(hindrance)
                continue
            target.row.changes.append(Change("place", place.old, self.book.shown(dimension, parent)))
            if self.update:
                spots.discard(self._spot(target.code))
                self._move(target.code, dimension, parent)
                spots.add(self._spot(target.code))
        self._follow_parents()

    def _move(self, key: str, dimension: str, parent: str | None) -> None:
        state = self.book.codes[key]
        state["parent"] = parent
        if state["dimension"] != dimension:
            for below in self.book.branch(key):
                self.book.codes[below]["dimension"] = dimension

    def _hindrance(self, key: str, dimension: str, parent: str | None, spots: set[Any]) -> str:
        state = self.book.codes[key]
        if (state["dimension"], state["parent"]) == (dimension, parent):
            return ""  # it came along with the code above it
        if parent and self.book.is_below(parent, key):
            return "circle"
        if (dimension, parent, state["name"]) in spots:
            return "name_taken"
        leaves = state["dimension"] != dimension
        if leaves and self.book.dimensions[dimension]["exclusive"]:
            return "move_by_hand" if self.book.used.intersection(self.book.branch(key)) else ""
        return ""

    def _follow_parents(self) -> None:
        """A new code is in the dimension in which its parent is, also where that stayed."""
        for target in self.targets.values():
            if target.is_new:
                state = self.book.codes[target.code]
                top = target.code
                while above := self.book.codes[top]["parent"]:
                    top = above
                state["dimension"] = self.book.codes[top]["dimension"]

    def _check_keys(self) -> None:
        """A key belongs to one code: those that had it before keep it."""
        codes = self.book.codes
        held = {state["shortcut"]: key for key, state in codes.items() if key not in self.targets and state["shortcut"]}
        for target in sorted(self.targets.values(), key=lambda target: (_wants_key(target), target.entry.line)):
            state = codes[target.code]
            if not is_key(state["shortcut"]) or held.get(state["shortcut"], target.code) != target.code:
                target.row.notes.append("key_taken" if is_key(state["shortcut"]) else "bad_key")
                old = self.book.was.get(target.code, {}).get("shortcut", "")
                state["shortcut"] = "" if old in held else old
                target.row.changes = [change for change in target.row.changes if change.field != "shortcut"]
                target.row.changes += [Change("shortcut", old, "")] if old and not state["shortcut"] else []
            if state["shortcut"]:
                held[state["shortcut"]] = target.code

    def _number_and_color(self) -> None:
        """New codes, and those that moved, stand behind what was there; new ones take colours in the file's order."""
        codes = self.book.codes
        groups: dict[tuple[str, str | None], list[str]] = {}
        for key, state in codes.items():
            groups.setdefault((state["dimension"], state["parent"]), []).append(key)
        moved = [key for key in self.book.was if not self._stayed(key, self._place_of(codes[key]))]
        left = {self._place_of(self.book.was[key]) for key in moved}
        for place, keys in groups.items():
            if place in left or not all(self._stayed(key, place) for key in keys):
                keys.sort(key=lambda key: self._rank(key, place))
                for number, key in enumerate(keys):
                    codes[key]["position"] = number
        tops = Counter(state["color"] for state in codes.values() if state["parent"] is None and state["color"])
        for target in sorted(self.targets.values(), key=lambda target: target.entry.line):
            self._color(target.code, tops)

    def _color(self, key: str, tops: Counter[str]) -> str:
        state = self.book.codes[key]
        if not state["color"]:
            parent = state["parent"]
            state["color"] = tint(self._color(parent, tops), state["position"]) if parent else next_color(tops)
            tops[state["color"]] += parent is None
        return str(state["color"])

    @staticmethod
    def _place_of(state: State) -> tuple[str, str | None]:
        return state["dimension"], state["parent"]

    def _stayed(self, key: str, place: tuple[str, str | None]) -> bool:
        was = self.book.was.get(key)
        return was is not None and self._place_of(was) == place

    def _rank(self, key: str, place: tuple[str, str | None]) -> tuple[int, int, str]:
        if self._stayed(key, place):
            return 0, self.book.was[key]["position"], self.book.was[key]["name"]
        return 1, self.targets[key].entry.line if key in self.targets else 0, key


def _names(row: Row) -> bool:
    return any(change.field == "name" for change in row.changes)


def _wants_key(target: Target) -> bool:
    return target.is_new or any(change.field == "shortcut" for change in target.row.changes)
