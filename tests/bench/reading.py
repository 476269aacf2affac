"""How long files take to be read: `python -m tests.bench.reading`. Needs no database.

The baseline of documents is pandoc alone on the same file; of the others, starting Python.
"""

import io
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import docx

from core.text.readers import read
from core.text.readers.pandoc import _pandoc
from core.text.turns import find_turns
from tests.core.text.pdfs import column, pdf

WORDS = ["saya", "kami", "anggaran", "belanja", "kantor", "satuan", "kerja", "koordinasi", "pusat", "yang", "untuk"]
TURNS = 300
RUNS = 7


def turns(words: int, chance: random.Random) -> list[str]:
    """An interview of about so many words, one turn a line."""
    return [f"{'PN'[i % 2]}: {' '.join(chance.choices(WORDS, k=words // TURNS)).capitalize()}." for i in range(TURNS)]


def as_docx(lines: list[str]) -> bytes:
    made = docx.Document()
    for line in lines:
        label, said = line.split(" ", 1)
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{label} ").bold = True
        paragraph.add_run(said)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def as_srt(lines: list[str]) -> bytes:
    clock = "{:02}:{:02}:{:02},000"
    times = [(i * 10 // 3600, i * 10 // 60 % 60, i * 10 % 60) for i in range(len(lines) + 1)]
    cues = (
        f"{i}\n{clock.format(*times[i - 1])} --> {clock.format(*times[i])}\n{line}" for i, line in enumerate(lines, 1)
    )
    return "\n\n".join(cues).encode()


def as_pdf(lines: list[str]) -> bytes:
    wrapped = [line[at : at + 90] for line in lines for at in range(0, len(line), 90)]
    return pdf(*(column(wrapped[at : at + 50]) for at in range(0, len(wrapped), 50)), size=9)


def milliseconds(act: Callable[[], object]) -> tuple[float, float]:
    """The medians of some runs: by the clock, and of the processors' time, which a busy machine does not lengthen."""
    taken = []
    for _ in range(RUNS):
        clock, used = time.perf_counter(), sum(os.times()[:4])
        act()
        taken.append((time.perf_counter() - clock, sum(os.times()[:4]) - used))
    clocks, processors = zip(*taken, strict=True)
    return statistics.median(clocks) * 1000, statistics.median(processors) * 1000


def started(*command: str, given: bytes = b"") -> Callable[[], object]:
    return lambda: subprocess.run(command, input=given, stdout=subprocess.DEVNULL, check=True)


def main() -> None:
    chance = random.Random(1)
    lines = turns(10_000, chance)
    text = "\n".join(lines).encode()
    small = ["\n".join(turns(1_000, chance)).encode("cp1252") + b"\nP: caf\xe9" for _ in range(100)]
    word = as_docx(lines)
    python = started(sys.executable, "-c", "import json")
    pandoc = started(_pandoc(), "-f", "docx", "-t", "json", given=word)
    srt, printed = as_srt(lines), as_pdf(lines)
    html = b"<html>" + b"".join(b"<p>%s</p>" % line.encode() for line in lines)
    rows: list[tuple[str, Callable[[], object], Callable[[], object]]] = [
        (".txt", lambda: find_turns(read(text, "a.txt").text), python),
        ("100 small .txt", lambda: [find_turns(read(each, "a.txt").text) for each in small], python),
        (".docx", lambda: find_turns(read(word, "a.docx").text), pandoc),
        (".md", lambda: find_turns(read(text, "a.md").text), pandoc),
        (".html", lambda: find_turns(read(html, "a.html").text), pandoc),
        (".srt", lambda: find_turns(read(srt, "a.srt").text), python),
        (".pdf", lambda: find_turns(read(printed, "a.pdf").text), python),
    ]
    print(f"{'10,000 words, turns included':30} {'ms':>7} {'cpu ms':>7} {'baseline':>9} {'cpu ms':>7}")
    for name, act, baseline in rows:
        act()
        print("{:30} {:7.0f} {:7.0f} {:9.0f} {:7.0f}".format(name, *milliseconds(act), *milliseconds(baseline)))


if __name__ == "__main__":
    main()
