"""Memos over HTTP; those on passages are listed here and written with their segments."""

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema, Status

from apps.coding import services
from apps.coding.queries import memos as queries
from apps.coding.queries.memo_targets import find_linkable
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import MAX_PAGE
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()
Kind = Literal["project", "office", "participant", "transcript", "code"]


class MemoOut(Schema):
    id: UUID
    # One of the kinds of things, or "segment" for the memo of a passage.
    kind: str
    about: UUID
    about_name: str
    title: str
    text: str
    author: UUID
    created: datetime
    changed: datetime
    # What a change must name; None for the memo of a passage, which is changed with its segment.
    version: int | None


class MemoPage(Schema):
    items: list[MemoOut]
    next: str | None


class MemoIn(Schema):
    # Made by the client, so that what is sent twice is there once.
    id: UUID | None = None
    kind: Kind = "project"
    about: UUID | None = None
    title: str = ""
    text: str = ""


class MemoChange(Schema):
    version: int
    title: str | None = None
    text: str | None = None


class MemoAsked(Schema):
    """Which memos: `words` in any order, and what they are about."""

    words: str = ""
    kind: Literal["", "project", "office", "participant", "transcript", "code", "segment"] = ""
    author: UUID | None = None
    code: UUID | None = None
    transcript: UUID | None = None
    office: UUID | None = None
    participant: UUID | None = None
    since: date | None = None
    until: date | None = None


class LinkableOut(Schema):
    kind: str
    id: UUID
    name: str
    detail: str
    link: str


class LinkableList(Schema):
    items: list[LinkableOut]


@router.get("/projects/{project_id}/memos", response=MemoPage)
@project_api(Permission.VIEW)
def memo_list(
    request: ProjectRequest,
    project_id: UUID,
    asked: Query[MemoAsked],
    limit: int = 100,
    cursor: UUID | None = None,
) -> Any:
    if not 1 <= limit <= MAX_PAGE:
        raise Invalid("invalid_limit", f"limit must lie between 1 and {MAX_PAGE}.")
    rows = queries.memo_ids(request.project, queries.MemoFilter(**asked.dict()), after=cursor, limit=limit + 1)
    items = queries.memo_states(request.project, rows[:limit])
    return {"items": items, "next": str(rows[limit - 1][0]) if len(rows) > limit else None}


@router.post("/projects/{project_id}/memos", response={201: MemoOut})
@project_api(Permission.WRITE_MEMOS)
def memo_create(request: ProjectRequest, project_id: UUID, body: MemoIn) -> Any:
    about = body.about or request.project.pk
    memo = services.create_memo(
        project=request.project,
        user=request.user,
        kind=body.kind,
        about=about,
        title=body.title,
        text=body.text,
        memo_id=body.id,
    )
    return Status(201, queries.memo_state(memo))


@router.get("/projects/{project_id}/memos/linkable", response=LinkableList)
@project_api(Permission.VIEW)
def memo_linkable(request: ProjectRequest, project_id: UUID, q: str = "") -> Any:
    """What a memo can link to: things whose names have these words, passages by transcript and line."""
    return {"items": find_linkable(request.project, q[:200])}


@router.get("/projects/{project_id}/memos/{uuid:memo_id}", response=MemoOut)
@project_api(Permission.VIEW)
def memo_detail(request: ProjectRequest, project_id: UUID, memo_id: UUID) -> Any:
    return queries.memo_state(queries.get_memo(request.project, memo_id))


@router.patch("/projects/{project_id}/memos/{uuid:memo_id}", response=MemoOut)
@project_api(Permission.WRITE_MEMOS)
def memo_change(request: ProjectRequest, project_id: UUID, memo_id: UUID, body: MemoChange) -> Any:
    """409 "memo_changed" with the memo as it stands, when `version` is not the one that was read last."""
    memo = services.change_memo(project=request.project, user=request.user, memo_id=memo_id, **body.dict())
    return queries.memo_state(memo)


@router.delete("/projects/{project_id}/memos/{uuid:memo_id}", response={204: None})
@project_api(Permission.WRITE_MEMOS)
def memo_delete(request: ProjectRequest, project_id: UUID, memo_id: UUID) -> Any:
    services.delete_memo(project=request.project, user=request.user, memo_id=memo_id)
    return Status(204, None)
