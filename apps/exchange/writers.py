"""Coded passages as files. Both writers are fed one transcript after the other and keep nothing in memory."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import xlsxwriter
from django.utils.translation import gettext as _

from apps.documents.models import Transcript
from apps.exchange.queries import CodedPassage, CountedCoding
from apps.web.cells import PLAIN_BOOK, harmless, write_cells

# Columns and sheets are called the same in every language, so that programs find them.
PASSAGE_COLUMNS = (
    "project", "office", "participant", "transcript", "version", "turn", "line", "page", "speaker", "start", "end",
    "quotation",
)  # fmt: skip
CODING_COLUMNS = (
    *PASSAGE_COLUMNS, "code", "code path", "dimension", "coder", "review state", "time", "memo", "segment id",
    "coding id", "codebook version", "filter",
)  # fmt: skip
WIDE_COLUMNS = {"quotation": 80, "filter": 40, "memo": 40, "code path": 32, "transcript": 28, "code": 24}
MOST_SHEET_ROWS = 1_048_576


@dataclass
class Material:
    """What an export is made of, besides the passages; `passages` and `codings` grow while it is written."""

    project: str
    filter: str
    codebook_version: int
    made: datetime
    dimensions: Sequence[str]
    transcripts: int = 0
    passages: int = field(default=0, init=False)
    codings: int = field(default=0, init=False)

    def count(self, passage: CodedPassage) -> None:
        self.passages += 1
        self.codings += len(passage.codings)


class Writer(Protocol):
    def __enter__(self) -> Self: ...

    def __exit__(self, *error: object) -> None: ...

    def add(self, transcript: Transcript, passages: Iterable[CodedPassage]) -> None: ...


def passage_cells(material: Material, transcript: Transcript, passage: CodedPassage) -> list[str | int]:
    return [
        material.project, transcript.office.name, passage.participant, transcript.title,
        passage.version, passage.turn, passage.line, passage.page or "", passage.speaker, passage.start, passage.end,
        passage.quote,
    ]  # fmt: skip


def coding_cells(material: Material, passage: CodedPassage, coding: CountedCoding) -> list[str | int]:
    return [
        coding.code.name, coding.code.path, coding.code.dimension.name, coding.coder, coding.state,
        coding.at.strftime("%Y-%m-%dT%H:%M:%SZ"), passage.memo, str(passage.id), str(coding.id),
        material.codebook_version, material.filter,
    ]  # fmt: skip


class CsvWriter:
    """One row a coding, UTF-8. Formula-like cells get an apostrophe in front.

    Separated by ";" it begins with a byte order mark, for that is how Excel in Indonesia opens it; by "," it
    does not, for that is what programs expect.
    """

    def __init__(self, path: Path, material: Material, *, separator: str = ","):
        self.material = material
        encoding = "utf-8-sig" if separator == ";" else "utf-8"
        self.file = path.open("w", encoding=encoding, newline="")
        self.writer = csv.writer(self.file, delimiter=separator)
        self.writer.writerow(CODING_COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.file.close()

    def add(self, transcript: Transcript, passages: Iterable[CodedPassage]) -> None:
        for passage in passages:
            self.material.count(passage)
            said = passage_cells(self.material, transcript, passage)
            self.writer.writerows(
                [harmless(cell) for cell in (*said, *coding_cells(self.material, passage, coding))]
                for coding in passage.codings
            )


class XlsxWriter:
    """Three sheets: a row a coding, a row a passage with a column a dimension, and what the file is about."""

    def __init__(self, path: Path, material: Material, **_options: Any):
        self.material = material
        self.book = xlsxwriter.Workbook(path, PLAIN_BOOK)
        self.bold = self.book.add_format({"bold": True})
        # What the apostrophe is in a CSV file: the cell shows its text and stays text when edited.
        self.quoted = self.book.add_format({"quote_prefix": True})
        self.codings = self._sheet("Codings", CODING_COLUMNS)
        self.passages = self._sheet("Passages", (*PASSAGE_COLUMNS, *material.dimensions, "coder", "memo", "segment id"))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: object, trace: TracebackType | None) -> None:
        if kind is None:
            self._about()
        self.book.close()

    def add(self, transcript: Transcript, passages: Iterable[CodedPassage]) -> None:
        for passage in passages:
            said = passage_cells(self.material, transcript, passage)
            for row, coding in enumerate(passage.codings, start=self.material.codings + 1):
                self._row(self.codings, row, [*said, *coding_cells(self.material, passage, coding)])
            by_dimension = [
                "; ".join(each.code.name for each in passage.codings if each.code.dimension.name == dimension)
                for dimension in self.material.dimensions
            ]
            self.material.count(passage)
            told = [*said, *by_dimension, passage.coder, passage.memo, str(passage.id)]
            self._row(self.passages, self.material.passages, told)

    def _sheet(self, name: str, columns: Sequence[str]) -> Any:
        sheet = self.book.add_worksheet(name)
        for at, column in enumerate(columns):
            sheet.set_column(at, at, WIDE_COLUMNS.get(column, 14))
        self._row(sheet, 0, columns, self.bold)
        sheet.freeze_panes(1, 0)
        return sheet

    def _row(self, sheet: Any, row: int, cells: Sequence[str | int], look: Any = None) -> None:
        write_cells(sheet, row, cells, self.quoted, look)

    def _about(self) -> None:
        material = self.material
        sheet = self.book.add_worksheet("About")
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 80)
        lines: list[tuple[str, str | int]] = [
            (_("Project"), material.project),
            (_("Filter"), material.filter),
            (_("Codebook version"), material.codebook_version),
            (_("Exported"), material.made.strftime("%Y-%m-%dT%H:%M:%SZ")),
            (_("Transcripts"), material.transcripts),
            (_("Passages"), material.passages),
            (_("Codings"), material.codings),
        ]
        for row, line in enumerate(lines):
            self._row(sheet, row, line)


WRITERS: dict[str, type[CsvWriter] | type[XlsxWriter]] = {"csv": CsvWriter, "xlsx": XlsxWriter}
