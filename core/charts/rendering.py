"""From a specification to a picture."""

import re

from core.charts.frame import GROUND, HEAT, INK, LINE, ON_DEEP, ON_PALE, ORIGIN, QUIET, Spec

# How numbers and dates are written on axes; what stands in texts is written by whoever makes the chart.
LOCALES: dict[str, Spec] = {
    "en": {
        "number": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    },
    "id": {
        "number": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]},
        "time": {
            "dateTime": "%A, %e %B %Y %X", "date": "%d/%m/%Y", "time": "%H.%M.%S", "periods": ["AM", "PM"],
            "days": ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"],
            "shortDays": ["Min", "Sen", "Sel", "Rab", "Kam", "Jum", "Sab"],
            "months": [
                "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober",
                "November", "Desember",
            ],
            "shortMonths": [
                "Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des",
            ],
        },
    },
}  # fmt: skip
# The colours that the page turns with its own: light, dark, high contrast.
TONES = {INK: "ink", ON_PALE: "on-pale", ON_DEEP: "on-heat", QUIET: "quiet", LINE: "line", GROUND: "ground"} | {
    color: f"heat-{step}" for step, color in enumerate(HEAT)
}
_TONED = re.compile(rf'(fill|stroke)="({"|".join(TONES)})"')


def with_language(spec: Spec, language: str) -> Spec:
    """The same chart, its axes in the language; English where there is none of ours."""
    locale = LOCALES.get(language, LOCALES["en"])
    return spec | {"config": {**spec.get("config", {}), "locale": locale}}


def inline_svg(spec: Spec) -> str:
    """The chart as an SVG element to stand in a page.

    Its links are paths of this site; what has one of the page's colours says so in `data-fill` or `data-stroke`,
    by which the page's style sheet follows light and dark.
    """
    svg = render(spec, "svg").decode().replace(ORIGIN, "")
    return _TONED.sub(lambda found: f'{found[0]} data-{found[1]}="{TONES[found[2]]}"', svg)


def render(spec: Spec, format: str) -> bytes:
    """The chart as svg, png (two pixels a point) or pdf. The first in a process takes half a second."""
    import vl_convert  # here, not above: it loads a JavaScript engine, which few requests need

    if format == "svg":
        return vl_convert.vegalite_to_svg(spec).encode()
    on_white = spec | {"background": "#ffffff"}
    if format == "png":
        return vl_convert.vegalite_to_png(on_white, scale=2)
    return vl_convert.vegalite_to_pdf(on_white)
