"""Bands along texts: one text in many lanes, or many texts in a few."""

from collections.abc import Sequence
from dataclasses import dataclass

from core.charts.frame import (
    LINE,
    LINE_HEIGHT,
    NARROW,
    QUIET,
    Frame,
    Spec,
    lines_of,
    name_room,
)
from core.charts.plain import axis, key, legend_places, marks, pixels, plot, steps, values

LANE, THIN_LANE, ROW_GAP = 22, 8, 10
TURNS, FOOT = 16, 44
# A band narrower than this cannot be seen or hit.
LEAST_BAND = 3


@dataclass(frozen=True, slots=True)
class Strip:
    """Words [first, last) in a row's lane."""

    row: int
    lane: int
    first: int
    last: int
    reads: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Lane:
    name: str
    color: str


@dataclass(frozen=True, slots=True)
class Turn:
    """Words [first, last) of a speaker; the interviewer's are paler."""

    first: int
    last: int
    asks: bool
    reads: str


@dataclass(frozen=True, slots=True)
class Ruler:
    """The words along which the bands lie: how many, what the axis is called, and how it writes a number."""

    words: int
    title: str
    numbers: dict[int, str]

    @staticmethod
    def places(words: int, width: int) -> list[int]:
        """Where the ruler has numbers, for whoever writes them."""
        return steps(words, 7 if width > NARROW else 4)


def portrait(frame: Frame, lanes: Sequence[Lane], strips: Sequence[Strip], turns: Sequence[Turn], ruler: Ruler) -> Spec:
    """One text: a lane for each code, named beside it, and the turns as a strip above all lanes."""
    named = Frame([lane.name for lane in lanes], [], frame.width)
    most = int(frame.width * (0.36 if frame.width > NARROW else 0.4))
    lines = [lines_of(lane.name, most) for lane in lanes]
    step = max(LANE, LINE_HEIGHT * max((len(name) for name in lines), default=1) + 4)
    height = TURNS + step * len(lanes)
    y = pixels(
        [(TURNS + step * (number + 0.5), "\n".join(name)) for number, name in enumerate(lines)],
        height,
        name_room(named),
    )
    x = _words(ruler, frame)
    grow = _grow(ruler, frame, name_room(named))
    spans = [
        {"y": 2, "y2": TURNS - 6, "x": turn.first, "x2": turn.last, "reads": turn.reads,
         "color": LINE if turn.asks else QUIET}
        for turn in turns
    ]  # fmt: skip
    bands = [
        _band(strip, lanes[strip.lane].color, TURNS + step * strip.lane + 3, TURNS + step * (strip.lane + 1) - 3, grow)
        for strip in strips
    ]
    return plot(frame, height + FOOT, [_rects(spans, x, y), _rects(bands, x, y)])


def portraits(frame: Frame, rows: Sequence[str], lanes: Sequence[Lane], strips: Sequence[Strip], ruler: Ruler) -> Spec:
    """Many texts: a row for each with its name, in it a thin lane for each of a few codes, told by the legend."""
    named = Frame(rows, [], frame.width)
    most = int(frame.width * (0.36 if frame.width > NARROW else 0.4))
    lines = [lines_of(name, most) for name in rows]
    step = ROW_GAP + max(THIN_LANE * len(lanes), LINE_HEIGHT * max((len(name) for name in lines), default=1))
    legend, high = legend_places([(lane.name, lane.color) for lane in lanes], frame, name_room(named) + 16)
    height = high + step * len(rows)
    y = pixels(
        [(high + step * (number + 0.5), "\n".join(name)) for number, name in enumerate(lines)], height, name_room(named)
    )
    x = _words(ruler, frame)
    grow = _grow(ruler, frame, name_room(named))
    bands = [
        _band(strip, lanes[strip.lane].color, top := high + step * strip.row + ROW_GAP / 2 + THIN_LANE * strip.lane,
              top + THIN_LANE - 1, grow)
        for strip in strips
    ]  # fmt: skip
    between = [
        {"x": 0, "x2": ruler.words, "y": high + step * row, "y2": high + step * row + 1, "color": LINE, "reads": ""}
        for row in range(len(rows))
    ]
    return plot(frame, height + FOOT, [_rects(between, x, y, said=False), _rects(bands, x, y), *key(legend, y)])


def _words(ruler: Ruler, frame: Frame) -> Spec:
    ticks = [(place, ruler.numbers[place]) for place in ruler.places(ruler.words, frame.width)]
    return {
        "type": "quantitative",
        "scale": {"domain": [0, max(ruler.words, 1)], "nice": False},
        "axis": axis(ticks, ruler.title, domain=True),
    }


def _grow(ruler: Ruler, frame: Frame, names: int) -> float:
    """How many words are as wide as the narrowest band."""
    return LEAST_BAND * ruler.words / max(frame.width - names - 40, 80)


def _band(strip: Strip, color: str, top: float, bottom: float, least: float) -> dict[str, object]:
    last = max(strip.last, strip.first + least)
    return {
        "x": strip.first, "x2": last, "y": top, "y2": bottom, "color": color, "reads": strip.reads, "link": strip.link,
    }  # fmt: skip


def _rects(rows: Sequence[dict[str, object]], x: Spec, y: Spec, said: bool = True) -> Spec:
    encoding = {
        "x": {"field": "x", **x}, "x2": {"field": "x2"}, "y": {"field": "y", **y}, "y2": {"field": "y2"},
        "color": {"field": "color", "type": "nominal", "scale": None},
        **(marks(rows) if said else {}),
    }  # fmt: skip
    mark = {"type": "rect", "opacity": 0.9, "clip": True, "aria": said}
    return {"data": values(rows), "mark": mark, "encoding": encoding}
