"""Jobs with a real worker on the real queue: done, refused and retried, cancelled, killed and recovered."""

from datetime import timedelta

import pytest
from django.utils import timezone

from apps.jobs.models import Job
from apps.jobs.services import cancel_job, retry_job, start_job

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def is_in(job: Job, state: str) -> bool:
    job.refresh_from_db()
    return job.state == state


def counted(job: Job, least: int) -> bool:
    job.refresh_from_db()
    return job.done >= least


def test_a_started_job_is_done_by_the_worker(worker, project, lead):
    job = start_job(kind="rehearsal.count", project=project, user=lead, total=5, seconds=0.01)
    worker.wait_until(lambda: is_in(job, Job.State.DONE))
    assert (job.done, job.message, job.result, job.attempts) == (5, "step 5", {"began_at": 0}, 1)
    assert job.finished is not None and job.error == ""


def test_a_refused_job_keeps_its_reason_and_can_be_tried_again(worker, project, lead):
    job = start_job(kind="rehearsal.refuse_once", project=project, user=lead, total=1)
    worker.wait_until(lambda: is_in(job, Job.State.FAILED))
    assert job.error == "Not at the first attempt."
    retry_job(job=job)
    worker.wait_until(lambda: is_in(job, Job.State.DONE))
    assert job.result == {"again": True} and job.error == ""


def test_a_cancelled_job_stops_at_its_next_step(worker, project, lead):
    job = start_job(kind="rehearsal.count", project=project, user=lead, total=100_000, seconds=0.05)
    worker.wait_until(lambda: counted(job, 2))
    cancel_job(job=job)
    worker.wait_until(lambda: is_in(job, Job.State.CANCELLED))
    assert 2 <= job.done < 100_000


def test_a_job_whose_worker_was_killed_is_taken_up_again(worker, project, lead):
    job = start_job(kind="rehearsal.count", project=project, user=lead, total=40, seconds=0.05)
    worker.wait_until(lambda: counted(job, 3))
    worker.kill()
    job.refresh_from_db()
    reached = job.done
    # The clock is moved instead of waiting until its silence counts as death.
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=1))
    worker.start()
    worker.wait_until(lambda: is_in(job, Job.State.DONE))
    assert job.attempts == 2
    assert job.result["began_at"] >= reached > 0
