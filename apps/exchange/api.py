"""Exports over HTTP: asked for here, written by a job, fetched when it is done."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from django.http import FileResponse
from ninja import Router, Schema, Status

from apps.exchange import queries, services
from apps.exchange.codebooks.api import router as codebooks
from apps.exchange.downloads import file_answer
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.http import ProjectRequest

router = Router(tags=["exchange"])
router.add_router("", codebooks)


class ExportOptions(Schema):
    """What to narrow the export to, as in GET /frequencies; a code stands for its sub-codes too.

    `attribute` and `transcript_attribute` are conditions, one a line. The separator is for CSV.
    """

    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    dimension: UUID | None = None
    code: UUID | None = None
    rollup: Literal["", "0"] = ""
    coder: UUID | None = None
    nobody: bool = False
    review: Literal["", "approved", "open", "rejected", "returned", "replaced", "all"] = ""
    kind: Literal["", "interview", "focus_group", "observation", "document"] = ""
    attribute: str = ""
    transcript_attribute: str = ""
    speaker: str = ""
    since: date | None = None
    until: date | None = None
    interviewed_since: date | None = None
    interviewed_until: date | None = None
    period: str = ""
    interviewer: Literal["", "leave_out"] = ""
    separator: Literal[",", ";"] = ","
    version: int | None = None
    counts: Literal["", "codings", "offices"] = ""


class ExportIn(Schema):
    """csv and xlsx are coded passages; the others the codebook, as it stands or as a version froze it, with counts."""

    format: Literal["csv", "xlsx", "qdc", "codebook-csv", "codebook-xlsx", "codebook-docx", "codebook-pdf"]
    options: ExportOptions = ExportOptions()


class MemoExportOptions(Schema):
    """Which memos, as in the list of memos. The separator is for CSV."""

    words: str = ""
    kind: Literal["", "project", "office", "participant", "transcript", "code", "segment"] = ""
    author: UUID | None = None
    code: UUID | None = None
    transcript: UUID | None = None
    office: UUID | None = None
    participant: UUID | None = None
    since: date | None = None
    until: date | None = None
    separator: Literal[",", ";"] = ","


class MemoExportIn(Schema):
    format: Literal["md", "docx", "csv", "xlsx"]
    options: MemoExportOptions = MemoExportOptions()


class ExportStarted(Schema):
    job: UUID
    export: UUID


class ExportOut(Schema):
    id: UUID
    job_id: UUID | None
    format: str
    options: dict[str, str]
    codebook_version: int
    rows: int
    sha256: str
    created: datetime


class ExportPage(Schema):
    items: list[ExportOut]
    next: str | None


@router.get("/projects/{project_id}/exports", response=ExportPage)
@project_api(Permission.EXPORT)
def export_list(
    request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None
) -> dict[str, Any]:
    exports, following = paged(queries.exports_of(request.project), limit=limit, cursor=cursor)
    return {"items": exports, "next": following}


@router.post("/projects/{project_id}/exports", response={202: ExportStarted})
@project_api(Permission.EXPORT)
def export_create(request: ProjectRequest, project_id: UUID, body: ExportIn) -> Status[dict[str, Any]]:
    export = services.export_passages(
        project=request.project, user=request.user, format=body.format, options=body.options.dict()
    )
    return Status(202, {"job": export.job_id, "export": export.pk})


@router.post("/projects/{project_id}/exports/memos", response={202: ExportStarted})
@project_api(Permission.EXPORT)
def memos_export(request: ProjectRequest, project_id: UUID, body: MemoExportIn) -> Status[dict[str, Any]]:
    export = services.export_memos(
        project=request.project, user=request.user, format=body.format, options=body.options.dict()
    )
    return Status(202, {"job": export.job_id, "export": export.pk})


@router.get("/projects/{project_id}/exports/{export_id}/file")
@project_api(Permission.EXPORT)
def export_file(request: ProjectRequest, project_id: UUID, export_id: UUID) -> FileResponse:
    return file_answer(queries.get_export(request.project, export_id))
