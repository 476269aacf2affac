"""A network: nodes as large as they weigh, edges as wide, and names that stand on nobody's toes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from math import hypot, sqrt

from core.charts.frame import FIGURE_SIZE, LINE_HEIGHT, NARROW, QUIET, Frame, Spec, lines_of, text_width
from core.charts.plain import marks, plot, values

Point = tuple[float, float]
# left, top, right, bottom
Box = tuple[float, float, float, float]

SEED = 1983
LEAST_RADIUS, MOST_RADIUS = 6.0, 20.0
THIN, THICK = 1.5, 9.0
MARGIN, APART = 8, 24
MOST_TRIES, TALLER = 8, 1.25


RULE: Spec = {"type": "rule", "color": QUIET, "opacity": 0.45, "strokeCap": "round"}
CIRCLE: Spec = {"type": "circle", "opacity": 1, "stroke": "#ffffff", "strokeWidth": 1.5}
NAME: Spec = {"type": "text", "aria": False, "baseline": "middle"}


@dataclass(frozen=True, slots=True)
class Node:
    """`reads` says all of it; `link` leads to its passages, or nowhere."""

    name: str
    value: float
    color: str
    reads: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """Between two nodes by their positions in the list."""

    one: int
    other: int
    value: float
    reads: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Label:
    """A name in lines, inside its box."""

    lines: tuple[str, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything in pixels from the top left corner."""

    height: int
    places: tuple[Point, ...]
    radii: tuple[float, ...]
    labels: tuple[Label, ...]


def network(frame: Frame, nodes: Sequence[Node], edges: Sequence[Edge]) -> Spec:
    """The nodes with their names, the edges beneath them. The same nodes and edges always lie in the same places."""
    drawing = arranged(frame.width - 6, nodes, edges)
    most = max((edge.value for edge in edges), default=1) or 1
    places = drawing.places
    wide = [round(THIN + (THICK - THIN) * edge.value / most, 2) for edge in edges]
    ends = [(*places[edge.one], *places[edge.other]) for edge in edges]
    lines = [
        dict(zip(("x", "y", "x2", "y2"), end, strict=True)) | {"wide": width, "reads": edge.reads, "link": edge.link}
        for edge, end, width in zip(edges, ends, wide, strict=True)
    ]
    dots = [
        {"x": x, "y": y, "area": round(4 * radius**2, 1), "color": node.color, "reads": node.reads, "link": node.link}
        for node, (x, y), radius in zip(nodes, places, drawing.radii, strict=True)
    ]
    names = [
        {"x": (label.box[0] + label.box[2]) / 2, "y": label.box[1] + LINE_HEIGHT * (row + 0.5), "text": line}
        for label in drawing.labels
        for row, line in enumerate(label.lines)
    ]
    layers = [
        (RULE, lines, {"x2": {"field": "x2"}, "y2": {"field": "y2"}, "strokeWidth": _as_is("wide")}),
        # A circle's size is the area of the square around it.
        (CIRCLE, dots, {"size": _as_is("area"), "color": _as_is("color")}),
        (NAME, names, {"text": {"field": "text"}}),
    ]
    return plot(frame, drawing.height, [_layer(*layer, drawing, frame) for layer in layers])


def _as_is(field: str) -> Spec:
    return {"field": field, "type": "nominal" if field == "color" else "quantitative", "scale": None}


def _layer(mark: Spec, rows: Sequence[Spec], encoding: Spec, drawing: Drawing, frame: Frame) -> Spec:
    across = {"domain": [0, frame.width - 6], "nice": False, "zero": False}
    down = {"domain": [drawing.height, 0], "nice": False, "zero": False}
    said = {} if mark["type"] == "text" else marks(rows)
    return {
        "data": values(rows),
        "mark": mark,
        "encoding": {
            "x": {"field": "x", "type": "quantitative", "axis": None, "scale": across},
            "y": {"field": "y", "type": "quantitative", "axis": None, "scale": down},
            **encoding,
            **said,
        },
    }


def arranged(width: int, nodes: Sequence[Node], edges: Sequence[Edge]) -> Drawing:
    """Places for nodes and names in which no two names overlap; where there is no room, the drawing grows taller."""
    unit = _unit_places(len(nodes), tuple((edge.one, edge.other, edge.value) for edge in edges))
    most = max((node.value for node in nodes), default=1) or 1
    biggest = MOST_RADIUS if width > NARROW else 0.7 * MOST_RADIUS
    radii = tuple(max(LEAST_RADIUS, biggest * sqrt(node.value / most)) for node in nodes)
    names = [lines_of(node.name, 150 if width > NARROW else 96, FIGURE_SIZE) for node in nodes]
    height = max(160, min(width, int(width * (0.45 + 0.018 * len(nodes)))))
    for attempt in range(MOST_TRIES):
        drawing = _drawing(width, height, unit, radii, names)
        if attempt == MOST_TRIES - 1 or not _crowded(drawing):
            break
        height = int(height * TALLER)
    return drawing


@lru_cache(maxsize=32)
def _unit_places(count: int, ties: tuple[tuple[int, int, float], ...]) -> tuple[Point, ...]:
    """Places between 0 and 1: codes that often stand together are near, and the whole fills the square.

    Remembered, because a page asks for the same drawing in several sizes.
    """
    import networkx as nx  # here, not above: few requests draw networks, and it is slow to load

    graph = nx.Graph()
    graph.add_nodes_from(range(count))
    most = max((value for _one, _other, value in ties), default=1) or 1
    graph.add_weighted_edges_from((one, other, 0.3 + value / most) for one, other, value in ties)
    if count < 2:
        return ((0.5, 0.5),) * count
    begin = nx.circular_layout(graph)
    laid = nx.spring_layout(graph, pos=begin, k=2.2 / sqrt(count), iterations=250, weight="weight", seed=SEED)
    points = [(float(laid[node][0]), float(laid[node][1])) for node in range(count)]
    across, down = (_spread([point[side] for point in points]) for side in (0, 1))
    return tuple(zip(across, down, strict=True))


