"""Charts: Vega-Lite specifications made from plain numbers, and their rendering to SVG, PNG and PDF."""

from core.charts.bars import bars_height, grouped_bars
from core.charts.frame import (
    FONT,
    HEAT,
    INK,
    LINE,
    NARROW,
    QUIET,
    SERIES,
    WIDE,
    Figure,
    Frame,
    Spec,
    config,
    datum,
    lines_of,
    linked,
    text_width,
    title_height,
    titled,
    unlinked,
)
from core.charts.heat import heat_height, heat_map
from core.charts.inks import ink_on
from core.charts.multiples import multiples_height, small_multiples
from core.charts.rendering import inline_svg, render, with_language
from core.charts.shares import share_bars, shares_height

__all__ = [
    "FONT",
    "HEAT",
    "INK",
    "LINE",
    "NARROW",
    "QUIET",
    "SERIES",
    "WIDE",
    "Figure",
    "Frame",
    "Spec",
    "bars_height",
    "config",
    "datum",
    "grouped_bars",
    "heat_height",
    "heat_map",
    "ink_on",
    "inline_svg",
    "lines_of",
    "linked",
    "multiples_height",
    "render",
    "share_bars",
    "shares_height",
    "small_multiples",
    "text_width",
    "title_height",
    "titled",
    "unlinked",
    "with_language",
]
