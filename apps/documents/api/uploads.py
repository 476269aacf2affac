"""Hundreds of files over HTTP: open a batch, send files to it in several requests, begin, confirm, report."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Field, File, Form, Router, Schema, Status, UploadedFile
from pydantic import StringConstraints

from apps.documents import queries, services
from apps.documents.api.types import NO_NUL
from apps.documents.models import Office, Upload
from apps.documents.services.batches import MOST_FILES
from apps.jobs.models import Job
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()

Name = Annotated[str, StringConstraints(max_length=1000, pattern=NO_NUL)]


class LeftOut(Schema):
    """A file that its sender keeps back because it would be refused."""

    name: Name
    size: int = Field(ge=0)


class BatchIn(Schema):
    """Either an office that is there, or the name of one to be made. An `id` makes the request safe to repeat."""

    id: UUID | None = None
    office: str = ""
    new_office: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200, pattern=NO_NUL)] = ""
    by_name: bool = False
    files: int = Field(default=0, ge=0, le=MOST_FILES)
    left_out: list[LeftOut] = Field(default=[], max_length=MOST_FILES)


class SentIn(Schema):
    """For each file of the request, in the same order, its id made by the sender and its name with folders."""

    ids: list[UUID] = []
    names: list[Name] = []


class BatchOut(Schema):
    job: UUID
    state: str
    receiving: bool
    expected: int
    arrived: list[UUID]
    counts: dict[str, int]
    page: str


class UploadOut(Schema):
    id: UUID
    filename: str
    size: int
    state: str
    error: str
    office: UUID
    transcript: UUID | None
    found: dict[str, Any]


class UploadPage(Schema):
    items: list[UploadOut]
    next: str | None


class FilesKept(Schema):
    kept: list[UUID]
    known: list[UUID]


class JobStarted(Schema):
    job: UUID


class ConfirmIn(Schema):
    """What all have in common, where it is not as it was found."""

    kind: Literal["", "interview", "focus_group", "observation", "document"] = ""
    language: Literal["", "id", "en"] = ""


class Removed(Schema):
    removed: int


class ReportLine(Schema):
    file: str
    size: int
    state: str
    transcript: UUID | None
    title: str
    words: int | None
    turns: int | None
    speakers: list[str]
    language: str | None
    date: str | None
    encoding: str | None
    remarks: list[str]


@router.post("/projects/{project_id}/uploads", response={201: BatchOut})
@project_api(Permission.EDIT_DOCUMENTS)
def batch_open(request: ProjectRequest, project_id: UUID, body: BatchIn) -> Any:
    """Make an empty batch. It waits a day for its files; then what arrived is read."""
    if body.id and (there := queries.find_batch(request.project, body.id)):
        return Status(201, batch_out(there))
    batch = services.open_batch(
        project=request.project,
        user=request.user,
        batch_id=body.id,
        office=_office(request, body),
        expected=body.files,
        by_name=body.by_name,
        left_out=[(each.name, each.size) for each in body.left_out],
    )
    return Status(201, batch_out(batch))


@router.get("/projects/{project_id}/uploads/{job_id}", response=BatchOut)
@project_api(Permission.EDIT_DOCUMENTS)
def batch_detail(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Any:
    """How far a batch is. `arrived` are the ids that need not be sent again."""
    return batch_out(queries.get_batch(request.project, job_id))


@router.delete("/projects/{project_id}/uploads/{job_id}", response=Removed)
@project_api(Permission.EDIT_DOCUMENTS)
def batch_discard(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Any:
    """Stop a batch and remove what became no transcript; its report stays."""
    return {"removed": services.discard_batch(job=queries.get_batch(request.project, job_id))}


@router.get("/projects/{project_id}/uploads/{job_id}/files", response=UploadPage)
@project_api(Permission.EDIT_DOCUMENTS)
def file_list(
    request: ProjectRequest, project_id: UUID, job_id: UUID, limit: int = 100, cursor: str | None = None
) -> Any:
    """The files of a batch, with what was found in each."""
    batch = queries.get_batch(request.project, job_id)
    uploads, following = paged(queries.uploads_of_job(batch), limit=limit, cursor=cursor)
    return {"items": [upload_out(each) for each in uploads], "next": following}


@router.post("/projects/{project_id}/uploads/{job_id}/files", response={201: FilesKept})
@project_api(Permission.EDIT_DOCUMENTS)
def file_add(
    request: ProjectRequest, project_id: UUID, job_id: UUID, form: Form[SentIn], files: File[list[UploadedFile]]
) -> Any:
    """Add files. The same request again adds nothing: what is there under its id is only named as `known`."""
    batch = queries.get_batch(request.project, job_id)
    names = form.names or [file.name or "file" for file in files]
    if not len(form.ids) == len(names) == len(files) or len(set(form.ids)) < len(form.ids):
        raise Invalid("ids_do_not_fit", _("Each file needs an id of its own, and a name. Nothing was kept."))
    incoming = [services.Incoming(*each) for each in zip(form.ids, names, files, strict=True)]
    kept = {upload.pk for upload in services.add_files(job=batch, files=incoming)}
    return Status(201, {"kept": kept, "known": set(form.ids) - kept})


@router.post("/projects/{project_id}/uploads/{job_id}/begin", response={202: JobStarted})
@project_api(Permission.EDIT_DOCUMENTS)
def batch_begin(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Any:
    """All files are there: read them. Again, it changes nothing."""
    batch = queries.get_batch(request.project, job_id)
    services.begin_batch(job=batch)
    return Status(202, {"job": batch.pk})


@router.post("/projects/{project_id}/uploads/{job_id}/confirm", response={202: JobStarted})
@project_api(Permission.EDIT_DOCUMENTS)
def batch_confirm(request: ProjectRequest, project_id: UUID, job_id: UUID, body: ConfirmIn) -> Any:
    """Let a job make transcripts of all that raised no question."""
    batch = queries.get_batch(request.project, job_id)
    job = services.start_confirming(project=request.project, user=request.user, batch=batch, **body.dict())
    return Status(202, {"job": job.pk})


@router.get("/projects/{project_id}/uploads/{job_id}/report", response=list[ReportLine])
@project_api(Permission.EDIT_DOCUMENTS)
def batch_report(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Any:
    """What became of each file, also of those that were removed."""
    return [
        {
            "file": line.upload.filename,
            "size": line.upload.size,
            "state": line.upload.state,
            "transcript": line.upload.transcript_id,
            "title": line.transcript,
            "speakers": [each["label"] for each in line.found.get("speakers", ())],
            **{name: line.found.get(name) for name in ("words", "turns", "language", "date", "encoding")},
            "remarks": line.remarks,
        }
        for line in queries.batch_report(queries.get_batch(request.project, job_id))
    ]


def batch_out(batch: Job) -> dict[str, Any]:
    sorting = queries.sort_uploads(batch.project, queries.uploads_of_job(batch))
    return {
        "job": batch.pk,
        "state": batch.state,
        "receiving": queries.is_receiving(batch),
        "expected": batch.parameters.get("expected", 0),
        "arrived": sorting.ids(""),
        "counts": {name: len(ids) for name, ids in sorting.groups.items()},
        "page": reverse("documents:upload_batch", args=[batch.project_id, batch.pk]),
    }


def upload_out(upload: Upload) -> dict[str, Any]:
    hidden = {"asked", "tries", "sha256"}
    return {
        "id": upload.pk,
        "filename": upload.filename,
        "size": upload.size,
        "state": upload.state,
        "error": upload.error,
        "office": upload.office_id,
        "transcript": upload.transcript_id,
        "found": {name: value for name, value in upload.report.items() if name not in hidden},
    }


def _office(request: ProjectRequest, body: BatchIn) -> Office:
    if body.new_office:
        return services.create_office(project=request.project, user=request.user, name=body.new_office)
    return queries.find_office(request.project, body.office)
