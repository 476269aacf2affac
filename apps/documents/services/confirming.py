"""Uploads that were read become transcripts: one by one as a person says, or all at once by a job."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.documents.layouts import kept_formatting, kept_structure
from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.queries import (
    confirming_job,
    find_participants,
    participants_of,
    questions_about,
    uploads_to_confirm,
)
from apps.documents.reading import SpeakerMode, describe
from apps.documents.search import index_later, index_pending
from apps.documents.services.participants import create_participant
from apps.documents.services.transcripts import create_transcript
from apps.documents.speakers import Choice, by_pseudonym, propose
from apps.jobs.models import Job
from apps.jobs.services import start_job
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.rows import chunks
from core.text.rules import Rules
from core.text.turns import Structure, find_turns

State = Upload.State
# Others who code in the project wait so long.
FILES_AT_ONCE = 5
# report(done, total, filename) is called after each file; it may raise to stop.
Report = Callable[[int, int, str], None]


@transaction.atomic
def confirm_upload(
    *,
    project: Project,
    user: User,
    upload: Upload,
    title: str,
    office: Office,
    kind: str,
    language: str,
    date: dt.date | None,
    speakers: SpeakerMode = "auto",
    structure: Structure | None = None,
    choices: Mapping[str, Choice] | None = None,
    participants: Iterable[Participant] = (),
) -> Transcript:
    """Make a transcript of an upload that was read. New participants named in `choices` are made with it.

    Without `structure` it has the turns that were found when it was read.
    """
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != State.READ:
        raise DomainError("not_to_confirm", _("This file was confirmed already. Nothing was changed."))
    found = describe(upload.text, structure) if structure else {}
    structure = structure or kept_structure(upload.layout, speakers, upload.rules)
    transcript = create_transcript(
        project=project,
        user=user,
        title=title,
        office=office,
        text=upload.text,
        language=language,
        kind=kind,
        date=date,
        participants=participants,
        speakers=speakers,
        structure=structure or find_turns(upload.text, speakers, Rules.from_json(upload.rules)),
        speaker_map=None if choices is None else _people(project, user, office, choices),
        rules=upload.rules,
        formatting=kept_formatting(upload.layout),
        pages=upload.report.get("pages", ()),
        encoding=upload.report["encoding"] or "",
        original=upload.file.name or "",
    )
    date_found = date.isoformat() if date else None
    upload.report |= found | {"title": title, "kind": kind, "language": language, "date": date_found}
    # The file and the text are the version's now.
    upload.state, upload.transcript = State.CONFIRMED, transcript
    upload.text, upload.layout, upload.file, upload.office = "", {}, "", office
    upload.save(update_fields=["state", "transcript", "text", "layout", "file", "report", "office"])
    return transcript


def confirm_as_proposed(
    *,
    project: Project,
    user: User,
    upload: Upload,
    people: dict[str, Participant] | None = None,
    **chosen: Any,
) -> Transcript:
    """Confirm an upload with everything as it was guessed, save what is chosen (office, kind, language).

    `people` are the project's participants by pseudonym, where they are known; those made here are added.
    """
    people = by_pseudonym(participants_of(project)) if people is None else people
    choices = {each.label: each.choice for each in propose(upload.report, people, upload.report["title"])}
    details = guessed_details(upload) | chosen
    made = confirm_upload(project=project, user=user, upload=upload, choices=choices, **details)
    if any(isinstance(choice, str) for choice in choices.values()):
        people |= by_pseudonym(made.participants.select_related("office"))
    return made


def confirm_as_asked(*, project: Project, user: User, upload: Upload) -> Transcript:
    """Confirm an upload with what was asked for when it was sent, and guesses for the rest."""
    asked = upload.report["asked"]
    return confirm_upload(
        project=project,
        user=user,
        upload=upload,
        speakers=asked["speakers"],
        participants=find_participants(project, asked["participants"]),
        **guessed_details(upload) | {key: asked[key] for key in ("title", "language") if asked[key]},
    )


def guessed_details(upload: Upload) -> dict[str, Any]:
    """Title, office, kind, language and date of the transcript an upload would become."""
    report = upload.report
    return {
        "title": report["title"],
        "office": upload.office,
        "kind": Transcript.Kind.INTERVIEW,
        "language": report["language"] or upload.project.language,
        "date": dt.date.fromisoformat(report["date"]) if report["date"] else None,
    }


@transaction.atomic
def start_confirming(
    *, project: Project, user: User, batch: Job | None = None, kind: str = "", language: str = ""
) -> Job:
    """Let a job confirm all (of one batch) that raise no question, with `kind` and `language` where given."""
    earlier = confirming_job(project, batch)
    if earlier and earlier.is_alive:
        return earlier
    chosen = {name: value for name, value in (("kind", kind), ("language", language)) if value}
    return start_job(
        kind="documents.confirm_uploads", project=project, user=user, batch=str(batch.pk) if batch else "",
        chosen=chosen,
    )  # fmt: skip


def confirm_unquestioned(
    *,
    project: Project,
    user: User,
    job_id: UUID | None = None,
    report: Report | None = None,
    **chosen: Any,
) -> tuple[int, int]:
    """Confirm all uploads (of one batch) that raise no question. Returns how many were, and how many remain.

    Each can be refused by itself; a few make a transaction, because waiting for the disk takes as long as the rest.
    """
    uploads = list(uploads_to_confirm(project, job_id))
    asked = questions_about(project, uploads)
    ready = [upload for upload in uploads if not asked[upload.pk]]
    people = by_pseudonym(participants_of(project))
    confirmed = done = 0
    for some in chunks(ready, FILES_AT_ONCE):
        with transaction.atomic(), index_later():
            for upload in some:
                # Where somebody was faster, or it needs a person's eye after all, it stays where it is.
                with suppress(DomainError):
                    confirm_as_proposed(project=project, user=user, upload=upload, people=people, **chosen)
                    confirmed += 1
        done += len(some)
        if report:
            report(done, len(ready), some[-1].filename)
    index_pending(project=project)
    return confirmed, len(uploads) - confirmed


def _people(
    project: Project, user: User, office: Office, choices: Mapping[str, Choice]
) -> dict[str, Participant | None]:
    """Choices with the participants made that were only named. A name chosen twice is one person."""
    made: dict[str, Participant] = {}
    for name in (choice for choice in choices.values() if isinstance(choice, str)):
        if name not in made:
            made[name] = create_participant(project=project, user=user, pseudonym=name, office=office)
    return {label: made[choice] if isinstance(choice, str) else choice for label, choice in choices.items()}
