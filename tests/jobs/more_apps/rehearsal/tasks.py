"""Kinds of job made for watching a worker: they do nothing but report progress."""

import time

from apps.jobs.kinds import job_kind
from apps.jobs.models import Job
from apps.jobs.services import advance
from apps.web.errors import DomainError


@job_kind
def count(job: Job) -> dict[str, int]:
    """Count to `total`, resting `seconds` at each step, from where an earlier attempt stopped."""
    began_at = job.done
    for step in range(job.done, job.total):
        time.sleep(job.parameters["seconds"])
        advance(job, done=step + 1, message=f"step {step + 1}")
    return {"began_at": began_at}


@job_kind
def refuse_once(job: Job) -> dict[str, bool]:
    """Break a rule at the first attempt after which nothing was reported, and succeed at the next."""
    if job.done == 0:
        advance(job, done=1)
        raise DomainError("not_yet", "Not at the first attempt.")
    return {"again": True}
