"""What bringing back a codebook version would change: the numbers people see before, and the plan carried out."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from apps.codebook.models import Code, CodebookVersion
from apps.codebook.queries import snapshot_of
from apps.coding.code_forest import Forest
from apps.coding.models import Coding
from apps.coding.returning import lay_over
from apps.projects.models import Project
from core.codediff import CodeChange, Difference, difference


@dataclass(frozen=True)
class Return:
    """A version brought back. `difference` leads from the codebook of today to the one there will be.

    `kept` codes were made since and stay because passages carry them; `codable` ones were headings then and cannot
    be again; `opened` dimensions were exclusive then and cannot be again, because passages carry two of their codes.
    """

    difference: Difference
    kept: tuple[str, ...]
    codable: tuple[str, ...]
    opened: tuple[str, ...]
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def codes(self) -> list[tuple[CodeChange, str]]:
        """The changed codes, in the form in which versions are compared."""
        return [(each, "") for each in self.difference.codes]


def plan_return(project: Project, version: CodebookVersion) -> Return:
    """The codebook becomes what it was, as far as no coding is lost."""
    forest = Forest(project)
    codes, dimensions = forest.states(), forest.dimension_states()
    homes = {pk: code.dimension_id for pk, code in forest.codes.items()}
    were_exclusive = {pk for pk, dimension in forest.dimensions.items() if dimension.exclusive}
    today = snapshot_of(project)
    used = set(Coding.objects.filter(code__project=project).order_by().values_list("code", flat=True).distinct())
    done = lay_over(forest, version.snapshot, used)
    opened = _open(forest, were_exclusive, homes)
    codes_before, codes_after = forest.changes(codes)
    dimensions_before, dimensions_after = _dimension_changes(dimensions, forest.dimension_states())
    return Return(
        difference=difference(today, _snapshot(forest)),
        kept=_names(forest, done.kept),
        codable=_names(forest, done.codable),
        opened=tuple(forest.dimensions[pk].name for pk in opened),
        before=codes_before | {"codings": {}, "dimensions": dimensions_before},
        after=codes_after | {"codings": {}, "dimensions": dimensions_after},
    )


def _names(forest: Forest, codes: Collection[UUID]) -> tuple[str, ...]:
    return tuple(sorted(forest.codes[pk].name for pk in codes))


def _open(forest: Forest, were_exclusive: Collection[UUID], homes: dict[UUID, UUID]) -> list[UUID]:
    """Take the rule from the dimensions that passages would break. Returns them."""
    opened = []
    for pk, dimension in forest.dimensions.items():
        here = [code for code in forest.codes.values() if code.dimension_id == pk]
        is_certain = pk in were_exclusive and all(homes.get(code.pk, pk) == pk for code in here)
        if dimension.exclusive and not is_certain and _is_crowded(here):
            dimension.exclusive = False
            opened.append(pk)
    return opened


def _is_crowded(codes: Collection[Code]) -> bool:
    found = Coding.objects.filter(code__in=[code.pk for code in codes]).values("segment", "by")
    return found.annotate(n=Count("pk")).filter(n__gt=1).order_by().exists()


def _dimension_changes(before: dict[str, Any], after: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    differ = sorted(key for key in before.keys() | after.keys() if before.get(key) != after.get(key))
    first, second = ({key: side[key] for key in differ if key in side} for side in (before, after))
    return first, second


def _snapshot(forest: Forest) -> dict[str, Any]:
    dimensions = sorted(forest.dimension_states().values(), key=lambda state: (state["position"], state["name"]))
    codes = sorted(forest.states().values(), key=lambda state: (state["position"], state["name"]))
    return {"dimensions": dimensions, "codes": codes}
