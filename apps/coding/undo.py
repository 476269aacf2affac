"""Undo and redo from the activity log: put back the state that stands in `before` (undo) or `after` (redo).

Both are activities themselves. A change is taken back only while its outcome still stands: when somebody changed
the same thing since, the answer is a refusal, never a silent overwrite.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.services import restore_code, restore_dimension
from apps.coding.models import Coding, Segment
from apps.coding.queries import segment_out
from apps.coding.services import place
from apps.documents.texts import load_text
from apps.projects.models import Activity, Project
from apps.projects.queries import get_activity, last_undoable, next_redoable
from apps.projects.services import Verb, record
from apps.web.errors import DomainError

State = dict[str, Any] | None


@transaction.atomic
def undo(*, project: Project, user: User, activity_id: int | None, transcript: UUID | None) -> dict[str, Any]:
    """Take back one change: the named activity, or the user's latest in the transcript. Returns what is there now."""
    lock(project)
    activity = (
        get_activity(project, user, activity_id) if activity_id else last_undoable(project, user, transcript, RESTORERS)
    )
    if activity is None or activity.undone or activity.verb not in RESTORERS:
        raise DomainError("nothing_to_undo", _("There is nothing to take back."))
    return put_back(project, user, activity, Verb.UNDONE, activity.after, activity.before)


@transaction.atomic
def redo(*, project: Project, user: User, transcript: UUID | None) -> dict[str, Any]:
    """Make the user's last taken-back change in the transcript again."""
    lock(project)
    activity = next_redoable(project, user, transcript, RESTORERS)
    if activity is None:
        raise DomainError("nothing_to_redo", _("There is nothing to make again."))
    return put_back(project, user, activity, Verb.REDONE, activity.before, activity.after)


def lock(project: Project) -> None:
    """Two undos at once must not take back the same change."""
    Project.objects.select_for_update().get(pk=project.pk)


def put_back(project: Project, user: User, activity: Activity, verb: Verb, present: Any, wanted: Any) -> dict[str, Any]:
    outcome = RESTORERS[activity.verb](project, user, activity, present, wanted)
    Activity.objects.filter(pk=activity.pk).update(undone=verb == Verb.UNDONE)
    record(
        project, user, verb, object_id=activity.object_id, label=activity.label, transcript=activity.transcript,
        before=present, after=wanted, undoes=activity,
    )  # fmt: skip
    return {
        "undone": {"verb": activity.verb, "object": str(activity.object_id), "label": activity.label},
        **outcome,
    }


def restore_one(project: Project, user: User, activity: Activity, present: State, wanted: State) -> dict[str, Any]:
    return restore_segments(project, [present] if present else [], [wanted] if wanted else [])


def restore_many(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> dict[str, Any]:
    return restore_segments(project, present or [], wanted or [])


def restore_segments(project: Project, present: list[Any], wanted: list[Any]) -> dict[str, Any]:
    """Replace the segments as they stand (`present`) by the wanted ones, or refuse when they stand otherwise."""
    ids = {state["id"] for state in [*present, *wanted]}
    rows = Segment.objects.select_for_update().filter(pk__in=ids).prefetch_related("codings")
    there = {str(segment.pk): segment for segment in rows}
    expected = {state["id"]: essence(state) for state in present}
    if expected != {key: essence(segment_out(segment)) for key, segment in there.items()}:
        raise DomainError(
            "changed_since",
            _("This passage was changed since, so the older change cannot be taken back. Nothing was changed."),
        )
    for state in wanted:
        restore_segment(project, there.get(state["id"]), state)
    gone = ids - {state["id"] for state in wanted}
    Segment.objects.filter(pk__in=gone).delete()
    return {"segments": wanted, "deleted": sorted(gone)}


def essence(state: dict[str, Any]) -> tuple[Any, ...]:
    """What must be unchanged for an undo: borders, memo, and codes with their verdicts."""
    codings = sorted((coding["code"], coding["state"]) for coding in state["codings"])
    return state["start"], state["end"], state["memo"], codings


def restore_segment(project: Project, segment: Segment | None, state: dict[str, Any]) -> None:
    """Bring a segment to a recorded state, identifiers and times included."""
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
    wanted = {UUID(coding["id"]): coding for coding in state["codings"]}
    segment.codings.exclude(pk__in=wanted).delete()
    have = set(segment.codings.values_list("pk", flat=True))
    Coding.objects.bulk_create(
        Coding(
            id=pk,
            segment=segment,
            code_id=UUID(coding["code"]),
            by_id=UUID(coding["by"]),
            state=coding["state"],
            created=datetime.fromisoformat(coding["at"]),
        )
        for pk, coding in wanted.items()
        if pk not in have
    )


def restore_a_code(project: Project, user: User, activity: Activity, present: State, wanted: State) -> dict[str, Any]:
    restore_code(project=project, code_id=activity.object_id, present=present, state=wanted)
    return {"segments": [], "deleted": []}


def restore_a_dimension(
    project: Project, user: User, activity: Activity, present: State, wanted: State
) -> dict[str, Any]:
    restore_dimension(project=project, dimension_id=activity.object_id, present=present, state=wanted)
    return {"segments": [], "deleted": []}


RESTORERS: dict[str, Callable[[Project, User, Activity, Any, Any], dict[str, Any]]] = {
    Verb.SEGMENT_CREATED: restore_one,
    Verb.SEGMENT_CHANGED: restore_one,
    Verb.SEGMENT_DELETED: restore_one,
    Verb.SEGMENTS_CREATED: restore_many,
    Verb.CODE_CREATED: restore_a_code,
    Verb.CODE_CHANGED: restore_a_code,
    Verb.CODE_DELETED: restore_a_code,
    Verb.DIMENSION_CREATED: restore_a_dimension,
    Verb.DIMENSION_CHANGED: restore_a_dimension,
    Verb.DIMENSION_DELETED: restore_a_dimension,
}
