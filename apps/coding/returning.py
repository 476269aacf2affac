"""A frozen codebook version laid over the codes of today, in memory: the past comes back, and no coding is lost.

What the version holds stands again as it stood then. Codes made since stay where passages carry them, below the
nearest code that is still there; the others go.
"""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone

from apps.codebook.models import Code, Dimension
from apps.codebook.queries import FIELDS
from apps.codebook.rules import LONGEST_NAME
from apps.coding.code_forest import Forest
from core.codetree import ancestors

# Codes made since stand behind those of the version.
BEHIND = 1_000_000

Then = dict[UUID, dict[str, Any]]


@dataclass(frozen=True)
class Returned:
    """`kept` are codes made since that stay; `codable` are headings of the version that passages carry today."""

    kept: frozenset[UUID]
    codable: frozenset[UUID]


def lay_over(forest: Forest, snapshot: dict[str, Any], used: Collection[UUID]) -> Returned:
    """Make the forest what the snapshot says. `used` are the codes with codings of any kind."""
    codes: Then = {UUID(state["id"]): state for state in snapshot["codes"]}
    dimensions: Then = {UUID(state["id"]): state for state in snapshot["dimensions"]}
    codable = frozenset(pk for pk, state in codes.items() if not state["codable"] and pk in used)
    homes = _homes(forest, codes, used)
    for pk in forest.codes.keys() - codes.keys() - homes.keys():
        del forest.codes[pk]
    _lay_dimensions(forest, dimensions)
    _lay_codes(forest, codes, codable)
    _lead_home(forest, homes)
    _drop_empty(forest, dimensions)
    _part_namesakes(forest, homes, dimensions)
    for group in {(code.dimension_id, code.parent_id) for code in forest.codes.values()}:
        forest.renumber(*group)
    return Returned(frozenset(homes), codable)


def _homes(forest: Forest, then: Then, used: Collection[UUID]) -> dict[UUID, UUID | None]:
    """The codes made since that stay, from the top down, each with the nearest code above it that is there then."""
    kept = [pk for pk in forest.codes if pk not in then and pk in used]
    stays = then.keys() | set(kept)
    parents = forest.parents()
    return {pk: next((above for above in ancestors(parents, pk) if above in stays), None) for pk in kept}


def _lay_dimensions(forest: Forest, then: Then) -> None:
    for pk, state in then.items():
        made = Dimension(pk=pk, project=forest.project, created=timezone.now())
        dimension = forest.dimensions.setdefault(pk, made)
        for field in ("name", "exclusive", "position"):
            setattr(dimension, field, state[field])


def _lay_codes(forest: Forest, then: Then, codable: Collection[UUID]) -> None:
    for pk, state in then.items():
        code = forest.codes.setdefault(pk, Code(pk=pk, project=forest.project, created=timezone.now()))
        for field in FIELDS:
            setattr(code, field, state[field])
        code.codable = code.codable or pk in codable
        code.dimension = forest.dimensions[UUID(state["dimension"])]
        code.parent_id = UUID(state["parent"]) if state["parent"] else None
        code.position = state["position"]


def _lead_home(forest: Forest, homes: dict[UUID, UUID | None]) -> None:
    for pk, home in homes.items():
        code = forest.codes[pk]
        code.parent_id = home
        code.position += BEHIND
        if home:
            code.dimension = forest.codes[home].dimension


def _drop_empty(forest: Forest, then: Then) -> None:
    needed = then.keys() | {code.dimension_id for code in forest.codes.values()}
    for pk in forest.dimensions.keys() - needed:
        del forest.dimensions[pk]


def _part_namesakes(forest: Forest, kept: Collection[UUID], then: Then) -> None:
    """What was made since gives way where the version has the same name or key."""
    names: dict[Any, set[str]] = defaultdict(set)
    keys: set[str] = set()
    for code in sorted(forest.codes.values(), key=lambda code: code.pk in kept):
        code.name = _free(code.name, names[code.dimension_id, code.parent_id])
        code.shortcut = "" if code.shortcut in keys else code.shortcut
        keys |= {code.shortcut} - {""}
    taken: set[str] = set()
    for _pk, dimension in sorted(forest.dimensions.items(), key=lambda each: each[0] not in then):
        dimension.name = _free(dimension.name, taken)


def _free(name: str, taken: set[str]) -> str:
    """The name, with a number behind it where it is taken; from then on it is taken."""
    free, number = name, 1
    while free in taken:
        number += 1
        free = f"{name[: LONGEST_NAME - 8]} ({number})"
    taken.add(free)
    return free
