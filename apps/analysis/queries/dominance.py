"""Which code of a dimension dominates: the six rules of core.dominance over the same counts as the tables."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from apps.analysis.queries.columns import Heading
from apps.analysis.queries.filters import Filter
from apps.analysis.queries.tables import Table, crossed_by_office, crosstab, frequencies
from apps.codebook.models import Dimension
from apps.projects.models import Project
from core.counts import Matrix
from core.dominance import Rule, agree, rules, rules_within
from core.exact import Outcome, equal_shares


@dataclass(frozen=True)
class InOffice:
    """The verdict within one office, by the rules that can be counted there."""

    office: Heading
    rules: list[Rule[UUID]]
    codings: int


@dataclass(frozen=True)
class Dominance:
    """The verdict of each rule over a dimension's top codes; `test` is None where there is nothing to compare."""

    dimension: UUID
    keys: tuple[Heading, ...]
    rules: list[Rule[UUID]]
    offices: list[InOffice]
    test: Outcome | None
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
    participants = frequencies(project, chosen, measure="participants")
    words = frequencies(project, chosen, measure="words")
    crossed = crosstab(project, chosen, rows=factors, columns=dimension) if factors else None
    counts = _by_code(codings)
    return Dominance(
        dimension=dimension.pk,
        keys=codings.rows,
        rules=rules(
            [row.id for row in codings.rows],
            codings=counts,
            participants=_by_code(participants),
            words=_by_code(words),
            by_factor=_groups(crossed.columns, crossed.numbers.cells) if crossed else [],
            by_office=_groups(codings.rows, _turned(codings.numbers)),
        ),
        offices=_in_offices(project, chosen, dimension, factors, (codings, participants, words)),
        test=equal_shares(list(counts.values())),
        codings=codings.n,
        codebook_version=codings.codebook_version,
    )


def _in_offices(
    project: Project, chosen: Filter, dimension: Dimension, factors: Dimension | None, tables: tuple[Table, ...]
) -> list[InOffice]:
    """The rules counted within each office that has any codings, in the order of the tables' columns."""
    keys = [row.id for row in tables[0].rows]
    crossed = crossed_by_office(project, chosen, rows=factors, columns=dimension) if factors else {}
    # (codings, participants, words) of every office, each by code.
    counted = zip(*(_groups(table.rows, _turned(table.numbers)) for table in tables), strict=True)
    found = []
    for office, (codings, participants, words) in zip(tables[0].columns, counted, strict=True):
        told = rules_within(
            keys, codings=codings, participants=participants, words=words, by_factor=crossed.get(office.id, [])
        )
        if any(codings.values()):
            found.append(InOffice(office, told, sum(codings.values())))
    return found


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
