"""Specifications keep to their measures; what is drawn has bars from zero, wrapped names and readable colours."""

import re
from itertools import combinations, pairwise
from math import dist

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
    lines_of,
    multiples_height,
    render,
    share_bars,
    shares_height,
    small_multiples,
    text_width,
    with_language,
)

ROWS = ["Coercive", "A name so long that it needs a second line to be read"]
COLUMNS = ["Metro", "Kotabumi"]


def figures(link: str = "") -> list[Figure]:
    places = [(row, column) for row in ROWS for column in COLUMNS]
    return [Figure(*place, value, str(value), link) for place, value in zip(places, (4, 0, None, 8), strict=True)]


@pytest.mark.parametrize("title", ["", "Codes by office"])
@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("make", "height"), [(grouped_bars, bars_height), (heat_map, heat_height), (share_bars, shares_height)]
)
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


OFFICES = ["KPPN Metro", "KPPN Kotabumi", "KPPN Bandar Lampung", "KPPN Pematangsiantar"] + [
    f"KPPN Tanjungpandan {number}" for number in range(8)
]
CODES = ["Pemahaman pegawai terhadap indikator kinerja pelaksanaan anggaran", "Pertanggungjawaban"] + [
    f"Koordinasi eksternal dengan kantor wilayah ke-{number}" for number in range(38)
]


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize(
    ("make", "codes"), [(grouped_bars, 12), (heat_map, 40), (share_bars, 12), (small_multiples, 12)]
)
def test_no_name_is_cut_and_none_leaves_the_picture(make, codes: int, width: int):
    columns = OFFICES[:8] if make is grouped_bars else OFFICES
    places = [Figure(row, column, 7, "1.204,5") for row in CODES[:codes] for column in columns]
    svg = render(
        make(Frame(CODES[:codes], columns, width, "Kode menurut kantor " * 5, "n = 12 · " * 30), places), "svg"
    )
    told = svg.decode()
    texts = re.sub(r"\s+", " ", " ".join(re.findall(r">([^<>]+)<", told)))
    for name in (*CODES[:codes], *columns):
        assert name in texts
    assert "…" not in texts


def test_small_multiples_share_one_scale():
    svg = inline_svg(small_multiples(Frame(ROWS, COLUMNS), figures()))
    lengths = [float(found) for found in re.findall(r'aria-roledescription="bar" d="M0,\S*?h([\d.]+)', svg)]
    assert max(lengths) == pytest.approx(2 * sorted(lengths)[-2])
    assert abs(float(re.search(r' height="([\d.]+)"', svg)[1]) - multiples_height(Frame(ROWS, COLUMNS))) < 30


def test_parts_fill_each_bar():
    spec = share_bars(
        Frame(ROWS, COLUMNS), [Figure(row, "Metro", value, "") for row, value in zip(ROWS, (1, 3), strict=True)]
    )
    assert [(each["from"], each["to"]) for each in spec["data"]["values"]] == [(0, 0.25), (0.25, 1)]


def test_texts_break_between_words_and_long_words_in_themselves():
    assert lines_of("Koordinasi internal", 80) == ["Koordinasi", "internal"]
    assert lines_of("Pertanggungjawaban", 80) == ["Pertanggungj", "awaban"]
    assert all(text_width(line) <= 80 for line in lines_of("Pemahaman pegawai terhadap indikator", 80))
    assert lines_of("", 80) == [""]


def test_axes_speak_the_language():
    spec = grouped_bars(Frame(ROWS, COLUMNS), figures())
    assert with_language(spec, "id")["config"]["locale"]["number"]["decimal"] == ","
    assert with_language(spec, "en")["config"]["locale"]["number"]["decimal"] == "."


def test_colours_of_the_page_are_named_so_that_they_turn_with_it():
    svg = inline_svg(heat_map(Frame(ROWS, COLUMNS), figures()))
    assert 'data-fill="heat-9"' in svg
    assert 'data-fill="on-heat"' in svg
    assert 'data-fill="ink"' in svg


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


# Severe deuteranomaly and protanomaly in linear sRGB: Machado, Oliveira and Fernandes (2009), table 1, severity 1.0.
EYES = {
    "all cones": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}
TO_XYZ = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
WHITE = (0.9505, 1.0, 1.089)


def times(matrix, vector) -> list[float]:
    return [sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix]


def lab(color: str, eyes) -> tuple[float, float, float]:
    """CIE L*a*b* of a colour as these eyes see it."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    seen = [min(max(c, 0), 1) for c in times(eyes, linear)]
    relative = [value / white for value, white in zip(times(TO_XYZ, seen), WHITE, strict=True)]
    x, y, z = (v ** (1 / 3) if v > 0.008856 else 7.787 * v + 16 / 116 for v in relative)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("eyes", EYES.values(), ids=EYES)
def test_series_are_told_apart_by_all_eyes(eyes):
    seen = [lab(color, eyes) for color in SERIES]
    assert min(dist(one, other) for one, other in combinations(seen, 2)) > 20


def test_neighbours_differ_in_grey_print():
    grey = [lab(color, EYES["all cones"])[0] for color in SERIES]
    assert min(abs(one - other) for one, other in pairwise(grey)) > 10
