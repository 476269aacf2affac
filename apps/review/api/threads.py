"""What is said of a coding: its thread, and what coders answer."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status

from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.review import queries, services
from apps.review.models import Comment
from apps.review.queries import Entry
from apps.web.http import ProjectRequest

router = Router()


class EntryOut(Schema):
    id: UUID
    # "approved", "returned", "replaced": a verdict. "comment", "stands", "done": what somebody wrote.
    kind: str
    by: UUID
    at: datetime
    text: str
    # When a verdict stopped standing, and when what was written was last changed.
    ended: datetime | None
    changed: datetime | None
    suggested_code: UUID | None
    suggested_name: str
    mentions: list[UUID]


class ThreadOut(Schema):
    items: list[EntryOut]


class CommentIn(Schema):
    text: str = ""
    # "stands" and "done" answer a returned coding of one's own.
    kind: Literal["comment", "stands", "done"] = "comment"


class CommentChange(Schema):
    text: str


class CommentOut(Schema):
    id: UUID
    coding: UUID
    kind: str
    by: UUID
    at: datetime
    text: str
    changed: datetime | None
    mentions: list[UUID]


class TakenOut(Schema):
    # The new coding with the suggested code.
    coding: UUID


@router.get("/projects/{project_id}/codings/{uuid:coding_id}/comments", response=ThreadOut)
@project_api(Permission.VIEW)
def comment_list(request: ProjectRequest, project_id: UUID, coding_id: UUID) -> Any:
    """The whole thread, oldest first: verdicts, answers and comments; also of a coding that is gone."""
    return {"items": [_entry_out(entry) for entry in queries.thread(request.project, coding_id)]}


@router.post("/projects/{project_id}/codings/{uuid:coding_id}/comments", response={201: CommentOut})
@project_api(Permission.DISCUSS)
def comment_create(request: ProjectRequest, project_id: UUID, coding_id: UUID, body: CommentIn) -> Any:
    """Write in the thread, or answer a returned coding of one's own."""
    about: dict[str, Any] = {"project": request.project, "user": request.user, "coding": coding_id, "text": body.text}
    if body.kind == "comment":
        written = services.comment(**about)
    else:
        written = services.answer(**about, kind=body.kind)
    return Status(201, comment_out(written))


@router.patch("/projects/{project_id}/comments/{uuid:comment_id}", response=CommentOut)
@project_api(Permission.DISCUSS)
def comment_change(request: ProjectRequest, project_id: UUID, comment_id: UUID, body: CommentChange) -> Any:
    written = services.change_comment(
        project=request.project, user=request.user, comment=comment_id, text=body.text
    )  # fmt: skip
    return comment_out(written)


@router.delete("/projects/{project_id}/comments/{uuid:comment_id}", response={204: None})
@project_api(Permission.DISCUSS)
def comment_delete(request: ProjectRequest, project_id: UUID, comment_id: UUID) -> Any:
    """One's own; those who manage the project delete anybody's."""
    services.delete_comment(project=request.project, user=request.user, comment=comment_id)
    return Status(204, None)


@router.post("/projects/{project_id}/codings/{uuid:coding_id}/take", response=TakenOut)
@project_api(Permission.CODE)
def suggestion_take(request: ProjectRequest, project_id: UUID, coding_id: UUID) -> Any:
    """Put the suggested code on one's passage, in place of the one that is there."""
    made = services.take_suggestion(project=request.project, user=request.user, coding=coding_id)
    return {"coding": made}


def comment_out(written: Comment) -> dict[str, Any]:
    same = ("coding", "kind", "text", "changed", "mentions")
    return {name: getattr(written, name) for name in same} | {
        "id": written.pk,
        "by": written.author_id,
        "at": written.created,
    }


def _entry_out(entry: Entry) -> dict[str, Any]:
    same = ("id", "kind", "at", "text", "ended", "changed", "suggested_name")
    return {name: getattr(entry, name) for name in same} | {
        "by": entry.by.pk,
        "suggested_code": entry.suggested,
        "mentions": [user.pk for user in entry.mentions],
    }
