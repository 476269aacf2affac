"""Undo and redo from the activity log: put back the state that stands in `before` (undo) or `after` (redo).

Both are activities themselves. A change is taken back only while its outcome still stands: when somebody changed
the same thing since, the answer is a refusal, never a silent overwrite. A transcript corrected since is no such
change: passages are looked for where the correction carried them. Which change is meant: see docs/adr/0019-undo.md.
"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.services import restore_code, restore_dimension
from apps.coding.code_states import bring
from apps.coding.patience import lock_project, patiently
from apps.coding.reach import DESK, NEEDS, permission_for
from apps.coding.restoring import Outcome, State, restore_decisions, restore_segments, restore_version
from apps.coding.services.memos import move_memos, restore_memo
from apps.coding.wording import taken_back_sentence
from apps.documents.models import Transcript
from apps.documents.services import (
    put_in_bin,
    restore_attributes_state,
    restore_office,
    restore_participant,
    restore_recording,
    restore_transcript_details,
    restore_transcripts_state,
)
from apps.projects.models import Activity, Project
from apps.projects.permissions import Permission
from apps.projects.queries import get_change, is_allowed, last_undoable, next_redoable, taken_back_by
from apps.projects.services import Verb, record, restore_membership, restore_project_details
from apps.web.errors import DomainError, Refused

# Going to the bin and coming back need no states.
IN_AND_OUT = (Verb.TRANSCRIPT_CREATED, Verb.TRANSCRIPT_BINNED, Verb.TRANSCRIPT_RESTORED)

Restorer = Callable[[Project, User, Activity, Any, Any], Outcome]


def register(restorers: Mapping[str, Restorer], *, permission: Permission, at_desk: bool = False) -> None:
    """Let changes of an app above be taken back: how, by whom, and whether undo finds them by itself (see reach.DESK).

    For `AppConfig.ready`.
    """
    RESTORERS.update(restorers)
    NEEDS.update(dict.fromkeys(restorers, permission))
    if at_desk:
        DESK.update(restorers)


@patiently
def undo(*, project: Project, user: User, activity_id: int | None = None, transcript: UUID | None = None) -> Outcome:
    """Take back one change, and return what is there now.

    It is the named one, which may be somebody else's for those who may TAKE_BACK; else the user's latest at the desk
    (see reach.DESK), in the project or in one transcript of it.
    """
    lock_project(project)
    if activity_id is None:
        activity = _latest(project, user, transcript)
    else:
        activity = get_change(project, activity_id)
        if activity and activity.actor_id != user.pk and not is_allowed(project, user, Permission.TAKE_BACK):
            raise not_yours()
    if activity is None or activity.undone or activity.verb not in RESTORERS:
        raise DomainError("nothing_to_undo", _("There is nothing to take back."))
    check_allowed(project, user, activity)
    return put_back(project, user, activity, Verb.UNDONE)


@patiently
def redo(*, project: Project, user: User, activity_id: int | None = None, transcript: UUID | None = None) -> Outcome:
    """Make a change again: the named one, or what the user took back last in the project or in the transcript."""
    lock_project(project)
    if activity_id is None:
        activity = next_redoable(project, user, RESTORERS, transcript)
    else:
        activity = get_change(project, activity_id)
        is_mine = activity is None or taken_back_by(activity) == user.pk
        if not is_mine and not is_allowed(project, user, Permission.TAKE_BACK):
            raise not_yours()
    if activity is None or not activity.undone or activity.verb not in RESTORERS:
        raise DomainError("nothing_to_redo", _("There is nothing to make again."))
    check_allowed(project, user, activity)
    return put_back(project, user, activity, Verb.REDONE)


def _latest(project: Project, user: User, transcript: UUID | None) -> Activity | None:
    found = last_undoable(project, user, DESK & RESTORERS.keys(), transcript)
    if found and found.verb == Verb.WENT_BACK:
        raise DomainError(
            "went_back",
            _("Your latest change went back to an earlier point. Take it back on the page of activities; "
              "nothing was changed."),
        )  # fmt: skip
    return found


def not_yours() -> Refused:
    return Refused(
        "not_yours",
        _("Somebody else made or took back this change. Ask a lead to decide about it; nothing was changed."),
    )


def check_allowed(project: Project, user: User, activity: Activity) -> None:
    """Whoever lost a role cannot get it back by undoing."""
    if not is_allowed(project, user, permission_for(activity.verb)):
        raise Refused("not_allowed", _("Your role no longer allows this change. Nothing was changed."))


def put_back(project: Project, user: User, activity: Activity, verb: Verb) -> Outcome:
    outcome = restore(project, user, activity, is_undo=verb == Verb.UNDONE)
    before, after = outcome.pop("logged")
    record(
        project, user, verb, object_id=activity.object_id, label=activity.label, transcript=activity.transcript,
        before=before, after=after, undoes=activity,
    )  # fmt: skip
    transcript = Transcript.objects.filter(pk=activity.transcript).first() if activity.transcript else None
    return {
        "undone": {
            "verb": activity.verb,
            "object": str(activity.object_id),
            "label": activity.label,
            "transcript": str(transcript.pk) if transcript else "",
            "said": taken_back_sentence(activity, transcript, is_undo=verb == Verb.UNDONE),
        },
        "version": str(transcript.current_id) if transcript else None,
        **outcome,
    }


def restore(project: Project, user: User, activity: Activity, *, is_undo: bool) -> Outcome:
    """Take a change back or make it again, without logging it. The outcome's "logged" holds both states for the log."""
    states = (activity.after, activity.before) if is_undo else (activity.before, activity.after)
    if states == (None, None) and activity.verb not in IN_AND_OUT:
        raise DomainError("forgotten", _("What this was about was deleted for good. Nothing was changed."))
    outcome = {"logged": states, **RESTORERS[activity.verb](project, user, activity, *states)}
    activity.undone = is_undo
    Activity.objects.filter(pk=activity.pk).update(undone=is_undo)
    return outcome


