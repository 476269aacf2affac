"""`manage.py serve`: the web server and one worker, watched over and stopped together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from apps.accounts.tickets import ticket_for_sample

SECONDS_TO_STOP = 15
QUICK_DEATH_SECONDS = 5


class Child:
    """A process that is started again when it dies, unless it dies at once."""

    def __init__(self, name: str, command: list[str]):
        self.name, self.command = name, command
        self.start()

    def start(self) -> None:
        self.started = time.monotonic()
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops its children in order.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 - our own commands

    def keep_alive(self) -> None:
        if self.process.poll() is None:
            return
        if time.monotonic() - self.started < QUICK_DEATH_SECONDS:
            raise CommandError(f"The {self.name} stopped as soon as it started (exit {self.process.returncode}).")
        sys.stderr.write(f"The {self.name} stopped (exit {self.process.returncode}); starting it again.\n")
        self.end_group()
        self.start()

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()

    def wait(self) -> None:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(SECONDS_TO_STOP)
        self.end_group()
        self.process.wait()

    def end_group(self) -> None:
        """End what the process left behind: a worker's beat outlives a worker that was killed."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)


def web_command(host: str, port: int, workers: int, threads: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(threads), "--no-ws", "--log-level", "warning",
        "config.wsgi:application",
    ]  # fmt: skip


def worker_command(threads: int) -> list[str]:
    return [
        sys.executable, "-m", "celery", "--quiet", "-A", "config.celery", "worker", "--beat", "--pool", "threads",
        "--concurrency", str(threads), "--loglevel", "warning", "--without-gossip", "--without-mingle",
    ]  # fmt: skip


class Command(BaseCommand):
    help = "Serve Benang: the web server and one worker. Ctrl-C stops both."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--host", default=os.environ.get("HOST", "127.0.0.1"))
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=1, help="web processes")
        parser.add_argument("--threads", type=int, default=4, help="threads of each web process")

    def handle(self, *args: Any, **options: Any) -> None:
        os.chdir(settings.BASE_DIR)
        stopping: list[int] = []
        for name in (signal.SIGINT, signal.SIGTERM):
            signal.signal(name, lambda number, _frame: stopping.append(number))
        children = [
            Child(
                "web server",
                web_command(options["host"], options["port"], options["workers"], options["threads"]),
            ),
            Child("worker", worker_command(2)),
        ]
        self.announce(options["host"], options["port"])
        try:
            while not stopping:
                for child in children:
                    child.keep_alive()
                time.sleep(0.3)
        finally:
            for child in children:
                child.stop()
            for child in children:
                child.wait()

    def announce(self, host: str, port: int) -> None:
        address = f"http://{host}:{port}/"
        ticket = ticket_for_sample()
        if ticket:
            self.stdout.write(f"Sample study, signed in as its lead: {address}account/sample/{ticket}/")
        self.stdout.write(f"Benang is at {address}  (Ctrl-C stops it)")
        self.stdout.flush()
