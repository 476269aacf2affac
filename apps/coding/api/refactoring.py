"""Merging, splitting and moving codes over HTTP. With `dry_run` only the numbers are told."""

from typing import Any
from uuid import UUID

from ninja import Field, Router, Schema

from apps.coding import services
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import Refactoring
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

router = Router()


class MergeIn(Schema):
    into: UUID
    sources: list[UUID] = Field(alias="from")
    on_conflict: OnConflict = OnConflict.REFUSE
    keep_definitions: bool = False
    dry_run: bool = False


class SplitIn(Schema):
    code: UUID
    name: str
    codings: list[UUID]
    definition: str = ""
    # A dimension or a code; left out, the new code stands beside the old one.
    under: UUID | None = None
    on_conflict: OnConflict = OnConflict.REFUSE
    dry_run: bool = False


class MoveIn(Schema):
    code: UUID
    # A dimension or a code.
    under: UUID
    position: int | None = None
    on_conflict: OnConflict = OnConflict.REFUSE
    dry_run: bool = False


class RefactoringOut(Schema):
    """What happens, in passages, or happened; then `version` holds the codebook before, and `activity` is to undo."""

    code: UUID | None
    codes: int
    children: int
    moved: int
    overlapping: int
    conflicts: int
    version: int | None
    activity: int | None


def numbers(done: Refactoring) -> dict[str, Any]:
    plan = done.plan
    return {
        "code": done.code, "codes": plan.codes, "children": plan.children, "moved": plan.moved,
        "overlapping": plan.overlapping, "conflicts": plan.conflicts,
        "version": done.version, "activity": done.activity,
    }  # fmt: skip


@router.post("/projects/{project_id}/codes/merge", response=RefactoringOut)
@project_api(Permission.EDIT_CODEBOOK)
def codes_merge(request: ProjectRequest, project_id: UUID, body: MergeIn) -> dict[str, Any]:
    return numbers(services.merge_codes(project=request.project, user=request.user, **body.dict()))


@router.post("/projects/{project_id}/codes/split", response=RefactoringOut)
@project_api(Permission.EDIT_CODEBOOK)
def code_split(request: ProjectRequest, project_id: UUID, body: SplitIn) -> dict[str, Any]:
    return numbers(services.split_code(project=request.project, user=request.user, **body.dict()))


@router.post("/projects/{project_id}/codes/move", response=RefactoringOut)
@project_api(Permission.EDIT_CODEBOOK)
def code_relocate(request: ProjectRequest, project_id: UUID, body: MoveIn) -> dict[str, Any]:
    """A code with all below it, within its dimension or to another one."""
    return numbers(services.relocate_code(project=request.project, user=request.user, **body.dict()))
