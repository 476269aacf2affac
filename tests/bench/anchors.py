"""Finding 5,000 passages of L again after it was corrected, in memory, beside a bare diff of the same words."""

import random
from collections import Counter
from collections.abc import Callable

from rapidfuzz.distance import Levenshtein

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from core.text.anchors import Alignment
from core.text.offsets import Span
from tests.bench.measure import Figure, figure, timed
from tests.bench.workload import SEED, L, interview
from tests.core.text import corrections

TIMES = 5
KINDS = (corrections.typos, corrections.inserted_turns, corrections.moved_paragraphs, corrections.everything)


def run(
    port: int, key: str, user: User, project: Project, transcripts: dict[str, Transcript], codes: list[Code]
) -> list[Figure]:
    """Alignment included. The diff is what anyone would start with; it finds nothing that has moved."""
    chance = random.Random(SEED)
    old = interview(chance, L.length)
    spans = corrections.passages(chance, old, L.segments)
    figures = []
    for kind in KINDS:
        draft = corrections.Draft(old)
        kind(chance, draft)
        figures += compare(kind.__name__.replace("_", " "), old, draft.text, spans)
    return figures


def compare(name: str, old: str, new: str, spans: list[Span]) -> list[Figure]:
    outcomes: Counter[str] = Counter()
    again = timed(TIMES, _find_again(old, new, spans, outcomes))
    bare = timed(1, lambda: Levenshtein.opcodes(old.split(), new.split()))
    kept = sum(outcomes[each] for each in ("exact", "moved")) / outcomes.total()
    return [
        figure(f"{len(spans)} passages of L, {name}: {kept:.1%} carried", again, target="2000"),
        figure(f"bare diff of the words, {name}", bare),
    ]


def _find_again(old: str, new: str, spans: list[Span], outcomes: Counter[str]) -> Callable[[], None]:
    def once() -> None:
        alignment = Alignment(old, new)
        outcomes.update(alignment.anchor(span).outcome.value for span in spans)

    return once
