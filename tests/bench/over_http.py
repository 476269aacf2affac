"""Saving and reading over HTTP, one user and twenty, beside bare baselines."""

import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import connection

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.bench.measure import Client, Figure, figure, free_port, granian, server, timed
from tests.bench.workload import SEED, passages

SAVES = 300
USERS, EACH = 20, 50
READ_IN = {"S": "15", "L": "80"}


def run(
    port: int, key: str, user: User, project: Project, transcripts: dict[str, Transcript], codes: list[Code]
) -> list[Figure]:
    base = f"/api/v1/projects/{project.pk}"
    figures = [durable_commit(), bare_view()]
    for name, transcript in transcripts.items():
        figures += read(Client(port, key), base, transcript, name)
    for name, transcript in transcripts.items():
        if name not in ("S", "L"):
            continue
        figures.append(save(Client(port, key), base, transcript, codes, f"PUT segment, {name}"))
    figures.append(many_users(port, key, base, transcripts["S"], codes))
    return figures


def bodies(transcript: Transcript, codes: list[Code], count: int, seed: int) -> list[dict[str, Any]]:
    return [
        {
            "transcript": str(each.transcript),
            "version": str(each.version),
            "start": each.start,
            "end": each.end,
            "codes": [str(code) for code in each.codes],
        }
        for each in passages(random.Random(seed), transcript, codes, count)
    ]


def save(client: Client, base: str, transcript: Transcript, codes: list[Code], name: str) -> Figure:
    wanted = iter(bodies(transcript, codes, SAVES + 2, SEED + 1))

    def one() -> None:
        status, answer = client.call("PUT", f"{base}/segments/{uuid4()}", next(wanted))
        if status != 201:
            raise RuntimeError(answer)

    return figure(name, timed(SAVES, one), target="4 / 10; L within 1.2 × of S")


def durable_commit() -> Figure:
    """One durable SQLite commit of one row."""
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(Path(folder) / "one.sqlite3", isolation_level=None)
        database.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; CREATE TABLE t (words TEXT)")
        return figure(
            "baseline: one durable SQLite commit",
            timed(SAVES, lambda: database.execute("INSERT INTO t VALUES ('kerja')")),
        )


def bare_view() -> Figure:
    """A bare Django and ninja view with three inserts."""
    with tempfile.TemporaryDirectory() as folder:
        database = str(Path(folder) / "bare.sqlite3")
        prepare = [sys.executable, "-c", "import tests.bench.bare as bare; bare.prepare()"]
        subprocess.run(prepare, env={**os.environ, "BARE_DATABASE": database}, check=True)
        port = free_port()
        with server(granian("tests.bench.bare:application", port), port, "/docs", BARE_DATABASE=database):
            client = Client(port)
            samples = timed(SAVES, lambda: client.call("PUT", f"/rows/{uuid4()}", {"words": "kerja sama"}))
    return figure("baseline: bare Django + ninja view, three inserts", samples)


def read(client: Client, base: str, transcript: Transcript, name: str) -> list[Figure]:
    """What opening a transcript costs: as the API documents it, and as the workspace asks for it."""
    version = transcript.current
    assert version is not None
    page = f"{base}/transcripts/{transcript.pk}"
    codings = count_codings(version.pk)
    figures = [figure(f"baseline: the same rows with plain SQL, {name}", timed(20, lambda: plain_rows(version.pk)))]
    for form, query in (("API", ""), ("workspace", "?form=compact")):
        paths = (page, f"{page}/segments{query}")
        samples = timed(20, lambda paths=paths: fetch(client, paths))
        size = len(fetch(client, paths)[1]) / codings
        changed = [first_after_change(client, base, paths) for _ in range(10)]
        figures += [
            figure(f"GET transcript + segments, {name}, {form}", samples, target=READ_IN.get(name, "")),
            figure(f"  the same, first after a change, {name}, {form}", changed, target=READ_IN.get(name, "")),
            Figure(f"compressed bytes a coding, {name}, {form}", size, size, "bytes", "60"),
        ]
    return figures


def first_after_change(client: Client, base: str, paths: tuple[str, ...]) -> float:
    """Milliseconds of an answer that nothing was kept of."""
    client.call("PATCH", base, {"description": str(uuid4())})
    begin = time.perf_counter()
    fetch(client, paths)
    return (time.perf_counter() - begin) * 1000


def fetch(client: Client, paths: tuple[str, ...]) -> list[bytes]:
    answers = []
    for path in paths:
        status, answer = client.call("GET", path)
        if status != 200:
            raise RuntimeError(answer)
        answers.append(answer)
    return answers


def hexed(pk: UUID) -> str:
    return pk.hex


def plain_rows(version: UUID) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM documents_version WHERE id = %s", [hexed(version)])
        cursor.fetchall()
        cursor.execute(
            'SELECT "index", start, "end", speaker FROM documents_turn WHERE version_id = %s',
            [hexed(version)],
        )
        cursor.fetchall()
        cursor.execute("SELECT * FROM coding_segment WHERE version_id = %s ORDER BY start", [hexed(version)])
        cursor.fetchall()
        cursor.execute(
            "SELECT c.* FROM coding_coding c JOIN coding_segment s ON s.id = c.segment_id WHERE s.version_id = %s",
            [hexed(version)],
        )
        cursor.fetchall()


def count_codings(version: UUID) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM coding_coding c JOIN coding_segment s ON s.id = c.segment_id WHERE s.version_id = %s",
            [hexed(version)],
        )
        return int(cursor.fetchone()[0])


def many_users(port: int, key: str, base: str, transcript: Transcript, codes: list[Code]) -> Figure:
    """Twenty users at once, fifty segments each: saved per second, and none lost."""
    work = [bodies(transcript, codes, EACH, SEED + 10 + number) for number in range(USERS)]
    failures: list[bytes] = []

    def one_user(mine: list[dict[str, Any]]) -> None:
        client = Client(port, key)
        for body in mine:
            status, answer = client.call("PUT", f"{base}/segments/{uuid4()}", body)
            if status != 201:
                failures.append(answer)

    threads = [threading.Thread(target=one_user, args=(mine,)) for mine in work]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    rate = USERS * EACH / (time.perf_counter() - begin)
    if failures:
        raise RuntimeError(f"{len(failures)} saves failed: {failures[0]!r}")
    return Figure(f"{USERS} users at once, {EACH} segments each", rate, rate, "saved/s", "≥ 250")
