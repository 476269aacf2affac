"""Bars of 100 %: one a column, cut into the parts that its rows have."""

from collections.abc import Sequence

from core.charts.frame import (
    FIGURE_SIZE,
    GROUND,
    LEADING,
    LINE_HEIGHT,
    SERIES,
    Figure,
    Frame,
    Spec,
    config,
    legend_of,
    linked,
    name_room,
    row_axis,
    row_lines,
    text_width,
    title_height,
    titled,
    wrapped,
)
from core.charts.inks import ink_on

BAR = 34


def shares_height(frame: Frame) -> int:
    bars = Frame(frame.columns, frame.rows, frame.width)
    return title_height(frame) + 14 + legend_of(frame.rows, _plot(bars))[1] + len(frame.columns) * _step(bars)


def share_bars(frame: Frame, figures: Sequence[Figure], own: Sequence[str] = ()) -> Spec:
    """One bar for each column; a part wide enough holds its name and its text, one less wide its text.

    `own` are the rows' colours where they have some. The figures' values are the parts, their texts what is written
    on them. The legend has the parts' order.
    """
    turned = Frame(frame.columns, frame.rows, frame.width)
    colors = dict(zip(frame.rows, own or _colors(len(frame.rows)), strict=True))
    room = _plot(turned)
    values = _pieces(frame, figures, room, colors)
    color = {
        "field": "part", "type": "nominal", "sort": list(frame.rows),
        "scale": {"domain": list(frame.rows), "range": list(colors.values())},
        "legend": legend_of(frame.rows, room)[0],
    }  # fmt: skip
    x = {"field": "from", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1], "nice": False}}
    leads = LEADING if any("link" in value for value in values) else {}
    pieces: Spec = {
        "mark": {"type": "bar", "stroke": GROUND, "strokeWidth": 1.5},
        "encoding": {"x": x, "x2": {"field": "to"}, "color": color, "description": {"field": "reads"}, **leads},
    }
    texts: Spec = {
        "mark": {"type": "text", "align": "left", "dx": 6, "aria": False},
        "encoding": {
            "x": x, "text": {"field": "label"},
            "color": {"condition": {"test": "datum.ink === '#ffffff'", "value": "#ffffff"}, "value": "#000000"},
        },
    }  # fmt: skip
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": values},
        "width": frame.width,
        "height": shares_height(frame),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 12 if frame.title else {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "background": None,
        **titled(frame),
        "layer": [pieces, texts],
        "encoding": {"y": row_axis(turned, padding=0.12)},
        "config": config(),
    }


def _pieces(frame: Frame, figures: Sequence[Figure], room: int, colors: dict[str, str]) -> list[Spec]:
    """The parts of each bar with where they begin and end, and what can be written on them."""
    turned = Frame(frame.columns, frame.rows, frame.width)
    values: list[Spec] = []
    for column in frame.columns:
        parts = {figure.row: figure for figure in figures if figure.column == column and (figure.value or 0) > 0}
        total, reached = sum(part.value or 0 for part in parts.values()), 0.0
        for row in (row for row in frame.rows if row in parts):
            part = parts[row]
            end = reached + (part.value or 0) / total
            piece: Spec = {"row": wrapped(column, turned), "part": row, "from": reached, "to": end}
            piece |= {"value": part.value, "text": part.text, "reads": f"{column}, {row}: {part.text}"}
            piece |= {"label": _label(row, part.text, (end - reached) * room - 18), "ink": ink_on(colors[row])}
            values.append(piece | linked(part.link))
            reached = end
    return values


def _label(name: str, text: str, room: float) -> str:
    both = f"{name} {text}"
    return next((label for label in (both, text) if text_width(label, FIGURE_SIZE) <= room), "")


def _colors(n: int) -> list[str]:
    return [SERIES[index % len(SERIES)] for index in range(n)]


def _step(bars: Frame) -> int:
    return max(BAR, LINE_HEIGHT * row_lines(bars)) + 8


def _plot(turned: Frame) -> int:
    """Pixels right of the bars' names."""
    return turned.width - name_room(turned) - 24
