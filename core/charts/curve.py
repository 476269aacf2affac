"""Bars of what each step brought under curves of what had come so far."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.charts.frame import NARROW, QUIET, SERIES, Frame, Spec, text_width
from core.charts.plain import axis, marks, plot, steps, values

HEIGHT = 300


@dataclass(frozen=True, slots=True)
class Point:
    """Step `at`, counted from 1: what it brought, what there was with it, and all of it in words."""

    at: int
    new: int
    total: int
    reads: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Curve:
    """A series with its name, which stands in the legend."""

    name: str
    points: Sequence[Point]


@dataclass(frozen=True, slots=True)
class Words:
    """What stands beside the axes, and above the line where saturation was reached."""

    across: str
    up: str
    reached: str = ""


def accumulation(frame: Frame, curves: Sequence[Curve], words: Words, reached: int | None = None) -> Spec:
    """The first curve is thick and has bars; the others, thin, are parts of it. `reached` marks a step of the first."""
    longest = max((len(curve.points) for curve in curves), default=0)
    most = max((point.total for curve in curves for point in curve.points), default=0)
    x = {
        "type": "quantitative", "scale": {"domain": [0.4, longest + 0.6], "nice": False},
        "axis": axis([(step, str(step)) for step in _ticks(longest, frame.width)], words.across, grid=False),
    }  # fmt: skip
    up = axis([(step, str(step)) for step in steps(most)], words.up, grid=True, domain=False, ticks=False)
    y = {
        "type": "quantitative", "scale": {"domain": [0, most * 1.08 or 1], "nice": False},
        "axis": up | {"labelFlush": False},
    }  # fmt: skip
    layers = [_bars(curves[0], x, y)] if curves else []
    layers += _lines(curves, frame, x, y)
    if reached:
        layers += _reached(reached, words, x, most, y)
    return plot(frame, HEIGHT if frame.width > NARROW else 280, layers)


def _ticks(longest: int, width: int) -> list[int]:
    """Every step that has room for its number, 1 always among them."""
    found = [step for step in steps(longest, 12 if width > NARROW else 6) if step > 1]
    return [1, *found] if longest else []


def _bars(curve: Curve, x: Spec, y: Spec) -> Spec:
    rows = [
        {"x": point.at - 0.32, "x2": point.at + 0.32, "y": point.new, "y2": 0, "reads": point.reads, "link": point.link}
        for point in curve.points
        if point.new
    ]
    mark = {"type": "rect", "color": SERIES[0], "opacity": 0.35, "cornerRadius": 1}
    return _layer(mark, rows, x, y, {"x2": {"field": "x2"}, "y2": {"field": "y2"}})


def _lines(curves: Sequence[Curve], frame: Frame, x: Spec, y: Spec) -> list[Spec]:
    """The first beneath and thick, the others thin upon it, so that those that run together are both seen."""
    dots: list[dict[str, object]] = []
    ends: list[dict[str, object]] = []
    for number, curve in enumerate(curves):
        about = {"name": curve.name, "wide": 1.5 if number else 4.5, "area": 20 if number else 70}
        made = [{"x": each.at, "y": each.total, "reads": each.reads, "link": each.link} for each in curve.points]
        dots += [row | about for row in made]
        ends += [about | {**one, "x2": other["x"], "y2": other["y"], "link": ""} for one, other in pairwise(made)]
    names = [curve.name for curve in curves]
    widest = max((text_width(name) for name in names), default=0)
    legend = {
        "orient": "top", "title": None, "symbolType": "circle", "columns": max(1, frame.width // (widest + 40)),
    }  # fmt: skip
    colors = {"domain": names, "range": [SERIES[number % len(SERIES)] for number in range(len(names))]}
    color = {"field": "name", "type": "nominal", "scale": colors, "legend": legend if len(names) > 1 else None}
    to = {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": color, "strokeWidth": _as_is("wide")}
    return [
        _layer({"type": "rule", "aria": False}, ends, x, y, to),
        _layer({"type": "circle", "opacity": 1}, dots, x, y, {"color": color, "size": _as_is("area")}),
    ]


def _as_is(field: str) -> Spec:
    return {"field": field, "type": "quantitative", "scale": None}


def _reached(at: int, words: Words, x: Spec, most: int, y: Spec) -> list[Spec]:
    row: dict[str, object] = {"x": at + 0.5, "y": 0, "y2": most * 1.06, "text": words.reached}
    rule = _layer(
        {"type": "rule", "color": QUIET, "strokeDash": [4, 3], "strokeWidth": 1.5, "aria": False}, [row], x, y, {}
    )
    rule["encoding"] |= {"y2": {"field": "y2"}}
    mark = {"type": "text", "align": "left", "baseline": "bottom", "dx": 5, "dy": -3, "aria": False, "color": QUIET}
    return [rule, _layer(mark, [row], x, y, {"text": {"field": "text"}}, said=False)]


def _layer(mark: Spec, rows: Sequence[dict[str, object]], x: Spec, y: Spec, more: Spec, said: bool = True) -> Spec:
    spoken = marks(rows) if said and mark.get("aria", True) else {}
    encoding = {"x": {"field": "x", **x}, "y": {"field": "y", **y}, **more, **spoken}
    return {"data": values(rows), "mark": mark, "encoding": encoding}
