"""Horizontal bars from zero, one group a row and one bar a column."""

from collections.abc import Sequence

from core.charts.frame import (
    FIGURE_SIZE,
    LINE_HEIGHT,
    SERIES,
    Figure,
    Frame,
    Spec,
    legend_of,
    marked,
    name_room,
    row_axis,
    row_lines,
    single_view,
    text_width,
    title_height,
)

BAR, GAP = 16, 10
# A plot narrower than this shows no proportions, so names make room for bars and stand in a legend.
LEAST_PLOT = 120


def bars_height(frame: Frame) -> int:
    """Height in pixels of a bar chart, known before it is drawn so that nothing shifts when it comes.

    Room for a legend is counted where one may be needed.
    """
    legend = legend_of(frame.columns, _plot(frame))[1] if _needs_legend(frame) else 0
    return title_height(frame) + 10 + legend + len(frame.rows) * _step(frame)


def _step(frame: Frame) -> int:
    """Pixels of a row: its bars, or the lines of the longest name."""
    return max(BAR * len(frame.columns), LINE_HEIGHT * row_lines(frame)) + GAP


def _plot(frame: Frame) -> int:
    """Pixels right of the names."""
    return frame.width - name_room(frame) - 24


def grouped_bars(frame: Frame, figures: Sequence[Figure]) -> Spec:
    """Each bar has its number at the end and its column's name behind it; names without room stand in a legend."""
    most = max((float(figure.value or 0) for figure in figures), default=0.0)
    named = not _needs_legend(frame)
    longest = max((_label_width(figure, named=named) for figure in figures), default=0)
    plot = _plot(frame)
    # Behind the longest bar stands its label.
    most *= plot / max(plot - longest, plot / 4)
    color: Spec = {
        "field": "column", "type": "nominal", "legend": None,
        "scale": {"domain": list(frame.columns), "range": list(SERIES[: len(frame.columns)])},
    }  # fmt: skip
    if not named:
        color["legend"] = legend_of(frame.columns, plot)[0]
    x: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [0, most or 1]}}
    bars: Spec = {
        # Nothing is drawn for zero, and nothing leads anywhere.
        "transform": [{"filter": "datum.value"}],
        "mark": {"type": "bar", "cornerRadiusEnd": 2},
        "encoding": {"x": {"field": "value", **x}, "color": color, **marked(figures)},
    }
    label = "datum.text + '  ' + datum.column" if named and len(frame.columns) > 1 else "datum.text"
    numbers: Spec = {
        "transform": [{"calculate": label, "as": "label"}, {"calculate": "datum.value || 0", "as": "at"}],
        "mark": {"type": "text", "align": "left", "dx": 5, "aria": False},
        "encoding": {"text": {"field": "label"}, "x": {"field": "at", **x}},
    }
    inner = _step(frame) - BAR * len(frame.columns)
    return single_view(frame, figures, bars_height(frame), [bars, numbers]) | {
        "encoding": {
            "y": row_axis(frame, paddingInner=inner / _step(frame)),
            "yOffset": {"field": "column", "type": "nominal", "sort": list(frame.columns)},
        }
    }


def _label_width(figure: Figure, *, named: bool) -> int:
    return text_width(f"{figure.text}  {figure.column}" if named else figure.text, FIGURE_SIZE) + 8


def _needs_legend(frame: Frame) -> bool:
    """Whether the columns' names leave too little room for the bars themselves."""
    widest = max((text_width(column, FIGURE_SIZE) for column in frame.columns), default=0)
    number = text_width("10.000,0", FIGURE_SIZE)
    return len(frame.columns) > 1 and _plot(frame) - widest - number < LEAST_PLOT
