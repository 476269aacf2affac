"""A Celery worker in a process of its own, on the test's database, broker and cache."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.db import connection

from apps.web.supervisor import worker_command
from tests.environment import HOME

SECONDS_TO_WAIT = 60
# What follows `python -m celery` in `manage.py serve`.
CELERY_ARGUMENTS = worker_command(threads=2)[3:]


def database_url() -> str:
    """The address of the test database, which is not the one the settings name."""
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    password = f":{database['PASSWORD']}" if database["PASSWORD"] else ""
    return "postgres://{USER}{password}@{HOST}:{PORT}/{NAME}".format(password=password, **database)


class WorkerProcess:
    """The worker of `manage.py serve`, beat included, which also knows the jobs in tests/jobs/more_apps."""

    def start(self) -> None:
        self.output = (HOME / "worker.log").open("ab")
        self.process = subprocess.Popen(
            [sys.executable, str(Path(__file__).parent / "jobs" / "worker.py"), *CELERY_ARGUMENTS],
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database_url(), "PYTHONPATH": str(settings.BASE_DIR)},
            stdout=self.output,
            stderr=self.output,
            start_new_session=True,
        )

    def kill(self) -> None:
        """End it as a power cut would, and with it the beat it started, which would outlive it."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        self.output.close()

    def wait_until(self, condition: Callable[[], bool]) -> None:
        """Wait for the worker to bring something about; fail with its log when it does not."""
        until = time.monotonic() + SECONDS_TO_WAIT
        while not condition():
            if time.monotonic() > until or self.process.poll() is not None:
                raise AssertionError(f"The worker did not do it. Its log:\n{(HOME / 'worker.log').read_text()}")
            time.sleep(0.05)
