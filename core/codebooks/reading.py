"""A file of any kind into the entries of a codebook; the kind is told by content, not by name."""

import re
from dataclasses import replace

from core.codebooks import qdc, table
from core.codebooks.entries import Listing
from core.refi.reader import MAX_BYTES, codebook_xml, read_codebook
from core.tables import Row, Table, read_table
from core.text.errors import ReadError
from core.text.readers.magic import ZIPS, kind_of
from core.values import Cell

# How Office Open XML writes a character that XML cannot hold, and an underscore that would look like the start of one.
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_BEFORE_XML = b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"


def read_listing(data: bytes, *, tops: str = "auto") -> Listing:
    """The dimensions and codes in a .qdc, .qdpx, .csv or .xlsx. `tops` as for `qdc.entries_in`.

    Raises ReadError as `read_codebook` and `read_table` do, and "no_names" for a table without names of codes.
    """
    if is_refi(data):
        return qdc.entries_in(read_codebook(data), tops=tops)
    read = read_table(data)
    return table.entries_in(_unescaped(read) if data.startswith(ZIPS) else read)


def essence(data: bytes) -> bytes:
    """What is worth keeping of a file until it is imported: of a whole project only the part with the codebook."""
    if is_refi(data):
        return codebook_xml(data)
    if len(data) > MAX_BYTES:
        raise ReadError("too_large", limit=MAX_BYTES)
    return data


def is_refi(data: bytes) -> bool:
    """Whether the file is REFI-QDA, or would have to be: XML, or an archive that is no spreadsheet."""
    if data.startswith(ZIPS):
        return kind_of(data) == "zip"
    return data[:100].lstrip(_BEFORE_XML).startswith(b"<")


def _unescaped(sheet: Table) -> Table:
    return replace(sheet, rows=tuple(Row(row.line, tuple(map(_plain, row.cells))) for row in sheet.rows))


def _plain(cell: Cell) -> Cell:
    return _ESCAPE.sub(lambda match: chr(int(match.group(1), 16)), cell) if isinstance(cell, str) else cell
