"""Corrected transcripts over HTTP: versions, what became of the passages, and decisions about the doubtful ones."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Field, File, Form, Router, Schema, Status, UploadedFile
from pydantic import StringConstraints

from apps.coding import queries, services
from apps.coding.api.segments import SegmentOut
from apps.coding.queries import DoubtInContext, Place
from apps.coding.real_names import refuse_names
from apps.coding.services import Correction
from apps.documents.models import Transcript, Version
from apps.documents.queries import get_transcript
from apps.documents.reading import read_file, refuse_size
from apps.documents.services import stored_name
from apps.documents.wire import transcript_json
from apps.projects.access import allows, project_api
from apps.projects.permissions import Permission
from apps.web.api import paged, paged_list
from apps.web.compression import compressed
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()

# A NUL is refused here: no database column can hold one.
Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=r"^[^\x00]*$")]
VERSIONS = "/projects/{project_id}/transcripts/{uuid:transcript_id}/versions"


class CorrectionIn(Schema):
    text: str
    note: Note = ""
    expected: UUID | None = None


class FileIn(Schema):
    """The fields that come with a file."""

    note: Note = ""
    expected: UUID | None = None


class CorrectionOut(Schema):
    version: UUID
    number: int
    carried: int
    moved: int
    changed: int
    ambiguous: int
    gone: int
    rescued: int
    queue: int


class VersionOut(Schema):
    id: UUID
    number: int
    note: str
    made_by: str | None
    created: dt.datetime
    characters: int
    words: int
    outcome: dict[str, int]
    current: bool


class VersionList(Schema):
    items: list[VersionOut]
    next: str | None


class PlaceOut(Schema):
    start: int
    end: int
    before: str
    quote: str
    after: str
    line: int
    speaker: str
    score: float | None


class DoubtOut(Schema):
    id: UUID
    kind: str
    decision: str
    transcript: UUID
    version: UUID
    segment: SegmentOut
    # None for those who may not see the names that stood in the old text.
    old: PlaceOut | None
    candidates: list[PlaceOut]


class DoubtPage(Schema):
    items: list[DoubtOut]
    next: str | None


class DecisionIn(Schema):
    decision: Literal["accepted", "adjusted", "left"]
    candidate: int = Field(0, ge=0)
    start: int | None = None
    end: int | None = None
    version: UUID | None = None


class AcceptIn(Schema):
    transcript: UUID | None = None
    least: float = Field(services.ALIKE, ge=0, le=1)


class Accepted(Schema):
    accepted: int
    waiting: int


@router.post(VERSIONS, response={201: CorrectionOut})
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_correct(request: ProjectRequest, project_id: UUID, transcript_id: UUID, body: CorrectionIn) -> Any:
    """Make a new version with this text. 409 "stale_version" when `expected` is no longer the current version."""
    transcript = get_transcript(request.project, transcript_id)
    correction = services.correct_transcript(
        project=request.project, user=request.user, transcript=transcript,
        expected=body.expected or transcript.version_id, text=body.text, note=body.note,
    )  # fmt: skip
    return Status(201, correction_out(correction))


@router.post(f"{VERSIONS}/file", response={201: CorrectionOut})
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_correct_from_file(
    request: ProjectRequest, project_id: UUID, transcript_id: UUID, file: File[UploadedFile], form: Form[FileIn]
) -> Any:
    """Make a new version of a corrected file, in any format that can be uploaded."""
    transcript = get_transcript(request.project, transcript_id)
    refuse_size(file.size or 0)
    data, filename = file.read(), file.name or ""
    reading = read_file(data, filename)
    correction = services.correct_transcript(
        project=request.project, user=request.user, transcript=transcript,
        expected=form.expected or transcript.version_id, text=reading.text, note=form.note,
        formatting=reading.formatting, pages=reading.report["pages"], encoding=reading.report["encoding"] or "",
        original=ContentFile(data, stored_name(filename)),
    )  # fmt: skip
    return Status(201, correction_out(correction))


@router.get(VERSIONS, response=VersionList)
@project_api(Permission.VIEW)
def version_list(
    request: ProjectRequest, project_id: UUID, transcript_id: UUID, limit: int = 100, cursor: str | None = None
) -> Any:
    """The versions of a transcript, newest first."""
    transcript = get_transcript(request.project, transcript_id)
    page, following = paged_list(queries.versions_of(request.project, transcript), limit=limit, cursor=cursor)
    return {"items": [version_out(transcript, version) for version in page], "next": following}


@router.get(VERSIONS + "/{int:number}")
@compressed
@project_api(Permission.VIEW)
def version_detail(request: ProjectRequest, project_id: UUID, transcript_id: UUID, number: int) -> HttpResponse:
    """One version with its text and turns, current or not. Offsets are code points, end exclusive."""
    transcript = get_transcript(request.project, transcript_id)
    version = queries.get_version(request.project, transcript, number)
    refuse_names(request, version.pk)
    body = transcript_json(version_out(transcript, version), version.text, queries.turns_of(version))
    return HttpResponse(body, content_type="application/json")


@router.get("/projects/{project_id}/doubts", response=DoubtPage)
@project_api(Permission.VIEW)
def doubt_list(
    request: ProjectRequest,
    project_id: UUID,
    transcript: UUID | None = None,
    gone: bool = False,
    limit: int = 100,
    cursor: str | None = None,
) -> Any:
    """The passages that wait for a decision; with `?gone=1` also those whose words are gone."""
    found = queries.open_doubts(request.project, transcript, with_gone=gone)
    page, following = paged(found, limit=limit, cursor=cursor)
    return {"items": [doubt_out(request, each) for each in queries.doubts_in_context(page)], "next": following}


@router.post("/projects/{project_id}/doubts/{uuid:doubt_id}", response=SegmentOut)
@project_api(Permission.EDIT_DOCUMENTS)
def doubt_decide(request: ProjectRequest, project_id: UUID, doubt_id: UUID, body: DecisionIn) -> Any:
    """Accept a candidate, put the passage on [start, end) of the current version, or leave it on the old one.

    `version` is the version looked at: 409 "stale_version" when there is a newer one.
    """
    asked: dict[str, Any] = {
        "project": request.project, "user": request.user, "doubt_id": doubt_id, "expected": body.version,
    }  # fmt: skip
    if body.decision == "accepted":
        return services.accept_doubt(**asked, candidate=body.candidate)
    if body.decision == "left":
        return services.leave_doubt(**asked)
    if body.start is None or body.end is None:
        raise Invalid("no_borders", _("Say where the passage starts and ends. Nothing was changed."))
    return services.adjust_doubt(**asked, start=body.start, end=body.end)


@router.post("/projects/{project_id}/doubts/accept", response=Accepted)
@project_api(Permission.EDIT_DOCUMENTS)
def doubt_accept_all(request: ProjectRequest, project_id: UUID, body: Body[AcceptIn]) -> Any:
    """Accept the best candidate of every doubt where its score is `least` or more, as one change."""
    asked: dict[str, Any] = {"project": request.project, "user": request.user, "transcript": body.transcript}
    accepted = services.accept_all(**asked, least=body.least)
    return {"accepted": accepted, "waiting": queries.count_open_doubts(request.project, body.transcript)}


def correction_out(correction: Correction) -> dict[str, Any]:
    version = correction.version
    counts = ("carried", "moved", "changed", "ambiguous", "gone", "rescued", "queue")
    return {"version": version.pk, "number": version.number, **{name: getattr(correction, name) for name in counts}}


def version_out(transcript: Transcript, version: Version) -> dict[str, Any]:
    return {
        "id": version.pk,
        "number": version.number,
        "note": version.note,
        "made_by": str(version.made_by) if version.made_by else None,
        "created": version.created,
        "characters": version.characters,
        "words": version.words,
        "outcome": version.outcome,
        "current": version.pk == transcript.current_id,
    }


def doubt_out(request: ProjectRequest, shown: DoubtInContext) -> dict[str, Any]:
    doubt = shown.doubt
    hidden = doubt.segment.version.named and not allows(request, Permission.SEE_REAL_NAMES)
    segment = queries.segment_out(doubt.segment)
    return {
        "id": doubt.pk,
        "kind": doubt.kind,
        "decision": doubt.decision,
        "transcript": doubt.transcript_id,
        "version": doubt.version_id,
        "segment": segment | {"quote": ""} if hidden else segment,
        "old": None if hidden else place_out(shown.old),
        "candidates": [place_out(place) for place in shown.candidates],
    }


def place_out(place: Place) -> dict[str, Any]:
    return {name: getattr(place, name) for name in PlaceOut.model_fields}
