"""What the entries of the supervision log say, loaded in pieces so that a log of any length needs little memory."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.projects.models import Activity, Project, Verb
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries.log import REJECTED, Key
from apps.review.queries.log_places import Place, judged, place_of_verdict, places_of_codings, segments_now
from apps.web.rows import chunks

KEYS_AT_ONCE = 400
Kind, State = Comment.Kind, Verdict.State


@dataclass(frozen=True, slots=True)
class Line:
    """One entry: when, who, what was done (`did`), about what, in which words, and what became of it (`since`)."""

    at: datetime
    who: str
    did: str
    kind: str
    place: Place
    words: str = ""
    since: str = ""
    codebook_version: int = 0
    theme: UUID | None = None


def log_lines(project: Project, keys: Sequence[Key]) -> Iterator[Line]:
    """The lines of the keys, in their order. A dozen queries for each few hundred."""
    for some in chunks(keys, KEYS_AT_ONCE):
        yield from _Piece(project, some).lines()


@dataclass
class _Piece:
    """A few hundred entries with everything they name."""

    project: Project
    keys: Sequence[Key]
    rows: dict[str, dict[Any, Any]] = field(init=False)
    places: dict[UUID, Place] = field(init=False)
    verdict_places: dict[UUID, Place] = field(init=False)
    of_segment: dict[UUID, UUID] = field(init=False)
    codes: dict[str, str] = field(init=False)

    def __post_init__(self) -> None:
        ids: dict[str, list[Any]] = {"verdict": [], "comment": [], "signoff": [], "change": []}
        for key in self.keys:
            ids[key.kind].append(key.id)
        people: dict[str, Any] = {
            "verdict": judged(Verdict.objects.filter(pk__in=ids["verdict"])),
            "comment": Comment.objects.filter(pk__in=ids["comment"]).select_related("author", "verdict"),
            "signoff": SignOff.objects.filter(pk__in=ids["signoff"]).select_related("by").defer("definition"),
            "change": Activity.objects.filter(pk__in=ids["change"]).select_related("actor", "undoes__actor"),
        }
        self.rows = {kind: {row.pk: row for row in found} for kind, found in people.items()}
        self._find_places()
        self.codes = {str(pk): name for pk, name in self.project.codes.values_list("pk", "name")}

    def _find_places(self) -> None:
        """The passages of what was judged, and of the codings that only comments are about."""
        verdicts = list(self.rows["verdict"].values())
        codings = {_coding_of_comment(row) for row in self.rows["comment"].values()}
        changed = self.rows["change"].values()
        segments_changed = {row.object_id for row in changed}
        codings |= {coding for coding in map(_coding_of_change, changed) if coding}
        about = Q(coding__in=codings) | Q(segment__in=segments_changed)
        others = list(judged(Verdict.objects.filter(about, project=self.project).order_by("created")))
        segments = segments_now({row.segment for row in (*verdicts, *others)})
        self.verdict_places = {row.pk: place_of_verdict(row, segments.get(row.segment)) for row in verdicts}
        self.places = {row.coding: place_of_verdict(row, segments.get(row.segment)) for row in others}
        self.of_segment = {row.segment: row.coding for row in others if row.state in REJECTED}
        self.places |= places_of_codings(codings - set(self.places))

    def lines(self) -> Iterator[Line]:
        for key in self.keys:
            # What was deleted since the keys were read is left out.
            if key.id in self.rows[key.kind]:
                yield getattr(self, f"_{key.kind}")(key, self.rows[key.kind][key.id])

    def _verdict(self, key: Key, row: Verdict) -> Line:
        said = {
            State.APPROVED: _("approved the coding"),
            State.RETURNED: _("returned the coding"),
            State.REPLACED: _("suggested another code: %(code)s") % {"code": row.suggested_name or "–"},
        }
        since = _("no longer stands since %(day)s") % {"day": _day(row.ended)} if row.ended else ""
        return Line(
            row.created, str(row.by), said[State(row.state)], row.state, self.verdict_places[row.pk],
            row.reason, since, row.codebook_version, key.theme,
        )  # fmt: skip

    def _comment(self, key: Key, row: Comment) -> Line:
        said = {
            Kind.COMMENT: _("wrote in the thread"),
            Kind.STANDS: _("answered: stands by the coding"),
            Kind.DONE: _("answered: did as asked"),
        }
        since = _("changed on %(day)s") % {"day": _day(row.changed)} if row.changed else ""
        did = said[Kind(row.kind)]
        if row.verdict and row.verdict.coding != row.coding:
            did = _("took the suggested code: %(code)s") % {"code": row.verdict.suggested_name}
        place = self.places.get(_coding_of_comment(row), Place())
        return Line(row.created, str(row.author), did, row.kind, place, row.text, since, theme=key.theme)

    def _signoff(self, key: Key, row: SignOff) -> Line:
        since = _("no longer stands since %(day)s") % {"day": _day(row.ended)} if row.ended else ""
        counted = ngettext("%(n)s coding", "%(n)s codings", row.codings) % {"n": row.codings}
        offices = [_office(each) for each in row.by_office]
        words = "\n".join(filter(None, [row.remark, "; ".join([counted, *offices])]))
        return Line(
            row.created, str(row.by), _("signed off the theme"), "signed_off", Place(code=row.code_name),
            words, since, row.codebook_version, key.theme,
        )  # fmt: skip

    def _change(self, key: Key, row: Activity) -> Line:
        about = _coding_of_change(row) or self.of_segment.get(row.object_id)
        place = self.places.get(about) if about else None
        place = place or Place(code=row.label if row.undoes is None or row.undoes.verb != Verb.VERDICTS_GIVEN else "")
        who = str(row.actor or _("Someone"))
        if row.undoes:
            did = f"{row.get_verb_display()} ({row.undoes.get_verb_display()})"
            if row.undoes.actor_id != row.actor_id:
                did = _("%(did)s of %(name)s") % {"did": did, "name": row.undoes.actor or _("Someone")}
            return Line(row.at, who, did, row.verb, place, theme=key.theme)
        if row.verb == Verb.SEGMENT_CHANGED:
            return Line(row.at, who, _mended(row), row.verb, place, self._what_changed(row), theme=key.theme)
        return Line(row.at, who, str(row.get_verb_display()), row.verb, place, theme=key.theme)

    def _what_changed(self, row: Activity) -> str:
        before, after = row.before or {}, row.after or {}
        told = []
        if _span(before) != _span(after):
            told.append(_("“%(old)s” → “%(new)s”") % {"old": before.get("quote", ""), "new": after.get("quote", "")})
        old, new = ({self.codes.get(code, "–") for code in _codes(state)} for state in (before, after))
        if old - new:
            told.append(_("no longer: %(codes)s") % {"codes": ", ".join(sorted(old - new))})
        if new - old:
            told.append(_("now: %(codes)s") % {"codes": ", ".join(sorted(new - old))})
        return "\n".join(told)


def _coding_of_comment(row: Comment) -> UUID:
    """What it is about; who takes a suggestion answers about the coding that was judged, in the thread of the new."""
    return row.verdict.coding if row.verdict else row.coding


def _coding_of_change(row: Activity) -> UUID | None:
    """The coding that a row of the review names; rows about passages name none."""
    for state in (row.before, row.after):
        if isinstance(state, dict):
            named = state.get("coding") or (state.get("comment") or {}).get("coding")
            if named:
                return UUID(named)
    return None


def _mended(row: Activity) -> str:
    before, after = row.before or {}, row.after or {}
    if _codes(before) == _codes(after):
        return _("changed the passage")
    if _span(before) == _span(after):
        return _("changed the codes of the passage")
    return _("changed the passage and its codes")


def _office(counted: dict[str, Any]) -> str:
    """What a sign-off counted in one office, in words."""
    said = ngettext("%(office)s: %(n)s coding", "%(office)s: %(n)s codings", counted["codings"])
    people = ngettext("%(n)s participant", "%(n)s participants", counted["participants"])
    told = said % {"office": counted["name"], "n": counted["codings"]}
    return f"{told}, {people % {'n': counted['participants']}}"


def _codes(state: dict[str, Any]) -> set[str]:
    return {coding["code"] for coding in state.get("codings", [])}


def _span(state: dict[str, Any]) -> tuple[Any, ...]:
    return state.get("version"), state.get("start"), state.get("end")


def _day(moment: datetime | None) -> str:
    return date_format(localtime(moment), "SHORT_DATE_FORMAT") if moment else ""
