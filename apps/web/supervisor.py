"""Watches over the web server and one worker: `python -m apps.web.supervisor`, started by `manage.py serve`.

It knows nothing of Django, so that watching costs a few megabytes, not the hundred that the application takes.
"""

import argparse
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time

SECONDS_TO_STOP = 15
QUICK_DEATH_SECONDS = 5
LOOK_EVERY_SECONDS = 0.3


class StoppedAtOnce(Exception):
    """A process that cannot even start would only die again."""


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
            raise StoppedAtOnce(f"The {self.name} stopped as soon as it started (exit {self.process.returncode}).")
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


def answers(host: str, port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((host, port), timeout=1):
        return True
    return False


def watch(children: list[Child], host: str, port: int, announcement: str) -> None:
    """Keep the children alive until a signal asks to stop; say the announcement once the server answers."""
    stopping: list[int] = []
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda number, _frame: stopping.append(number))
    try:
        while not stopping:
            for child in children:
                child.keep_alive()
            if announcement and answers(host, port):
                print(announcement, flush=True)
                announcement = ""
            time.sleep(LOOK_EVERY_SECONDS)
    finally:
        for child in children:
            child.stop()
        for child in children:
            child.wait()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--announcement", default="")
    given = parser.parse_args()
    children = [
        Child("web server", web_command(given.host, given.port, given.workers, given.threads)),
        Child("worker", worker_command(2)),
    ]
    try:
        watch(children, given.host, given.port, given.announcement)
    except StoppedAtOnce as reason:
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
