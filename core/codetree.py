"""The code tree as plain values: order, depth, paths, and moves that would bite their own tail."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

K = TypeVar("K", bound=Hashable)
SEPARATOR = " › "


class TreeError(ValueError):
    """A parent is missing, or a node is its own ancestor."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a node stands: 0 at the top, and the names from the top down to its own."""

    depth: int
    names: tuple[str, ...]

    @property
    def path(self) -> str:
        return SEPARATOR.join(self.names)


def walk(nodes: Iterable[tuple[K, K | None, str]]) -> Iterator[tuple[K, Place]]:
    """Depth-first over (id, parent id, name) rows; siblings keep the order in which they were given.

    Raises TreeError when the rows are not a forest.
    """
    names: dict[K, str] = {}
    children: dict[K | None, list[K]] = defaultdict(list)
    for key, parent, name in nodes:
        names[key] = name
        children[parent].append(key)
    seen = 0
    # A stack, not recursion: a tree may be deeper than Python's call stack.
    waiting = [(key, Place(0, (names[key],))) for key in reversed(children[None])]
    while waiting:
        key, place = waiting.pop()
        seen += 1
        yield key, place
        below = ((child, Place(place.depth + 1, (*place.names, names[child]))) for child in children[key])
        waiting.extend(reversed(list(below)))
    if seen != len(names):
        raise TreeError("some nodes cannot be reached from the top")


def ancestors(parents: Mapping[K, K | None], key: K) -> Iterator[K]:
    """The ids above a node, nearest first. Raises TreeError when they form a circle."""
    seen = {key}
    above = parents[key]
    while above is not None:
        if above in seen:
            raise TreeError("a node is its own ancestor")
        seen.add(above)
        yield above
        above = parents[above]


def would_cycle(parents: Mapping[K, K | None], moving: K, under: K | None) -> bool:
    """Whether putting a node under another would make it its own ancestor."""
    return under is not None and (under == moving or moving in ancestors(parents, under))


def subtree(parents: Mapping[K, K | None], top: K) -> set[K]:
    """A node and everything below it."""
    return {key for key in parents if key == top or top in ancestors(parents, key)}
