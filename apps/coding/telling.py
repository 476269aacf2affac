"""What a change changed, for a reader: from what to what, in words, with codes by name and colour."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.accounts.models import User
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import TEXTS
from apps.coding.reach import FOR_GOOD, permission_for
from apps.coding.undo import RESTORERS
from apps.projects.models import Activity, Project
from apps.projects.permissions import Permission, role_allows
from apps.projects.services import Verb
from core.markdown import with_names
from core.text.diff import Piece, diff_words, fold

# Of the newest frozen codebooks, how many are looked through for the names of codes that are gone.
BOOKS_SEARCHED = 10
KEPT_WORDS = 8
State = dict[str, Any]


@dataclass(frozen=True)
class Label:
    """A code as it is called, or was."""

    name: str
    color: str


@dataclass(frozen=True)
class Part:
    """One thing that differs: words compared (`pieces`), codes that came and went, or a plain value."""

    title: str = ""
    pieces: tuple[Piece, ...] = ()
    added: tuple[Label, ...] = ()
    removed: tuple[Label, ...] = ()
    before: str = ""
    after: str = ""
    said: str = ""


@dataclass(frozen=True)
class Told:
    """One row of a history: the activity, the change it is about, and what may be done about it."""

    activity: Activity
    parts: list[Part] = field(default_factory=list)
    may_undo: bool = False
    may_redo: bool = False
    stays: str = ""

    @property
    def of_whom(self) -> User | None:
        """Whose change was taken back or made again, where it is another's."""
        change = self.activity.undoes
        return change.actor if change and change.actor_id != self.activity.actor_id else None


def tell(project: Project, activities: Iterable[Activity], user: User, role: str) -> list[Told]:
    """The rows with their parts, with at most four queries however many there are."""
    rows = list(activities)
    teller = _Teller(project, rows)
    return [_told(row, teller.parts(row), user, role) for row in rows]


def _told(row: Activity, parts: list[Part], user: User, role: str) -> Told:
    if row.undoes_id:
        return Told(row, parts)
    decides = row.actor_id == user.pk or role_allows(role, Permission.TAKE_BACK)
    may = row.verb in RESTORERS and decides and role_allows(role, permission_for(row.verb))
    stays = str(FOR_GOOD.get(row.verb, ""))
    return Told(row, parts, may_undo=may and not row.undone, may_redo=may and row.undone, stays=stays)


class _Teller:
    """Knows the names of all codes and offices that the rows name."""

    def __init__(self, project: Project, rows: list[Activity]) -> None:
        self.project = project
        self.labels = _labels_of(project, _codes_in(rows))
        self.names = _names_of(project, rows)

    def parts(self, row: Activity) -> list[Part]:
        verb, before, after = row.undoes.verb if row.undoes else row.verb, row.before, row.after
        if verb in (Verb.SEGMENT_CREATED, Verb.SEGMENT_CHANGED, Verb.SEGMENT_DELETED):
            return list(self._segment(before, after))
        if verb == Verb.DOUBT_DECIDED:
            return list(self._decided(before or [], after or []))
        if verb == Verb.SEGMENTS_CREATED:
            return list(self._many(before or [], after or []))
        if verb == Verb.TRANSCRIPT_CORRECTED:
            return list(_corrected(before, after))
        if isinstance(before or after, dict) and "codings" in (before or after):
            return list(self._refactored(before or {}, after or {}))
        if verb == Verb.WENT_BACK:
            steps = len((after or before or {}).get("steps", []))
            return [Part(said=ngettext("%(n)s change", "%(n)s changes", steps) % {"n": steps})]
        if isinstance(before or after, dict):
            return list(self._fields(before or {}, after or {}))
        return []

    def _segment(self, before: State | None, after: State | None) -> Iterator[Part]:
        was, now = before or {}, after or {}
        yield from _words("", was.get("quote", ""), now.get("quote", "")) if before and after else ()
        yield from self._codes(was.get("codings", []), now.get("codings", []))
        yield from _words(_("Memo"), was.get("memo") or "", now.get("memo") or "")

    def _many(self, before: list[State], after: list[State]) -> Iterator[Part]:
        """How many passages; and what came and went, where those that were there changed."""
        yield Part(said=_passages(len({state["id"] for state in (*before, *after)})))
        if before and after:
            was, now = (_pairs(states) for states in (before, after))
            yield from self._codes(_alone(was - now), _alone(now - was))
            memos = [{state["id"]: state["memo"] for state in states} for states in (before, after)]
            if len(memos[1]) == 1:
                yield from _words(_("Memo"), *("".join(each.values()) for each in memos))

    def _codes(self, before: Iterable[State], after: Iterable[State]) -> Iterator[Part]:
        was, now = ([coding["code"] for coding in codings] for codings in (before, after))
        added = tuple(self.labels[code] for code in now if code not in was)
        removed = tuple(self.labels[code] for code in was if code not in now)
        if added or removed:
            yield Part(added=added, removed=removed)

    def _decided(self, before: list[State], after: list[State]) -> Iterator[Part]:
        if len(after) == 1:
            yield from self._segment(before[0]["segment"], after[0]["segment"])
        else:
            yield Part(said=_passages(len(after)))

    def _refactored(self, before: State, after: State) -> Iterator[Part]:
        was, now = before.get("codes", {}), after.get("codes", {})
        yield Part(
            added=tuple(_label(now[key]) for key in now.keys() - was.keys()),
            removed=tuple(_label(was[key]) for key in was.keys() - now.keys()),
        )
        touched = len(before.get("codings", {}).keys() | after.get("codings", {}).keys())
        if touched:
            yield Part(said=ngettext("%(n)s coding", "%(n)s codings", touched) % {"n": touched})
        for key in sorted(was.keys() & now.keys()):
            yield from self._fields(was[key], now[key])

    def _fields(self, before: State, after: State) -> Iterator[Part]:
        for name in dict.fromkeys([*before, *after]):
            was, now = before.get(name), after.get(name)
            if was == now or name not in TITLES:
                continue
            title = str(TITLES[name]())
            if name in (*TEXTS, "text", "description"):
                yield from _words(title, str(was or ""), str(now or ""))
            else:
                yield Part(title=title, before=self._value(was), after=self._value(now))

    def _value(self, value: Any) -> str:
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, list):
            return ", ".join(self._value(each) for each in value)
        if isinstance(value, dict):
            return "; ".join(f"{key}: {held}" for key, held in value.items())
        return self.names.get(str(value), "" if value is None else str(value))


