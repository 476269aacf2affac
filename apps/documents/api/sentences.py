"""Sentences over HTTP."""

import json
from uuid import UUID

from django.http import HttpResponse
from ninja import Router, Schema

from apps.documents import queries, services
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.compression import compressed
from apps.web.http import ProjectRequest

router = Router()


class SentenceList(Schema):
    version: UUID
    # For each sentence how far behind the end of the one before it begins, and how long it is; null: not yet cut.
    steps: list[int] | None


@router.get(
    "/projects/{project_id}/transcripts/{uuid:transcript_id}/sentences",
    response={200: SentenceList, 202: SentenceList},
)
@compressed
@project_api(Permission.VIEW)
def sentence_list(
    request: ProjectRequest, project_id: UUID, transcript_id: UUID, version: UUID | None = None
) -> HttpResponse:
    """Where the sentences of a version (the current one unless named) lie; 202 while a worker cuts them."""
    transcript = queries.get_transcript(request.project, transcript_id)
    chosen = version or transcript.version_id
    steps = queries.steps_of(transcript, chosen)
    if steps is None:
        queries.check_version(transcript, chosen)
        services.ask_for_sentences(version_id=chosen)
    answer = json.dumps({"version": str(chosen), "steps": steps}, separators=(",", ":"))
    return HttpResponse(answer, content_type="application/json", status=202 if steps is None else 200)