def take_step(project: Project, user: User, change: Activity, *, is_undo: bool) -> None:
    """One of many changes put back as one: not logged by itself. Those of a return are steps of their own."""
    if change.verb == Verb.WENT_BACK:
        Activity.objects.filter(pk=change.pk).update(undone=is_undo)
    else:
        restore(project, user, change, is_undo=is_undo)


def restore_return(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    """Going back to an earlier point, undone or made again whole: see going_back.go_back."""
    steps = [(pk, is_undo) for pk, is_undo in (present or wanted)["steps"]]
    if wanted is None:
        steps = [(pk, not is_undo) for pk, is_undo in reversed(steps)]
    changes = project.activities.in_bulk([pk for pk, _is_undo in steps])
    for pk, is_undo in steps:
        if changes[pk].undone == is_undo:
            raise DomainError(
                "changed_since",
                _("Some of these changes were taken back or made again since, one by one. Nothing was changed."),
            )
        take_step(project, user, changes[pk], is_undo=is_undo)
    return nothing_on_passages()


def restore_one(project: Project, user: User, activity: Activity, present: State, wanted: State) -> Outcome:
    return restore_segments(project, [present] if present else [], [wanted] if wanted else [])


def restore_many(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    return restore_segments(project, present or [], wanted or [])


def restore_decided(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    return restore_decisions(project, present, wanted)


def restore_correction(project: Project, user: User, activity: Activity, present: State, wanted: State) -> Outcome:
    return restore_version(project, user, activity.object_id, present, wanted)


def restore_a_code(project: Project, user: User, activity: Activity, present: State, wanted: State) -> Outcome:
    restore_code(project=project, code_id=activity.object_id, present=present, state=wanted)
    return nothing_on_passages()


def restore_a_dimension(project: Project, user: User, activity: Activity, present: State, wanted: State) -> Outcome:
    if present and "codings" in present:  # it became exclusive, and passages lost codes to that
        return restore_refactoring(project, user, activity, present, wanted)
    restore_dimension(project=project, dimension_id=activity.object_id, present=present, state=wanted)
    return nothing_on_passages()


def restore_refactoring(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    bring(project, present, wanted)
    move_memos(project, present.get("memos", {}), wanted.get("memos", {}))
    return nothing_on_passages()


def restore_outside(service: Callable[..., None], key: str = "object_id") -> Restorer:
    """What is no passage and no code: an office, say, by a service that knows both states."""

    def restorer(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
        service(project=project, present=present, wanted=wanted, **{key: activity.object_id})
        return nothing_on_passages()

    return restorer


def restore_bin(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    """A transcript that was added goes to the bin, where it waits as if somebody had put it there."""
    binned = activity.undone == (activity.verb == Verb.TRANSCRIPT_BINNED)
    put_in_bin(project=project, object_id=activity.object_id, binned=binned)
    return nothing_on_passages()


def restore_project(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    restore_project_details(project=project, present=present, wanted=wanted)
    return nothing_on_passages()


def nothing_on_passages() -> Outcome:
    return {"segments": [], "deleted": []}


def restore_transcripts(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    restore_transcripts_state(project=project, present=present, wanted=wanted)
    return nothing_on_passages()


def restore_attributes(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    restore_attributes_state(project=project, present=present, wanted=wanted)
    return nothing_on_passages()


RESTORERS: dict[str, Restorer] = {
    Verb.SEGMENT_CREATED: restore_one,
    Verb.SEGMENT_CHANGED: restore_one,
    Verb.SEGMENT_DELETED: restore_one,
    Verb.SEGMENTS_CREATED: restore_many,
    Verb.DOUBT_DECIDED: restore_decided,
    Verb.TRANSCRIPT_CORRECTED: restore_correction,
    Verb.CODE_CREATED: restore_a_code,
    Verb.CODE_CHANGED: restore_a_code,
    Verb.CODE_DELETED: restore_a_code,
    Verb.CODES_MERGED: restore_refactoring,
    Verb.CODE_SPLIT: restore_refactoring,
    Verb.CODE_MOVED: restore_refactoring,
    Verb.CODE_REMOVED: restore_refactoring,
    Verb.CODEBOOK_IMPORTED: restore_refactoring,
    Verb.CODEBOOK_RESTORED: restore_refactoring,
    Verb.TRANSCRIPTS_CHANGED: restore_transcripts,
    Verb.ATTRIBUTES_IMPORTED: restore_attributes,
    Verb.DIMENSION_CREATED: restore_a_dimension,
    Verb.DIMENSION_CHANGED: restore_a_dimension,
    Verb.DIMENSION_DELETED: restore_a_dimension,
    Verb.MEMO_CREATED: restore_outside(restore_memo, "memo_id"),
    Verb.MEMO_CHANGED: restore_outside(restore_memo, "memo_id"),
    Verb.MEMO_DELETED: restore_outside(restore_memo, "memo_id"),
    Verb.WENT_BACK: restore_return,
    Verb.PROJECT_CHANGED: restore_project,
    Verb.MEMBER_ADDED: restore_outside(restore_membership, "membership_id"),
    Verb.MEMBER_CHANGED: restore_outside(restore_membership, "membership_id"),
    Verb.MEMBER_REMOVED: restore_outside(restore_membership, "membership_id"),
    Verb.OFFICE_CREATED: restore_outside(restore_office),
    Verb.OFFICE_CHANGED: restore_outside(restore_office),
    Verb.OFFICE_DELETED: restore_outside(restore_office),
    Verb.PARTICIPANT_CREATED: restore_outside(restore_participant),
    Verb.PARTICIPANT_CHANGED: restore_outside(restore_participant),
    Verb.PARTICIPANT_DELETED: restore_outside(restore_participant),
    Verb.TRANSCRIPT_CREATED: restore_bin,
    Verb.TRANSCRIPT_BINNED: restore_bin,
    Verb.TRANSCRIPT_RESTORED: restore_bin,
    Verb.TRANSCRIPT_CHANGED: restore_outside(restore_transcript_details),
    Verb.RECORDING_CHANGED: restore_outside(restore_recording),
}
