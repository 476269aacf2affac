"""Transcripts over HTTP."""

import datetime as dt
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.core.files.base import ContentFile
from django.http import HttpResponse
from ninja import File, Form, Router, Schema, Status, UploadedFile
from pydantic import StringConstraints

from apps.documents import queries, services
from apps.documents.api.types import NO_NUL, Attributes, Line
from apps.documents.models import Transcript
from apps.documents.reading import SpeakerMode, describe, read_file, refuse_size, warning_sentences
from apps.documents.wire import transcript_json
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.compression import compressed
from apps.web.http import ProjectRequest
from core.text.turns import find_turns

router = Router()

Language = Literal["id", "en"]
Kind = Literal["interview", "focus_group", "observation", "document"]
MaybeLine = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300, pattern=NO_NUL)]


class FileIn(Schema):
    """The fields that come with a file."""

    office: str
    title: MaybeLine = ""
    language: Language | None = None
    participants: list[str] = []
    speakers: SpeakerMode = "auto"


class TextIn(Schema):
    title: Line
    office: str
    text: str
    language: Language | None = None
    kind: Kind = "interview"
    date: dt.date | None = None
    participants: list[str] = []
    speakers: SpeakerMode = "auto"
    attributes: Attributes = {}


class TranscriptChange(Schema):
    title: Line | None = None
    office: str | None = None
    language: Language | None = None
    kind: Kind | None = None
    date: dt.date | None = None
    participants: list[str] | None = None
    attributes: Attributes | None = None


class SpeakerOut(Schema):
    label: str
    turns: int
    words: int
    interviewer: bool


class Report(Schema):
    encoding: str | None = None
    confidence: float | None = None
    pattern: str
    language: str | None
    speakers: list[SpeakerOut]
    warnings: list[str]


class TranscriptMade(Schema):
    id: UUID
    version: UUID
    title: str
    characters: int
    words: int
    turns: int
    report: Report


class JobStarted(Schema):
    job: UUID


class TranscriptOut(Schema):
    id: UUID
    title: str
    office: UUID
    office_name: str
    kind: str
    language: str
    date: dt.date | None
    participants: list[UUID]
    attributes: dict[str, Any]
    version: UUID
    characters: int
    words: int


class TranscriptListed(TranscriptOut):
    turns: int


class TranscriptPage(Schema):
    items: list[TranscriptListed]
    next: str | None


class TurnOut(Schema):
    index: int
    start: int
    end: int
    speaker: str
    participant: UUID | None
    at_ms: int | None


class TranscriptText(TranscriptOut):
    # Where each page of a PDF begins in the text; empty for texts without pages.
    pages: list[int]
    text: str
    turns: list[TurnOut]


@router.post("/projects/{project_id}/transcripts", response={201: TranscriptMade, 202: JobStarted})
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_create(
    request: ProjectRequest,
    project_id: UUID,
    file: File[UploadedFile],
    form: Form[FileIn],
    background: bool = False,
) -> Any:
    """Make a transcript of a file. `office` and `participants` are ids or exact names, the latter repeated or
    with commas between; with `?background=1` a job reads the file and this answers at once.
    """
    office = queries.find_office(request.project, form.office)
    people = queries.find_participants(request.project, _split(form.participants))
    refuse_size(file.size or 0)
    me: Any = {"project": request.project, "user": request.user}
    if background:
        asked = {**form.dict(exclude={"office"}), "participants": [str(each.pk) for each in people]}
        job = services.store_uploads(**me, office=office, files=[file], asked=asked)
        return Status(202, {"job": job.pk})
    data, filename = file.read(), file.name or ""
    reading = read_file(data, filename, form.speakers)
    transcript = services.create_transcript(
        **me,
        title=form.title or reading.report["title"],
        office=office,
        text=reading.text,
        language=form.language or reading.report["language"] or request.project.language,
        date=dt.date.fromisoformat(reading.report["date"]) if reading.report["date"] else None,
        participants=people,
        structure=reading.structure,
        formatting=reading.formatting,
        pages=reading.report["pages"],
        encoding=reading.report["encoding"] or "",
        original=ContentFile(data, services.stored_name(filename)),
    )
    return Status(201, made_out(transcript, reading.report))


