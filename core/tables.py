"""Tables out of spreadsheets: CSV in any dialect and encoding, and the first filled sheet of an .xlsx."""

import csv
import datetime as dt
import io
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from core.text.errors import ReadError
from core.text.normalise import decode, normalise
from core.text.readers.magic import ZIP_ERRORS, kind_of
from core.values import Cell

MAX_BYTES = 20 * 2**20
MAX_UNPACKED = 64 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 200
MAX_CELLS = 1_000_000
CHUNK = 2**20
ENCRYPTED_FLAG = 1
DELIMITERS = ",;\t|"
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row as wide as the table; `line` is its number in the file, counted from 1."""

    line: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Columns have names that differ; rows hold at least one filled cell each."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]

    def column(self, index: int) -> list[Cell]:
        return [row.cells[index] for row in self.rows]


def read_table(data: bytes) -> Table:
    """The table of a .csv or .xlsx, told apart by content. The first filled row names the columns.

    ReadError: too_large, binary, undecodable, encrypted, damaged; "unsupported" for other kinds of file; "no_rows"
    when nothing stands below the names; "too_many_rows", "too_many_columns" and "too_many_cells" with their limit.
    """
    if len(data) > MAX_BYTES:
        raise ReadError("too_large", bytes=len(data), limit=MAX_BYTES)
    kind = kind_of(data)
    if kind not in {"xlsx", "txt"}:
        raise ReadError("encrypted" if kind == "encrypted" else "unsupported", found=kind)
    return _table(_sheet_rows(data) if kind == "xlsx" else _csv_rows(normalise(decode(data).text)))


def _table(lines: Iterable[tuple[int, list[Cell]]]) -> Table:
    """Names and rows out of (number, cells); empty rows and empty columns are left out."""
    rows: list[tuple[int, list[Cell]]] = []
    cells = 0
    for number, found in lines:
        filled = _without_empty_end(found)
        if not filled:
            continue
        rows.append((number, filled))
        cells += len(filled)
        _refuse_above("too_many_rows", len(rows) - 1, MAX_ROWS)
        _refuse_above("too_many_columns", len(filled), MAX_COLUMNS)
        _refuse_above("too_many_cells", cells, MAX_CELLS)
    if len(rows) < 2:
        raise ReadError("no_rows")
    width = max(len(filled) for _number, filled in rows)
    padded = [(number, [*filled, *[None] * (width - len(filled))]) for number, filled in rows]
    used = [index for index in range(width) if any(filled[index] is not None for _number, filled in padded)]
    names = _different([padded[0][1][index] for index in used])
    return Table(names, tuple(Row(number, tuple(filled[i] for i in used)) for number, filled in padded[1:]))


def _without_empty_end(found: list[Cell]) -> list[Cell]:
    cells = [None if isinstance(cell, str) and not cell.strip() else cell for cell in found]
    while cells and cells[-1] is None:
        cells.pop()
    return cells


def _different(heads: list[Cell]) -> tuple[str, ...]:
    """The columns' names: unnamed ones get their number, those that come again a number behind."""
    seen: Counter[str] = Counter()
    names = []
    for number, head in enumerate(heads, 1):
        name = plain = " ".join(str(head if head is not None else f"({number})").split())[:120]
        while seen[name.casefold()]:
            seen[plain.casefold()] += 1
            name = f"{plain} ({seen[plain.casefold()]})"
        seen[name.casefold()] += 1
        names.append(name)
    return tuple(names)


def _refuse_above(code: str, count: int, limit: int) -> None:
    if count > limit:
        raise ReadError(code, limit=limit)


def _csv_rows(text: str) -> Iterator[tuple[int, list[Cell]]]:
    first, _newline, rest = text.partition("\n")
    skipped = 0
    if first.lower().startswith("sep=") and len(first) == 5:  # what Excel writes to say its own dialect
        delimiter, text, skipped = first[4], rest, 1
    else:
        delimiter = _delimiter_of(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        before = skipped
        for row in reader:
            yield before + 1, list(row)
            before = skipped + reader.line_num
    except csv.Error as error:
        raise ReadError("damaged") from error


def _delimiter_of(text: str) -> str:
    """The delimiter that cuts the first rows into the same number of cells, the most of them."""
    scored = [(_evenness(text, delimiter), -rank, delimiter) for rank, delimiter in enumerate(DELIMITERS)]
    return max(scored)[2]


def _evenness(text: str, delimiter: str) -> tuple[float, int]:
    """(share of rows as wide as most, that width); nothing for a delimiter that cuts nothing."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        widths = [len(row) for _number, row in zip(range(LOOKED_AT), reader, strict=False) if row]
    except csv.Error:
        return 0.0, 0
    if not widths:
        return 0.0, 0
    width, times = Counter(widths).most_common(1)[0]
    return (times / len(widths), width) if width > 1 else (0.0, 0)


def _sheet_rows(data: bytes) -> Iterator[tuple[int, list[Cell]]]:
    # Here, not above: with numpy, which it brings along, it takes 30 MB of every process that never reads a sheet.
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    _check_package(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that values do not need
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what a file says of its size is not to be trusted
                is_filled = False
                for number, row in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1, values_only=True), 1):
                    if any(value is not None for value in row):
                        is_filled = True
                        yield number, [_cell(value) for value in row]
                if is_filled:
                    return
    except (*ZIP_ERRORS, InvalidFileException, SyntaxError, TypeError, AttributeError, IndexError) as error:
        raise ReadError("damaged") from error


def _cell(value: Any) -> Cell:
    if isinstance(value, dt.timedelta):
        return str(value)
    return value if isinstance(value, str | int | float | bool | dt.date | dt.time) else None


def _check_package(data: bytes) -> None:
    """Unpack everything once, so that a bomb, a broken member or an entity stops here."""
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if any(info.flag_bits & ENCRYPTED_FLAG for info in members):
                raise ReadError("encrypted")
            _refuse_above("too_large", sum(info.file_size for info in members), MAX_UNPACKED)
            for info in members:
                with archive.open(info) as member:
                    if b"<!DOCTYPE" in (head := member.read(CHUNK)):
                        raise ReadError("damaged")
                    unpacked += len(head)
                    while chunk := member.read(CHUNK):
                        unpacked += len(chunk)
                        _refuse_above("too_large", unpacked, MAX_UNPACKED)
    except ZIP_ERRORS as error:
        raise ReadError("damaged") from error
