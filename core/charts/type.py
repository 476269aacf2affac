"""How wide a text is, and where it breaks: by the widths of Liberation Sans, which are those of Arial."""

from functools import lru_cache
from math import ceil

_EMS = {
    0.222: "ijl'|", 0.278: " !,./:;I[]\\ft·", 0.333: "()-r`“”", 0.5: "ckvxyzsJ", 0.556: "abdeghnopqu0123456789#$_?L–",
    0.611: "FTZ", 0.667: "ABEKPSVXY&", 0.722: "CDHNRUw", 0.778: "GOQ", 0.833: "Mm", 0.889: "%", 0.944: "W",
}  # fmt: skip
_EM = {character: em for em, characters in _EMS.items() for character in characters}
# Of all others, rather too much than too little.
_OTHER = 0.7


@lru_cache(maxsize=20_000)
def text_width(text: str, size: int = 13) -> int:
    """How many pixels a line of text takes at this size."""
    return ceil(size * sum(_EM.get(character, _OTHER) for character in text)) + 1


def lines_of(name: str, room: int, size: int = 13) -> list[str]:
    """A text in as many lines as it needs in so many pixels; only a word wider than that is broken in itself."""
    lines: list[str] = []
    for word in name.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines += _pieces(word, room, size)
    return lines or [name]


def _pieces(word: str, room: int, size: int) -> list[str]:
    pieces = [""]
    for character in word:
        if pieces[-1] and text_width(pieces[-1] + character, size) > room:
            pieces.append("")
        pieces[-1] += character
    return pieces
