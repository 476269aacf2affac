"""Specifications keep to their measures; what is drawn has bars from zero, wrapped names and readable colours."""

import re

import pytest

from core.charts import (
    NARROW,
    SERIES,
    WIDE,
    Figure,
    Frame,
    bars_height,
    grouped_bars,
    heat_height,
    heat_map,
    inline_svg,
    render,
)

ROWS = ["Coercive", "A name so long that it needs a second line to be read"]
COLUMNS = ["Metro", "Kotabumi"]


def figures(link: str = "") -> list[Figure]:
    places = [(row, column) for row in ROWS for column in COLUMNS]
    return [Figure(*place, value, str(value), link) for place, value in zip(places, (4, 0, None, 8), strict=True)]


@pytest.mark.parametrize("title", ["", "Codes by office"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(("make", "height"), [(grouped_bars, bars_height), (heat_map, heat_height)])
def test_a_chart_is_as_large_as_was_said_before(make, height, width: int, title: str):
    frame = Frame(ROWS, COLUMNS, width, title, "n = 12")
    svg = render(make(frame, figures()), "svg").decode()
    assert f'width="{width}" height="{height(frame)}"' in svg


def test_bars_start_at_zero_and_keep_their_proportion():
    svg = inline_svg(grouped_bars(Frame(ROWS, COLUMNS), figures()))
    lengths = [float(found) for found in re.findall(r'aria-roledescription="bar" d="M0,\S*?h([\d.]+)', svg)]
    assert max(lengths) == pytest.approx(2 * sorted(lengths)[-2])


def test_long_names_stand_in_two_lines_and_read_whole():
    svg = inline_svg(grouped_bars(Frame(ROWS, COLUMNS), figures()))
    assert svg.count("<tspan") >= 2
    assert f'aria-label="{ROWS[1]}, Kotabumi: 8"' in svg


def test_links_are_paths_of_the_site():
    svg = inline_svg(grouped_bars(Frame(ROWS, COLUMNS), figures("/passages/?a=1&b=2")))
    assert set(re.findall(r'xlink:href="([^"]*)"', svg)) == {"/passages/?a=1&amp;b=2"}


def luminance(color: str) -> float:
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("color", SERIES)
@pytest.mark.parametrize("ground", ["#ffffff", "#1b1e24"])
def test_bars_stand_out_on_light_and_dark(color: str, ground: str):
    lighter, darker = sorted((luminance(color), luminance(ground)), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 3
