"""The codebook as .csv, .xlsx and .qdc: files that read the same again."""

import io
from collections.abc import Iterator, Sequence

import xlsxwriter
from django.utils.translation import gettext as _

from apps.exchange.codebooks.material import Material
from apps.web.cells import PLAIN_BOOK, csv_table, write_cells
from apps.web.errors import DomainError
from core.codebooks.qdc import book_of
from core.codebooks.table import COLUMNS, COUNTED, rows_of
from core.refi.writer import write_codebook

WIDTHS = {"definition": 60, "when to use": 40, "when not to use": 40, "example": 40, "counter-example": 40, "code": 28}


def as_csv(material: Material, separator: str) -> bytes:
    """One row a code; with counts the filter stands in each row, for a CSV has no other place."""
    told: list[str | int] = [material.filter, material.version] if material.counts is not None else []
    heads = [*_columns(material), *(["filter", "codebook version"] if told else [])]
    return csv_table(heads, ([*row, *told] for row in _rows(material, is_csv=True)), separator=separator)


def as_xlsx(material: Material) -> bytes:
    """The rows, and a sheet that says what they are about."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN_BOOK) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})
        sheet = book.add_worksheet("Codebook")
        heads = _columns(material)
        for at, head in enumerate(heads):
            sheet.set_column(at, at, WIDTHS.get(head, 16))
        sheet.freeze_panes(1, 0)
        write_cells(sheet, 0, heads, quoted, bold)
        for number, row in enumerate(_rows(material, is_csv=False), start=1):
            write_cells(sheet, number, row, quoted)
        about = book.add_worksheet("About")
        about.set_column(0, 0, 24)
        about.set_column(1, 1, 80)
        for number, line in enumerate(_about(material)):
            write_cells(about, number, line, quoted)
    return file.getvalue()


def as_qdc(material: Material) -> bytes:
    """The REFI-QDA codebook. Raises DomainError "no_codes": the standard knows no empty one."""
    if not material.entries:
        raise DomainError("no_codes", _("The codebook is empty, and a .qdc file cannot be. Add a dimension first."))
    return write_codebook(book_of(material.entries, material.language))


def _columns(material: Material) -> list[str]:
    counted = [COUNTED] if material.counts is not None else []
    return [*COLUMNS, *counted, *(f"{COUNTED}: {office}" for office in material.offices)]


def _rows(material: Material, *, is_csv: bool) -> Iterator[Sequence[str | int]]:
    for entry, row in rows_of(material.entries, is_csv=is_csv):
        counted = [material.used(entry.id)] if material.counts is not None else []
        yield [*row, *counted, *(material.used_in(entry.id) if material.offices else [])]


def _about(material: Material) -> list[list[str | int]]:
    lines: list[list[str | int]] = [
        [_("Project"), material.project],
        [_("Codebook version"), material.version or _("as it stands")],
        [_("Exported"), material.made.strftime("%Y-%m-%dT%H:%M:%SZ")],
        [_("Codes"), material.codes],
    ]
    return [*lines, [_("Filter"), material.filter]] if material.filter else lines
