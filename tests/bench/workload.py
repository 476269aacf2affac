"""Seeded workloads.

S: 10,000 words, 200 segments. L: 100,000 words, 5,000 overlapping segments, 1–3 codes each.
300k: 300,000 characters, 2,000 overlapping codings, some of which reach over many turns.
"""

import random
import re
from collections.abc import Callable
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


def words_in(text: str) -> int:
    return len(text.split())


@dataclass(frozen=True)
class Size:
    """How long a text is, in words or in characters, and how much of it is coded."""

    name: str
    length: int
    segments: int
    unit: Callable[[str], int] = words_in
    # Over the borders of turns, one code each.
    far_reaching: bool = False


S = Size("S", 10_000, 200)
L = Size("L", 100_000, 5_000)
K300 = Size("300k", 300_000, 2_000, unit=len, far_reaching=True)


@cache
def sentences() -> list[str]:
    """What is said in the sample study, sentence by sentence."""
    files = sorted((FOLDER / "transcripts").glob("*.txt"))
    return [sentence for file in files for sentence in SENTENCE.findall(file.read_text(encoding="utf-8"))]


def interview(chance: random.Random, length: int, unit: Callable[[str], int] = words_in) -> str:
    """A two-speaker interview, about so many words (or whatever `unit` counts) long, in turns of 1–8 sentences."""
    turns: list[str] = []
    said = 0
    while said < length:
        asks = len(turns) % 2 == 0
        words = " ".join(chance.choices(sentences(), k=1 if asks else chance.randint(2, 8)))
        turns.append(f"{'Pewawancara' if asks else 'Informan 1'}: {words}")
        said += unit(words)
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


def far_passages(chance: random.Random, transcript: Transcript, codes: list[Code], count: int) -> list[NewSegment]:
    """Passages of any length, one code each: most of some sentences, every fiftieth of many pages."""
    version = transcript.current
    assert version is not None
    turns = list(version.turns.values_list("start", "end"))
    made = []
    for number in range(count):
        begin, finish = chance.choice(turns)
        start = chance.randrange(begin, finish)
        reach = chance.randint(5_000, 20_000) if number % 50 == 0 else chance.randint(20, 900)
        end = min(start + reach, version.characters)
        ids = (chance.choice(codes).pk,)
        made.append(
            NewSegment(UUID(int=chance.getrandbits(128), version=4), transcript.pk, version.pk, start, end, ids)
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
        text = interview(chance, size.length, size.unit)
        transcript = create_transcript(
            project=project, user=user, title=size.name, office=office, text=text, language="id"
        )
        choose = far_passages if size.far_reaching else passages
        put_many_segments(project=project, user=user, wanted=choose(chance, transcript, codes, size.segments))
        transcripts[size.name] = transcript
    return project, transcripts, codes
