"""Correcting a transcript with all its passages, and taking that back, through the services."""

import random
import re
import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.services import Correction, correct_transcript
from apps.coding.undo import undo
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.bench.measure import Figure, figure
from tests.bench.workload import SEED

TIMES = 3
WORD = re.compile(r"\b[a-z]{5,}\b")


def run(
    port: int, key: str, user: User, project: Project, transcripts: dict[str, Transcript], codes: list[Code]
) -> list[Figure]:
    figures = []
    for name, transcript in transcripts.items():
        for what, change, target in (
            ("one word", one_word, "2000 on L"),
            ("one word in a hundred", typing_errors, "2000 on L"),
            ("half the turns in another order", reordered, ""),
        ):
            figures += correct(name, what, project, user, transcript, change, target)
    return figures


def correct(
    name: str,
    what: str,
    project: Project,
    user: User,
    transcript: Transcript,
    change: Callable[[random.Random, str], str],
    target: str,
) -> list[Figure]:
    """Times of a correction and of taking it back; both leave the transcript as it was."""
    chance = random.Random(SEED)
    there, back, outcome, queries = [], [], "", 0
    for _ in range(TIMES):
        transcript.refresh_from_db()
        text = transcript.current.text if transcript.current else ""
        asked: dict[str, Any] = {"project": project, "user": user, "transcript": transcript}
        begin = time.perf_counter()
        with CaptureQueriesContext(connection) as counted:
            made = correct_transcript(**asked, expected=transcript.version_id, text=change(chance, text))
        there.append((time.perf_counter() - begin) * 1000)
        queries, outcome = len(counted), said(made)
        begin = time.perf_counter()
        undo(project=project, user=user, activity_id=None, transcript=transcript.pk)
        back.append((time.perf_counter() - begin) * 1000)
    return [
        figure(f"correct {name}, {what}: {outcome}", there, target=target),
        figure(f"  the same taken back ({queries} queries there)", back),
    ]


def said(made: Correction) -> str:
    return f"{made.carried}+{made.moved} kept, {made.queue} asked, {made.gone} gone"


def one_word(chance: random.Random, text: str) -> str:
    found = chance.choice(list(WORD.finditer(text)))
    return text[: found.start()] + "sesungguhnya" + text[found.end() :]


def typing_errors(chance: random.Random, text: str) -> str:
    return WORD.sub(lambda found: found[0][::-1] if chance.random() < 0.01 else found[0], text)


def reordered(chance: random.Random, text: str) -> str:
    turns = text.split("\n\n")
    chosen = chance.sample(range(len(turns)), len(turns) // 2)
    for here, there in zip(sorted(chosen), chosen, strict=True):
        turns[here], turns[there] = turns[there], turns[here]
    return "\n\n".join(turns)
