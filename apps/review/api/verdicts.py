"""Verdicts on codings and sign-offs of themes: given and withdrawn."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Field, Router, Schema, Status

from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.review import services
from apps.review.models import SignOff, Verdict
from apps.review.services.judging import MOST_AT_ONCE
from apps.web.http import ProjectRequest

router = Router()


class VerdictIn(Schema):
    state: Literal["approved", "returned", "replaced"]
    # Needed to return a coding.
    reason: str = ""
    # Needed for "replaced".
    suggested_code: UUID | None = None
    # `fingerprint` of the coding as it was shown: 409 "changed_since_shown" when it is another by now.
    seen: str = ""


class VerdictOut(Schema):
    id: UUID
    coding: UUID
    state: str
    reason: str
    suggested_code: UUID | None
    suggested_name: str
    by: UUID
    at: datetime
    # What was judged.
    code: UUID
    code_name: str
    version: UUID
    start: int
    end: int
    codebook_version: int


class ManyIn(Schema):
    codings: list[UUID] = Field(max_length=MOST_AT_ONCE)
    state: Literal["approved"] = "approved"


class ManyOut(Schema):
    # Those left out are gone, one's own, or approved already.
    approved: int


class SignOffIn(Schema):
    remark: str = ""
    seen: str = ""


class SignedOffice(Schema):
    office: UUID
    name: str
    codings: int
    approved: int
    participants: int


class SignOffOut(Schema):
    id: UUID
    code: UUID
    code_name: str
    remark: str
    by: UUID
    at: datetime
    codebook_version: int
    definition: str
    codings: int
    by_office: list[SignedOffice]


@router.put("/projects/{project_id}/codings/{uuid:coding_id}/verdict", response=VerdictOut)
@project_api(Permission.REVIEW)
def verdict_put(request: ProjectRequest, project_id: UUID, coding_id: UUID, body: VerdictIn) -> Any:
    """Judge a coding; the same body again changes nothing."""
    verdict = services.judge(
        project=request.project,
        user=request.user,
        coding=coding_id,
        state=body.state,
        reason=body.reason,
        suggested=body.suggested_code,
        seen=body.seen,
    )
    return verdict_out(verdict)


@router.delete("/projects/{project_id}/codings/{uuid:coding_id}/verdict", response={204: None})
@project_api(Permission.REVIEW)
def verdict_delete(request: ProjectRequest, project_id: UUID, coding_id: UUID) -> Any:
    """Withdraw the standing verdict: the coding is open again."""
    services.withdraw_verdict(project=request.project, user=request.user, coding=coding_id)
    return Status(204, None)


@router.post("/projects/{project_id}/codings/verdicts", response=ManyOut)
@project_api(Permission.REVIEW)
def verdict_many(request: ProjectRequest, project_id: UUID, body: ManyIn) -> Any:
    """Approve up to 5,000 codings as one change."""
    given = services.judge_many(project=request.project, user=request.user, codings=body.codings, state=body.state)
    return {"approved": given}


@router.put("/projects/{project_id}/codes/{uuid:code_id}/signoff", response=SignOffOut)
@project_api(Permission.REVIEW)
def signoff_put(request: ProjectRequest, project_id: UUID, code_id: UUID, body: SignOffIn) -> Any:
    """Sign off a theme: the code with all below it, as it is now."""
    signed = services.sign_off(
        project=request.project, user=request.user, code=code_id, remark=body.remark, seen=body.seen
    )
    return signoff_out(signed)


@router.delete("/projects/{project_id}/codes/{uuid:code_id}/signoff", response={204: None})
@project_api(Permission.REVIEW)
def signoff_delete(request: ProjectRequest, project_id: UUID, code_id: UUID) -> Any:
    services.withdraw_signoff(project=request.project, user=request.user, code=code_id)
    return Status(204, None)


def verdict_out(verdict: Verdict) -> dict[str, Any]:
    same = ("coding", "state", "reason", "suggested_name", "code", "code_name", "start", "end", "codebook_version")
    return {name: getattr(verdict, name) for name in same} | {
        "id": verdict.pk,
        "suggested_code": verdict.suggested,
        "by": verdict.by_id,
        "at": verdict.created,
        "version": verdict.version_id,
    }


def signoff_out(signed: SignOff) -> dict[str, Any]:
    same = ("code", "code_name", "remark", "codebook_version", "definition", "codings", "by_office")
    return {name: getattr(signed, name) for name in same} | {
        "id": signed.pk,
        "by": signed.by_id,
        "at": signed.created,
    }
