"""One code changed, moved or deleted over HTTP; versions brought back; dimensions made exclusive.

They are here and not in the codebook app because codings may feel them. With `dry_run` only the numbers are told.
"""

from typing import Any
from uuid import UUID

from django.db import transaction
from ninja import Router, Schema, Status

from apps.codebook import queries
from apps.codebook.models import Code
from apps.codebook.services import change_code, delete_code, move_code
from apps.codebook.wire import CodeOut, DifferenceOut, code_answer, difference_out
from apps.coding import services
from apps.coding.queries.refactoring import OnConflict
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

router = Router()


class CodeChange(Schema):
    """What is left out stays. `parent` (null: the top), `dimension` (id or name) and `position` move the code.

    To another dimension it goes with all below it; `on_conflict` says what passages keep that would carry two codes
    of an exclusive dimension.
    """

    name: str | None = None
    color: str | None = None
    definition: str | None = None
    include: str | None = None
    exclude: str | None = None
    example: str | None = None
    counter_example: str | None = None
    shortcut: str | None = None
    codable: bool | None = None
    dimension: str | None = None
    parent: UUID | None = None
    position: int | None = None
    on_conflict: OnConflict = OnConflict.REFUSE


class RemovalOut(Schema):
    """What is lost, or was; then `version` holds the codebook before, and `activity` is to undo."""

    children: int
    passages: int
    codings: int
    coders: int
    transcripts: int
    bare: int
    memos: int
    version: int | None
    activity: int | None


class RestoreIn(Schema):
    dry_run: bool = False


class RestoreOut(Schema):
    """What changes, or did. `kept` codes were made since; `codable` and `opened` could not become what they were."""

    difference: DifferenceOut
    kept: list[str]
    codable: list[str]
    opened: list[str]
    version: int | None
    activity: int | None


class ExclusiveIn(Schema):
    # "newest", "first", or the id of the code that stays wherever somebody put it.
    keep: str
    dry_run: bool = False


class ExclusiveOut(Schema):
    passages: int
    codings: int
    version: int | None
    activity: int | None


@router.patch("/projects/{project_id}/codes/{uuid:code_id}", response=CodeOut)
@project_api(Permission.EDIT_CODEBOOK)
@transaction.atomic
def code_change(request: ProjectRequest, project_id: UUID, code_id: UUID, body: CodeChange) -> dict[str, Any]:
    """Change a code, move it, or both at once."""
    code = queries.get_code(request.project, code_id)
    where = {"parent", "position", "dimension"}
    place = body.dict(include=where, exclude_unset=True)
    changes = body.dict(exclude=where | {"on_conflict"}, exclude_none=True)
    if changes:
        code = change_code(project=request.project, user=request.user, code=code, **changes)
    if place:
        _move(request, code, place, body.on_conflict)
    return code_answer(request.project, code)


def _move(request: ProjectRequest, code: Code, place: dict[str, Any], on_conflict: OnConflict) -> None:
    asked: dict[str, Any] = {"project": request.project, "user": request.user, "position": place.get("position")}
    wanted = place.get("dimension")
    dimension = queries.find_dimension(request.project, wanted) if wanted else code.dimension
    leaves = dimension.pk != code.dimension_id
    parent_id = place.get("parent", None if leaves else code.parent_id)
    parent = queries.get_code(request.project, parent_id) if parent_id else None
    if leaves or (parent and parent.dimension_id != code.dimension_id):
        under = parent.pk if parent else dimension.pk
        services.relocate_code(**asked, code=code.pk, under=under, on_conflict=on_conflict)
    else:
        move_code(**asked, code=code, parent=parent)


@router.delete("/projects/{project_id}/codes/{uuid:code_id}", response={204: None, 200: RemovalOut})
@project_api(Permission.EDIT_CODEBOOK)
def code_delete(
    request: ProjectRequest, project_id: UUID, code_id: UUID, with_codings: bool = False, dry_run: bool = False
) -> Status[Any]:
    """Delete an unused code; with `?with_codings=1` any code, with its sub-codes and all their codings.

    `?dry_run=1` tells what would be lost and deletes nothing. 409 "code_in_use" for a used code otherwise.
    """
    code = queries.get_code(request.project, code_id)
    asked: dict[str, Any] = {"project": request.project, "user": request.user}
    if not with_codings and not dry_run:
        delete_code(**asked, code=code)
        return Status(204, None)
    done = services.remove_code(**asked, code=code.pk, dry_run=dry_run)
    names = RemovalOut.model_fields.keys() - {"version", "activity"}
    numbers = {name: getattr(done.plan, name) for name in names}
    return Status(200, {**numbers, "version": done.version, "activity": done.activity})


@router.post("/projects/{project_id}/codebook-versions/{int:number}/restore", response=RestoreOut)
@project_api(Permission.EDIT_CODEBOOK)
def version_restore(request: ProjectRequest, project_id: UUID, number: int, body: RestoreIn) -> dict[str, Any]:
    """Bring a version back as far as no coding is lost. 422 "nothing_moves" when the codebook stands so already."""
    done = services.restore_codebook(
        project=request.project, user=request.user, number=number, dry_run=body.dry_run
    )  # fmt: skip
    plan = done.plan
    return {
        "difference": difference_out(plan.difference), "kept": list(plan.kept), "codable": list(plan.codable),
        "opened": list(plan.opened), "version": done.version, "activity": done.activity,
    }  # fmt: skip


@router.post("/projects/{project_id}/dimensions/{uuid:dimension_id}/exclusive", response=ExclusiveOut)
@project_api(Permission.EDIT_CODEBOOK)
def dimension_exclusive(
    request: ProjectRequest, project_id: UUID, dimension_id: UUID, body: ExclusiveIn
) -> dict[str, Any]:
    """Make a dimension exclusive: passages that carry several of its codes keep one a coder."""
    done = services.make_exclusive(
        project=request.project, user=request.user, dimension=dimension_id, **body.dict()
    )  # fmt: skip
    plan = done.plan
    return {
        "passages": plan.passages, "codings": plan.codings, "version": done.version, "activity": done.activity,
    }  # fmt: skip
