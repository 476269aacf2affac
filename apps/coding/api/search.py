"""Search in one transcript over HTTP."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from ninja import Router, Schema

from apps.coding import queries
from apps.documents.queries import get_transcript
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest
from core.lexicon.finding import Mode, Strictness

router = Router()


class HitOut(Schema):
    start: int
    end: int
    quote: str
    turn: int
    line: int


class HitList(Schema):
    # The version the offsets are of.
    version: UUID
    items: list[HitOut]
    more: bool


@router.get("/projects/{project_id}/transcripts/{transcript_id}/search", response=HitList)
@project_api(Permission.VIEW)
def transcript_search(
    request: ProjectRequest,
    project_id: UUID,
    transcript_id: UUID,
    q: str = "",
    mode: Mode = Mode.STEM,
    words: bool = True,
    case: bool = False,
    accents: bool = True,
) -> Any:
    """Where words stand in the current version: at most 2,000 places, in reading order.

    `words` (whole words only), `case` and `accents` (they matter) are for the modes exact and regex.
    """
    transcript = get_transcript(request.project, transcript_id)
    hits, more = queries.search_transcript(transcript, q, mode, Strictness(words, case, accents))
    return {"version": transcript.version_id, "items": [asdict(hit) for hit in hits], "more": more}
