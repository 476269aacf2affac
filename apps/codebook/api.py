"""Projects with a starting codebook, dimensions, codes and codebook versions over HTTP."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Router, Schema, Status

from apps.codebook import comparing, queries, services
from apps.codebook.models import CodebookVersion, Dimension
from apps.codebook.wire import CodeIn, CodeOut, DifferenceOut, code_answer, code_out, difference_out
from apps.projects.access import project_api
from apps.projects.models import Project
from apps.projects.permissions import Permission
from apps.projects.queries import projects_of
from apps.web.api import paged, paged_list
from apps.web.http import ProjectRequest, Request

router = Router(tags=["codebook"])


class ProjectIn(Schema):
    name: str
    description: str = ""
    language: Literal["id", "en"] = "id"
    template: Literal["isomorphism", "bsc", "blank"] = "blank"


class ProjectOut(Schema):
    id: UUID
    name: str
    description: str
    language: str
    created: datetime


class ProjectPage(Schema):
    items: list[ProjectOut]
    next: str | None


class DimensionIn(Schema):
    name: str
    exclusive: bool = False


class DimensionChange(Schema):
    name: str | None = None
    exclusive: bool | None = None


class DimensionOut(Schema):
    id: UUID
    name: str
    exclusive: bool
    position: int


class DimensionPage(Schema):
    items: list[DimensionOut]
    next: str | None


class CodePage(Schema):
    items: list[CodeOut]
    next: str | None


class VersionIn(Schema):
    note: str = ""


class VersionOut(Schema):
    number: int
    note: str
    created: datetime


class VersionWhole(VersionOut):
    """A version with all it holds: dimensions, and codes in the order of the tree."""

    snapshot: dict[str, Any]


class VersionPage(Schema):
    items: list[VersionOut]
    next: str | None


@router.get("/projects", response=ProjectPage)
def project_list(request: Request, limit: int = 100, cursor: str | None = None) -> dict[str, Any]:
    # Here, and not beside the other routes of projects, because one address belongs to one router.
    memberships, following = paged(projects_of(request.user), limit=limit, cursor=cursor)
    return {"items": [membership.project for membership in memberships], "next": following}


@router.post("/projects", response={201: ProjectOut})
def project_create(request: Request, body: ProjectIn) -> Status[Project]:
    return Status(201, services.create_study(user=request.user, **body.dict()))


@router.get("/projects/{project_id}/dimensions", response=DimensionPage)
@project_api(Permission.VIEW)
def dimension_list(
    request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None
) -> dict[str, Any]:
    dimensions, following = paged_list(queries.dimensions_of(request.project), limit=limit, cursor=cursor)
    return {"items": dimensions, "next": following}


@router.post("/projects/{project_id}/dimensions", response={201: DimensionOut})
@project_api(Permission.EDIT_CODEBOOK)
def dimension_add(request: ProjectRequest, project_id: UUID, body: DimensionIn) -> Status[Dimension]:
    return Status(201, services.add_dimension(project=request.project, user=request.user, **body.dict()))


@router.patch("/projects/{project_id}/dimensions/{dimension_id}", response=DimensionOut)
@project_api(Permission.EDIT_CODEBOOK)
def dimension_change(request: ProjectRequest, project_id: UUID, dimension_id: UUID, body: DimensionChange) -> Dimension:
    dimension = queries.get_dimension(request.project, dimension_id)
    changes = body.dict(exclude_none=True)
    return services.change_dimension(project=request.project, user=request.user, dimension=dimension, **changes)


@router.delete("/projects/{project_id}/dimensions/{dimension_id}", response={204: None})
@project_api(Permission.EDIT_CODEBOOK)
def dimension_delete(request: ProjectRequest, project_id: UUID, dimension_id: UUID) -> Status[None]:
    dimension = queries.get_dimension(request.project, dimension_id)
    services.delete_dimension(project=request.project, user=request.user, dimension=dimension)
    return Status(204, None)


@router.get("/projects/{project_id}/codes", response=CodePage)
@project_api(Permission.VIEW)
def code_list(
    request: ProjectRequest, project_id: UUID, limit: int = 1000, cursor: str | None = None
) -> dict[str, Any]:
    """The codes in the order of the tree, with their counted codings."""
    codes, following = paged_list(queries.codes_of(request.project), limit=limit, cursor=cursor)
    counts = queries.code_counts(request.project)
    return {"items": [code_out(code, counts.get(code.pk, 0)) for code in codes], "next": following}


@router.post("/projects/{project_id}/codes", response={201: CodeOut})
@project_api(Permission.EDIT_CODEBOOK)
def code_add(request: ProjectRequest, project_id: UUID, body: CodeIn) -> Status[dict[str, Any]]:
    project = request.project
    dimension = queries.find_dimension(project, body.dimension)
    parent = queries.get_code(project, body.parent) if body.parent else None
    words = body.dict(exclude={"dimension", "parent"})
    code = services.add_code(project=project, user=request.user, dimension=dimension, parent=parent, **words)
    return Status(201, code_answer(project, code))


# Changing and deleting a code is in the coding app: its codings may feel it.


@router.get("/projects/{project_id}/codebook-versions", response=VersionPage)
@project_api(Permission.VIEW)
def version_list(
    request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None
) -> dict[str, Any]:
    versions, following = paged(queries.versions_of(request.project), limit=limit, cursor=cursor)
    return {"items": versions, "next": following}


@router.post("/projects/{project_id}/codebook-versions", response={201: VersionOut})
@project_api(Permission.EDIT_CODEBOOK)
def version_freeze(request: ProjectRequest, project_id: UUID, body: VersionIn) -> Status[CodebookVersion]:
    return Status(201, services.freeze_codebook(project=request.project, user=request.user, note=body.note))


@router.get("/projects/{project_id}/codebook-versions/compare", response=DifferenceOut)
@project_api(Permission.VIEW)
def version_compare(request: ProjectRequest, project_id: UUID, old: int, new: int | None = None) -> dict[str, Any]:
    """What changed from version `old` to `new`; without `new`, until today."""
    comparison = comparing.compare(request.project, old, new)
    return difference_out(comparison.difference, comparison.stories)


@router.get("/projects/{project_id}/codebook-versions/{int:number}", response=VersionWhole)
@project_api(Permission.VIEW)
def version_detail(request: ProjectRequest, project_id: UUID, number: int) -> CodebookVersion:
    return queries.get_version(request.project, number)
