"""Spoil codebooks in every way, read them, and count what comes of it: entries, a clear error, or a crash.

python -m tests.core.codebooks.fuzz 5000 [--seed 1]
"""

import argparse
import random
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from uuid import UUID

import xlsxwriter

from core.codebooks import qdc, table
from core.codebooks.entries import entries_of
from core.codebooks.reading import read_listing
from core.refi.writer import write_codebook
from core.text.errors import ReadError
from tests.fuzz_readers import SAMPLES, spoilt

WORDS = {"include": "When it\nfits", "exclude": "", "example": "“Kami …”", "counter_example": "=1+1"}
NASTY = [
    b"<!DOCTYPE x>",
    b"&a;",
    b"<Code>",
    b"</Code>",
    b'guid=""',
    b"<Code name='x' guid='y'>" * 200,
    b"\xff\xfe",
    b'"',
    b";",
]


def made_files() -> list[tuple[str, bytes]]:
    """A codebook in each of our formats, and the projects among the samples where there are samples."""
    entries = list(entries_of(codebook()))
    rows = [table.COLUMNS, *(row for _entry, row in table.rows_of(entries, is_csv=True))]
    text = "\n".join(",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in rows)
    sheet = BytesIO()
    with xlsxwriter.Workbook(sheet) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, list(map(str, row)))
    files = [
        ("a.csv", text.encode()),
        ("a.xlsx", sheet.getvalue()),
        ("a.qdc", write_codebook(qdc.book_of(entries, "en"))),
    ]
    return [*files, *((path.name, path.read_bytes()) for path in sorted((SAMPLES / "refi").glob("*.qdpx")))]


def codebook() -> dict[str, list[dict[str, object]]]:
    dimensions = [{"id": str(UUID(int=n + 1)), "name": f"Dimension {n}", "exclusive": n == 0} for n in range(2)]
    codes = [
        {
            "id": str(UUID(int=100 + n)), "dimension": dimensions[n % 2]["id"],
            "parent": str(UUID(int=100 + n - 2)) if n % 6 > 1 else None, "name": f"Code {n}", "color": "#0a7cb7",
            "codable": n % 3 > 0, "shortcut": "", "definition": f"Definition {n}, of it.", **WORDS,
        }
        for n in range(30)
    ]  # fmt: skip
    return {"dimensions": dimensions, "codes": codes}


def outcome_of(data: bytes, tops: str = "auto") -> str:
    """ "entries", the code of the error, or "crash …" for what must not be."""
    try:
        listing = read_listing(data, tops=tops)
    except ReadError as error:
        return error.code
    except Exception as error:
        return f"crash: {error!r}"
    sound = all((all(entry.path) and len(entry.name) <= 120) or not is_refi(data) for entry in listing.entries)
    return "entries" if sound else "crash: entries that do not fit together"


def is_refi(data: bytes) -> bool:
    return data.lstrip().startswith(b"<") or zipfile.is_zipfile(BytesIO(data))


def files(seed: int) -> Iterator[bytes]:
    chance = random.Random(seed)
    for _name, data in spoilt(made_files(), chance):
        if chance.random() < 0.3:
            at = chance.randrange(len(data) + 1)
            data = data[:at] + chance.choice(NASTY) + data[at:]
        yield data


def run(count: int, seed: int) -> Counter[str]:
    outcomes: Counter[str] = Counter()
    for number, data in zip(range(count), files(seed), strict=False):
        outcomes[outcome_of(data, ("auto", "dimensions", "codes")[number % 3])] += 1
    return outcomes


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("count", type=int, nargs="?", default=5000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    outcomes = run(options.count, options.seed)
    print(f"{outcomes.total()} files in {time.perf_counter() - began:.0f} s")
    for outcome, number in outcomes.most_common():
        print(f"  {number:6} {outcome}")
    sys.exit(any(outcome.startswith("crash") for outcome in outcomes))


if __name__ == "__main__":
    main()
