"""The log as .csv and .xlsx: one row an entry, its words whole. Nothing in it is computed by a spreadsheet."""

import csv
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from apps.review.log_files.report import Report, entries_phrase
from apps.review.queries.log_lines import Line
from apps.web.cells import PLAIN_BOOK, Cell, harmless, write_cells

WIDTHS = (6, 20, 22, 30, 24, 22, 20, 28, 8, 60, 60, 26, 10, 38)


def write_csv(path: Path, report: Report) -> None:
    """UTF-8; in Indonesian separated by ";" after a byte order mark, as its Excel opens it. The filter, the number of
    entries, the codebook version and the day stand in each row, for a CSV has no other place."""
    is_indonesian = report.language == "id"
    told: list[Cell] = [
        report.filter, entries_phrase(len(report.keys)), report.codebook_version,
        localtime(report.made).isoformat(timespec="seconds"),
    ]  # fmt: skip
    with path.open("w", encoding="utf-8-sig" if is_indonesian else "utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";" if is_indonesian else ",")
        writer.writerow([*_heads(), _("Filter in force"), _("Entries"), _("Codebook version when made"), _("Made")])
        for number, line in report.lines():
            writer.writerow([harmless(cell) for cell in (*_cells(number, line), *told)])


def write_xlsx(path: Path, report: Report) -> None:
    """The log, the numbers, and what the file is about."""
    with xlsxwriter.Workbook(path, PLAIN_BOOK) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(_("Log"))
        for at, width in enumerate(WIDTHS):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        write_cells(sheet, 0, _heads(), quoted, bold)
        for number, line in report.lines():
            write_cells(sheet, number, _cells(number, line), quoted)
        _numbers(book, report, quoted, bold)
        about = book.add_worksheet(_("About"))
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80)
        for at, fact in enumerate(report.facts):
            write_cells(about, at, fact, quoted)


def _numbers(book: Any, report: Report, quoted: Any, bold: Any) -> None:
    sheet, at = book.add_worksheet(_("Numbers")), 0
    sheet.set_column(0, 0, 60)
    sheet.set_column(1, 5, 18)
    for table in report.tables:
        write_cells(sheet, at, [table.title], quoted, bold)
        write_cells(sheet, at + 1, table.heads, quoted, bold)
        for number, row in enumerate(table.rows, start=at + 2):
            write_cells(sheet, number, row, quoted)
        at += len(table.rows) + 3


def _heads() -> list[str]:
    return [
        _("No."), _("When"), _("Who"), _("What was done"), _("Code"), _("Coder"), _("Office"), _("Transcript"),
        _("Line"), _("Passage"), _("Reason, answer or remark"), _("Since then"), _("Codebook version"),
        _("Id of the coding"),
    ]  # fmt: skip


def _cells(number: int, line: Line) -> list[Cell]:
    place = line.place
    return [
        number, localtime(line.at).isoformat(timespec="seconds"), line.who, line.did, place.code, place.coder,
        place.office, place.transcript, place.line or "", place.quote, line.words, line.since,
        line.codebook_version or "", str(place.coding or ""),
    ]  # fmt: skip
