"""The portrait of a coded text: its passages as bands along its words, and the turns beneath them."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Band(Generic[K]):
    """Words [first, last) in the lane of a key; `passages` are the ids of what lies in it, in order."""

    lane: K
    first: int
    last: int
    passages: tuple[Hashable, ...]


def bands(passages: Iterable[tuple[K, int, int, Hashable]]) -> list[Band[K]]:
    """One band for each (lane, first word, last word exclusive, id); one without words is one word wide to be seen."""
    return [Band(lane, first, max(last, first + 1), (key,)) for lane, first, last, key in passages]


def merged(found: Iterable[Band[K]], within: int = 0) -> list[Band[K]]:
    """Bands of a lane that touch, or stand at most `within` words apart, as one: for pictures without room for each."""
    joined: list[Band[K]] = []
    last_of: dict[K, int] = {}
    for band in sorted(found, key=lambda band: (band.first, band.last)):
        at = last_of.get(band.lane)
        if at is not None and band.first <= joined[at].last + within:
            before = joined[at]
            joined[at] = Band(
                band.lane,
                before.first,
                max(before.last, band.last),
                tuple(dict.fromkeys(before.passages + band.passages)),
            )
        else:
            last_of[band.lane] = len(joined)
            joined.append(band)
    return joined


def covered(found: Iterable[Band[K]], lanes: Sequence[K]) -> list[int]:
    """How many words of the text lie under each lane's bands, overlaps once."""
    words = dict.fromkeys(lanes, 0)
    for band in merged(found):
        words[band.lane] += band.last - band.first
    return [words[lane] for lane in lanes]


def places(turns: Iterable[int]) -> list[tuple[int, int]]:
    """Where each turn lies among the words of the text, from how many words each holds."""
    found, reached = [], 0
    for words in turns:
        found.append((reached, reached + words))
        reached += words
    return found