def _spread(values: Sequence[float]) -> list[float]:
    """Values as parts from least to most, half-way to even steps: a dense middle needs room for its names."""
    least, most = min(values), max(values)
    ranks = sorted(range(len(values)), key=lambda each: (values[each], each))
    even = {each: rank / (len(values) - 1) for rank, each in enumerate(ranks)}
    return [(_part(value, least, most) + even[each]) / 2 for each, value in enumerate(values)]


def _part(value: float, least: float, most: float) -> float:
    """Where a value lies from least to most, rounded so that the last bits of another machine move nothing."""
    return round((value - least) / (most - least), 4) if most - least > 1e-9 else 0.5


def _drawing(width: int, height: int, unit: Sequence[Point], radii: Sequence[float], names: list[list[str]]) -> Drawing:
    edge = MARGIN + max(radii, default=0)
    room = 64 if width > NARROW else 44
    places = [
        (room + x * (width - 2 * room), edge + LINE_HEIGHT + y * (height - 2 * (edge + LINE_HEIGHT))) for x, y in unit
    ]
    places = _apart(places, radii, (width, height))
    circles = _circles(places, radii)
    labels: dict[int, Label] = {}
    # The greatest first: whoever comes last takes what is left.
    for node in sorted(range(len(places)), key=lambda each: (-radii[each], each)):
        taken = [label.box for label in labels.values()]
        others = [circle for other, circle in enumerate(circles) if other != node]
        boxes = [box for box in _candidates(places[node], radii[node], names[node]) if _inside(box, width, height)]
        best = min(boxes, key=lambda box: _overlap(box, taken) * 10 + _overlap(box, others), default=None)
        box = best or next(_candidates(places[node], radii[node], names[node]))
        labels[node] = Label(tuple(names[node]), _moved_in(box, width, height))
    return Drawing(height, tuple(places), tuple(radii), tuple(labels[node] for node in range(len(places))))


def _apart(places: list[Point], radii: Sequence[float], size: tuple[int, int]) -> list[Point]:
    """The same places, pushed until no two circles touch, as far as there is room."""
    points = [list(point) for point in places]
    for _round in range(60):
        moved = False
        for one, other in combinations(range(len(points)), 2):
            dx, dy = points[other][0] - points[one][0], points[other][1] - points[one][1]
            far, least = hypot(dx, dy), radii[one] + radii[other] + APART
            if far >= least:
                continue
            moved = True
            # Two in one spot go apart sideways.
            across, down = (dx / far, dy / far) if far > 1e-6 else (1.0, 0.0)
            push = (least - far) / 2
            for node, way in ((one, -push), (other, push)):
                points[node][0] = min(max(points[node][0] + across * way, radii[node] + 2), size[0] - radii[node] - 2)
                points[node][1] = min(max(points[node][1] + down * way, radii[node] + 2), size[1] - radii[node] - 2)
        if not moved:
            break
    return [(round(x, 1), round(y, 1)) for x, y in points]


def _candidates(place: Point, radius: float, lines: Sequence[str]) -> Iterator[Box]:
    """Boxes for a name, the best first: below, above, beside, then the same further away."""
    wide = max(text_width(line, FIGURE_SIZE) for line in lines)
    high = LINE_HEIGHT * len(lines)
    x, y = place
    for away in (2, 10, 20, 32):
        off = radius + away
        yield (x - wide / 2, y + off, x + wide / 2, y + off + high)
        yield (x - wide / 2, y - off - high, x + wide / 2, y - off)
        yield (x + off, y - high / 2, x + off + wide, y + high / 2)
        yield (x - off - wide, y - high / 2, x - off, y + high / 2)
        for side in (1, -1):
            left = x + side * off * 0.7 - (0 if side > 0 else wide)
            yield (left, y + off * 0.7, left + wide, y + off * 0.7 + high)
            yield (left, y - off * 0.7 - high, left + wide, y - off * 0.7)


def _inside(box: Box, width: int, height: int) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= width and box[3] <= height


def _moved_in(box: Box, width: int, height: int) -> Box:
    across = max(0.0, -box[0]) - max(0.0, box[2] - width)
    down = max(0.0, -box[1]) - max(0.0, box[3] - height)
    return (box[0] + across, box[1] + down, box[2] + across, box[3] + down)


def _overlap(box: Box, others: Sequence[Box]) -> float:
    """How many square pixels the box shares with others."""
    return sum(
        max(0.0, min(box[2], other[2]) - max(box[0], other[0]))
        * max(0.0, min(box[3], other[3]) - max(box[1], other[1]))
        for other in others
    )


def _crowded(drawing: Drawing) -> bool:
    """Whether a name lies on another, or on a node that is not its own."""
    on_names = any(_overlap(one.box, [other.box]) > 0 for one, other in combinations(drawing.labels, 2))
    circles = _circles(drawing.places, drawing.radii)
    return on_names or any(
        _overlap(label.box, [circle]) > 0
        for node, label in enumerate(drawing.labels)
        for other, circle in enumerate(circles)
        if node != other
    )


def _circles(places: Sequence[Point], radii: Sequence[float]) -> list[Box]:
    return [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)]
