"""What Celery calls. The rules are in services."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.db import connection

from apps.jobs import services
from apps.jobs.health import worker_is_alive


@worker_ready.connect
def say_hello(**_: object) -> None:
    """A worker is alive from its start, not only from its first beat."""
    worker_is_alive()


@shared_task
def run(job_id: str) -> None:
    with heartbeat(UUID(job_id)):
        services.run_job(job_id=UUID(job_id))


@shared_task
def recover() -> None:
    worker_is_alive()
    services.recover_jobs()


@contextmanager
def heartbeat(job_id: UUID) -> Iterator[None]:
    """Beat from a thread of its own, so that a step that takes minutes is not taken for a dead worker."""
    finished = threading.Event()

    def beat_until_finished() -> None:
        while not finished.wait(settings.JOB_HEARTBEAT_SECONDS):
            services.beat(job_id=job_id)
            worker_is_alive()
        connection.close()

    thread = threading.Thread(target=beat_until_finished, daemon=True)
    thread.start()
    try:
        yield
    finally:
        finished.set()
        thread.join()
