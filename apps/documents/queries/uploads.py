"""Reads about files on their way to becoming transcripts."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import Upload
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.web.errors import NotThere

State = Upload.State


def uploads_of(project: Project) -> QuerySet[Upload]:
    """All uploads, in the order they came, without the text that was read."""
    return (
        project.uploads.select_related("office", "uploaded_by", "transcript")
        .defer("text")
        .order_by("created", "filename")
    )


def open_uploads(project: Project) -> QuerySet[Upload]:
    """What still asks for a person: waiting, to confirm, or not read."""
    return uploads_of(project).exclude(state=State.CONFIRMED)


def uploads_of_job(job: Job) -> QuerySet[Upload]:
    return uploads_of(job.project).filter(job=job)


def uploads_to_confirm(project: Project, job_id: UUID | None = None) -> QuerySet[Upload]:
    """What was read and waits for a person's word, of one batch or of all."""
    found = uploads_of(project).filter(state=State.READ)
    return found.filter(job=job_id) if job_id else found


def get_upload(project: Project, upload_id: UUID) -> Upload:
    upload = uploads_of(project).filter(pk=upload_id).first()
    if upload is None:
        raise NotThere("no_such_upload", _("There is no such uploaded file in this project."))
    return upload
