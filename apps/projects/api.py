"""A project, its members and activity over HTTP. The codebook app lists and makes projects."""

import csv
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema, Status

from apps.projects import queries, services
from apps.projects.access import project_api
from apps.projects.models import Activity, Membership, Project
from apps.projects.permissions import Permission
from apps.web.api import paged
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


@router.get("/projects/{project_id}/activity")
@project_api(Permission.VIEW)
def activity_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    """The audit trail, oldest first; as CSV, whole, with `Accept: text/csv`."""
    rows = queries.activity_of(request.project)
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
