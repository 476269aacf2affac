"""The log as PDF, set by typst in the fonts that come with it.

A thousand rows at a time: all at once would take gigabytes.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Any

from django.utils.translation import gettext as _

from apps.review.log_files.report import WIDTHS, Report

TYPESETTER = Path(__file__).with_name("typeset.py")
ROWS_AT_ONCE = 1000
SECONDS_FOR_A_PIECE = 120
# PDFium takes one thread at a time.
PDFIUM = Lock()


def write_pdf(path: Path, report: Report) -> None:
    """A log that fits is one document, readable aloud; a longer one is put together from several, without tags."""
    parts = _parts(report)
    first = next(parts)
    second = next(parts, None)
    if second is None:
        path.write_bytes(_typeset(report, first, pages_before=0, is_first=True))
        return
    with TemporaryDirectory() as folder:
        pieces = [Path(folder) / "0.pdf"]
        pieces[0].write_bytes(_typeset(report, first, pages_before=0, is_first=True))
        pages = _pages(pieces[0])
        for number, part in enumerate(chain([second], parts), start=1):
            pieces.append(Path(folder) / f"{number}.pdf")
            pieces[-1].write_bytes(_typeset(report, part, pages_before=pages, is_first=False))
            pages += _pages(pieces[-1])
        _put_together(pieces, path)


def _pages(path: Path) -> int:
    import pypdfium2  # here, not above: few processes ever put a long log together

    with PDFIUM, pypdfium2.PdfDocument(path) as document:
        return len(document)


def _put_together(pieces: list[Path], path: Path) -> None:
    import pypdfium2

    with PDFIUM, pypdfium2.PdfDocument.new() as whole:
        for piece in pieces:
            with pypdfium2.PdfDocument(piece) as document:
                whole.import_pages(document)
        whole.save(str(path))


def _parts(report: Report) -> Iterator[list[list[str]]]:
    """The rows in pieces; one that is empty when there are none."""
    rows = report.rows()
    yield list(islice(rows, ROWS_AT_ONCE))
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        yield piece


def _typeset(report: Report, rows: list[list[str]], *, pages_before: int, is_first: bool) -> bytes:
    said: dict[str, Any] = {
        "title": report.title, "project": report.project.name, "language": report.language, "heads": report.heads,
        "facts": report.facts, "tables": [asdict(table) for table in report.tables], "widths": WIDTHS, "rows": rows,
        "pages_before": pages_before, "is_first": is_first, "empty": _("No entries fit the filter."),
    }  # fmt: skip
    command = [sys.executable, str(TYPESETTER), str(int(report.made.timestamp()))]
    done = subprocess.run(  # noqa: S603 - our own command
        command, input=json.dumps(said).encode(), stdout=subprocess.PIPE, check=True, timeout=SECONDS_FOR_A_PIECE
    )
    return done.stdout
