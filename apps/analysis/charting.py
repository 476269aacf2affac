"""The one shape of a chart: its numbers as a table, what is said about them, and how they are drawn.

Every chart of the app is a `Chart` in `panels.CHARTS`; page, picture, CSV and specification are made from it here.
"""

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO

from django.urls import reverse
from django.utils.translation import get_language

from apps.analysis.forms import FilterForm
from apps.projects.models import Project
from core.charts import NARROW, WIDE, Figure, Frame, Spec, inline_svg, render, with_language

TYPES = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "pdf": "application/pdf",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}
SIZES = {"wide": WIDE, "narrow": NARROW}
# What the dashboard's address holds and a list of passages has no use for.
NOT_OF_PASSAGES = dict.fromkeys(("measure", "by", "shape", "rows", "columns", "cells"), "")


@dataclass(frozen=True, slots=True)
class Size:
    """How a chart is drawn: `titled` puts title and caption into it, `linked` makes its marks lead to passages."""

    width: int = WIDE
    titled: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """One cell of a chart's table: the unrounded value, how it reads, and where it leads (a path, or nothing)."""

    value: str | int | float | None
    text: str
    link: str = ""


@dataclass(frozen=True)
class Chart:
    """A chart with all it is told with.

    `description` gives the main figures in one to three sentences to who cannot see the drawing. `header` names the
    columns of `rows`; the first entry of a row names it.
    """

    name: str
    title: str
    caption: str
    description: str
    header: tuple[str, ...]
    rows: tuple[tuple[Entry, ...], ...]
    draw: Callable[[Size], Spec]

    def frame(self, size: Size, rows: Sequence[str], columns: Sequence[str], note: str = "") -> Frame:
        """A frame of this size, with title and caption (and a note behind it) where they are wanted."""
        told = " · ".join(filter(None, (self.caption, note)))
        return framed(size, rows, columns, title=self.title, caption=told)


def framed(size: Size, rows: Sequence[str], columns: Sequence[str], *, title: str, caption: str) -> Frame:
    """A frame of this size; title and caption only where the size wants them."""
    return Frame(rows, columns, size.width, *((title, caption) if size.titled else ("", "")))


def figure_of(row: str, column: str, entry: Entry, size: Size) -> Figure:
    """A mark for an entry of numbers; it leads somewhere only where the size wants links."""
    value = entry.value if isinstance(entry.value, int | float) else None
    return Figure(row, column, value, entry.text, entry.link if size.linked else "")


def passages_link(project: Project, form: FilterForm, **changes: object) -> str:
    """The address of the passages behind a mark: the filter in force, changed by the mark's place."""
    return linked(reverse("analysis:passages", args=[project.pk]), form, changes)


def linked(passages: str, form: FilterForm, changes: Mapping[str, object]) -> str:
    """The same for many marks, with the address of the passages page at hand."""
    return f"{passages}?{form.address(**{**NOT_OF_PASSAGES, **changes})}"


def spec_of(chart: Chart, size: Size) -> Spec:
    """The chart's Vega-Lite specification, in the page's language, with its description for screen readers."""
    return with_language(chart.draw(size), (get_language() or "en")[:2]) | {"description": chart.description}


def inline(chart: Chart, width: int) -> str:
    """The chart as an SVG element in a page, its marks linked."""
    return inline_svg(spec_of(chart, Size(width, linked=True)))


def height_of(chart: Chart, width: int) -> int:
    """About how high the chart will be in a page, so that room can be kept for it."""
    spec = chart.draw(Size(width))
    told = spec.get("usermeta", {}).get("height") or spec.get("height")
    return told if isinstance(told, int) else width // 2


def written(chart: Chart, format: str) -> bytes:
    """The chart as a file: svg, png and pdf with title and caption, csv of its table, json of its specification."""
    if format == "csv":
        return _as_csv(chart).encode()
    spec = spec_of(chart, Size(titled=True))
    return json.dumps(spec, ensure_ascii=False, indent=2).encode() if format == "json" else render(spec, format)


def _as_csv(chart: Chart) -> str:
    """The table with unrounded numbers; every row says what it is about: title, n, filter, codebook version."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow(map(_safe, [*chart.header, "about"]))
    about = f"{chart.title} · {chart.caption}"
    for row in chart.rows:
        writer.writerow(map(_safe, [*(entry.value for entry in row), about]))
    return out.getvalue()


def _safe(value: str | float | None) -> str | float | None:
    """Text that a spreadsheet would run as a formula is kept from it by an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value[:1] in "=+-@\t\r" and value else value
