"""Cells in steps of one hue, with the number in every cell."""

from collections.abc import Sequence
from dataclasses import replace

from core.charts.frame import (
    FIGURE_SIZE,
    HEAT,
    LINE_HEIGHT,
    ON_DEEP,
    ON_PALE,
    QUIET,
    Figure,
    Frame,
    Spec,
    choice_of,
    lines_of,
    marked,
    name_room,
    row_axis,
    row_lines,
    single_view,
    text_width,
    title_height,
)

CELL, LEAST_CELL = 32, 36
# The first of the steps that are dark enough for white figures.
DARK_STEP = 7
# Names that do not fit above their column stand upright, as high as the longest.
MOST_LINES = 3


def heat_height(frame: Frame) -> int:
    frame = _wide_enough(frame)
    return title_height(frame) + 8 + _head(frame) + len(frame.rows) * _step(frame)


def heat_map(frame: Frame, figures: Sequence[Figure]) -> Spec:
    """The number of rows and columns is free; names of columns are broken into lines, or stand upright."""
    frame = _wide_enough(frame)
    most = max((figure.value or 0 for figure in figures), default=0) or 1
    step = f"min({len(HEAT) - 1}, floor(datum.value / {most} * {len(HEAT)}))"
    cells: Spec = {
        "mark": {"type": "rect", "cornerRadius": 3},
        "encoding": {
            "color": {
                "field": "step", "type": "ordinal", "legend": None,
                "scale": {"domain": list(range(-1, len(HEAT))), "range": ["transparent", *HEAT]},
            },
            **marked(figures),
        },
    }  # fmt: skip
    white = {"test": f"datum.step >= {DARK_STEP}", "value": ON_DEEP}
    nothing = {"test": "datum.step < 0", "value": QUIET}
    numbers: Spec = {
        "mark": {"type": "text", "aria": False},
        "encoding": {
            "text": {"field": "text"},
            "color": {"condition": [white, nothing], "value": ON_PALE},
        },
    }
    spec = single_view(frame, figures, heat_height(frame), [cells, numbers])
    return spec | {
        # Nothing, what is below nothing, and what is not defined have no colour.
        "transform": [{"calculate": f"datum.value > 0 ? {step} : -1", "as": "step"}],
        "encoding": {"y": row_axis(frame, padding=0.03), "x": _columns(frame)},
    }


def _wide_enough(frame: Frame) -> Frame:
    """The frame, wider where its columns would be too narrow for their numbers."""
    return replace(frame, width=max(frame.width, name_room(frame) + 24 + LEAST_CELL * len(frame.columns)))


def _columns(frame: Frame) -> Spec:
    axis: Spec = {
        "orient": "top", "title": None, "labelLimit": 0, "domain": False, "ticks": False, "labelPadding": 4,
        "labelFontSize": FIGURE_SIZE, "labelLineHeight": LINE_HEIGHT, "labelOverlap": False,
        "minExtent": _head(frame), "maxExtent": _head(frame),
    }  # fmt: skip
    if _is_upright(frame):
        axis |= {"labelAngle": -90, "labelAlign": "left", "labelBaseline": "middle"}
    else:
        axis |= {"labelAngle": 0, "labelBaseline": "bottom"}
        names = {column: "\n".join(_broken(column, frame)) for column in frame.columns}
        axis["labelExpr"] = f"split({choice_of(names)}, '\\n')"
        # Lines are set downwards from the first: it is lifted by as many as follow.
        lines = f"length(split({choice_of(names)}, '\\n'))"
        axis["labelPadding"] = {
            "condition": [
                {"test": f"{lines} === {n}", "value": 4 + (n - 1) * LINE_HEIGHT} for n in range(2, MOST_LINES + 1)
            ],
            "value": 4,
        }
    order = list(frame.columns)
    scale = {"domain": order, "padding": 0.02}
    return {"field": "column", "type": "nominal", "sort": order, "axis": axis, "scale": scale}


def _step(frame: Frame) -> int:
    return max(CELL, LINE_HEIGHT * row_lines(frame) + 6)


def _cell_width(frame: Frame) -> float:
    return (frame.width - name_room(frame) - 24) / max(1, len(frame.columns))


def _broken(column: str, frame: Frame) -> list[str]:
    return lines_of(column, int(_cell_width(frame)) - 6, FIGURE_SIZE)


def _is_upright(frame: Frame) -> bool:
    """Whether some name has a word longer than its column is wide, or takes too many lines."""
    room = _cell_width(frame) - 4
    words = [word for column in frame.columns for word in column.split()]
    too_long = any(text_width(word, FIGURE_SIZE) > room for word in words)
    return too_long or any(len(_broken(column, frame)) > MOST_LINES for column in frame.columns)


def _head(frame: Frame) -> int:
    """Pixels above the cells for the names of the columns."""
    if _is_upright(frame):
        return max(text_width(column, FIGURE_SIZE) for column in frame.columns) + 8
    return LINE_HEIGHT * max((len(_broken(column, frame)) for column in frame.columns), default=1) + 6
