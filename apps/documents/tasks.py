"""Long work on documents. The rules are in services."""

from collections.abc import Iterator
from time import monotonic
from typing import Any
from uuid import UUID

from celery import shared_task

from apps.accounts.models import User
from apps.documents import search, services
from apps.documents.archives import is_archive
from apps.documents.models import Office, Upload
from apps.documents.queries import offices_of, uploads_of_job
from apps.jobs.kinds import job_kind
from apps.jobs.models import Job
from apps.jobs.services import advance
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.rows import chunks

State = Upload.State
SECONDS_BETWEEN_REPORTS = 0.25
FILES_AT_ONCE = 20


@shared_task
def empty_bin() -> None:
    services.empty_bin()


@shared_task
def cut_sentences(version_id: str) -> None:
    services.cut_sentences(version_id=UUID(version_id))


@shared_task
def index_pending(project_id: str) -> None:
    search.index_pending(project=Project(pk=UUID(project_id)))


@shared_task
def forget_unused_words() -> None:
    search.forget_unused_words()


@job_kind
def read_uploads(job: Job) -> dict[str, Any]:
    """Unpack the batch's archives and read its waiting files; with `confirm`, make transcripts of them too."""
    for upload in uploads_of_job(job).filter(state=State.WAITING):
        if is_archive(upload.filename):
            services.unpack_archive(upload=upload)
    # Where the person who asked is gone, somebody else has to confirm.
    confirmer = job.started_by if job.parameters.get("confirm") else None
    unfinished = [State.WAITING, State.READ] if confirmer else [State.WAITING]
    ids = list(uploads_of_job(job).filter(state__in=unfinished).values_list("pk", flat=True))
    total = uploads_of_job(job).exclude(state__in=[State.UNPACKED, State.DISCARDED]).count()
    offices = list(offices_of(job.project)) if job.parameters.get("by_name") else []
    # After a worker's death, or to be confirmed at once, each file is kept before the next is begun.
    is_careful = job.attempts > 1 or confirmer is not None
    progress, taken = _Progress(job), []
    for number, upload in enumerate(_found_anew(job, ids, unfinished), start=total - len(ids) + 1):
        if is_careful:
            _read_alone(job, upload, offices, confirmer)
        else:
            services.take_text(upload, offices)
            taken.append(upload)
        if number == total or progress.is_due:
            services.keep_read(taken)
            taken.clear()
            progress.tell(number, total, upload.filename)
    services.keep_read(taken)
    return {"uploads": [_outcome(upload) for upload in uploads_of_job(job)]}


@job_kind
def confirm_uploads(job: Job) -> dict[str, Any]:
    """Make transcripts of what was read and raised no question; run again, it goes on with what is left."""
    progress, before = _Progress(job), job.done

    def report(done: int, total: int, name: str) -> None:
        if done == total or progress.is_due:
            progress.tell(before + done, before + total, name)

    if job.started_by is None:
        return {"confirmed": before, "left": 0}
    confirmed, left = services.confirm_unquestioned(
        project=job.project,
        user=job.started_by,
        job_id=job.parameters["batch"] or None,
        report=report,
        **job.parameters["chosen"],
    )
    return {"confirmed": before + confirmed, "left": left}


def _found_anew(job: Job, ids: list[UUID], states: list[State]) -> Iterator[Upload]:
    """The uploads, looked up a few at a time: meanwhile somebody may have removed some."""
    for some in chunks(ids, FILES_AT_ONCE):
        yield from uploads_of_job(job).filter(pk__in=some, state__in=states)


def _read_alone(job: Job, upload: Upload, offices: list[Office], confirmer: User | None) -> None:
    """Read one file, and keep at once what came of it; where somebody said so beforehand, confirm it too."""
    if upload.state == State.WAITING:
        services.read_upload(upload=upload, offices=offices)
    if confirmer and upload.state == State.READ:
        try:
            services.confirm_as_asked(project=job.project, user=confirmer, upload=upload)
        except DomainError as error:
            services.fail_upload(upload=upload, message=error.message)


class _Progress:
    """Progress, told now and then: writing it down for each file would take a tenth of the time."""

    def __init__(self, job: Job):
        self.job = job
        self.told = 0.0

    @property
    def is_due(self) -> bool:
        return monotonic() - self.told > SECONDS_BETWEEN_REPORTS

    def tell(self, done: int, total: int, name: str) -> None:
        self.told = monotonic()
        advance(self.job, done=done, total=total, message=name)


def _outcome(upload: Upload) -> dict[str, Any]:
    transcript = str(upload.transcript_id) if upload.transcript_id else None
    return {
        "filename": upload.filename,
        "state": upload.state,
        "error": upload.error,
        "transcript": transcript,
    }
