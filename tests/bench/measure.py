"""Clocks, servers and the table on the screen."""

import contextlib
import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Figure:
    """One line of the table. Times are milliseconds; `target` is the design's, for two ordinary cores."""

    name: str
    p50: float
    p95: float
    unit: str = "ms"
    target: str = ""


def figure(name: str, samples: list[float], *, target: str = "", unit: str = "ms") -> Figure:
    ordered = sorted(samples)
    return Figure(name, statistics.median(ordered), ordered[int(len(ordered) * 0.95)], unit, target)


def timed(repeat: int, work: Callable[[], object]) -> list[float]:
    """Milliseconds of each of `repeat` calls, after two that do not count."""
    for _ in range(2):
        work()
    samples = []
    for _ in range(repeat):
        begin = time.perf_counter()
        work()
        samples.append((time.perf_counter() - begin) * 1000)
    return samples


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def server(command: list[str], port: int, path: str, **environment: str) -> Iterator[int]:
    """A server of our own on 127.0.0.1, from the moment it answers until the block ends."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **environment}, stdout=subprocess.DEVNULL)
    try:
        wait_for(port, path)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int, path: str) -> None:
    """Return as soon as a server answers. Raises RuntimeError after twenty seconds."""
    for _ in range(200):
        try:
            Client(port).call("GET", path)
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError(f"nothing answers at {port}{path}")


def granian(application: str, port: int) -> list[str]:
    return [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4",
        "--no-ws", "--log-level", "warning", application,
    ]  # fmt: skip


class Client:
    """One kept connection, as a browser has."""

    def __init__(self, port: int, token: str = ""):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.headers = {"Content-Type": "application/json", "Accept-Encoding": "gzip"}
        if token:
            self.headers["Authorization"] = f"Bearer {token}"

    def call(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        self.connection.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.connection.getresponse()
        return answer.status, answer.read()


def show(title: str, figures: list[Figure]) -> None:
    print(f"\n{title}")
    print(f"  {'':58}{'p50':>10}{'p95':>10}  unit   target")
    for each in figures:
        print(f"  {each.name:58}{each.p50:>10.1f}{each.p95:>10.1f}  {each.unit:6} {each.target}")


def keep(home: Path, name: str, figures: list[Figure]) -> None:
    folder = home / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.json").write_text(json.dumps([asdict(each) for each in figures], indent=1))
