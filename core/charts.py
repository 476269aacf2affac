"""Charts: Vega-Lite specifications made from plain numbers, and their rendering to SVG, PNG and PDF."""

from collections.abc import Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Any

Spec = dict[str, Any]

# In print light and dark take turns, so neighbours differ in grey; each keeps 3:1 to white and to night.
SERIES = ("#7257c6", "#c9791f", "#0b7f77", "#d06a8c", "#2f6fb0", "#6b8e23", "#b0476a", "#8a8578")
HEAT = ("#f6f4fb", "#5a3fa6")
# Above this part of the greatest value a cell is dark enough for white figures.
DARK_CELL = 0.62
INK, QUIET, LINE = "#1c1f24", "#5a6270", "#e3e0d8"
FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"

WIDE, NARROW = 640, 330
BAR, CELL, GAP = 15, 34, 10
HEAD, LEGEND_LINE, TITLE = 18, 18, 52
# vl-convert gives relative links an address of its own, so links are made absolute and cut afterwards.
ORIGIN = "https://chart.invalid"


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a chart: where it stands, how it reads, and where it leads (a path, or nothing)."""

    row: str
    column: str
    value: float | None
    text: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """A chart's rows and columns by name, its width in pixels, and the texts above it, if it has any."""

    rows: Sequence[str]
    columns: Sequence[str]
    width: int = WIDE
    title: str = ""
    caption: str = ""


def bars_height(frame: Frame) -> int:
    """Height in pixels of a bar chart, known before it is drawn so that nothing shifts when it comes."""
    lines = -(-len(frame.columns) // _legend_columns(frame))
    bars = len(frame.rows) * (BAR * len(frame.columns) + GAP)
    return HEAD + LEGEND_LINE * lines + _title_height(frame) + bars


def heat_height(frame: Frame) -> int:
    return HEAD + LEGEND_LINE + _title_height(frame) + len(frame.rows) * CELL


def _title_height(frame: Frame) -> int:
    return TITLE if frame.title else 0


def grouped_bars(frame: Frame, figures: Sequence[Figure]) -> Spec:
    """Horizontal bars from zero, one group a row and one bar a column, each with its number at the end."""
    most = max((figure.value or 0 for figure in figures), default=0)
    bars: Spec = {
        # Nothing is drawn for zero, and nothing leads anywhere.
        "transform": [{"filter": "datum.value"}],
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {
            "color": {
                "field": "column", "type": "nominal",
                "scale": {"domain": list(frame.columns), "range": list(SERIES[: len(frame.columns)])},
                "legend": {
                    "orient": "top", "title": None, "symbolType": "square", "columns": _legend_columns(frame),
                },
            },
            **_links(figures),
        },
    }  # fmt: skip
    numbers: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 5, "aria": False},
        "encoding": {"text": {"field": "text"}},
    }
    # Behind the longest bar stands its number.
    room = 1.12 if frame.width > NARROW else 1.3
    return _chart(frame, figures, bars_height(frame), [bars, numbers]) | {
        "encoding": {
            "y": _row_axis(frame, paddingInner=GAP / (BAR * len(frame.columns) + GAP)),
            "yOffset": {"field": "column", "type": "nominal", "sort": list(frame.columns)},
            "x": {
                "field": "value", "type": "quantitative", "axis": None,
                "scale": {"domain": [0, most * room or 1]},
            },
        }
    }  # fmt: skip


