"""A project, its members and activity over HTTP. The codebook app lists and makes projects."""

import csv
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from ninja import Query, Router, Schema, Status
from pydantic import ConfigDict, Field, field_validator

from apps.projects import queries, services
from apps.projects.access import enter, project_api
from apps.projects.live import feed
from apps.projects.models import Activity, Membership, Project
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.compression import compressed
from apps.web.http import ProjectRequest

router = Router(tags=["projects"])


class ProjectOut(Schema):
    id: UUID
    name: str
    description: str
    language: str
    created: datetime


class ProjectChange(Schema):
    name: str | None = None
    description: str | None = None
    language: Literal["id", "en"] | None = None


class MemberIn(Schema):
    email: str
    role: Literal["lead", "coder", "supervisor", "viewer"]


class MemberOut(Schema):
    id: UUID
    user: UUID
    name: str
    email: str
    role: str


def member_out(membership: Membership) -> dict[str, Any]:
    person = membership.user
    return {
        "id": membership.pk, "user": person.pk, "name": str(person), "email": person.email, "role": membership.role,
    }  # fmt: skip


class MemberPage(Schema):
    items: list[MemberOut]
    next: str | None


@router.get("/projects/{project_id}", response=ProjectOut)
@project_api(Permission.VIEW)
def project_detail(request: ProjectRequest, project_id: UUID) -> Project:
    return request.project


@router.patch("/projects/{project_id}", response=ProjectOut)
@project_api(Permission.MANAGE)
def project_change(request: ProjectRequest, project_id: UUID, body: ProjectChange) -> Project:
    changes = body.dict(exclude_none=True)
    return services.change_project(project=request.project, user=request.user, **changes)


@router.delete("/projects/{project_id}", response={204: None})
@project_api(Permission.MANAGE)
def project_delete(request: ProjectRequest, project_id: UUID) -> Status[None]:
    services.bin_project(project=request.project, user=request.user)
    return Status(204, None)


@router.get("/projects/{project_id}/members", response=MemberPage)
@project_api(Permission.VIEW)
def member_list(
    request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None
) -> dict[str, Any]:
    members, following = paged(queries.members_of(request.project), limit=limit, cursor=cursor)
    return {"items": [member_out(member) for member in members], "next": following}


@router.post("/projects/{project_id}/members", response={201: MemberOut})
@project_api(Permission.MANAGE)
def member_add(request: ProjectRequest, project_id: UUID, body: MemberIn) -> Status[dict[str, Any]]:
    membership = services.add_member(project=request.project, user=request.user, email=body.email, role=body.role)
    return Status(201, member_out(membership))


class Desk(Schema):
    """What the workspace keeps for one member: the codes pinned to the keys 1–9, in that order."""

    model_config = ConfigDict(extra="forbid")

    pinned: list[UUID] = Field(default=[], max_length=9)

    @field_validator("pinned")
    @classmethod
    def once(cls, ids: list[UUID]) -> list[UUID]:
        return list(dict.fromkeys(ids))


@router.get("/projects/{project_id}/desk", response=Desk)
@project_api(Permission.VIEW)
def desk_detail(request: ProjectRequest, project_id: UUID) -> Any:
    return request.membership.desk


@router.put("/projects/{project_id}/desk", response=Desk)
@project_api(Permission.VIEW)
def desk_change(request: ProjectRequest, project_id: UUID, body: Desk) -> Any:
    services.arrange_desk(membership=request.membership, desk=body.model_dump(mode="json"))
    return request.membership.desk


class EventOut(Schema):
    """One change. `segments` are the ids of the passages it touched, `reload` what to load anew."""

    sequence: int
    at: str
    actor: str | None
    name: str
    verb: str
    object: str
    label: str
    transcript: str | None
    segments: list[str]
    reload: list[Literal["segments", "codebook", "text"]]


class PersonOut(Schema):
    id: str
    name: str
    initials: str
    transcript: str | None
    segment: str | None


class EventsOut(Schema):
    """`next` is what to ask `after` next time. `segments`, `deleted` and `codebook` are the present state."""

    events: list[EventOut]
    next: int
    present: list[PersonOut]
    seen: str
    segments: list[dict[str, Any]]
    deleted: list[str]
    codebook: dict[str, Any] | None


class EventsQuery(Schema):
    after: int | None = None
    wait: float = Field(default=0, ge=0, le=feed.LONGEST_WAIT)
    # What `seen` of the last answer was: only then others who come, go or move count as news at once.
    seen: str = Field(default="", max_length=40)
    # Where a page is; without it nobody is counted as present.
    at: UUID | None = None
    segment: UUID | None = None
    # The page is being closed.
    leaving: bool = False


@router.get("/projects/{project_id}/events", response={200: EventsOut, 304: None})
@compressed
@project_api(Permission.VIEW)
def event_list(request: ProjectRequest, project_id: UUID, asked: Query[EventsQuery]) -> HttpResponse:
    """What happened after a number of the log: at once, or when something does within `wait` seconds; else 304."""
    if asked.leaving:
        feed.note_leaving(request.membership)
    elif asked.at:
        feed.note_presence(request.membership, asked.at, asked.segment)

    def enter_again() -> Membership:
        enter(request, project_id, Permission.VIEW)
        return request.membership

    news = feed.follow(request.membership, feed.Asked(asked.after, asked.wait, asked.seen), enter_again)
    response = JsonResponse(news.body) if news.is_new else HttpResponse(status=304)
    response.headers["Cache-Control"] = "no-store"
    if news.had_to_go:
        response.headers["Retry-After"] = "1"
    return response


@router.get("/projects/{project_id}/activity")
@project_api(Permission.VIEW)
def activity_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    """The audit trail, oldest first; as CSV, whole, with `Accept: text/csv`."""
    rows = queries.audit_trail(request.project)
    if "text/csv" in request.headers.get("accept", ""):
        return _activity_csv(rows.order_by("sequence").iterator())
    page, following = paged(rows, limit=limit, cursor=cursor)
    return {"items": [activity_out(row) for row in page], "next": following}


def activity_out(row: Activity) -> dict[str, Any]:
    return {
        "sequence": row.sequence, "at": row.at, "actor": row.actor_id, "name": str(row.actor or ""),
        "verb": row.verb, "object": row.object_id, "label": row.label, "transcript": row.transcript,
        "before": row.before, "after": row.after,
    }  # fmt: skip


def _activity_csv(rows: Any) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    writer = csv.writer(response)
    writer.writerow(["sequence", "at", "name", "verb", "object", "label", "transcript"])
    for row in rows:
        writer.writerow(
            [
                row.sequence,
                row.at.isoformat(),
                row.actor or "",
                row.verb,
                row.object_id,
                row.label,
                row.transcript or "",
            ]
        )
    return response
