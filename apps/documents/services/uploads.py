"""Every change to uploads: take files in, read them, and make transcripts of those a person confirms."""

import datetime as dt
import logging
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.queries import find_participants, participants_of, same_texts, uploads_to_confirm
from apps.documents.reading import SpeakerMode, read_file, refusal, refuse_size
from apps.documents.services.participants import create_participant
from apps.documents.services.transcripts import create_transcript
from apps.documents.speakers import Choice, propose, questions
from apps.jobs.models import Job
from apps.jobs.services import start_job
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.files import remove_files
from core.text.normalise import text_hash
from core.text.readers import Formatting
from core.text.turns import Structure

logger = logging.getLogger(__name__)
State = Upload.State
# A file that killed its worker so often is not read again.
MOST_TRIES = 2


def store_uploads(
    *,
    project: Project,
    user: User,
    office: Office,
    files: Iterable[UploadedFile[Any]],
    asked: dict[str, Any] | None = None,
) -> Job:
    """Keep the files, one row each, and start one job that reads them. Files not worth reading fail at once.

    With `asked` (title, language, participants, speakers) nobody is asked: the job makes the transcripts too.
    """
    with transaction.atomic():
        job = start_job(kind="documents.read_uploads", project=project, user=user, confirm=asked is not None)
        uploads = [_store(project, user, office, job, file, asked or {}) for file in files]
        Job.objects.filter(pk=job.pk).update(total=sum(upload.state == State.WAITING for upload in uploads))
    return job


def read_upload(*, upload: Upload) -> Upload:
    """Read one waiting file: its text and a report, or the sentence that says why there is none."""
    upload.report["tries"] = tries = upload.report.get("tries", 0) + 1
    _keep(upload, "report")
    try:
        if tries > MOST_TRIES:
            raise refusal("crashed")
        _take_text(upload)
    except DomainError as error:
        upload.state, upload.error = State.FAILED, error.message
    except Exception:
        # One file must never stop the others, whatever is in it.
        logger.exception("upload %s could not be read", upload.pk)
        upload.state, upload.error = State.FAILED, refusal("crashed").message
    _keep(upload, "state", "text", "report", "error")
    return upload


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
    """Make a transcript of an upload that was read. New participants named in `choices` are made with it."""
    upload = Upload.objects.select_for_update().get(pk=upload.pk)
    if upload.state != State.READ:
        raise DomainError("not_to_confirm", _("This file was confirmed already. Nothing was changed."))
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
        structure=structure,
        speaker_map=None if choices is None else _people(project, user, office, choices),
        formatting=[Formatting(*each) for each in upload.report["formatting"]],
        encoding=upload.report["encoding"] or "",
        original=upload.file.name or "",
    )
    # The file and the text are the version's now.
    upload.state, upload.transcript, upload.text, upload.file = State.CONFIRMED, transcript, "", ""
    upload.save(update_fields=["state", "transcript", "text", "file"])
    return transcript


def confirm_as_proposed(*, project: Project, user: User, upload: Upload) -> Transcript:
    """Confirm an upload with everything as it was guessed."""
    proposals = propose(upload.report, participants_of(project), upload.report["title"])
    choices = {each.label: each.choice for each in proposals}
    return confirm_upload(project=project, user=user, upload=upload, choices=choices, **guessed_details(upload))


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


def confirm_unquestioned(*, project: Project, user: User, job_id: UUID | None = None) -> tuple[int, int]:
    """Confirm all uploads (of one batch) that raise no question. Returns how many were, and how many remain.

    Each is a transaction of its own, so that one refusal leaves the others confirmed.
    """
    uploads = list(uploads_to_confirm(project, job_id))
    asked = questions_about(project, uploads)
    confirmed = 0
    for upload in uploads:
        if not asked[upload.pk]:
            with suppress(DomainError):
                confirm_as_proposed(project=project, user=user, upload=upload)
                confirmed += 1
    return confirmed, len(uploads) - confirmed


def questions_about(project: Project, uploads: Iterable[Upload]) -> dict[UUID, list[str]]:
    """Upload -> what a person should look at before confirming it; for those that were read.

    Of uploads with the same text all but the first are asked about.
    """
    read = [upload for upload in uploads if upload.state == State.READ]
    participants = list(participants_of(project)) if read else []
    twins = same_texts(project, [upload.report["sha256"] for upload in read]) if read else {}
    asked = {}
    for upload in read:
        report = upload.report
        proposals = propose(report, participants, report["title"])
        asked[upload.pk] = questions(report, proposals, twins.get(report["sha256"]))
        twins.setdefault(report["sha256"], upload.filename)
    return asked


def fail_upload(*, upload: Upload, message: str) -> None:
    """Mark an upload as one that cannot become a transcript, and say why."""
    Upload.objects.filter(pk=upload.pk).update(state=State.FAILED, error=message)


@transaction.atomic
def discard_upload(*, upload: Upload) -> None:
    """Remove an upload and its file. What became a transcript stays."""
    remove_files(Upload.objects.filter(pk=upload.pk), "file")
    upload.delete()


@transaction.atomic
def discard_unread(*, project: Project, job_id: UUID | None = None) -> int:
    """Remove all uploads (of one batch) that could not be read, with their files. Returns how many."""
    unread = Upload.objects.filter(project=project, state=State.FAILED)
    if job_id:
        unread = unread.filter(job=job_id)
    remove_files(unread, "file")
    return unread.delete()[0]


def _store(
    project: Project, user: User, office: Office, job: Job, file: UploadedFile[Any], asked: dict[str, Any]
) -> Upload:
    name = file.name or "file"
    upload = Upload(
        project=project, uploaded_by=user, office=office, job=job, filename=name[-255:], size=file.size or 0,
        report={"asked": asked},
    )  # fmt: skip
    try:
        refuse_size(upload.size)
    except DomainError as error:
        upload.state, upload.error = State.FAILED, error.message
    else:
        upload.file.save(stored_name(name), file, save=False)
    upload.save()
    return upload


def stored_name(filename: str) -> str:
    """A short name that every file system takes, with the same ending."""
    path = PurePath(filename)
    stem, ending = (re.sub(r"[^\w-]+", "_", part) for part in (path.stem, path.suffix.removeprefix(".")))
    return f"{stem[:50] or 'file'}.{ending[:10]}"


def _keep(upload: Upload, *fields: str) -> None:
    """Store some fields; an upload that was removed while it was read stays removed."""
    Upload.objects.filter(pk=upload.pk).update(**{field: getattr(upload, field) for field in fields})


def _take_text(upload: Upload) -> None:
    with upload.file.open("rb") as file:
        data = file.read()
    reading = read_file(data, upload.filename, upload.report.get("asked", {}).get("speakers") or "auto")
    upload.text = reading.text
    formatting = [[each.start, each.end, each.kind] for each in reading.formatting]
    upload.report |= {**reading.report, "formatting": formatting, "sha256": text_hash(reading.text)}
    upload.state = State.READ


def _people(
    project: Project, user: User, office: Office, choices: Mapping[str, Choice]
) -> dict[str, Participant | None]:
    """Choices with the participants made that were only named. A name chosen twice is one person."""
    made: dict[str, Participant] = {}
    for name in (choice for choice in choices.values() if isinstance(choice, str)):
        if name not in made:
            made[name] = create_participant(project=project, user=user, pseudonym=name, office=office)
    return {label: made[choice] if isinstance(choice, str) else choice for label, choice in choices.items()}
