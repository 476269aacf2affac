"""Attributes over HTTP: what is noted about offices, participants and transcripts."""

from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status

from apps.documents import queries, services
from apps.documents.api.types import AttributeName, Line
from apps.documents.models import Attribute
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.http import ProjectRequest

router = Router()

Subject = Literal["office", "participant", "transcript"]
Kind = Literal["text", "number", "date", "choice", "yes_no"]


class AttributeIn(Schema):
    subject: Subject
    name: AttributeName
    kind: Kind = "text"
    choices: list[Line] = []
    clear_misfits: bool = False


class AttributeChange(Schema):
    name: AttributeName | None = None
    kind: Kind | None = None
    choices: list[Line] | None = None
    clear_misfits: bool = False


class AttributeOut(Schema):
    id: UUID
    subject: str
    name: str
    kind: str
    choices: list[str]


class AttributePage(Schema):
    items: list[AttributeOut]
    next: str | None


def attribute_out(attribute: Attribute) -> dict[str, Any]:
    return {
        "id": attribute.pk,
        "subject": attribute.subject,
        "name": attribute.name,
        "kind": attribute.kind,
        "choices": attribute.choices,
    }


@router.get("/projects/{project_id}/attributes", response=AttributePage)
@project_api(Permission.VIEW)
def attribute_list(
    request: ProjectRequest,
    project_id: UUID,
    subject: Subject | None = None,
    limit: int = 100,
    cursor: str | None = None,
) -> Any:
    found, following = paged(queries.attributes_of(request.project, subject), limit=limit, cursor=cursor)
    return {"items": [attribute_out(each) for each in found], "next": following}


@router.post("/projects/{project_id}/attributes", response={201: AttributeOut})
@project_api(Permission.EDIT_DOCUMENTS)
def attribute_create(request: ProjectRequest, project_id: UUID, body: AttributeIn) -> Any:
    """409 "values_do_not_fit" when rows state values under this name that are none of the kind."""
    made = services.create_attribute(project=request.project, user=request.user, **body.dict())
    return Status(201, attribute_out(made))


@router.patch("/projects/{project_id}/attributes/{uuid:attribute_id}", response=AttributeOut)
@project_api(Permission.EDIT_DOCUMENTS)
def attribute_change(request: ProjectRequest, project_id: UUID, attribute_id: UUID, body: AttributeChange) -> Any:
    """What is not named stays; a new name is written in every row, values that do not fit are a 409."""
    attribute = queries.get_attribute(request.project, attribute_id)
    changes = {key: value for key, value in body.dict(exclude_unset=True).items() if value is not None}
    changed = services.change_attribute(project=request.project, user=request.user, attribute=attribute, **changes)
    return attribute_out(changed)


@router.delete("/projects/{project_id}/attributes/{uuid:attribute_id}", response={204: None})
@project_api(Permission.EDIT_DOCUMENTS)
def attribute_delete(request: ProjectRequest, project_id: UUID, attribute_id: UUID, keep_values: bool = False) -> Any:
    """Delete an attribute with its values; with `?keep_values=1` these stay, without a kind."""
    attribute = queries.get_attribute(request.project, attribute_id)
    services.delete_attribute(project=request.project, user=request.user, attribute=attribute, keep_values=keep_values)
    return Status(204, None)