def _field(model: type[Code] | type[Dimension], name: str) -> Any:
    return lambda: model._meta.get_field(name).verbose_name  # type: ignore[union-attr]


# What is told of a state of plain values; the rest are identifiers and places that follow from others.
TITLES: Mapping[str, Any] = {
    **{name: _field(Code, name) for name in (*TEXTS, "name", "color", "shortcut", "codable", "parent", "dimension")},
    "exclusive": _field(Dimension, "exclusive"),
    "title": lambda: _("Title"),
    "text": lambda: _("Text"),
    "description": lambda: _("Description"),
    "language": lambda: _("Language"),
    "kind": lambda: _("Kind"),
    "date": lambda: _("Date"),
    "office": lambda: _("Office"),
    "participants": lambda: _("Participants"),
    "attributes": lambda: _("Attributes"),
    "pseudonym": lambda: _("Pseudonym"),
    "role": lambda: _("Role"),
    "review_required": lambda: _("Codings are to be reviewed"),
    "offset_ms": lambda: _("Begins at (ms)"),
    "number": lambda: _("Version"),
}


def _pairs(states: Iterable[State]) -> set[tuple[str, str]]:
    """(passage, code) of every coding."""
    return {(state["id"], coding["code"]) for state in states for coding in state["codings"]}


def _alone(pairs: Iterable[tuple[str, str]]) -> list[State]:
    return [{"code": code} for code in sorted({code for _passage, code in pairs})]


def _words(title: str, before: str, after: str) -> Iterator[Part]:
    if before != after:
        # Links of memos by the names they had: people do not read ids.
        compared = diff_words(with_names(before, {}), with_names(after, {}))
        yield Part(title=title, pieces=tuple(fold(compared, KEPT_WORDS)))


def _passages(n: int) -> str:
    return ngettext("%(n)s passage", "%(n)s passages", n) % {"n": n}


def _corrected(before: State | None, after: State | None) -> Iterator[Part]:
    if before and after:
        yield Part(title=_("Version"), before=str(before["number"]), after=str(after["number"]))


def _label(state: State) -> Label:
    return Label(state["name"], state["color"])


def _codes_in(rows: Iterable[Activity]) -> set[str]:
    found: set[str] = set()
    for row in rows:
        for side in (row.before, row.after):
            for state in side if isinstance(side, list) else [side]:
                state = state.get("segment", state) if isinstance(state, dict) else {}
                codings = state.get("codings", [])
                found |= {coding["code"] for coding in codings} if isinstance(codings, list) else set()
    return found


def _labels_of(project: Project, codes: Collection[str]) -> dict[str, Label]:
    """The codes by id; those that are gone as the newest frozen codebooks have them."""
    rows = project.codes.filter(pk__in=codes).values_list("pk", "name", "color")
    found = {str(pk): Label(name, color) for pk, name, color in rows}
    if found.keys() >= set(codes):
        return found
    for version in project.codebook_versions.order_by("-number")[:BOOKS_SEARCHED]:
        for state in version.snapshot["codes"]:
            if state["id"] in codes:
                found.setdefault(state["id"], _label(state))
    return {code: found.get(code, Label(_("a code that was deleted"), "#9a9a9a")) for code in codes}


def _names_of(project: Project, rows: Iterable[Activity]) -> dict[str, str]:
    """Names of the offices, people, dimensions and parent codes that states of plain values name by id."""
    ids: set[UUID] = set()
    for row in rows:
        for state in (row.before, row.after):
            if isinstance(state, dict):
                named = [state.get(key) for key in ("office", "parent", "dimension")] + (
                    state.get("participants") or []
                )
                ids |= {UUID(each) for each in named if isinstance(each, str) and len(each) == 36}
    if not ids:
        return {}
    found = dict(project.offices.filter(pk__in=ids).values_list("pk", "name"))
    found |= dict(project.participants.filter(pk__in=ids).values_list("pk", "pseudonym"))
    found |= dict(project.codes.filter(pk__in=ids).values_list("pk", "name"))
    found |= dict(project.dimensions.filter(pk__in=ids).values_list("pk", "name"))
    return {str(pk): name for pk, name in found.items()}
