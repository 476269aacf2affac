"""Every number of random projects against a recount in plain Python from the passages as they lie in the text."""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.analysis.queries import Filter, Table, crosstab, frequencies
from tests.analysis.random_study import Fact, RandomStudy, make_study

EXAMPLES = settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
SEEDS = st.integers(min_value=0, max_value=10_000)
COUNT: dict[str, Callable[[list[Fact]], int]] = {
    "codings": len,
    "segments": lambda facts: len({fact.segment for fact in facts}),
    "transcripts": lambda facts: len({fact.transcript for fact in facts}),
    "participants": lambda facts: len({fact.participant for fact in facts if fact.participant}),
    "words": lambda facts: len({word for fact in facts for word in fact.words}),
}
COLUMNS = ("office", "participant", "transcript", "coder")


class TakenBack(Exception):
    """Ends an example, so that its project leaves the database."""


def with_study(check: Callable[[RandomStudy, Any], None], seed: int, data: Any) -> None:
    with suppress(TakenBack), transaction.atomic():
        check(make_study(seed), data)
        raise TakenBack


def draw_filter(study: RandomStudy, data: Any) -> Filter:
    def one_of(values: Iterable[Any]) -> Any:
        return data.draw(st.sampled_from([None, *values]))

    return Filter(
        dimension=one_of(dimension.pk for dimension in study.dimensions),
        code=one_of(code.pk for code in study.codes),
        rollup=data.draw(st.booleans()),
        office=one_of({fact.office for fact in study.facts}),
        coder=one_of(coder.pk for coder in study.coders),
        transcript=one_of({fact.transcript for fact in study.facts}),
    )


def let_through(study: RandomStudy, chosen: Filter) -> list[Fact]:
    wanted = study.branch(chosen.code) if chosen.code and chosen.rollup else {chosen.code}
    return [
        fact
        for fact in study.counted()
        if chosen.dimension in (None, fact.dimension)
        and (chosen.code is None or fact.code in wanted)
        and chosen.office in (None, fact.office)
        and chosen.coder in (None, fact.by)
        and chosen.transcript in (None, fact.transcript)
    ]


def column_of(fact: Fact, by: str) -> Any:
    return fact.by if by == "coder" else getattr(fact, by)


def tops(study: RandomStudy, chosen: Filter) -> Callable[[Fact], Any]:
    """The row a fact is counted in. Under a filter the highest code that is let through stands for its branch."""
    if not chosen.rollup:
        return lambda fact: fact.code
    allowed = study.branch(chosen.code) if chosen.code else set(study.parents)

    def top(fact: Fact) -> Any:
        code = fact.code
        while study.parents[code] in allowed:
            code = study.parents[code]
        return code

    return top


def assert_table(table: Table, facts: list[Fact], row: Callable[[Fact], Any], by: str, count: Any) -> None:
    for i, heading in enumerate(table.rows):
        mine = [fact for fact in facts if row(fact) == heading.id]
        assert table.numbers.rows[i] == count(mine)
        for j, column in enumerate(table.columns):
            assert table.numbers.cells[i][j] == count([f for f in mine if column_of(f, by) == column.id])
    for j, column in enumerate(table.columns):
        assert table.numbers.columns[j] == count([fact for fact in facts if column_of(fact, by) == column.id])
    assert table.numbers.all == table.n == count(facts)
    shown = {heading.id for heading in table.rows}, {column.id for column in table.columns}
    assert count([fact for fact in facts if row(fact) not in shown[0] or column_of(fact, by) not in shown[1]]) == 0


@EXAMPLES
@given(seed=SEEDS, data=st.data())
def test_frequencies(db: None, seed: int, data: Any) -> None:
    def check(study: RandomStudy, data: Any) -> None:
        chosen = draw_filter(study, data)
        facts, row = let_through(study, chosen), tops(study, chosen)
        for measure, count in COUNT.items():
            for by in COLUMNS:
                assert_table(frequencies(study.project, chosen, measure=measure, by=by), facts, row, by, count)

    with_study(check, seed, data)


@EXAMPLES
@given(seed=SEEDS, data=st.data())
def test_shares_and_rates(db: None, seed: int, data: Any) -> None:
    def check(study: RandomStudy, data: Any) -> None:
        chosen = replace(draw_filter(study, data), coder=None)
        facts, row = let_through(study, chosen), tops(study, chosen)
        shares = frequencies(study.project, chosen, measure="share")
        rates = frequencies(study.project, chosen, measure="per_1000_words")
        for j, column in enumerate(shares.columns):
            here = [fact for fact in facts if fact.office == column.id]
            said = sum(
                words
                for office, transcript, _person, words in study.said
                if office == column.id and chosen.transcript in (None, transcript) and chosen.office in (None, office)
            )
            for i, heading in enumerate(shares.rows):
                n = sum(1 for fact in here if row(fact) == heading.id)
                assert shares.numbers.cells[i][j] == (pytest.approx(100 * n / len(here)) if here else None)
                assert rates.numbers.cells[i][j] == (pytest.approx(1000 * n / said) if said else None)

    with_study(check, seed, data)


@EXAMPLES
@given(seed=SEEDS, data=st.data())
def test_crosstab(db: None, seed: int, data: Any) -> None:
    def check(study: RandomStudy, data: Any) -> None:
        chosen = replace(draw_filter(study, data), dimension=None, code=None)
        facts, row = let_through(study, chosen), tops(study, chosen)
        rows, columns = study.dimensions
        table = crosstab(study.project, chosen, rows=rows, columns=columns)
        for i, one in enumerate(table.rows):
            for j, other in enumerate(table.columns):
                both = {f.segment for f in facts if row(f) == one.id} & {f.segment for f in facts if row(f) == other.id}
                assert table.numbers.cells[i][j] == len(both)
        crossed = {f.segment for f in facts if f.dimension == rows.pk} & {
            f.segment for f in facts if f.dimension == columns.pk
        }
        assert table.numbers.all == len(crossed)

    with_study(check, seed, data)