@router.post("/projects/{project_id}/transcripts/text", response={201: TranscriptMade})
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_create_from_text(request: ProjectRequest, project_id: UUID, body: TextIn) -> Any:
    """Make a transcript of a text. Offsets count the code points of the text with its line ends as LF."""
    transcript = services.create_transcript(
        project=request.project,
        user=request.user,
        office=queries.find_office(request.project, body.office),
        participants=queries.find_participants(request.project, body.participants),
        language=body.language or request.project.language,
        **body.dict(include={"title", "text", "kind", "date", "speakers", "attributes"}),
    )
    text = transcript.current.text if transcript.current else ""
    return Status(201, made_out(transcript, describe(text, find_turns(text, body.speakers))))


@router.get("/projects/{project_id}/transcripts", response=TranscriptPage)
@project_api(Permission.VIEW)
def transcript_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    found = queries.transcripts_of(request.project).prefetch_related("participants")
    transcripts, following = paged(found, limit=limit, cursor=cursor)
    turns = queries.turn_counts([transcript.current_id for transcript in transcripts])
    items = [{**transcript_out(each), "turns": turns.get(each.current_id, 0)} for each in transcripts]
    return {"items": items, "next": following}


@router.get("/projects/{project_id}/transcripts/{uuid:transcript_id}", response=TranscriptText)
@compressed
@project_api(Permission.VIEW)
def transcript_detail(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> HttpResponse:
    """A transcript with its text and turns. Offsets are code points, end exclusive."""
    transcript = queries.get_transcript(request.project, transcript_id)
    turns = queries.current_turns(transcript)
    described = {**transcript_out(transcript), "pages": transcript.current.pages if transcript.current else []}
    body = transcript_json(described, queries.current_text(transcript), turns)
    return HttpResponse(body, content_type="application/json")


@router.patch("/projects/{project_id}/transcripts/{uuid:transcript_id}", response=TranscriptOut)
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_change(request: ProjectRequest, project_id: UUID, transcript_id: UUID, body: TranscriptChange) -> Any:
    """Change metadata; what is not named stays, `"date": null` takes the date away."""
    transcript = queries.get_transcript(request.project, transcript_id)
    given = body.dict(exclude_unset=True)
    changes = {key: value for key, value in given.items() if value is not None or key == "date"}
    if "office" in changes:
        changes["office"] = queries.find_office(request.project, changes["office"])
    if "participants" in changes:
        changes["participants"] = queries.find_participants(request.project, changes["participants"])
    services.change_transcript(project=request.project, user=request.user, transcript=transcript, **changes)
    return transcript_out(queries.get_transcript(request.project, transcript_id))


@router.delete("/projects/{project_id}/transcripts/{uuid:transcript_id}", response={204: None})
@project_api(Permission.EDIT_DOCUMENTS)
def transcript_bin(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> Any:
    """Move a transcript to the bin, where it stays thirty days."""
    transcript = queries.get_transcript(request.project, transcript_id)
    services.bin_transcript(project=request.project, user=request.user, transcript=transcript)
    return Status(204, None)


def transcript_out(transcript: Transcript) -> dict[str, Any]:
    version = transcript.current
    return {
        "id": transcript.pk,
        "title": transcript.title,
        "office": transcript.office_id,
        "office_name": transcript.office.name,
        "kind": transcript.kind,
        "language": transcript.language,
        "date": transcript.date,
        "participants": [participant.pk for participant in transcript.participants.all()],
        "attributes": transcript.attributes,
        "version": transcript.current_id,
        "characters": version.characters if version else 0,
        "words": version.words if version else 0,
    }


def made_out(transcript: Transcript, report: dict[str, Any]) -> dict[str, Any]:
    made = transcript_out(transcript)
    said = {**report, "warnings": warning_sentences(report)}
    return {**made, "turns": report["turns"], "report": said}


def _split(references: Iterable[str]) -> list[str]:
    """Ids may come repeated, or in one field with commas between."""
    return [part for reference in references for part in reference.split(",")]