def heat_map(frame: Frame, figures: Sequence[Figure]) -> Spec:
    """Cells in steps of one hue, with the number in every cell."""
    most = max((figure.value or 0 for figure in figures), default=0) or 1
    cells: Spec = {
        "mark": {"type": "rect", "cornerRadius": 3},
        "encoding": {
            "color": {
                "field": "value", "type": "quantitative", "legend": None,
                "scale": {"domain": [0, most], "range": list(HEAT)},
            },
            "description": {"field": "reads"},
        },
    }  # fmt: skip
    white = {"test": f"datum.value > {DARK_CELL * most}", "value": "#ffffff"}
    numbers: Spec = {
        "mark": {"type": "text", "aria": False},
        "encoding": {"text": {"field": "text"}, "color": {"condition": white, "value": INK}},
    }
    column_axis = {
        "orient": "top", "title": None, "labelAngle": 0, "labelLimit": 150, "domain": False, "ticks": False,
    }  # fmt: skip
    return _chart(frame, figures, heat_height(frame), [cells, numbers]) | {
        "encoding": {
            "y": _row_axis(frame, padding=0.04),
            "x": {
                "field": "column", "type": "nominal", "sort": list(frame.columns),
                "axis": column_axis, "scale": {"padding": 0.02},
            },
        }
    }  # fmt: skip


def _chart(frame: Frame, figures: Sequence[Figure], height: int, layers: list[Spec]) -> Spec:
    title = {"text": frame.title, "subtitle": frame.caption, "anchor": "start", "offset": 12}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [_datum(figure, frame) for figure in figures]},
        "width": frame.width,
        "height": height,
        # The drawing keeps to these measures, axes and title included.
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 12 if frame.title else {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "background": None,
        **({"title": title} if frame.title else {}),
        "layer": layers,
        "config": _config(),
    }


def _wrapped(name: str, frame: Frame) -> str:
    """A row's name in lines of the room it has; what does not fit in two lines ends in an ellipsis."""
    return "\n".join(wrap(name, 32 if frame.width > NARROW else 19, max_lines=2, placeholder=" …")) or name


def _datum(figure: Figure, frame: Frame) -> dict[str, Any]:
    datum: dict[str, Any] = {"row": _wrapped(figure.row, frame), "column": figure.column}
    datum |= {"value": figure.value, "text": figure.text}
    if figure.link:
        datum["link"] = ORIGIN + figure.link
    return datum | {"reads": f"{figure.row}, {figure.column}: {figure.text}"}


def _links(figures: Sequence[Figure]) -> Spec:
    reads: Spec = {"description": {"field": "reads"}}
    return reads | {"href": {"field": "link"}} if any(figure.link for figure in figures) else reads


def _row_axis(frame: Frame, **scale: float) -> Spec:
    axis = {
        "title": None, "labelLimit": 220, "labelPadding": 8, "domain": False, "ticks": False,
        "labelExpr": "split(datum.label, '\\n')", "labelLineHeight": 14,
    }  # fmt: skip
    rows = [_wrapped(row, frame) for row in frame.rows]
    return {"field": "row", "type": "nominal", "sort": rows, "axis": axis, "scale": scale}


def _legend_columns(frame: Frame) -> int:
    return 4 if frame.width > NARROW else 1


def _config() -> Spec:
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {"labelFontSize": 13, "labelColor": INK, "grid": False},
        "legend": {"labelFontSize": 13, "labelColor": INK, "labelLimit": 150, "offset": 8, "padding": 0},
        "text": {"fontSize": 12, "fill": INK},
        "title": {
            "fontSize": 15, "fontWeight": 600, "color": INK,
            "subtitleFontSize": 12, "subtitleColor": QUIET, "subtitlePadding": 4,
        },
    }  # fmt: skip


def inline_svg(spec: Spec) -> str:
    """The chart as an SVG element to stand in a page; its links are paths of this site."""
    return render(spec, "svg").decode().replace(ORIGIN, "")


def render(spec: Spec, format: str) -> bytes:
    """The chart as svg, png (two pixels a point) or pdf. The first in a process takes half a second."""
    import vl_convert  # here, not above: it loads a JavaScript engine, which few requests need

    if format == "svg":
        return vl_convert.vegalite_to_svg(spec).encode()
    on_white = spec | {"background": "#ffffff"}
    if format == "png":
        return vl_convert.vegalite_to_png(on_white, scale=2)
    return vl_convert.vegalite_to_pdf(on_white)
