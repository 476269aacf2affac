"""The codes' colours: twelve hues of equal lightness, and tints of them for sub-codes.

Computed in OKLCH with the matrices of Björn Ottosson, "A perceptual color space for image processing" (2020),
https://bottosson.github.io/posts/oklab/, and the transfer function of sRGB (IEC 61966-2-1).
"""

from collections import Counter
from collections.abc import Iterable
from math import atan2, cos, degrees, hypot, radians, sin

# Half-way between paper and night: such a stripe keeps at least 3:1 to either.
LIGHTNESS = 0.56
LIGHTEST = 0.65
MOST_CHROMA = 0.155
HUES = 12
# Seven steps of thirty degrees each time: all twelve hues come up, neighbours 210 degrees apart.
FIRST_HUE, HUE_STEP = 240, 210
# Sub-codes turn a little about their parent's hue, and stay clear of the next hue's sub-codes.
TURNS = (0, 7, -7, 14, -14)


def to_hex(lightness: float, chroma: float, hue: float) -> str:
    """The sRGB colour "#rrggbb" of an OKLCH colour; chroma is lowered where the screen cannot show it."""
    return "#" + "".join(f"{round(255 * _encode(value)):02x}" for value in _shown(lightness, chroma, hue))


def from_hex(color: str) -> tuple[float, float, float]:
    """OKLCH (lightness 0..1, chroma, hue in degrees 0..360) of an sRGB colour "#rrggbb"."""
    red, green, blue = (_decode(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    lightness = 0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short
    a = 1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short
    b = 0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short
    return lightness, hypot(a, b), degrees(atan2(b, a)) % 360


def _linear(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    a, b = chroma * cos(radians(hue)), chroma * sin(radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def _shown(lightness: float, chroma: float, hue: float) -> tuple[float, float, float]:
    """Linear sRGB within 0..1, with the most of the wanted chroma that fits (to a part in 2**12)."""
    low, high = 0.0, chroma
    if _fits(_linear(lightness, high, hue)):
        low = high
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if _fits(_linear(lightness, middle, hue)) else (low, middle)
    red, green, blue = (min(max(value, 0.0), 1.0) for value in _linear(lightness, low, hue))
    return red, green, blue


def _fits(linear: tuple[float, float, float]) -> bool:
    return all(0 <= value <= 1 for value in linear)


def _encode(linear: float) -> float:
    return 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055


def _decode(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)


PALETTE: tuple[str, ...] = tuple(
    to_hex(LIGHTNESS, MOST_CHROMA, (FIRST_HUE + HUE_STEP * index) % 360) for index in range(HUES)
)


def next_color(used: Iterable[str]) -> str:
    """The palette's first hue among those used least."""
    counts = Counter(used)
    return min(PALETTE, key=lambda color: counts[color])


def tint(parent: str, nth: int) -> str:
    """The colour of a code's nth child: paler than its parent, its hue turned a little for each sibling."""
    lightness, chroma, hue = from_hex(parent)
    return to_hex(min(lightness + 0.08, LIGHTEST), 0.72 * chroma, hue + TURNS[nth % len(TURNS)])


def laps(colors: Iterable[str]) -> list[int]:
    """The stripe pattern 0, 1 or 2 of each colour, in the tree's order: how often it came before, by threes."""
    seen: Counter[str] = Counter()
    patterns = []
    for color in colors:
        patterns.append(seen[color] % 3)
        seen[color] += 1
    return patterns
