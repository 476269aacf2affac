"""How long after one person's change another person is told of it: one web process, and two with Redis between them.

The baseline is the same request by itself, once what it asks for is there: what waiting for it adds is the rest.
"""

import contextlib
import gzip
import json
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from django.db import connections

from apps.accounts.models import User
from apps.accounts.services import create_token, create_user
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Membership, Project, Role
from tests.bench.measure import Client, Figure, figure, free_port, granian, server, timed
from tests.bench.over_http import bodies
from tests.bench.workload import SEED

CHANGES = 60
# The one who waits is in their seat by then; what is measured begins with the change.
SETTLED = 0.15
GZIP = b"\x1f\x8b"


def run(
    port: int, key: str, user: User, project: Project, transcripts: dict[str, Transcript], codes: list[Code]
) -> list[Figure]:
    reader = reader_of(project)
    path = f"/api/v1/projects/{project.pk}"
    figures = [
        baseline(Client(port, reader), path, project),
        seen_by_another(port, port, key, reader, path, transcripts["S"], codes, "one process", "60"),
    ]
    # Left out where there is no Redis.
    with contextlib.suppress(LookupError), two_processes() as (one, other):
        figures.append(seen_by_another(one, other, key, reader, path, transcripts["S"], codes, "two, by Redis", "200"))
    return figures


def reader_of(project: Project) -> str:
    """The key of somebody who only reads."""
    reader = create_user(email="reader@benang.example", name="Reader", password=None)
    Membership.objects.create(project=project, user=reader, role=Role.VIEWER)
    _token, key = create_token(user=reader)
    connections.close_all()
    return key


def baseline(client: Client, path: str, project: Project) -> Figure:
    project.refresh_from_db()
    connections.close_all()
    after = project.sequence - 1

    def one() -> None:
        status, answer = client.call("GET", f"{path}/events?after={after}")
        if status != 200:
            raise RuntimeError(answer)

    return figure("baseline: GET events when there is one", timed(CHANGES, one))


def seen_by_another(
    writes_at: int,
    reads_at: int,
    writer: str,
    reader: str,
    path: str,
    transcript: Transcript,
    codes: list[Code],
    name: str,
    target: str,
) -> Figure:
    """From the moment the change is sent to the moment the other one has been told of exactly this passage."""
    writing, reading = Client(writes_at, writer), Client(reads_at, reader)
    samples = []
    for body in bodies(transcript, codes, CHANGES, SEED + 30):
        segment = uuid4()
        told = Told(reading, path, str(segment))
        time.sleep(SETTLED)
        sent = time.perf_counter()
        status, answer = writing.call("PUT", f"{path}/segments/{segment}", body)
        if status != 201:
            raise RuntimeError(answer)
        samples.append((told.at() - sent) * 1000)
    return figure(f"change by one → told to another, {name}", samples, target=target)


class Told(threading.Thread):
    """Asks as a page does, until it is told of a passage."""

    def __init__(self, client: Client, path: str, wanted: str):
        super().__init__(daemon=True)
        self.client, self.path, self.wanted = client, path, wanted
        self.when = 0.0
        _status, begin = client.call("GET", f"{path}/events")
        self.after = json_of(begin)["next"]
        self.start()

    def run(self) -> None:
        while not self.when:
            status, answer = self.client.call("GET", f"{self.path}/events?after={self.after}&wait=20")
            if status == 304:
                continue
            news = json_of(answer)
            self.after = news["next"]
            if self.wanted in {segment["id"] for segment in news["segments"]}:
                self.when = time.perf_counter()

    def at(self) -> float:
        self.join(60)
        if not self.when:
            raise RuntimeError("nobody told of the change")
        return self.when


def json_of(answer: bytes) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(gzip.decompress(answer) if answer.startswith(GZIP) else answer)
    return body


@contextlib.contextmanager
def two_processes() -> Iterator[tuple[int, int]]:
    """Two web servers on one database with a Redis of their own between them. LookupError where there is no Redis."""
    program = shutil.which("redis-server")
    if program is None:
        raise LookupError("no redis-server on this machine")
    one, other, between = free_port(), free_port(), free_port()
    redis = subprocess.Popen([program, "--port", str(between), "--save", ""], stdout=subprocess.DEVNULL)
    address = f"redis://127.0.0.1:{between}/0"
    try:
        with (
            server(granian("config.wsgi:application", one), one, "/healthz", REDIS_URL=address),
            server(granian("config.wsgi:application", other), other, "/healthz", REDIS_URL=address),
        ):
            yield one, other
    finally:
        redis.terminate()
        redis.wait()
