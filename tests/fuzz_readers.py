"""Spoil real files in every way, read them, and count what comes of it: a text, a clear error, or a crash.

    python -m tests.fuzz_readers 2000 [--seed 1]

A crash is anything but a text or a ReadError with a sentence of its own; so is whatever goes beyond the limits.
"""

import argparse
import io
import random
import resource
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from core.text.readers import SUPPORTED, ReadError, read
from core.text.readers.confined import MEMORY, TIMEOUT_SECONDS

SAMPLES = Path(__file__).resolve().parents[1] / ".." / "shared" / "samples"
FOLDERS = ("transcripts", "encodings", "odd")
LARGEST = 2**20
Source = tuple[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """What became of one spoilt file: "text", or the code of the error; "crash …" for what must not be."""

    name: str
    result: str
    seconds: float

    @property
    def kind(self) -> str:
        return self.result if self.result == "text" or self.result.startswith("crash") else "error"


def real_files() -> list[Source]:
    """The samples that a reader may be given, the small ones; none where there are no samples."""
    paths = (path for folder in FOLDERS for path in sorted((SAMPLES / folder).rglob("*")) if path.is_file())
    small = (path for path in paths if path.suffix.lower() in SUPPORTED and path.stat().st_size <= LARGEST)
    return [(path.name, path.read_bytes()) for path in small]


def spoilt(sources: Sequence[Source], chance: random.Random) -> Iterator[Source]:
    """Without end: a copy of a file, spoilt a few times; kinds of files take turns, however many there are of each."""
    by_ending: dict[str, list[Source]] = {}
    for name, data in sources:
        by_ending.setdefault(Path(name).suffix.lower(), []).append((name, data))
    endings = sorted(by_ending)
    while True:
        for ending in endings:
            name, data = chance.choice(by_ending[ending])
            if zipfile.is_zipfile(io.BytesIO(data)) and chance.random() < 0.6:
                data = _spoil_a_part(data, chance)
            else:
                data = _spoil(data, chance)
            yield name if chance.random() < 0.9 else f"x{chance.choice(endings)}", data


def _spoil(data: bytes, chance: random.Random) -> bytes:
    spoilt_data = bytearray(data)
    for _ in range(chance.choice([1, 1, 2, 5, 30])):
        chance.choice(WAYS)(spoilt_data, chance)
    return bytes(spoilt_data[: 2 * LARGEST])


def _spoil_a_part(data: bytes, chance: random.Random) -> bytes:
    """A package whose archive is sound, with one part spoilt."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as copy:
        parts = {name: source.read(name) for name in source.namelist()}
        victim = chance.choice(sorted(parts))
        if chance.random() < 0.5:
            victim = next((name for name in parts if name.endswith(("document.xml", "content.xml"))), victim)
        for name, part in parts.items():
            copy.writestr(name, _spoil(part, chance) if name == victim else part)
    return stream.getvalue()


def _place(data: bytearray, chance: random.Random) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice([1, 2, 8, 60, 1000]))


def _overwrite(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    data[start:end] = chance.randbytes(end - start)


def _delete(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    del data[start:end]


def _insert(data: bytearray, chance: random.Random) -> None:
    start, _end = _place(data, chance)
    data[start:start] = chance.choice(
        [chance.randbytes(9), b"\x00", b"<", b"{", b"}", b"\\", b"&", b"-->", b"\xff\xfe"]
    )


def _repeat(data: bytearray, chance: random.Random) -> None:
    start, end = _place(data, chance)
    data[start:start] = data[start:end] * chance.choice([1, 3, 200])


def _swap(data: bytearray, chance: random.Random) -> None:
    (a, b), (c, d) = _place(data, chance), _place(data, chance)
    data[a:b], data[c:d] = data[c:d], data[a:b]


def _truncate(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def _enlarge(data: bytearray, chance: random.Random) -> None:
    """Put a number where a number stands."""
    start, _end = _place(data, chance)
    for at in range(start, min(len(data), start + 400)):
        if chr(data[at]).isdigit():
            data[at : at + 1] = chance.choice([b"0", b"-1", b"65536", b"4294967295", b"99999999999999999999"])
            return


def _nest(data: bytearray, chance: random.Random) -> None:
    start, _end = _place(data, chance)
    data[start:start] = chance.choice([b"<div>", b"{\\b", b"> ", b"- ", b"[", b"<w:p>"]) * chance.choice([5, 300, 5000])


WAYS: Sequence[Callable[[bytearray, random.Random], None]] = (
    _overwrite, _overwrite, _delete, _insert, _repeat, _swap, _truncate, _enlarge, _nest,
)  # fmt: skip


def outcome_of(source: Source) -> Outcome:
    name, data = source
    began = time.perf_counter()
    try:
        result = read(data, name)
        sound = result.text and all(0 <= mark.start < mark.end <= len(result.text) for mark in result.formatting)
        sound = (
            sound and list(result.pages) == sorted(result.pages) and all(p <= len(result.text) for p in result.pages)
        )
        what = "text" if sound else "crash: a result that does not fit together"
    except ReadError as error:
        what = "crash: the reader failed" if error.code == "crashed" else error.code
    except Exception as error:
        what = f"crash: {error!r}"
    seconds = time.perf_counter() - began
    return Outcome(name, "crash: too slow" if seconds > TIMEOUT_SECONDS + 5 else what, seconds)


def run(count: int, seed: int, seconds: float = float("inf"), keep: Path | None = None) -> list[Outcome]:
    """Read so many spoilt files, or as many as can be read in the time. `keep` is where those that crash go."""
    files = spoilt(real_files(), random.Random(seed))
    began = time.perf_counter()
    outcomes: list[Outcome] = []
    with ThreadPoolExecutor(2) as pool:
        while len(outcomes) < count and time.perf_counter() - began < seconds:
            batch = [next(files) for _ in range(min(20, count - len(outcomes)))]
            for source, outcome in zip(batch, pool.map(outcome_of, batch), strict=True):
                outcomes.append(outcome)
                if keep and outcome.kind.startswith("crash"):
                    (keep / f"{len(outcomes)}-{outcome.name}").write_bytes(source[1])
    return outcomes


def peak_of_children() -> int:
    """The most memory that a process started here has had, in bytes."""
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for the files that crash a reader")
    options = parser.parse_args()
    with suppress(KeyboardInterrupt):
        began = time.perf_counter()
        outcomes = run(options.count, options.seed, keep=options.keep)
        report(outcomes, time.perf_counter() - began)
        sys.exit(any(outcome.kind.startswith("crash") for outcome in outcomes))


def report(outcomes: Sequence[Outcome], seconds: float) -> None:
    kinds = Counter(outcome.kind.split(":")[0] for outcome in outcomes)
    print(f"{len(outcomes)} files in {seconds:.0f} s:", ", ".join(f"{kind} {n}" for kind, n in kinds.most_common()))
    for result, number in Counter(outcome.result for outcome in outcomes).most_common():
        print(f"  {number:6} {result}")
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    print(f"slowest: {slowest.seconds:.2f} s ({slowest.name}: {slowest.result})")
    print(f"largest process: {peak_of_children() / 2**20:.0f} MB of {MEMORY / 2**20:.0f}")


if __name__ == "__main__":
    main()
