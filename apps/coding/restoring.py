"""What undo and redo put back: segments with their codings, decisions about doubts, whole corrections."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.above import review
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.patience import locked
from apps.coding.present_day import PresentDay
from apps.coding.queries import segment_out
from apps.coding.services import place
from apps.coding.services.carrying import doubt_from, store_doubts
from apps.coding.services.corrections import put_version_back
from apps.coding.services.segments import check_exclusive
from apps.documents.models import Version
from apps.documents.texts import load_text
from apps.projects.models import Project
from apps.web.errors import DomainError

State = dict[str, Any] | None
Outcome = dict[str, Any]


def restore_segments(project: Project, present: list[Any], wanted: list[Any]) -> Outcome:
    """Replace the segments as they stand (`present`) by the wanted ones, or refuse when they stand otherwise."""
    expected, asked = ({state["id"]: state for state in states} for states in (present, wanted))
    ids = expected.keys() | asked.keys()
    there = {str(segment.pk): segment for segment in locked(Segment.objects.filter(pk__in=ids))}
    if there.keys() != expected.keys():
        raise changed_since()
    check_codes(project, wanted)
    today = PresentDay()
    restored = [
        restore_segment(project, there.get(key), state_now(today, there.get(key), expected.get(key), asked.get(key)))
        for key in sorted(ids)
    ]
    gone = ids - asked.keys()
    Segment.objects.filter(pk__in=gone).delete()
    return {"segments": with_verdicts([state for state in restored if state]), "deleted": sorted(gone)}


def with_verdicts(states: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What was put back, with the present verdicts on it instead of those it had then."""
    ids = [UUID(coding["id"]) for state in states for coding in state["codings"]]
    now = {str(pk): state for pk, state in Coding.objects.filter(pk__in=ids).values_list("pk", "state")}
    return [
        state | {"codings": [coding | {"state": now[coding["id"]]} for coding in state["codings"]]} for state in states
    ]


def check_codes(project: Project, wanted: list[Any]) -> None:
    """Refuse to bring back codes that were deleted, merged or moved since so that they no longer fit on a passage."""
    ids = {UUID(coding["code"]) for state in wanted for coding in state["codings"]}
    codes = project.codes.select_related("dimension").in_bulk(ids)
    if len(codes) < len(ids):
        message = _(
            "A code of this passage is no longer in the codebook, so it cannot be put back. Nothing was changed."
        )
        raise DomainError("changed_since", message)
    for state in wanted:
        check_exclusive([codes[UUID(coding["code"])] for coding in state["codings"]])


def state_now(today: PresentDay, segment: Segment | None, expected: State, wanted: State) -> State:
    """The wanted state in the present text. Raises DomainError when `segment` is not as expected any more."""
    if segment and expected:
        if essence(expected) != essence(segment_out(segment)):
            raise changed_since()
        if wanted and borders(wanted) == borders(expected):
            # Only codes or memo were changed then: it stays where it stands today.
            return wanted | borders(segment_out(segment))
        if not today.stands(segment, expected):
            raise changed_since()
    now = today.state(wanted) if wanted else None
    if wanted and now is None:
        raise DomainError(
            "changed_since",
            _("The transcript was corrected since, and these words no longer stand in it. Nothing was changed."),
        )
    return now


def essence(state: dict[str, Any]) -> tuple[Any, ...]:
    """What must be unchanged for an undo, besides the place: memo and codes. A verdict is no change of the passage."""
    return state["memo"], sorted(coding["code"] for coding in state["codings"])


def borders(state: dict[str, Any]) -> dict[str, Any]:
    return {name: state[name] for name in ("version", "start", "end", "quote")}


def changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("This passage was changed since, so the older change cannot be taken back. Nothing was changed."),
    )


