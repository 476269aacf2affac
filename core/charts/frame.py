"""What every chart is made of: its numbers, its measures, its colours and type, and how its texts are broken."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from core.charts.type import lines_of as lines_of
from core.charts.type import text_width as text_width

Spec = dict[str, Any]

# Told apart by eyes without red or green too (at least 22 in CIE76, as Machado, Oliveira and Fernandes (2009) simulate
# them); in print light and dark take turns, so neighbours differ in grey. Each keeps 3:1 to white and to night.
SERIES = ("#6b53e4", "#a09600", "#546bbd", "#769c8b", "#496f7f", "#a8904e", "#746847", "#5c9ac4")
# From almost nothing to the most; the middle, where neither black nor white figures reach 4.5:1, is left out.
HEAT = (
    "#f5f3fa", "#ebe8f5", "#e0dbef", "#d4cde9", "#c7bde2", "#b9addb", "#ac9dd3", "#7b65b8", "#6b53af", "#5a3fa6",
)  # fmt: skip
INK, QUIET, LINE = "#1c1f24", "#5a6270", "#e3e0d8"
# Figures on the pale and on the deep steps of heat: the page turns the steps at night, and these inks with them.
ON_PALE, ON_DEEP = "#1c1f25", "#fffffe"
# Between parts that touch: the page's own ground.
GROUND = "#fffffd"
FONT = "Liberation Sans, Arial, DejaVu Sans, sans-serif"

WIDE, NARROW = 640, 330
TITLE, LINE_HEIGHT = 30, 15
# vl-convert gives relative links an address of its own, so links are made absolute and cut afterwards.
ORIGIN = "https://chart.invalid"
LABEL_SIZE, FIGURE_SIZE = 13, 12


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


def label_room(frame: Frame) -> int:
    """Pixels that names of rows may take: about a third of the width, but always the longest word."""
    longest = max((text_width(word) for row in frame.rows for word in row.split()), default=0)
    share = 0.36 if frame.width > NARROW else 0.4
    return max(int(frame.width * share), min(longest, frame.width // 2))


def name_room(frame: Frame) -> int:
    """Pixels that the names of the rows do take."""
    return max((text_width(line) for row in frame.rows for line in lines_of(row, label_room(frame))), default=0)


def wrapped(name: str, frame: Frame) -> str:
    return "\n".join(lines_of(name, label_room(frame)))


def row_lines(frame: Frame) -> int:
    """How many lines the longest name of a row takes."""
    return max((wrapped(row, frame).count("\n") + 1 for row in frame.rows), default=1)


def legend_of(names: Sequence[str], room: int) -> tuple[Spec, int]:
    """A legend above the drawing with every name whole, in so many pixels, and how high it stands."""
    widest = max((text_width(name) for name in names), default=0)
    columns = max(1, room // (widest + 34))
    broken = {name: "\n".join(lines_of(name, room - 30)) for name in names}
    legend: Spec = {"orient": "top", "title": None, "symbolType": "square", "columns": columns, "direction": "vertical"}
    if columns > 1:
        legend["direction"] = "horizontal"
    elif any("\n" in lines for lines in broken.values()):
        legend["labelExpr"] = f"split({choice_of(broken)}, '\\n')"
    lines = sum(lines.count("\n") + 1 for lines in broken.values()) if columns == 1 else -(-len(names) // columns)
    return legend, 19 * lines + 10


def choice_of(texts: Mapping[str, str]) -> str:
    """A Vega expression that is the text given for the label at hand."""
    told = " : ".join(f"datum.label === {quoted(key)} ? {quoted(text)}" for key, text in texts.items())
    return f"({told} : '')" if told else "''"


def quoted(text: str) -> str:
    """The text as a Vega expression's string."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n")
    return f"'{escaped}'"


def caption_lines(frame: Frame) -> list[str]:
    return lines_of(frame.caption, frame.width - 24, FIGURE_SIZE) if frame.caption else []


def title_lines(frame: Frame) -> list[str]:
    return lines_of(frame.title, frame.width - 40, 16)


