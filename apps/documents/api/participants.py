"""Participants over HTTP. Real names go in and out only for members who may see them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from apps.documents import queries, services
from apps.documents.api.types import Attributes, Pseudonym, RealName
from apps.documents.models import Participant
from apps.projects.access import allows, project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.errors import Refused
from apps.web.http import ProjectRequest

router = Router()


class ParticipantIn(Schema):
    pseudonym: Pseudonym
    office: str
    attributes: Attributes = {}
    real_name: RealName | None = None


class ParticipantChange(Schema):
    pseudonym: Pseudonym | None = None
    office: str | None = None
    attributes: Attributes | None = None
    real_name: RealName | None = None


class ParticipantOut(Schema):
    id: UUID
    pseudonym: str
    office: UUID
    attributes: dict[str, Any]
    real_name: str = ""


class ParticipantPage(Schema):
    items: list[ParticipantOut]
    next: str | None


def participant_out(request: ProjectRequest, participant: Participant) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": participant.pk,
        "pseudonym": participant.pseudonym,
        "office": participant.office_id,
        "attributes": participant.attributes,
    }
    if allows(request, Permission.SEE_REAL_NAMES):
        shown["real_name"] = participant.real_name
    return shown


def wanted(request: ProjectRequest, body: ParticipantIn | ParticipantChange) -> dict[str, Any]:
    """What a body names, the office resolved. Raises Refused for a real name from one who may not see it."""
    values = {key: value for key, value in body.dict(exclude_unset=True).items() if value is not None}
    if "real_name" in values and not allows(request, Permission.SEE_REAL_NAMES):
        message = _("Real names are for leads. Nothing was changed; leave real_name out.")
        raise Refused("real_name_refused", message, fields={"real_name": message})
    if "office" in values:
        values["office"] = queries.find_office(request.project, values["office"])
    return values


@router.get("/projects/{project_id}/participants", response=ParticipantPage, exclude_unset=True)
@project_api(Permission.VIEW)
def participant_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    """`real_name` is there only for members who may see it."""
    participants, following = paged(queries.participants_of(request.project), limit=limit, cursor=cursor)
    return {"items": [participant_out(request, each) for each in participants], "next": following}


@router.post("/projects/{project_id}/participants", response={201: ParticipantOut}, exclude_unset=True)
@project_api(Permission.EDIT_DOCUMENTS)
def participant_create(request: ProjectRequest, project_id: UUID, body: ParticipantIn) -> Any:
    """`office` is the id or the exact name of an office."""
    values = wanted(request, body)
    participant = services.create_participant(project=request.project, user=request.user, **values)
    return Status(201, participant_out(request, participant))


@router.patch("/projects/{project_id}/participants/{uuid:participant_id}", response=ParticipantOut, exclude_unset=True)
@project_api(Permission.EDIT_DOCUMENTS)
def participant_change(request: ProjectRequest, project_id: UUID, participant_id: UUID, body: ParticipantChange) -> Any:
    participant = services.change_participant(
        project=request.project,
        user=request.user,
        participant=queries.get_participant(request.project, participant_id),
        **wanted(request, body),
    )
    return participant_out(request, participant)


@router.delete("/projects/{project_id}/participants/{uuid:participant_id}", response={204: None})
@project_api(Permission.EDIT_DOCUMENTS)
def participant_delete(request: ProjectRequest, project_id: UUID, participant_id: UUID) -> Any:
    """409 with counts in `fields` when a transcript names the participant."""
    participant = queries.get_participant(request.project, participant_id)
    services.delete_participant(project=request.project, user=request.user, participant=participant)
    return Status(204, None)