def restore_segment(project: Project, segment: Segment | None, state: State) -> State:
    """Bring a segment to a state, identifiers and times included."""
    if state is None:
        return None
    is_new = segment is None
    segment = segment or Segment(id=UUID(state["id"]), project=project)
    segment.transcript_id = UUID(state["transcript"])
    segment.version_id = UUID(state["version"])
    segment.coder_id = UUID(state["coder"])
    segment.memo = state["memo"]
    segment.created = datetime.fromisoformat(state["created"])
    for field, value in place(load_text(segment.version_id), state["start"], state["end"]).items():
        setattr(segment, field, value)
    segment.save(force_insert=is_new)
    restore_codings(segment, {UUID(coding["id"]): coding for coding in state["codings"]})
    if "doubt" in state:
        restore_doubt(segment, state["doubt"])
    if settled := state.get("settled"):
        store_doubts([doubt_from(settled, segment, UUID(settled["version"]))])
    return {name: value for name, value in state.items() if name not in ("doubt", "settled")}


def restore_codings(segment: Segment, wanted: dict[UUID, dict[str, Any]]) -> None:
    """Take away and make again. Codings that are there keep their verdict, those made again get back theirs."""
    segment.codings.exclude(pk__in=wanted).delete()
    have = set(segment.codings.values_list("pk", flat=True))
    judged = review.states_of(wanted.keys() - have)
    Coding.objects.bulk_create(
        Coding(
            id=pk,
            segment=segment,
            code_id=UUID(coding["code"]),
            by_id=UUID(coding["by"]),
            state=judged.get(pk, coding["state"]),
            created=datetime.fromisoformat(coding["at"]),
        )
        for pk, coding in wanted.items()
        if pk not in have
    )


def restore_doubt(segment: Segment, state: dict[str, Any] | None) -> None:
    """Into the recorded doubt; None: it stands where it belongs, and nobody is asked."""
    if state:
        store_doubts([doubt_from(state, segment, UUID(state["version"]))])
    else:
        Doubt.objects.filter(segment=segment, decision__in=Doubt.UNDECIDED).delete()


def restore_decisions(project: Project, present: list[Any], wanted: list[Any]) -> Outcome:
    """Put segments and doubts back as they were before a decision, or after it."""
    today = PresentDay()
    ids = [state["segment"]["id"] for state in present]
    there = {str(segment.pk): segment for segment in locked(Segment.objects.filter(pk__in=ids, project=project))}
    doubts = {str(doubt.segment_id): doubt for doubt in Doubt.objects.filter(segment__in=ids)}
    for was, now in zip(wanted, present, strict=True):
        key = now["segment"]["id"]
        segment, doubt = there.get(key), doubts.get(key)
        if segment is None or doubt is None or doubt.decision != now["doubt"]["decision"]:
            raise changed_since()
        current = today.current(segment.transcript_id)
        asked_about = UUID(now["doubt"]["version"])
        if not today.same_text(current, asked_about) or not _stands(segment, now["segment"], asked_about, current):
            raise changed_since()
        on_current = UUID(was["segment"]["version"]) == asked_about
        version = current if on_current else UUID(was["segment"]["version"])
        segment.version_id = version
        for field, value in place(load_text(version), was["segment"]["start"], was["segment"]["end"]).items():
            setattr(segment, field, value)
        segment.save()
        restore_doubt(segment, was["doubt"] | {"version": str(current)})
    return {"segments": [segment_out(there[key]) for key in ids], "deleted": []}


def _stands(segment: Segment, state: dict[str, Any], asked_about: UUID, current: UUID) -> bool:
    """Whether a segment stands as a decision left it: on the current version, or behind."""
    on_current = UUID(state["version"]) == asked_about
    return (segment.version_id == current, segment.start, segment.end) == (on_current, state["start"], state["end"])


def restore_version(project: Project, user: User, transcript: UUID, present: State, wanted: State) -> Outcome:
    """Take a correction back, or make it again, by one more version."""
    if not present or not wanted:
        raise changed_since()
    left, made = put_version_back(project=project, user=user, transcript_id=transcript, present=present, wanted=wanted)
    segments = Segment.objects.filter(version=made).order_by("start", "end", "created").prefetch_related("codings")
    return {
        "segments": [segment_out(segment) for segment in segments],
        "deleted": [],
        "logged": (_named(left), _named(made)),
    }


def _named(version: Version) -> dict[str, Any]:
    return {"version": str(version.pk), "number": version.number, "outcome": version.outcome}
