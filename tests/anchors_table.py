"""`python -m tests.anchors_table [seeds] [kind …]`: passages of real transcripts corrected at random."""

import random
import sys
import time
from functools import cache
from pathlib import Path

from core.text.readers import read
from tests.core.text.corrections import KINDS, Draft, Tally, judge, passages

SAMPLES = Path(__file__).resolve().parents[1] / ".." / "shared" / "samples" / "transcripts"
PASSAGES = 500
COLUMNS = (
    "segments", "unchanged", "exact", "moved", "changed", "ambiguous", "gone", "wrong", "misplaced", "lost", "missed",
)  # fmt: skip


@cache
def samples() -> dict[str, str]:
    """The texts of the sample transcripts, by file name."""
    files = sorted([*SAMPLES.glob("txt/*.txt"), *SAMPLES.glob("md/*.md")])
    return {file.name: read(file.read_bytes(), file.name).text for file in files}


def main() -> None:
    seeds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    only = set(sys.argv[2:])
    print(f"{'':22}" + "".join(f"{name:>10}" for name in COLUMNS) + "  carried")
    total = Tally()
    texts = samples()
    began = time.perf_counter()
    for kind in KINDS:
        if only and kind.__name__ not in only:
            continue
        tally = Tally()
        for seed in range(seeds):
            for name, text in texts.items():
                chance = random.Random(f"{seed} {name} {kind.__name__}")
                draft = Draft(text)
                kind(chance, draft)
                show = (lambda line, name=name: print(name, line)) if only else None
                tally.add(judge(text, draft, passages(chance, text, PASSAGES), show))
        line(kind.__name__, tally)
        total.add(tally)
    line("all", total)
    print(f"{time.perf_counter() - began:.0f} s")


def line(name: str, tally: Tally) -> None:
    figures = "".join(f"{getattr(tally, column):>10}" for column in COLUMNS)
    print(f"{name.replace('_', ' '):22}{figures}  {tally.carried:.2f} %", flush=True)


if __name__ == "__main__":
    main()
