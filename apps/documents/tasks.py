"""Long work on documents. The rules are in services."""

from typing import Any

from celery import shared_task

from apps.accounts.models import User
from apps.documents import services
from apps.documents.models import Upload
from apps.documents.queries import uploads_of_job
from apps.jobs.kinds import job_kind
from apps.jobs.models import Job
from apps.jobs.services import advance
from apps.web.errors import DomainError

State = Upload.State


@shared_task
def empty_bin() -> None:
    services.empty_bin()


@job_kind
def read_uploads(job: Job) -> dict[str, Any]:
    """Read the job's waiting files one after the other; with `confirm`, make transcripts of them too."""
    # Where the person who asked is gone, somebody else has to confirm.
    confirmer = job.started_by if job.parameters.get("confirm") else None
    unfinished = [State.WAITING, State.READ] if confirmer else [State.WAITING]
    waiting = list(uploads_of_job(job).filter(state__in=unfinished))
    done = max(job.total - len(waiting), 0)
    for number, upload in enumerate(waiting, start=done + 1):
        if upload.state == State.WAITING:
            services.read_upload(upload=upload)
        if confirmer and upload.state == State.READ:
            _confirm(job, confirmer, upload)
        advance(job, done=number, message=upload.filename)
    return {"uploads": [_outcome(upload) for upload in uploads_of_job(job)]}


def _confirm(job: Job, user: User, upload: Upload) -> None:
    try:
        services.confirm_as_asked(project=job.project, user=user, upload=upload)
    except DomainError as error:
        services.fail_upload(upload=upload, message=error.message)


def _outcome(upload: Upload) -> dict[str, Any]:
    transcript = str(upload.transcript_id) if upload.transcript_id else None
    return {
        "filename": upload.filename,
        "state": upload.state,
        "error": upload.error,
        "transcript": transcript,
    }
