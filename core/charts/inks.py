"""Which ink reads on a colour."""


def luminance(color: str) -> float:
    """The relative luminance of "#rrggbb" (WCAG 2.2)."""
    channels = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def ink_on(color: str) -> str:
    """Black or white, whichever reads better on the colour; at least 4.5:1."""
    return "#ffffff" if luminance(color) < 0.179 else "#000000"
