"""Between entries and the rows of a table: one row a code, its columns called the same in every language when written,
and found by their English or Indonesian names, in any order, when read."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from core.codebooks.entries import TEXTS, Entry, Listing, tidy_name, tidy_text
from core.codetree import SEPARATOR
from core.refi.reader import MOST_CODES, read_color, read_guid
from core.tables import Table
from core.text.errors import ReadError
from core.values import Cell

COLUMNS = (
    "dimension", "exclusive", "parent", "code", "color", "definition", "when to use", "when not to use", "example",
    "counter-example", "shortcut", "codable", "code id", "dimension id",
)  # fmt: skip
COUNTED = "codings"
# What columns are called elsewhere; letters and digits alone count, whether large or small.
HEADS = {
    "dimension": "dimension dimensi domain category kategori family keluarga group kelompok tema",
    "exclusive": "exclusive eksklusif",
    "parent": "parent parentcode kodeinduk induk parentname under below dibawah",
    "path": "path codepath jalur jalurkode fullpath hierarchicalname codesystem",
    "name": "code name codename kode namakode nama label tag title judul",
    "color": "color colour warna codecolor codecolour",
    "definition": "definition definisi description deskripsi keterangan meaning arti memo comment komentar",
    "include": "whentouse include inclusion inclusioncriteria kapandipakai kapandigunakan use",
    "exclude": "whennottouse exclude exclusion exclusioncriteria kapantidakdipakai kapantidakdigunakan donotuse",
    "example": "example examples contoh",
    "counter_example": "counterexample counterexamples contohtandingan contohlawan nonexample",
    "shortcut": "shortcut shortcutkey tombolpintas pintasan key tombol",
    "codable": "codable iscodable canbeputonpassages dapatdipasang dapatdikodekan",
    "id": "codeid guid codeguid uuid idkode",
    "dimension_id": "dimensionid dimensionguid iddimensi",
}
_FIELD_OF = {head: field for field, heads in HEADS.items() for head in heads.split()}
YES = frozenset(["yes", "y", "true", "ya", "benar", "1", "x"])
NO = frozenset(["no", "n", "false", "tidak", "tdk", "salah", "0", "-"])
# What a spreadsheet would compute, behind any number of apostrophes that say it must not.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_ESCAPED = re.compile(r"'+[=+\-@\t\r]")
_STEP = re.compile(r"\\(.)|\s*›\s*|\s+>\s+", re.DOTALL)
_LOOKS_LIKE_STEP = re.compile(r"[\\›]|(?<!\S)>|>(?!\S)")
# A cell of a spreadsheet holds no more; what is longer was cut when it was written.
MOST_CELL_CHARACTERS = 32_767


def rows_of(entries: Iterable[Entry], *, is_csv: bool) -> Iterator[tuple[Entry, list[str | int]]]:
    """Each code with its row under COLUMNS; a dimension without codes has a row of its own.

    In a CSV what a spreadsheet would compute gets an apostrophe in front; elsewhere the format says it is text.
    """
    entries = list(entries)
    filled = {entry.dimension for entry in entries if entry.path}
    for entry in entries:
        if not entry.path and entry.dimension in filled:
            continue
        given = entry.given
        cells = [
            entry.dimension, _word(entry.exclusive), join_path(entry.path[:-1]), entry.name if entry.path else "",
            given.get("color", ""), *(given.get(field, "") for field in TEXTS), given.get("shortcut", ""),
            _word(given.get("codable")), str(entry.id or ""), str(entry.dimension_id or ""),
        ]  # fmt: skip
        yield entry, [escaped(cell, is_csv=is_csv) for cell in cells]


def entries_in(table: Table) -> Listing:
    """What a table says of codes. Raises ReadError "no_names" when no column holds the codes' names,
    "too_many_codes" with the limit."""
    columns = columns_of(table.columns)
    if "name" not in columns and "path" not in columns:
        raise ReadError("no_names")
    if len(table.rows) > MOST_CODES:
        raise ReadError("too_many_codes", limit=MOST_CODES)
    rows = [_entry(row.line, {field: row.cells[at] for field, at in columns.items()}) for row in table.rows]
    return Listing(tuple(entry for entry in rows if entry))


def columns_of(heads: Sequence[str]) -> dict[str, int]:
    """Which column holds what; of two that could, the first."""
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        field = _FIELD_OF.get(re.sub(r"[\W_]+", "", head.casefold()))
        if field and field not in found:
            found[field] = at
    return found


def join_path(names: Sequence[str]) -> str:
    """Names from the top down as one text; what would part them gets a backslash."""
    return SEPARATOR.join(_LOOKS_LIKE_STEP.sub(r"\\\g<0>", name) for name in names)


def split_path(text: str) -> tuple[str, ...]:
    """The names of `join_path`, and of a path that > parts, as other programs write it."""
    names, at = [""], 0
    for match in _STEP.finditer(text):
        names[-1] += text[at : match.start()]
        if match.group(1) is None:
            names.append("")
        else:
            names[-1] += match.group(1) if match.group(1) in "\\›>" else match.group()
        at = match.end()
    names[-1] += text[at:]
    return tuple(filter(None, (name.strip() for name in names)))


def escaped(text: str, *, is_csv: bool) -> str:
    """The text so that it reads the same again: in a CSV with an apostrophe where it could be computed; everywhere
    with one more where it begins with some of its own."""
    return f"'{text}" if (_FORMULA if is_csv else _ESCAPED).match(text) else text


def unescaped(text: str) -> str:
    return text[1:] if _ESCAPED.match(text) else text


def _entry(line: int, cells: Mapping[str, Cell]) -> Entry | None:
    texts = {field: unescaped(_text(cell)) for field, cell in cells.items()}
    path, loose = _path(texts)
    dimension = tidy_name(texts.get("dimension", ""))
    if not path and not dimension:
        return None
    given: dict[str, Any] = {field: tidy_text(texts[field]) for field in TEXTS if field in texts}
    if "shortcut" in texts:
        given["shortcut"] = tidy_text(texts["shortcut"]).lower()
    if color := read_color(texts.get("color")):
        given["color"] = color
    if (codable := _yes_or_no(texts.get("codable", ""))) is not None:
        given["codable"] = codable
    return Entry(
        line, dimension, path, read_guid(texts.get("id")), read_guid(texts.get("dimension_id")),
        _yes_or_no(texts.get("exclusive", "")), given if path else {}, loose,
    )  # fmt: skip


def _path(texts: Mapping[str, str]) -> tuple[tuple[str, ...], bool]:
    """The names from the top down to the code's own; loose where the parent is one name only."""
    name = tidy_name(texts.get("name", ""))
    whole = split_path(tidy_name(texts.get("path", "")))
    if whole:
        return (whole if not name or whole[-1] == name else (*whole, name)), False
    above = split_path(tidy_name(texts.get("parent", "")))
    return ((*above, name) if name else ()), len(above) == 1


def _text(cell: Cell) -> str:
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell)


def _word(value: Any) -> str:
    return {True: "yes", False: "no"}.get(value, "")


def _yes_or_no(text: str) -> bool | None:
    word = text.strip().casefold()
    return True if word in YES else False if word in NO else None
