"""The codes' colours."""

import re
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.colors import LIGHTNESS, PALETTE, from_hex, laps, next_color, tint, to_hex

TOKENS = (Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css").read_text()
PAPERS = re.findall(r"--paper: (#[0-9a-f]{6});", TOKENS)
channels = st.integers(0, 255)


def luminance(color: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    shares = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def apart(one: str, other: str) -> float:
    turn = abs(from_hex(one)[2] - from_hex(other)[2])
    return min(turn, 360 - turn)


@pytest.mark.parametrize(
    ("color", "oklch"),
    # The CSS Color 4 specification's values of sRGB's primaries.
    [
        ("#ff0000", (0.628, 0.2577, 29.23)),
        ("#00ff00", (0.8664, 0.2948, 142.5)),
        ("#0000ff", (0.452, 0.3132, 264.05)),
    ],
)
def test_the_conversion_agrees_with_published_values(color: str, oklch: tuple[float, float, float]):
    assert from_hex(color) == pytest.approx(oklch, rel=2e-3)


@given(channels, channels, channels)
def test_a_colour_survives_the_way_there_and_back(red: int, green: int, blue: int):
    color = f"#{red:02x}{green:02x}{blue:02x}"
    back = to_hex(*from_hex(color))
    assert all(abs(int(color[i : i + 2], 16) - int(back[i : i + 2], 16)) <= 1 for i in (1, 3, 5))


def test_twelve_hues_of_equal_lightness_neighbours_far_apart():
    assert len(set(PALETTE)) == 12
    assert all(from_hex(color)[0] == pytest.approx(LIGHTNESS, abs=0.005) for color in PALETTE)
    assert all(apart(one, other) > 25 for one, other in combinations(PALETTE, 2))
    assert all(apart(one, other) > 140 for one, other in pairwise(PALETTE))


@pytest.mark.parametrize("paper", PAPERS)
def test_colours_and_tints_are_seen_on_every_paper(paper: str):
    shown = [*PALETTE, *(tint(color, nth) for color in PALETTE for nth in range(5))]
    shown += [tint(tint(color, 0), 0) for color in PALETTE]
    assert [color for color in shown if contrast(color, paper) < 3] == []


def test_siblings_get_tints_of_their_own():
    for color in PALETTE:
        tints = [tint(color, nth) for nth in range(5)]
        assert len(set(tints)) == 5
        assert all(apart(each, color) < 16 for each in tints)


def test_the_next_colour_is_the_first_used_least():
    assert next_color([]) == PALETTE[0]
    assert next_color([PALETTE[0], PALETTE[2], "#123456"]) == PALETTE[1]
    assert next_color(PALETTE) == PALETTE[0]
    assert next_color([*PALETTE, PALETTE[0]]) == PALETTE[1]


def test_every_second_use_of_a_colour_gets_another_pattern():
    assert laps(["a", "b", "a", "a", "a", "b"]) == [0, 0, 1, 2, 0, 1]
