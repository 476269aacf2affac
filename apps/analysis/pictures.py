"""The panels as charts and files: the same numbers as the page, drawn or written out."""

import csv
import json
from dataclasses import replace
from io import StringIO

from django.utils.translation import gettext as _

from apps.analysis.forms import FilterForm
from apps.analysis.panels import Panel
from apps.analysis.presentation import linked, unique_names
from apps.analysis.wording import in_language
from core.charts import SERIES, WIDE, Figure, Frame, Spec, grouped_bars, heat_map, render
from core.counts import Number

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
DRAWN = {"frequencies": grouped_bars, "crosstab": heat_map}
# How many columns a chart has colours, or width, for.
ROOM = {"frequencies": len(SERIES), "crosstab": 16}


def frame_of(panel: Panel, name: str, *, width: int = WIDE, titled: bool = False) -> Frame:
    """The chart's rows and columns; where there are more columns than room for them, the greatest."""
    shown = _greatest_columns(panel, name)
    told = panel.caption
    if len(shown) < len(panel.table.columns):
        counts = {"shown": len(shown), "all": len(panel.table.columns)}
        told += " · " + _("the %(shown)s greatest of %(all)s columns") % counts
    frame = Frame(
        rows=unique_names(panel.table.rows),
        columns=unique_names([panel.table.columns[column] for column in shown]),
        width=width,
    )
    return replace(frame, title=panel.title, caption=told) if titled else frame


def spec_of(panel: Panel, name: str, frame: Frame, *, form: FilterForm | None = None, passages: str = "") -> Spec:
    """The chart's specification; with the form and the address of the passages, its marks lead there."""
    table, shown = panel.table, _greatest_columns(panel, name)
    figures = [
        Figure(
            row=row,
            column=column,
            value=table.numbers.cells[i][j],
            text=in_language(table.numbers.cells[i][j], table.measure),
            link=linked(passages, form, panel.where[i][j]) if form and table.numbers.cells[i][j] else "",
        )
        for i, row in enumerate(frame.rows)
        for j, column in zip(shown, frame.columns, strict=True)
    ]
    return DRAWN[name](frame, figures)


def written(panel: Panel, name: str, format: str) -> bytes:
    """The panel as a file: svg, png and pdf with title and caption, csv of its table, json of its spec."""
    if format == "csv":
        return _as_csv(panel).encode()
    spec = spec_of(panel, name, frame_of(panel, name, titled=True))
    return json.dumps(spec, ensure_ascii=False, indent=2).encode() if format == "json" else render(spec, format)


def _greatest_columns(panel: Panel, name: str) -> list[int]:
    """Positions of the columns that are drawn, in the table's order."""
    totals = panel.table.numbers.columns
    ranked = sorted(range(len(totals)), key=lambda column: -(totals[column] or 0))
    return sorted(ranked[: ROOM[name]])


def _as_csv(panel: Panel) -> str:
    """The table with unrounded numbers; every row says the measure, the filter and the codebook version."""
    table, numbers = panel.table, panel.table.numbers
    out = StringIO()
    writer = csv.writer(out)
    columns = [column.name for column in table.columns]
    writer.writerow(map(_safe, ["dimension", "code", *columns, "total", "measure", "about"]))
    for row, values, total in zip(table.rows, numbers.cells, numbers.rows, strict=True):
        told = [row.dimension, row.path or row.name, *values, total, table.measure, panel.caption]
        writer.writerow(map(_safe, told))
    writer.writerow(map(_safe, ["", "total", *numbers.columns, numbers.all, table.measure, panel.caption]))
    return out.getvalue()


def _safe(value: str | Number) -> str | Number:
    """Text that a spreadsheet would run as a formula is kept from it by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
