"""Segments over HTTP: the same services the workspace uses, because the workspace uses these routes."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Router, Schema, Status

from apps.coding import queries, services, undo
from apps.coding.services import NewSegment
from apps.coding.wire import segments_json
from apps.documents.queries import get_transcript
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.compression import compressed
from apps.web.http import ProjectRequest

router = Router(tags=["coding"])


class CodingOut(Schema):
    id: str
    code: str
    state: str
    by: str
    at: str


class SegmentOut(Schema):
    id: str
    transcript: str
    version: str
    start: int
    end: int
    quote: str
    coder: str
    memo: str
    created: str
    codings: list[CodingOut]


class SegmentIn(Schema):
    transcript: UUID
    version: UUID
    start: int
    end: int
    codes: list[UUID] = Field(max_length=200)
    memo: str | None = None

    def as_new(self, segment_id: UUID) -> NewSegment:
        return NewSegment(segment_id, self.transcript, self.version, self.start, self.end, tuple(self.codes), self.memo)


class BulkSegmentIn(SegmentIn):
    id: UUID


class BulkIn(Schema):
    segments: list[BulkSegmentIn]


class SegmentChange(Schema):
    start: int | None = None
    end: int | None = None
    codes: list[UUID] | None = Field(None, max_length=200)
    memo: str | None = None


class SegmentList(Schema):
    items: list[SegmentOut]


class UndoIn(Schema):
    activity: int | None = None
    transcript: UUID | None = None


class Undone(Schema):
    undone: dict[str, str]
    segments: list[SegmentOut]
    deleted: list[str]


@router.get("/projects/{project_id}/transcripts/{transcript_id}/segments", response=SegmentList)
@compressed
@project_api(Permission.VIEW)
def segment_list(
    request: ProjectRequest,
    project_id: UUID,
    transcript_id: UUID,
    coder: UUID | None = None,
    version: UUID | None = None,
) -> HttpResponse:
    """All segments of a version (the current one unless named), not paged."""
    transcript = get_transcript(request.project, transcript_id)
    chosen = version or transcript.version_id
    segments = segments_json(request.project, transcript_id, version=chosen, coder=coder)
    return HttpResponse(f'{{"items":{segments},"next":{request.project.sequence}}}', content_type="application/json")


@router.get("/projects/{project_id}/segments/{uuid:segment_id}", response=SegmentOut)
@project_api(Permission.VIEW)
def segment_detail(request: ProjectRequest, project_id: UUID, segment_id: UUID) -> Any:
    return queries.segment_out(queries.get_segment(request.project, segment_id))


@router.put("/projects/{project_id}/segments/{uuid:segment_id}", response={200: SegmentOut, 201: SegmentOut})
@project_api(Permission.CODE)
def segment_put(request: ProjectRequest, project_id: UUID, segment_id: UUID, body: SegmentIn) -> Any:
    segment, made = services.put_segment(project=request.project, user=request.user, wanted=body.as_new(segment_id))
    return Status(201 if made else 200, segment)


@router.patch("/projects/{project_id}/segments/{uuid:segment_id}", response=SegmentOut)
@project_api(Permission.CODE)
def segment_change(request: ProjectRequest, project_id: UUID, segment_id: UUID, body: SegmentChange) -> Any:
    return services.change_segment(project=request.project, user=request.user, segment_id=segment_id, **body.dict())


@router.delete("/projects/{project_id}/segments/{uuid:segment_id}", response={204: None})
@project_api(Permission.CODE)
def segment_delete(request: ProjectRequest, project_id: UUID, segment_id: UUID) -> Any:
    services.remove_segment(project=request.project, user=request.user, segment_id=segment_id)
    return Status(204, None)


@router.post("/projects/{project_id}/segments/bulk", response={201: SegmentList})
@project_api(Permission.CODE)
def segment_bulk(request: ProjectRequest, project_id: UUID, body: BulkIn) -> Any:
    """Up to 5,000 new segments in one transaction. Those whose ids are known already are left out of the answer."""
    wanted = [each.as_new(each.id) for each in body.segments]
    made = services.put_many_segments(project=request.project, user=request.user, wanted=wanted)
    return Status(201, {"items": made})


@router.post("/projects/{project_id}/undo", response=Undone)
@project_api(Permission.CODE)
def undo_change(request: ProjectRequest, project_id: UUID, body: UndoIn) -> Any:
    return undo.undo(project=request.project, user=request.user, activity_id=body.activity, transcript=body.transcript)


@router.post("/projects/{project_id}/redo", response=Undone)
@project_api(Permission.CODE)
def redo_change(request: ProjectRequest, project_id: UUID, body: UndoIn) -> Any:
    return undo.redo(project=request.project, user=request.user, transcript=body.transcript)
