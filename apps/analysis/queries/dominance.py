"""Which code of a dimension dominates: the six rules of core.dominance over the same counts as the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from apps.analysis.queries.filters import Filter
from apps.analysis.queries.tables import Heading, Table, crosstab, frequencies
from apps.codebook.models import Dimension
from apps.projects.models import Project
from core.counts import Matrix
from core.dominance import EqualShares, Rule, agree, equal_shares, rules


@dataclass(frozen=True)
class Dominance:
    """The verdict of each rule over a dimension's top codes; `test` is None where counts are too few."""

    keys: tuple[Heading, ...]
    rules: list[Rule[UUID]]
    test: EqualShares | None
    codings: int
    codebook_version: int

    @property
    def agree(self) -> bool:
        return agree(self.rules)

    @property
    def silent(self) -> list[Rule[UUID]]:
        """Rules that found nothing to count."""
        return [rule for rule in self.rules if not rule.leaders]


def dominance(project: Project, chosen: Filter, *, dimension: Dimension, factors: Dimension | None) -> Dominance:
    """Six rules over the dimension's top codes; without `factors` the rule of factors stays silent."""
    chosen = replace(chosen.without_codes(), dimension=dimension.pk, rollup=True)
    codings = frequencies(project, chosen)
    crossed = crosstab(project, chosen, rows=factors, columns=dimension) if factors else None
    counts = _by_code(codings)
    return Dominance(
        keys=codings.rows,
        rules=rules(
            [row.id for row in codings.rows],
            codings=counts,
            participants=_by_code(frequencies(project, chosen, measure="participants")),
            words=_by_code(frequencies(project, chosen, measure="words")),
            by_factor=_groups(crossed.columns, crossed.numbers.cells) if crossed else [],
            by_office=_groups(codings.rows, _turned(codings.numbers)),
        ),
        test=equal_shares(list(counts.values())),
        codings=codings.n,
        codebook_version=codings.codebook_version,
    )


def default_judged(dimensions: Sequence[Dimension]) -> tuple[Dimension | None, Dimension | None]:
    """What is judged when nobody says: the first exclusive dimension, by the factors of the first other one."""
    exclusive = next((dimension for dimension in dimensions if dimension.exclusive), None)
    return exclusive, next((dimension for dimension in dimensions if not dimension.exclusive), None)


def _by_code(table: Table) -> dict[UUID, Any]:
    return dict(zip((row.id for row in table.rows), table.numbers.rows, strict=True))


def _groups(keys: tuple[Heading, ...], groups: tuple[tuple[Any, ...], ...]) -> list[Mapping[UUID, Any]]:
    return [dict(zip((key.id for key in keys), group, strict=True)) for group in groups]


def _turned(numbers: Matrix) -> tuple[tuple[Any, ...], ...]:
    return tuple(zip(*numbers.cells, strict=True))
