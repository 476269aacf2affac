"""Cells of tables that people take away: what a spreadsheet would compute is made plain text."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

# A spreadsheet takes such a cell for a formula (OWASP, "CSV Injection").
FORMULA_STARTS = tuple("=+-@\t\r")
MOST_CELL_CHARACTERS = 32_767
# Nothing in a file of ours is computed, nor a link, save what says so.
PLAIN_BOOK = {
    "constant_memory": True, "in_memory": False, "strings_to_formulas": False, "strings_to_urls": False,
    "strings_to_numbers": False,
}  # fmt: skip
Cell = str | int


def harmless(cell: Cell) -> Cell:
    """The cell, with an apostrophe in front where a spreadsheet would compute it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell


def fitting(text: str) -> str:
    """The text, cut with an ellipsis where it is longer than a spreadsheet's cell may be."""
    if text.startswith("<r>") and text.endswith("</r>"):
        # XlsxWriter would take it for markup of its own and write it unescaped.
        text += " "
    return text if len(text) <= MOST_CELL_CHARACTERS else text[: MOST_CELL_CHARACTERS - 1] + "…"


def write_cells(sheet: Any, row: int, cells: Sequence[Cell], quoted: Any, look: Any = None) -> None:
    """One row of a sheet; `quoted` is the look of a text that would else be a formula when edited."""
    for column, cell in enumerate(cells):
        if isinstance(cell, int):
            sheet.write_number(row, column, cell, look)
        elif cell:
            sheet.write_string(row, column, fitting(cell), quoted if cell.startswith(FORMULA_STARTS) else look)


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, separator: str = ",") -> bytes:
    """A CSV file in UTF-8; with ";" it begins with a byte order mark: that is how Excel in Indonesia opens it."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return text.getvalue().encode("utf-8-sig" if separator == ";" else "utf-8")


def xlsx_table(name: str, columns: Sequence[str], rows: Iterable[Sequence[Cell]], widths: Sequence[int]) -> bytes:
    """An .xlsx file of one sheet, its head kept in view."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN_BOOK) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet(name)
        for at, width in enumerate(widths):
            sheet.set_column(at, at, width)
        sheet.freeze_panes(1, 0)
        write_cells(sheet, 0, columns, quoted, bold)
        for number, row in enumerate(rows, start=1):
            write_cells(sheet, number, row, quoted)
    return file.getvalue()
