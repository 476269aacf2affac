"""What charts with free places have in common: a plot measured in pixels, and axes with texts of our own."""

from collections.abc import Iterable, Mapping, Sequence

from core.charts.frame import (
    FIGURE_SIZE,
    INK,
    LABEL_SIZE,
    LINE,
    LINE_HEIGHT,
    QUIET,
    Frame,
    Spec,
    config,
    linked,
    text_width,
    title_height,
    titled,
)

LEGEND_LINE = 20
# left, top, name, color
Place = tuple[float, float, str, str]


def plot(frame: Frame, height: int, layers: list[Spec], **more: object) -> Spec:
    """Layers that bring their own data, as wide as the frame and so high, title and axes included."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": frame.width,
        "height": height + title_height(frame),
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 12 if frame.title else {"left": 2, "right": 4, "top": 2, "bottom": 2},
        "background": None,
        **titled(frame),
        "layer": layers,
        "config": config(),
        **more,
    }


def values(rows: Iterable[Mapping[str, object]]) -> Spec:
    """Rows as the data of a layer; a `link` of a row is made one that can be rendered, an empty one is left out."""
    made = []
    for row in rows:
        told = {name: value for name, value in row.items() if name != "link"}
        made.append(told | linked(str(row.get("link") or "")))
    return {"values": made}


def marks(rows: Iterable[Mapping[str, object]]) -> Spec:
    """The encoding by which marks are read aloud (`reads`) and, where any leads somewhere, are links."""
    reads: Spec = {"description": {"field": "reads"}}
    return reads | {"href": {"field": "link"}} if any(row.get("link") for row in rows) else reads


def axis(places: Sequence[tuple[float, str]], title: str = "", **more: object) -> Spec:
    """An axis with these places and texts, written by whoever knows the language."""
    told = " : ".join(f"datum.value == {place} ? {quoted(text)}" for place, text in places)
    return {
        "values": [place for place, _text in places],
        "labelExpr": f"{told} : ''" if told else "''",
        "title": title or None,
        "labelFontSize": FIGURE_SIZE,
        "labelColor": QUIET,
        "labelOverlap": False,
        "labelFlush": True,
        "tickColor": LINE,
        **more,
    }


def quoted(text: str) -> str:
    """The text as a string of a Vega expression."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def steps(most: float, at_most: int = 6) -> list[int]:
    """Round whole numbers from 0 up to `most`, no more than so many."""
    whole = max(1, int(most))
    size = 1
    while whole // size + 1 > at_most:
        # 1, 2, 5, 10, 20, 50 …
        size = size * 5 // 2 if str(size).startswith("2") else size * 2
    return list(range(0, whole + 1, size))


def pixels(places: Sequence[tuple[float, str]], height: float, room: int, **more: object) -> Spec:
    """An upright axis in pixels from the top, with a name of one line or more at each place."""
    # The first line of a name stands at its place, the others below it.
    places = [(place - name.count("\n") * LINE_HEIGHT / 2, name) for place, name in places]
    told = " : ".join(f"datum.value == {place} ? {quoted(name)}" for place, name in places)
    return {
        "type": "quantitative",
        "scale": {"domain": [height, 0], "nice": False, "zero": False},
        "axis": {
            "values": [place for place, _name in places],
            "labelExpr": f"split({told} : '', '\\n')" if told else "''",
            "title": None, "domain": False, "ticks": False, "labelOverlap": False, "labelLineHeight": LINE_HEIGHT,
            "labelPadding": 8, "minExtent": room + 8, "maxExtent": room + 8, "labelLimit": 0, **more,
        },
    }  # fmt: skip


def legend_places(entries: Iterable[tuple[str, str]], frame: Frame, before: float) -> tuple[list[Place], int]:
    """Where names with their colours stand, line by line, and how high they all are.

    `before` is how many pixels lie left of the plot: the legend begins at the drawing's left edge.
    """
    found: list[Place] = []
    left, top = 0.0, 0.0
    for name, color in entries:
        wide = text_width(name, LABEL_SIZE) + 30
        if left and left + wide > frame.width - 30:
            left, top = 0.0, top + LEGEND_LINE
        found.append((left - before, top, name, color))
        left += wide
    return found, int(top) + LEGEND_LINE + 8 if found else 0


def key(legend: Sequence[Place], y: Spec) -> list[Spec]:
    """The legend as marks of its own, so that its place does not hang on the renderer's."""
    rows = [{"x": left, "y": top + 8, "text": name, "color": color} for left, top, name, color in legend]
    # Without a scale the place is one in pixels.
    place = {"x": {"field": "x", "type": "quantitative", "scale": None, "axis": None}, "y": {"field": "y", **y}}
    square = {"type": "square", "size": 130, "opacity": 1, "xOffset": 6, "aria": False}
    text = {"type": "text", "align": "left", "dx": 18, "fontSize": LABEL_SIZE, "color": INK, "aria": False}
    color = {"field": "color", "type": "nominal", "scale": None}
    return [
        {"data": values(rows), "mark": square, "encoding": {**place, "color": color}},
        {"data": values(rows), "mark": text, "encoding": {**place, "text": {"field": "text"}}},
    ]