def title_height(frame: Frame) -> int:
    """Pixels that title and caption take above the drawing."""
    if not frame.title:
        return 0
    return TITLE + 19 * len(title_lines(frame)) + LINE_HEIGHT * len(caption_lines(frame))


def titled(frame: Frame) -> Spec:
    """The title's part of a specification, with the caption in as many lines as it needs; nothing without title."""
    if not frame.title:
        return {}
    title = {"text": title_lines(frame), "subtitle": caption_lines(frame), "anchor": "start", "frame": "bounds"}
    return {"title": title | {"offset": 14}}


def linked(link: str) -> Spec:
    """The part of a datum that makes its mark a link to a path of this site, if it leads anywhere."""
    return {"link": ORIGIN + link} if link else {}


def unlinked(figures: Iterable[Figure]) -> list[Figure]:
    """The same figures, leading nowhere: what a file holds."""
    return [replace(figure, link="") for figure in figures]


def datum(figure: Figure, frame: Frame) -> Spec:
    about: Spec = {"row": wrapped(figure.row, frame), "column": figure.column, "value": figure.value}
    reads = f"{figure.row}, {figure.column}: {figure.text}"
    return about | {"text": figure.text, "reads": reads} | linked(figure.link)


# A mark that leads nowhere must say so, or it becomes a link to nothing.
LEADING: Spec = {"href": {"condition": {"test": "isValid(datum.link)", "field": "link"}, "value": None}}


def marked(figures: Iterable[Figure]) -> Spec:
    """The encoding by which marks are read aloud and, where any figure leads somewhere, are links."""
    reads: Spec = {"description": {"field": "reads"}}
    return reads | LEADING if any(figure.link for figure in figures) else reads


def row_axis(frame: Frame, **scale: float) -> Spec:
    room = name_room(frame) + 8
    axis: Spec = {
        "title": None, "labelLimit": 0, "labelPadding": 8, "domain": False, "ticks": False,
        "labelExpr": "split(datum.label, '\\n')", "labelLineHeight": LINE_HEIGHT,
        "minExtent": room, "maxExtent": room,
        # A name of several lines stands in the middle of its row.
        "labelOffset": {
            "condition": [
                {"test": f"length(split(datum.label, '\\n')) === {n}", "value": -(n - 1) * LINE_HEIGHT / 2}
                for n in range(2, row_lines(frame) + 1)
            ],
            "value": 0,
        },
    }  # fmt: skip
    if row_lines(frame) == 1:
        del axis["labelOffset"]
    rows = [wrapped(row, frame) for row in frame.rows]
    return {"field": "row", "type": "nominal", "sort": rows, "axis": axis, "scale": {"domain": rows, **scale}}


def single_view(frame: Frame, figures: Iterable[Figure], height: int, layers: list[Spec]) -> Spec:
    """Layers over the same data that keep to the frame's width and this height, axes and title included."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": [datum(figure, frame) for figure in figures]},
        "width": frame.width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 12 if frame.title else {"left": 0, "right": 4, "top": 2, "bottom": 2},
        "background": None,
        **titled(frame),
        "layer": layers,
        "config": config(),
    }


def config() -> Spec:
    """Type and colours, the same for every chart."""
    return {
        "font": FONT,
        "view": {"stroke": None},
        "axis": {
            "labelFontSize": LABEL_SIZE, "labelColor": INK, "titleColor": QUIET, "titleFontSize": FIGURE_SIZE,
            "titleFontWeight": 400, "grid": False, "gridColor": LINE, "domainColor": LINE, "tickColor": LINE,
        },
        "legend": {
            "labelFontSize": LABEL_SIZE, "labelColor": INK, "titleColor": QUIET, "labelLimit": 0, "offset": 8,
            "padding": 0,
        },
        "header": {"labelFontSize": LABEL_SIZE, "labelColor": INK, "labelFontWeight": 600},
        "text": {"fontSize": FIGURE_SIZE, "fill": INK},
        "title": {
            "fontSize": 15, "fontWeight": 600, "color": INK, "lineHeight": 19,
            "subtitleFontSize": FIGURE_SIZE, "subtitleColor": QUIET, "subtitlePadding": 4,
            "subtitleLineHeight": LINE_HEIGHT,
        },
    }  # fmt: skip
