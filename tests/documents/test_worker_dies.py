"""Files read by a real worker that is killed in the middle: all are read, none twice."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Upload
from apps.documents.services import create_office, start_confirming, store_uploads
from apps.jobs.models import Job
from apps.projects.models import Project
from tests.documents.conftest import TALK, sent
from tests.documents.test_batches import zipped
from tests.worker_process import WorkerProcess

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
State = Upload.State
COUNT = 150


def test_a_killed_worker_loses_no_file_and_makes_no_transcript_twice(
    worker: WorkerProcess, project: Project, lead: User
):
    office = create_office(project=project, user=lead, name="KPPN Metro")
    texts = {f"{number}.txt": f"{TALK * 40}\nInforman 1: Nomor {number}.\n" for number in range(COUNT)}
    files = [sent("semua.zip", zipped(**dict(list(texts.items())[:50])))]
    files += [sent(name, text) for name, text in list(texts.items())[50:]]
    batch = store_uploads(project=project, user=lead, office=office, files=files)
    kill_when(worker, batch, lambda: batch.uploads.filter(state=State.READ).count() > 20)
    assert batch.uploads.filter(state=State.READ).count() == COUNT
    assert batch.uploads.count() == COUNT + 1, "the archive, and nothing of it twice"

    job = start_confirming(project=project, user=lead, batch=batch)
    kill_when(worker, job, lambda: project.transcripts.count() > 20)
    assert sorted(project.transcripts.values_list("title", flat=True)) == sorted(name[:-4] for name in texts)
    assert not batch.uploads.filter(state=State.READ).exists()


def kill_when(worker: WorkerProcess, job: Job, reached: Callable[[], bool]) -> None:
    """Kill the worker once so much is done, start another, and wait until the job is done."""
    worker.wait_until(reached)
    worker.kill()
    job.refresh_from_db()
    assert job.state == Job.State.RUNNING, "the worker was killed too late"
    Job.objects.filter(pk=job.pk).update(heartbeat=timezone.now() - timedelta(minutes=1))
    worker.start()
    worker.wait_until(lambda: Job.objects.filter(pk=job.pk, state=Job.State.DONE).exists())
