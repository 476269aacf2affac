"""Work along time: stacked bars for each stretch of it, a second row of bars, and a line of what there is so far."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from core.charts.frame import FIGURE_SIZE, LINE, NARROW, SERIES, Frame, Spec, text_width
from core.charts.plain import Place, axis, key, legend_places, marks, pixels, plot, steps, values

BARS, SMALL, GAP, FOOT = 190, 76, 34, 30
Cells = list[dict[str, object]]
Scale = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of the stack at a stretch of time, counted from 0; parts stand in the order of their series."""

    at: int
    series: int
    value: int
    reads: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """Stacked bars of several series with their names and colours; `title` stands above them."""

    title: str
    series: Sequence[tuple[str, str]]
    bars: Sequence[Bar]


@dataclass(frozen=True, slots=True)
class Times:
    """All stretches, those without anything included; `ticks` are places among them with what stands there."""

    count: int
    ticks: Sequence[tuple[int, str]]


def color_of(series: int) -> str:
    return SERIES[series % len(SERIES)]


def timeline(
    frame: Frame, rows: Sequence[Row], times: Times, so_far: tuple[str, Sequence[int]], write: Mapping[int, str]
) -> Spec:
    """The rows of bars, the first the highest, and below them a line of the sums; `write` writes numbers of axes."""
    sheet = _Sheet(frame, write)
    for number, row in enumerate(rows):
        sheet.stack(row, BARS if number == 0 else SMALL)
    sheet.line(*so_far)
    y = pixels(sheet.places, sheet.top, int(sheet.before) - 16, labelFontSize=FIGURE_SIZE, labelBaseline="middle")
    x = {
        "type": "quantitative", "scale": {"domain": [0, max(times.count, 1)], "nice": False},
        "axis": axis([(at + 0.5, text) for at, text in times.ticks], labelFlush=False),
    }  # fmt: skip
    ruler: Cells = [{"x": 0, "x2": max(times.count, 1), "y": place, "y2": place} for place, _text in sheet.places]
    layers = [
        _layer({"type": "rule", "color": LINE, "aria": False}, ruler, x, y),
        _layer({"type": "rect", "aria": True, "stroke": "#ffffff", "strokeWidth": 0.5}, sheet.bars, x, y, said=True),
        _layer({"type": "rule", "color": SERIES[0], "strokeWidth": 2, "aria": False}, sheet.curve, x, y),
        *key(sheet.legend, y),
        *key(sheet.titles, y)[1:],
    ]
    layers[-1]["mark"] |= {"dx": 0, "fontWeight": 600}
    return plot(frame, int(sheet.top) + FOOT, layers)


class _Sheet:
    """What is drawn so far, in pixels from the top: each part goes below the one before it."""

    def __init__(self, frame: Frame, write: Mapping[int, str]) -> None:
        self._frame, self._write = frame, write
        # Room for the numbers at the left.
        self.before = max((text_width(text, FIGURE_SIZE) for text in write.values()), default=10) + 16.0
        self.top = 0.0
        self.places: list[tuple[float, str]] = []
        self.legend: list[Place] = []
        self.titles: list[Place] = []
        self.bars: Cells = []
        self.curve: Cells = []

    def stack(self, row: Row, height: int) -> None:
        self._title(row.title)
        legend, high = legend_places(row.series, self._frame, self.before)
        self.legend += [(left, self.top + line - 4, name, color) for left, line, name, color in legend]
        self.top += high
        scale = self._scale(max(_sums(row.bars).values(), default=0), height)
        self.bars += _stacked(row, scale)
        self.top += height + GAP

    def line(self, title: str, sums: Sequence[int]) -> None:
        self._title(title)
        scale = self._scale(max(sums, default=0), SMALL)
        points = [(at + 0.5, scale(total)) for at, total in enumerate(sums)]
        self.curve += [{"x": one[0], "y": one[1], "x2": other[0], "y2": other[1]} for one, other in pairwise(points)]
        self.top += SMALL + 4

    def _title(self, text: str) -> None:
        self.titles.append((-self.before, self.top, text, ""))
        self.top += 24

    def _scale(self, most: int, height: int) -> Scale:
        """From a number to its place, ruled where the axis has numbers."""
        bottom = self.top + height

        def scale(value: float) -> float:
            return round(bottom - height * value / (most or 1), 1)

        self.places += [(scale(step), self._write[step]) for step in ruled(most, height)]
        return scale


def _sums(bars: Sequence[Bar]) -> dict[int, int]:
    sums: dict[int, int] = {}
    for bar in bars:
        sums[bar.at] = sums.get(bar.at, 0) + bar.value
    return sums


def ruled(most: int, height: int = BARS) -> list[int]:
    """The numbers an axis of this height shows."""
    return steps(most, 6 if height == BARS else 3)


def ticked(count: int, width: int) -> list[int]:
    """Which of so many stretches are named where the drawing is so wide."""
    every = max(1, -(-count // (9 if width > NARROW else 4)))
    return list(range(0, count, every))


def _stacked(row: Row, scale: Scale) -> Cells:
    reached: dict[int, int] = {}
    found: Cells = []
    for bar in sorted(row.bars, key=lambda bar: (bar.at, bar.series)):
        low = reached.get(bar.at, 0)
        reached[bar.at] = low + bar.value
        found.append(
            {
                "x": bar.at + 0.08, "x2": bar.at + 0.92, "y": scale(low + bar.value), "y2": scale(low),
                "color": row.series[bar.series][1], "reads": bar.reads, "link": bar.link,
            }
        )  # fmt: skip
    return found


def _layer(mark: Spec, rows: Cells, x: Spec, y: Spec, said: bool = False) -> Spec:
    color = {"color": {"field": "color", "type": "nominal", "scale": None}, **marks(rows)} if said else {}
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    encoding = {"x": {"field": "x", **x}, "y": {"field": "y", **y}, **ends, **color}
    return {"data": values(rows), "mark": mark, "encoding": encoding}
