"""Small multiples: one little bar chart for each column, all on the same scale."""

from collections.abc import Sequence

from core.charts.frame import (
    FIGURE_SIZE,
    LINE_HEIGHT,
    SERIES,
    WIDE,
    Figure,
    Frame,
    Spec,
    config,
    datum,
    lines_of,
    marked,
    name_room,
    row_axis,
    row_lines,
    text_width,
    title_height,
    titled,
)

BAR, LEAST_WIDTH, SPACE = 20, 110, 18


def multiples_height(frame: Frame) -> int:
    """About as high as the chart will be: a facet cannot be told its measures from outside."""
    lines = -(-len(frame.columns) // _abreast(frame))
    return title_height(frame) + lines * (len(frame.rows) * _step(frame) + _head(frame) + SPACE)


def small_multiples(frame: Frame, figures: Sequence[Figure]) -> Spec:
    """A chart a column, as many abreast as have room; rows are named once in each line of charts."""
    most = max((float(figure.value or 0) for figure in figures), default=0.0)
    longest = max((text_width(figure.text, FIGURE_SIZE) for figure in figures), default=0) + 8
    width = _width(frame)
    most *= width / max(width - longest, width / 3)
    x: Spec = {"type": "quantitative", "axis": None, "scale": {"domain": [0, most or 1]}}
    bars: Spec = {
        "transform": [{"filter": "datum.value"}],
        "mark": {"type": "bar", "cornerRadiusEnd": 2, "color": SERIES[0]},
        "encoding": {"x": {"field": "value", **x}, **marked(figures)},
    }
    numbers: Spec = {
        "transform": [{"calculate": "datum.value || 0", "as": "at"}],
        "mark": {"type": "text", "align": "left", "dx": 5, "aria": False},
        "encoding": {"text": {"field": "text"}, "x": {"field": "at", **x}},
    }
    names = {column: "\n".join(lines_of(column, width, LABEL)) for column in frame.columns}
    values = [datum(figure, frame) | {"chart": names[figure.column]} for figure in figures]
    header = {
        "title": None, "labelAnchor": "start", "labelLimit": 0, "labelPadding": 4,
        "labelExpr": "split(datum.value, '\\n')", "labelLineHeight": LINE_HEIGHT,
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "facet": {"field": "chart", "type": "nominal", "sort": list(names.values()), "header": header},
        "columns": _abreast(frame),
        "spacing": SPACE,
        "spec": {
            "width": width,
            "height": len(frame.rows) * _step(frame),
            "layer": [bars, numbers],
            "encoding": {"y": row_axis(frame, paddingInner=0.25)},
        },
        "padding": 12 if frame.title else {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "background": None,
        **titled(frame),
        "config": config(),
        "usermeta": {"height": multiples_height(frame)},
    }


LABEL = 13


def _step(frame: Frame) -> int:
    return max(BAR, LINE_HEIGHT * row_lines(frame) + 10)


def _head(frame: Frame) -> int:
    return LINE_HEIGHT * max((len(lines_of(column, _width(frame), LABEL)) for column in frame.columns), default=1) + 8


def _abreast(frame: Frame) -> int:
    room = frame.width - name_room(frame) - 24
    return max(1, min(len(frame.columns), room // (LEAST_WIDTH + SPACE), 4 if frame.width >= WIDE else 2))


def _width(frame: Frame) -> int:
    room = frame.width - name_room(frame) - 24
    return max(LEAST_WIDTH // 2, room // _abreast(frame) - SPACE)
