"""Seeded workloads. S: 10,000 words, 200 segments. L: 100,000 words, 5,000 overlapping segments, 1–3 codes each."""

import random
import re
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.coding.services import NewSegment, put_many_segments
from apps.documents.models import Transcript
from apps.documents.services import create_office, create_transcript
from apps.exchange.sample_study import FOLDER
from apps.projects.models import Project
from apps.projects.services import create_project

SEED = 1983
# Sentences people might say, so that texts compress and wrap as interviews do.
SENTENCE = re.compile(r"[A-Z][^.?!:\n]{20,200}[.?!]")


@dataclass(frozen=True)
class Size:
    name: str
    words: int
    segments: int


S = Size("S", 10_000, 200)
L = Size("L", 100_000, 5_000)


@cache
def sentences() -> list[str]:
    """What is said in the sample study, sentence by sentence."""
    files = sorted((FOLDER / "transcripts").glob("*.txt"))
    return [sentence for file in files for sentence in SENTENCE.findall(file.read_text(encoding="utf-8"))]


def interview(chance: random.Random, count: int) -> str:
    """A two-speaker interview of about `count` words in turns of one to eight sentences."""
    turns: list[str] = []
    said = 0
    while said < count:
        asks = len(turns) % 2 == 0
        words = " ".join(chance.choices(sentences(), k=1 if asks else chance.randint(2, 8)))
        turns.append(f"{'Pewawancara' if asks else 'Informan 1'}: {words}")
        said += len(words.split())
    return "\n\n".join(turns)


def passages(chance: random.Random, transcript: Transcript, codes: list[Code], count: int) -> list[NewSegment]:
    """Overlapping passages of three to forty words with one to three codes, one of the exclusive dimension at most."""
    version = transcript.current
    assert version is not None
    pressures = [code for code in codes if code.dimension.exclusive]
    factors = [code for code in codes if not code.dimension.exclusive]
    turns = list(version.turns.filter(words__gte=5).values_list("start", "end"))
    made = []
    for _ in range(count):
        begin, finish = chance.choice(turns)
        start = chance.randrange(begin, finish - 20)
        end = min(start + chance.randint(20, 260), finish)
        chosen = [*chance.sample(factors, k=chance.randint(0, 2)), chance.choice(pressures)]
        made.append(
            NewSegment(
                UUID(int=chance.getrandbits(128), version=4),
                transcript.pk,
                version.pk,
                start,
                end,
                tuple(code.pk for code in chosen),
            )
        )
    return made


def build(user: User, *sizes: Size) -> tuple[Project, dict[str, Transcript], list[Code]]:
    """A project with one coded transcript of each size."""
    chance = random.Random(SEED)
    project = create_project(user=user, name="Benchmark")
    codes = list(apply_template(project=project, user=user, template="isomorphism").values())
    office = create_office(project=project, user=user, name="KPPN", parent=None)
    transcripts = {}
    for size in sizes:
        text = interview(chance, size.words)
        transcript = create_transcript(
            project=project, user=user, title=size.name, office=office, text=text, language="id"
        )
        put_many_segments(project=project, user=user, wanted=passages(chance, transcript, codes, size.segments))
        transcripts[size.name] = transcript
    return project, transcripts, codes
