"""Segments over HTTP: the same services the workspace uses, because the workspace uses these routes."""

from collections.abc import Callable
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Field, Query, Router, Schema, Status

from apps.coding import queries, services, undo
from apps.coding.compact import compact_json
from apps.coding.pages import page_of
from apps.coding.real_names import refuse_names
from apps.coding.services import NewSegment
from apps.coding.stamps import stamp_of
from apps.coding.wire import segments_json
from apps.documents.queries import get_transcript
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest
from apps.web.kept import kept_answer

router = Router()


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
    # The version that `start` and `end` were chosen in.
    version: UUID | None = None


class SegmentList(Schema):
    items: list[SegmentOut]


class UndoIn(Schema):
    # Neither: the latest change of one's own anywhere in the project.
    activity: int | None = None
    transcript: UUID | None = None


class Undone(Schema):
    # "verb", "object", "label", "transcript" ("" for none), "said" (a sentence) and "page" (where it can be seen).
    undone: dict[str, str]
    # The current version of the transcript it happened in; another one when a correction was taken back.
    version: str | None
    segments: list[SegmentOut]
    deleted: list[str]


@router.get("/projects/{project_id}/transcripts/{transcript_id}/segments", response=SegmentList)
@project_api(Permission.VIEW)
def segment_list(
    request: ProjectRequest,
    project_id: UUID,
    transcript_id: UUID,
    coder: UUID | None = None,
    version: UUID | None = None,
    form: Annotated[Literal["full", "compact"], Query(description="compact: what the workspace reads")] = "full",
) -> HttpResponse:
    """All segments of a version (the current one unless named), not paged. Answers 304 when nothing has changed."""
    project = request.project
    transcript = get_transcript(project, transcript_id)
    chosen = version or transcript.version_id
    if chosen != transcript.current_id:
        refuse_names(request, chosen)

    def make() -> str:
        if form == "compact":
            return compact_json(project, transcript_id, version=chosen, coder=coder)
        segments = segments_json(project, transcript_id, version=chosen, coder=coder)
        return f'{{"items":{segments},"next":{project.sequence},"version":"{chosen}"}}'

    return kept_answer(request, ("segments", transcript_id, chosen, coder, form, *stamp_of(project)), make)


@router.get("/projects/{project_id}/segments/{uuid:segment_id}", response=SegmentOut)
@project_api(Permission.VIEW)
def segment_detail(request: ProjectRequest, project_id: UUID, segment_id: UUID) -> Any:
    segment = queries.get_segment(request.project, segment_id)
    refuse_names(request, segment.version_id)
    return queries.segment_out(segment)


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
@project_api(Permission.DISCUSS)
def undo_change(request: ProjectRequest, project_id: UUID, body: UndoIn) -> Any:
    """Take back the named change, or one's latest: in one transcript, or wherever in the project it was made."""
    return _with_page(request, undo.undo, body)


@router.post("/projects/{project_id}/redo", response=Undone)
@project_api(Permission.DISCUSS)
def redo_change(request: ProjectRequest, project_id: UUID, body: UndoIn) -> Any:
    """Make again the named change, or what one took back last."""
    return _with_page(request, undo.redo, body)


def _with_page(request: ProjectRequest, service: Callable[..., Any], asked: UndoIn) -> dict[str, Any]:
    outcome: dict[str, Any] = service(
        project=request.project, user=request.user, activity_id=asked.activity, transcript=asked.transcript
    )
    outcome["undone"]["page"] = page_of(request.project, outcome["undone"], outcome)
    return outcome
