"""Search across the project over HTTP."""

import datetime as dt
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Query, Router, Schema
from pydantic import Field

from apps.documents import search as index
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

router = Router()

Kind = Literal["", "interview", "focus_group", "observation", "document"]


class TurnOut(Schema):
    """A turn that was found. `start` and `end` are its first hit in code points of the version's text."""

    transcript: UUID
    title: str
    version: UUID
    turn: int
    speaker: str
    interviewer: bool
    line: int
    start: int
    end: int
    # What is shown of the turn, in pieces: [text, whether it is a hit].
    pieces: list[tuple[str, bool]]


class OfficeCount(Schema):
    office: UUID
    name: str
    turns: int


class FoundOut(Schema):
    # Turns found; with `more` there are more than these, and only these are ranked and counted by office.
    total: int
    more: bool
    # Transcripts that are not indexed yet, so that nothing of them could be found.
    waiting: int
    offices: list[OfficeCount]
    items: list[TurnOut]


@router.get("/projects/{project_id}/search", response=FoundOut)
@project_api(Permission.VIEW)
def project_search(
    request: ProjectRequest,
    project_id: UUID,
    q: str = "",
    office: UUID | None = None,
    participant: UUID | None = None,
    transcript: UUID | None = None,
    kind: Kind = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
    said_by: Literal["", "interviewer", "others"] = "",
    limit: Annotated[int, Query(), Field(ge=1, le=100)] = 25,
    offset: Annotated[int, Query(), Field(ge=0, le=1000)] = 0,
) -> Any:
    """Turns of current versions that hold the words.

    `kerja` finds its relatives, `"satuan kerja"` these words, `kerja*` what begins so, `-kerja` leaves out.
    """
    scope = index.Scope(office, participant, transcript, kind, since, until, said_by)
    found = index.search(request.project, q, scope=scope, limit=limit, offset=offset)
    if found.waiting:
        index.index_soon(request.project)
    return {
        "total": found.total,
        "more": found.is_more,
        "waiting": found.waiting,
        "offices": [{"office": pk, "name": name, "turns": n} for pk, name, n in found.offices],
        "items": [_turn_out(hit) for hit in found.hits],
    }


def _turn_out(hit: index.Hit) -> dict[str, Any]:
    return {
        "transcript": hit.transcript.pk,
        "title": hit.transcript.title,
        "version": hit.version,
        "turn": hit.index,
        "speaker": hit.speaker,
        "interviewer": hit.interviewer,
        "line": hit.line,
        "start": hit.start,
        "end": hit.end,
        "pieces": [(piece.text, piece.is_hit) for piece in hit.pieces],
    }
