"""Every change to jobs: start, run, report progress, cancel, retry, recover."""

import logging
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from apps.accounts.models import User
from apps.jobs.broker import wake_worker
from apps.jobs.kinds import handler_of
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.web.errors import DomainError

logger = logging.getLogger(__name__)
State = Job.State
ENQUEUE_AGAIN_AFTER = timedelta(minutes=1)
# How long a prepared job waits to be begun.
PREPARED_FOR = timedelta(days=1)


class JobCancelled(Exception):
    """Raised inside a running job when a person asked it to stop."""


@transaction.atomic
def start_job(*, kind: str, project: Project, user: User, total: int = 0, **parameters: Any) -> Job:
    """Write the job's row and wake a worker once it is committed. `parameters` must be JSON values."""
    job = Job.objects.create(
        kind=kind,
        project=project,
        started_by=user,
        total=total,
        parameters=parameters,
        enqueued=timezone.now(),
    )
    transaction.on_commit(partial(wake_worker, job.pk))
    return job


@transaction.atomic
def prepare_job(*, kind: str, project: Project, user: User, job_id: UUID | None = None, **parameters: Any) -> Job:
    """Write the row of a job that has yet to be given its work: `begin_job` sends it to a worker.

    One that nobody begins is begun by recovery after a day, so that nothing is left lying for ever. `job_id` is
    the caller's, where it must be safe to ask again; IntegrityError when it is taken.
    """
    return Job.objects.create(
        pk=job_id or uuid4(), kind=kind, project=project, started_by=user, parameters=parameters,
        enqueued=timezone.now() + PREPARED_FOR - ENQUEUE_AGAIN_AFTER,
    )  # fmt: skip


@transaction.atomic
def begin_job(*, job: Job, total: int, **parameters: Any) -> None:
    """Send a prepared job to a worker, with what became known of it since."""
    job.total, job.enqueued, job.parameters = total, timezone.now(), {**job.parameters, **parameters}
    job.save(update_fields=["total", "enqueued", "parameters"])
    transaction.on_commit(partial(wake_worker, job.pk))


def run_job(*, job_id: UUID) -> None:
    """Do the work of a waiting job. Another worker's claim, or a finished job, makes this do nothing."""
    now = timezone.now()
    claimed = Job.objects.filter(pk=job_id, state=State.QUEUED).update(
        state=State.RUNNING, started=now, heartbeat=now, attempts=F("attempts") + 1, error=""
    )
    if not claimed:
        return
    job = Job.objects.select_related("project", "started_by").get(pk=job_id)
    with override(job.started_by.language if job.started_by else job.project.language):
        try:
            result = handler_of(job.kind)(job)
        except JobCancelled:
            _finish(job, State.CANCELLED)
        except DomainError as error:
            _finish(job, State.FAILED, error=error.message)
        except Exception:
            logger.exception("job %s (%s) failed", job.pk, job.kind)
            _finish(
                job,
                State.FAILED,
                error=_("Something went wrong on our side. Nothing half done was kept; try again."),
            )
        else:
            _finish(job, State.DONE, result=result)


def _finish(job: Job, state: State, *, result: Any = None, error: str = "") -> None:
    Job.objects.filter(pk=job.pk, state=State.RUNNING).update(
        state=state, result=result, error=error, finished=timezone.now()
    )


def advance(job: Job, *, done: int, total: int | None = None, message: str = "") -> None:
    """Report progress; also the heartbeat. Raises JobCancelled when a person asked the job to stop."""
    job.done, job.total, job.message = done, job.total if total is None else total, message[:300]
    job.heartbeat = timezone.now()
    job.save(update_fields=["done", "total", "message", "heartbeat"])
    if Job.objects.filter(pk=job.pk, cancel_asked=True).exists():
        raise JobCancelled


def beat(*, job_id: UUID) -> None:
    """Say that the job's worker is alive, while the work itself has nothing to report."""
    Job.objects.filter(pk=job_id, state=State.RUNNING).update(heartbeat=timezone.now())


@transaction.atomic
def cancel_job(*, job: Job) -> None:
    """Stop a job: at once while it waits, at its next step while it runs. What it finished stays."""
    waiting = Job.objects.filter(pk=job.pk, state=State.QUEUED)
    if not waiting.update(state=State.CANCELLED, finished=timezone.now()):
        Job.objects.filter(pk=job.pk, state=State.RUNNING).update(cancel_asked=True)


@transaction.atomic
def retry_job(*, job: Job) -> None:
    """Run a failed or cancelled job again; it goes on where it stopped."""
    again = Job.objects.filter(pk=job.pk, state__in=[State.FAILED, State.CANCELLED])
    fresh: dict[str, Any] = {
        "state": State.QUEUED,
        "cancel_asked": False,
        "attempts": 0,
        "error": "",
        "finished": None,
    }
    if not again.update(**fresh, enqueued=timezone.now()):
        raise DomainError("job_is_alive", _("This job is still going on, or is done."))
    transaction.on_commit(partial(wake_worker, job.pk))


def recover_jobs() -> int:
    """Put jobs back whose worker died, and wake workers for rows whose message was lost. Returns how many."""
    now = timezone.now()
    lost = Job.objects.filter(
        state=State.RUNNING, heartbeat__lt=now - timedelta(seconds=settings.JOB_LOST_AFTER_SECONDS)
    )
    worn_out = _(
        "Its worker stopped three times while doing this. What was finished is kept; ask for help before trying again."
    )
    lost.filter(attempts__gte=Job.MOST_ATTEMPTS).update(state=State.FAILED, error=worn_out, finished=now)
    lost.update(state=State.QUEUED, enqueued=None)
    waiting = Job.objects.filter(state=State.QUEUED).exclude(enqueued__gt=now - ENQUEUE_AGAIN_AFTER)
    ids = list(waiting.values_list("pk", flat=True))
    Job.objects.filter(pk__in=ids).update(enqueued=now)
    for job_id in ids:
        wake_worker(job_id)
    return len(ids)
