"""Bringing files in: one interview, a hundred at once, and the page that shows five hundred."""

import random
import time
from unittest.mock import patch

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Browser
from django.urls import reverse

from apps.accounts.models import User
from apps.documents.models import Office
from apps.documents.search import index_pending
from apps.documents.services import create_office, start_confirming, store_uploads
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project
from apps.projects.services import create_project
from tests.bench.measure import Figure, figure, timed
from tests.bench.workload import SEED, S, interview

DIFFERENT = 20


def run(user: User) -> list[Figure]:
    """The worker's part is done here, without the broker's latency of a fraction of a second."""
    project = create_project(user=user, name="Imports")
    office = create_office(project=project, user=user, name="KPPN", parent=None)
    with patch("apps.jobs.services.wake_worker"):
        with patch("apps.documents.services.confirming.index_pending"):
            imported = _hundred(project, user, office)
        return [
            Figure("import of 100 S .txt, read and confirmed", *imported, target="1500"),
            Figure("  and then found by search", *_indexed(project)),
            _page(project, user, office),
        ]


def _hundred(project: Project, user: User, office: Office) -> tuple[float, float]:
    begin = time.perf_counter()
    batch = _read(project, user, office, 100, S.length)
    run_job(job_id=start_confirming(project=project, user=user, batch=batch).pk)
    took = (time.perf_counter() - begin) * 1000
    if project.transcripts.count() != 100:
        raise RuntimeError(f"{project.transcripts.count()} of 100 files became transcripts")
    return took, took


def _indexed(project: Project) -> tuple[float, float]:
    """What the same job does afterwards, when the transcripts count already."""
    begin = time.perf_counter()
    index_pending(project=project)
    took = (time.perf_counter() - begin) * 1000
    return took, took


def _page(project: Project, user: User, office: Office) -> Figure:
    browser = Browser(SERVER_NAME="127.0.0.1")
    browser.force_login(user)
    batch = _read(project, user, office, 500, 200)
    address = reverse("documents:upload_batch", args=[project.pk, batch.pk])
    if (status := browser.get(address).status_code) != 200:
        raise RuntimeError(f"the page of a batch answers {status}")
    return figure("page of a batch of 500 files, read", timed(20, lambda: browser.get(address)), target="150")


def _read(project: Project, user: User, office: Office, count: int, words: int) -> Job:
    """A batch of different files, read. Every tenth text is made anew, the others differ in their last words."""
    chance = random.Random(SEED + count)
    texts = [interview(chance, words) for _ in range(DIFFERENT)]
    files = [
        SimpleUploadedFile(f"2023-03-{1 + n % 28:02} {n}.txt", f"{texts[n % DIFFERENT]}\n\nTamat {count}.{n}".encode())
        for n in range(count)
    ]
    batch = store_uploads(project=project, user=user, office=office, files=files)
    run_job(job_id=batch.pk)
    return batch
