"""Codes out of a file over HTTP. Exports of the codebook are exports like others: see apps/exchange/api.py."""

from typing import Any, Literal
from uuid import UUID

from ninja import File, Form, Router, Schema, UploadedFile

from apps.exchange.codebooks.importing import import_codebook, listing_of, take_file
from apps.exchange.codebooks.judging import Choice
from apps.exchange.codebooks.planning import judge
from apps.exchange.codebooks.reports import as_answer
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

router = Router(tags=["exchange"])


class CodebookImportIn(Schema):
    """`update` false only adds. Codes that the file puts in no dimension go into one of this id, or a new one of this
    name; `tops` "dimensions" makes dimensions of a REFI-QDA file's codes at the top that have codes below them."""

    dry_run: bool = False
    update: bool = True
    tops: Literal["auto", "dimensions", "codes"] = "auto"
    dimension: UUID | None = None
    new_dimension: str = ""


class Outcome(Schema):
    """How many codes or dimensions are new, changed, the same, left as they are though they differ, or left out."""

    new: int
    changed: int
    same: int
    kept: int
    left_out: int


class ChangeOut(Schema):
    field: str
    old: str
    new: str


class RowOut(Schema):
    line: int
    name: str
    is_dimension: bool
    fate: str
    changes: list[ChangeOut]
    reasons: list[str]


class LeftOutCodes(Schema):
    what: str
    count: int
    why: str


class CodebookImportOut(Schema):
    """`version` is the one frozen before, `activity` what undo takes: none of both after a dry run."""

    project: UUID
    file: str
    sha256: str
    codes: Outcome
    dimensions: Outcome
    rows: list[RowOut]
    left_out: list[LeftOutCodes]
    warnings: list[str]
    version: int | None = None
    activity: int | None = None


@router.post("/projects/{project_id}/codebook/import", response=CodebookImportOut)
@project_api(Permission.EDIT_CODEBOOK)
def codebook_import(
    request: ProjectRequest, project_id: UUID, body: Form[CodebookImportIn], file: File[UploadedFile]
) -> dict[str, Any]:
    """Import dimensions and codes from a .qdc, .qdpx, .csv or .xlsx as one change; `dry_run` only says what it
    would do.

    422 "nothing_to_import" when the codebook would stay as it is, and with the reason when the file cannot be read.
    """
    kept = take_file(file, file.name or "codes")
    choice = Choice(body.update, body.tops, body.dimension, body.new_dimension)
    if body.dry_run:
        judgement = judge(request.project, listing_of(kept, choice), choice)
        return as_answer(str(project_id), kept, judgement)
    done = import_codebook(project=request.project, user=request.user, kept=kept, choice=choice)
    answer = as_answer(str(project_id), kept, done.judgement)
    return answer | {"version": done.version, "activity": done.activity.pk}
