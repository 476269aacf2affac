"""Offices, participants, transcripts and recordings brought back to what the activity log says of them.

For undo and redo, which record it. Each refuses with DomainError "changed_since" when what stands is not `present`.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.documents.models import Attribute, Office, Participant, Recording, Transcript, Turn, Version
from apps.documents.queries import offices_under
from apps.documents.services.attributes import checked_attributes
from apps.documents.services.offices import office_state, refusal_of_office, save_office
from apps.documents.services.participants import participant_state, refusal_of_participant, save_participant
from apps.documents.services.recordings import recording_state
from apps.documents.services.transcripts import speakers_of_version, speakers_state, transcript_state
from apps.projects.models import Project
from apps.web.errors import DomainError, Refused

State = dict[str, Any] | None


@transaction.atomic
def restore_office(*, project: Project, object_id: UUID, present: State, wanted: State) -> None:
    """Bring an office to a recorded state; None means that it is not there."""
    list(project.offices.select_for_update().values_list("pk"))
    office = project.offices.filter(pk=object_id).first()
    _check(office_state(office) if office else None, present)
    if wanted is None:
        _leave(office, refusal_of_office)
        return
    office = office or Office(pk=object_id, project=project, created=made(wanted))
    office.parent = project.offices.filter(pk=wanted["parent"]).first() if wanted["parent"] else None
    if wanted["parent"] and (office.parent is None or office.parent_id in offices_under(project, office.pk)):
        raise changed_since()
    office.name = wanted["name"]
    office.attributes = checked_attributes(project, Attribute.Subject.OFFICE, wanted["attributes"])
    save_office(office)


@transaction.atomic
def restore_participant(*, project: Project, object_id: UUID, present: State, wanted: State) -> None:
    """Bring a participant to a recorded state. Real names stand in no log, so whoever has one is left alone."""
    if present == wanted:
        raise named(_("Only the real name was changed, which the log never keeps. Nothing was changed."))
    person = project.participants.select_for_update(of=("self",)).filter(pk=object_id).first()
    _check(participant_state(person) if person else None, present)
    if (present or wanted or {}).get("named") or (wanted is None and person and person.real_name):
        raise named(_("A real name belongs to this participant, and the log never keeps it. Nothing was changed."))
    if wanted is None:
        _leave(person, refusal_of_participant)
        return
    person = person or Participant(pk=object_id, project=project, created=made(wanted))
    person.office, person.pseudonym = _office(project, wanted), wanted["pseudonym"]
    person.attributes = checked_attributes(project, Attribute.Subject.PARTICIPANT, wanted["attributes"])
    save_participant(person)


@transaction.atomic
def restore_transcript_details(*, project: Project, object_id: UUID, present: State, wanted: State) -> None:
    """Bring title, office, language and the like back, and who speaks and asks where that was changed too."""
    transcript = _transcript(project, object_id)
    if transcript.binned or not present or not wanted:
        raise changed_since()
    people = transcript.participants.all()
    _check(transcript_state(transcript, people), {key: present[key] for key in present if key != "speakers"})
    transcript.title, transcript.kind, transcript.language = wanted["title"], wanted["kind"], wanted["language"]
    transcript.date = dt.date.fromisoformat(wanted["date"]) if wanted["date"] else None
    transcript.office = _office(project, wanted)
    transcript.attributes = checked_attributes(project, Attribute.Subject.TRANSCRIPT, wanted["attributes"])
    transcript.save()
    transcript.participants.set(project.participants.filter(pk__in=wanted["participants"]))
    if "speakers" in wanted:
        _restore_speakers(transcript, present["speakers"], wanted["speakers"])


@transaction.atomic
def put_in_bin(*, project: Project, object_id: UUID, binned: bool) -> None:
    """Move a transcript to the bin, or take it back."""
    transcript = _transcript(project, object_id)
    if bool(transcript.binned) == binned:
        raise changed_since()
    transcript.binned = timezone.now() if binned else None
    transcript.save(update_fields=["binned"])


@transaction.atomic
def restore_recording(*, project: Project, object_id: UUID, present: State, wanted: State) -> None:
    """Say again where 0:00 lies in a recording. A recording that was replaced is gone for good."""
    recording = Recording.objects.filter(pk=object_id, transcript__project=project).first()
    if recording is None or not present or not wanted:
        raise changed_since()
    if present | {"offset_ms": 0} != wanted | {"offset_ms": 0}:
        raise DomainError(
            "recording_gone", _("The recording before was deleted when it was replaced. Nothing was changed.")
        )
    _check(recording_state(recording), present)
    recording.offset_ms = wanted["offset_ms"]
    recording.save(update_fields=["offset_ms"])


def changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("This was changed since, so the older change cannot be taken back. Nothing was changed."),
    )


def named(message: str) -> Refused:
    return Refused("real_name", message)


def made(state: dict[str, Any]) -> dt.datetime:
    """When it was made; what was logged long ago does not say."""
    return dt.datetime.fromisoformat(state["created"]) if "created" in state else timezone.now()


def _check(now: Any, expected: Any) -> None:
    if _compared(now) != _compared(expected):
        raise changed_since()


def _compared(state: Any) -> Any:
    """A state without what nobody changes."""
    if not isinstance(state, dict):
        return state
    return {key: held for key, held in state.items() if key not in ("named", "created")}


def _leave(row: Any, refusal_of: Any) -> None:
    refusal = refusal_of(row) if row else None
    if refusal:
        raise refusal
    if row:
        row.delete()


def _office(project: Project, state: dict[str, Any]) -> Office:
    office = project.offices.filter(pk=state["office"]).first()
    if office is None:
        raise DomainError("changed_since", _("The office it belonged to was deleted since. Nothing was changed."))
    return office


def _transcript(project: Project, transcript: UUID) -> Transcript:
    found = project.transcripts.select_for_update(of=("self",)).filter(pk=transcript).first()
    if found is None:
        raise DomainError("changed_since", _("The transcript was deleted for good since. Nothing was changed."))
    return found


def _restore_speakers(transcript: Transcript, present: Iterable[Any], wanted: Iterable[Any]) -> None:
    _check(speakers_state(transcript), present)
    people = {str(pk) for pk in transcript.project.participants.values_list("pk", flat=True)}
    if any(person and person not in people for person, _asks, _indices in wanted):
        raise changed_since()
    copies = _copies(transcript, present)
    for person, asks, indices in wanted:
        turns = Turn.objects.filter(version__in=copies, index__in=indices)
        turns.update(participant=person, interviewer=asks)


def _copies(transcript: Transcript, state: Iterable[Any]) -> list[Version]:
    """The versions with the turns of the current one and the same speakers.

    A correction taken back and made again copies one of them: what was taken back in the copy is taken back in all.
    """
    current = transcript.current
    if current is None:
        raise changed_since()
    alike = transcript.versions.filter(sha256=current.sha256)
    return [each for each in alike if _cut(each) == _cut(current) and speakers_of_version(each) == state]


def _cut(version: Version) -> list[Any]:
    return list(version.turns.order_by("index").values_list("start", "end", "speaker"))
