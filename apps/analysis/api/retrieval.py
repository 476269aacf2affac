"""Questions to the coded passages, and those that people keep, over HTTP."""

from dataclasses import asdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from apps.analysis import services
from apps.analysis.models import SavedQuery
from apps.analysis.queries.passages import in_context, version_numbers
from apps.analysis.queries.retrieval import COUNTED_BY, Tally, ask, read_question
from apps.analysis.queries.saved_queries import get_saved_query, saved_queries
from apps.analysis.quotations import TYPES
from apps.coding.models import Coding
from apps.coding.queries import segment_out
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.api import MAX_PAGE, paged_list
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()


class QueryIn(Schema):
    name: str
    text: str
    shared: bool = False


class QueryChange(Schema):
    name: str | None = None
    text: str | None = None
    shared: bool | None = None


class QueryOut(Schema):
    id: UUID
    name: str
    text: str
    shared: bool
    owner: UUID
    changed: datetime

    @staticmethod
    def resolve_owner(query: SavedQuery) -> UUID:
        return query.owner_id


class QueryPage(Schema):
    items: list[QueryOut]
    next: str | None


@router.get("/projects/{project_id}/retrieval")
@project_api(Permission.VIEW)
def retrieve(
    request: ProjectRequest, project_id: UUID, q: str, limit: int = 25, cursor: str | None = None
) -> dict[str, Any]:
    """What a question finds, in the order of transcripts and places, with its counts; `q` comes back canonical.

    The language is in docs/reference/queries.md. 422 `bad_query` says what is wrong and at which character.
    """
    answer = ask(request.project, read_question(q), request.user)
    start = _start(limit, cursor)
    shown = in_context(list(answer.segments[start : start + limit]))
    numbers = version_numbers(each.segment.version_id for each in shown)
    codings = Coding.objects.filter(segment__in=[each.segment for each in shown]).order_by("created")
    by_segment: dict[UUID, list[Coding]] = {}
    for coding in codings:
        by_segment.setdefault(coding.segment_id, []).append(coding)
    return {
        "q": answer.text,
        "total": answer.total,
        "counts": _numbers(answer.counts),
        "by": {what: [_tally_out(line) for line in answer.by(what)] for what in COUNTED_BY},
        "codebook_version": answer.codebook_version,
        "items": [
            segment_out(each.segment, by_segment.get(each.segment.pk, []))
            | {"version_number": numbers[each.segment.version_id]}
            | {"line": each.line, "before": each.before, "after": each.after}
            for each in shown
        ],
        "next": str(start + limit) if start + limit < answer.total else None,
    }


@router.get("/projects/{project_id}/retrieval/file", response=None)
@project_api(Permission.EXPORT)
def retrieval_file(request: ProjectRequest, project_id: UUID, q: str, format: str = "csv") -> HttpResponse:
    """The same as a file: csv, xlsx or docx, at most 5,000 passages. It is noted in the log."""
    query = read_question(q)
    written = services.export_answer(project=request.project, user=request.user, query=query, format=format)
    return HttpResponse(written, content_type=TYPES[format])


@router.get("/projects/{project_id}/queries", response=QueryPage)
@project_api(Permission.VIEW)
def query_list(request: ProjectRequest, project_id: UUID, limit: int = 100, cursor: str | None = None) -> Any:
    """One's own saved queries and those that are shared, by name."""
    items, following = paged_list(saved_queries(request.project, request.user), limit=limit, cursor=cursor)
    return {"items": items, "next": following}


@router.post("/projects/{project_id}/queries", response={201: QueryOut})
@project_api(Permission.SAVE_QUERIES)
def query_create(request: ProjectRequest, project_id: UUID, body: QueryIn) -> Any:
    """Keep a question under a name; its text is kept in canonical form. 409 `name_taken`."""
    saved = services.save_query(
        project=request.project, user=request.user, name=body.name, text=body.text, shared=body.shared
    )
    return Status(201, saved)


@router.get("/projects/{project_id}/queries/{query_id}", response=QueryOut)
@project_api(Permission.VIEW)
def query_detail(request: ProjectRequest, project_id: UUID, query_id: UUID) -> Any:
    """One saved query."""
    return get_saved_query(request.project, request.user, query_id)


@router.patch("/projects/{project_id}/queries/{query_id}", response=QueryOut)
@project_api(Permission.SAVE_QUERIES)
def query_change(request: ProjectRequest, project_id: UUID, query_id: UUID, body: QueryChange) -> Any:
    """Rename it, ask something else by it, share it or not; what is left out stays."""
    return services.change_query(
        project=request.project, user=request.user, query_id=query_id, **body.dict(exclude_unset=True)
    )


@router.delete("/projects/{project_id}/queries/{query_id}", response={204: None})
@project_api(Permission.SAVE_QUERIES)
def query_delete(request: ProjectRequest, project_id: UUID, query_id: UUID) -> Any:
    """Take it away; undo brings it back."""
    services.delete_query(project=request.project, user=request.user, query_id=query_id)
    return Status(204, None)


def _start(limit: int, cursor: str | None) -> int:
    if not 1 <= limit <= MAX_PAGE:
        raise Invalid("invalid_limit", _("limit must lie between 1 and %(most)s.") % {"most": MAX_PAGE})
    if cursor and not (cursor.isascii() and cursor.isdecimal() and len(cursor) < 10):
        raise Invalid("invalid_cursor", _("The cursor is not one that this list gave out."))
    return int(cursor or 0)


def _numbers(tally: Tally) -> dict[str, Any]:
    return {"passages": tally.passages, "codings": tally.codings, "participants": tally.participants}


def _tally_out(tally: Tally) -> dict[str, Any]:
    return asdict(tally)
