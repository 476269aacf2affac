"""Coded passages over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from apps.analysis import queries
from apps.analysis.queries import Wanted
from apps.coding.queries import segment_out
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest
from core.retrieval.query import MOST_WORDS, NEAR

router = Router()
LISTS = ("codes", "any", "none", "near")


class SegmentsIn(Schema):
    """What to retrieve; `codes`, `any`, `none` and `near` are lists of ids with commas between.

    `near` asks for segments at most `words` words from one that carries one of these.
    """

    codes: str = ""
    any: str = ""
    none: str = ""
    near: str = ""
    words: Annotated[int, Field(ge=0, le=MOST_WORDS)] = NEAR
    rollup: bool = False
    text: str = ""
    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    coder: UUID | None = None
    review: Literal["", "open", "approved", "returned", "replaced"] = ""
    since: date | None = None
    interviewer: Literal["", "leave_out"] = ""

    def wanted(self) -> Wanted:
        told: dict[str, Any] = self.dict()
        return Wanted(**told | {name: _ids(told[name]) for name in LISTS})


@router.get("/projects/{project_id}/segments")
@project_api(Permission.VIEW)
def segment_search(
    request: ProjectRequest,
    project_id: UUID,
    asked: Annotated[SegmentsIn, Query()],
    limit: int = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Segments on current versions: all of `codes`, one of `any`, none of `none`, and `near` one of some.

    Rejected codings count as absent; `review` looks at codings in one state instead.
    """
    found = queries.retrieve(request.project, asked.wanted()).prefetch_related("codings")
    page, following = paged(found, limit=limit, cursor=cursor)
    numbers = queries.version_numbers(segment.version_id for segment in page)
    items = [segment_out(segment) | {"version_number": numbers[segment.version_id]} for segment in page]
    return {"items": items, "next": following}


def _ids(told: str) -> list[UUID]:
    try:
        return [UUID(each) for each in told.split(",") if each]
    except ValueError:
        message = _("Codes are asked for by their ids, with commas between.")
        raise Invalid("invalid_codes", message) from None
