"""Offices over HTTP."""

from typing import Any
from uuid import UUID

from ninja import Router, Schema, Status

from apps.documents import queries, services
from apps.documents.api.types import Attributes, Name
from apps.documents.models import Office
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.http import ProjectRequest

router = Router()


class OfficeIn(Schema):
    name: Name
    parent: str | None = None
    attributes: Attributes = {}


class OfficeChange(Schema):
    name: Name | None = None
    parent: str | None = None
    attributes: Attributes | None = None


class OfficeOut(Schema):
    id: UUID
    name: str
    parent: UUID | None
    attributes: dict[str, Any]


class OfficePage(Schema):
    items: list[OfficeOut]
    next: str | None


def office_out(office: Office) -> dict[str, Any]:
    return {"id": office.pk, "name": office.name, "parent": office.parent_id, "attributes": office.attributes}


@router.get("/projects/{project_id}/offices", response=OfficePage)
@project_api(Permission.VIEW)
def office_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    offices, following = paged(queries.offices_of(request.project), limit=limit, cursor=cursor)
    return {"items": [office_out(office) for office in offices], "next": following}


@router.post("/projects/{project_id}/offices", response={201: OfficeOut})
@project_api(Permission.EDIT_DOCUMENTS)
def office_create(request: ProjectRequest, project_id: UUID, body: OfficeIn) -> Any:
    """`parent` is the id or the exact name of another office."""
    parent = queries.find_office(request.project, body.parent) if body.parent else None
    office = services.create_office(
        project=request.project, user=request.user, name=body.name, parent=parent, attributes=body.attributes
    )
    return Status(201, office_out(office))


@router.patch("/projects/{project_id}/offices/{uuid:office_id}", response=OfficeOut)
@project_api(Permission.EDIT_DOCUMENTS)
def office_change(request: ProjectRequest, project_id: UUID, office_id: UUID, body: OfficeChange) -> Any:
    """What is not named stays; `"parent": null` moves the office to the top."""
    office = queries.get_office(request.project, office_id)
    changes = {key: value for key, value in body.dict(exclude_unset=True).items() if value is not None}
    if "parent" in body.model_fields_set:
        changes["parent"] = queries.find_office(request.project, body.parent) if body.parent else None
    return office_out(services.change_office(project=request.project, user=request.user, office=office, **changes))


@router.delete("/projects/{project_id}/offices/{uuid:office_id}", response={204: None})
@project_api(Permission.EDIT_DOCUMENTS)
def office_delete(request: ProjectRequest, project_id: UUID, office_id: UUID) -> Any:
    """409 with counts in `fields` when anything uses the office."""
    office = queries.get_office(request.project, office_id)
    services.delete_office(project=request.project, user=request.user, office=office)
    return Status(204, None)
