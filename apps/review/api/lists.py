"""What waits to be judged, and how far the themes are."""

from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from apps.coding.models import Coding
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.review import queries
from apps.review.api.verdicts import SignedOffice, SignOffOut, VerdictOut, signoff_out, verdict_out
from apps.review.queries import QueueFilter, Standing, Theme
from apps.web.api import MAX_PAGE
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()


class QueueAsked(Schema):
    waiting: Literal["open", "answered", "changed", "returned", "approved", "all"] = "open"
    transcript: UUID | None = None
    coder: UUID | None = None
    code: UUID | None = None
    # Codes below `code` as well.
    rollup: bool = True
    office: UUID | None = None


class QueueItem(Schema):
    coding: UUID
    segment: UUID
    transcript: UUID
    version: UUID
    start: int
    end: int
    quote: str
    code: UUID
    coder: UUID
    state: str
    changed: bool
    answered: bool
    comments: int
    verdict: VerdictOut | None
    # What a verdict may name as `seen`.
    fingerprint: str


class QueueOut(Schema):
    items: list[QueueItem]
    next: str | None
    # Codings of each kind of `waiting` under the rest of the filter.
    counts: dict[str, int]


class ChangesOut(Schema):
    new: int
    gone: int
    changed: int
    definition: bool


class ThemeOut(Schema):
    code: UUID
    name: str
    path: str
    codings: int
    approved: int
    open: int
    returned: int
    participants: int
    by_office: list[SignedOffice]
    signoff: SignOffOut | None
    # None while it is not signed off.
    changes: ChangesOut | None


class ThemeList(Schema):
    items: list[ThemeOut]


@router.get("/projects/{project_id}/review/queue", response=QueueOut)
@project_api(Permission.VIEW)
def queue_list(
    request: ProjectRequest, project_id: UUID, asked: Query[QueueAsked], limit: int = 100, cursor: int = 0
) -> Any:
    """Codings in reading order. `cursor` is a place in the list: what is judged meanwhile leaves it."""
    if not 1 <= limit <= MAX_PAGE or cursor < 0:
        raise Invalid("invalid_limit", _("limit must lie between 1 and %(most)s.") % {"most": MAX_PAGE})
    chosen = QueueFilter(**asked.dict())
    rows = list(queries.queue(request.project, chosen)[cursor : cursor + limit + 1])
    shown = rows[:limit]
    standing = queries.standing_of(request.project, [row.pk for row in shown])
    return {
        "items": [_item_out(row, standing[row.pk]) for row in shown],
        "next": str(cursor + limit) if len(rows) > limit else None,
        "counts": queries.queue_counts(request.project, chosen),
    }


@router.get("/projects/{project_id}/review/themes", response=ThemeList)
@project_api(Permission.VIEW)
def theme_list(request: ProjectRequest, project_id: UUID) -> Any:
    """Every code with all below it, in the order of the codebook."""
    return {"items": [_theme_out(each) for each in queries.themes(request.project)]}


def _item_out(row: Coding, standing: Standing) -> dict[str, Any]:
    segment = row.segment
    return {
        "coding": row.pk,
        "segment": segment.pk,
        "transcript": segment.transcript_id,
        "version": segment.version_id,
        "start": segment.start,
        "end": segment.end,
        "quote": segment.quote,
        "code": row.code_id,
        "coder": row.by_id,
        "state": row.state,
        "changed": standing.changed,
        "answered": standing.answered,
        "comments": standing.comments,
        "verdict": verdict_out(standing.verdict) if standing.verdict else None,
        "fingerprint": standing.fingerprint,
    }


def _theme_out(theme: Theme) -> dict[str, Any]:
    same = ("codings", "approved", "open", "returned", "participants", "changes")
    return {name: getattr(theme, name) for name in same} | {
        "code": theme.code.pk,
        "name": theme.code.name,
        "path": theme.code.path,
        "by_office": theme.offices,
        "signoff": signoff_out(theme.signoff) if theme.signoff else None,
    }
