"""Long work of coding. The rules are in services."""

from typing import Any
from uuid import UUID

from apps.coding import services
from apps.coding.going_back import go_back as go_back_to
from apps.documents.queries import transcripts_of
from apps.jobs.kinds import job_kind
from apps.jobs.models import Job
from apps.jobs.services import advance
from apps.projects.models import Verb


@job_kind
def hide_names(job: Job) -> dict[str, Any]:
    """Replace names transcript by transcript; run again, it goes on where it stopped."""
    asked = job.parameters
    pseudonyms = services.pseudonyms_of(job.project, asked["names"])
    changed = mentions = 0
    for number, pk in enumerate(asked["transcripts"], start=1):
        transcript = transcripts_of(job.project).filter(pk=UUID(pk)).first()
        if transcript and job.started_by:
            replaced = services.hide_names(
                project=job.project,
                user=job.started_by,
                transcript=transcript,
                pseudonyms=pseudonyms,
                any_case=asked["any_case"],
            )
            changed, mentions = changed + bool(replaced), mentions + replaced
        advance(job, done=number)
    services.hide_names_in_memos(project=job.project, pseudonyms=pseudonyms, any_case=asked["any_case"])
    services.tell_hidden(project=job.project, user=job.started_by, job=job, transcripts=changed, mentions=mentions)
    return {"transcripts": changed, "mentions": mentions}


@job_kind
def go_back(job: Job) -> dict[str, Any]:
    """Go back to an earlier point, all of it or nothing; what stood in the way is told."""
    asked = job.parameters
    done = job.project.activities.filter(verb=Verb.WENT_BACK, actor=job.started_by, sequence__gt=asked["expected"])
    if done.exists() or job.started_by is None:
        # Its worker died after the work was done.
        return {"left": []}
    _activity, left = go_back_to(
        project=job.project, user=job.started_by, activity_id=asked["activity"], expected=asked["expected"]
    )
    advance(job, done=job.total)
    return {"left": [{"change": each.change.sequence, "reason": each.reason} for each in left]}
