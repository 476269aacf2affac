"""Coded passages over HTTP."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from apps.analysis import queries
from apps.analysis.queries import Wanted
from apps.coding.queries import segment_out
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()


class SegmentsIn(Schema):
    """What to retrieve; `codes`, `any` and `none` are lists of ids with commas between."""

    codes: str = ""
    any: str = ""
    none: str = ""
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
        told = self.dict(exclude={"codes", "any", "none"})
        return Wanted(**told, codes=_ids(self.codes), any=_ids(self.any), none=_ids(self.none))


@router.get("/projects/{project_id}/segments")
@project_api(Permission.VIEW)
def segment_search(
    request: ProjectRequest,
    project_id: UUID,
    asked: Annotated[SegmentsIn, Query()],
    limit: int = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Segments on current versions: all of `codes`, one of `any`, none of `none`; rejected codings count as absent.

    `review` looks at codings in one state instead.
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
