"""Tests of counts against hand-computed cases, published quantiles and examples, and scipy."""

from itertools import product
from math import factorial, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from core.exact import (
    DRAWS,
    adjusted_residuals,
    chi_square_tail,
    equal_shares,
    fisher_p,
    independence,
    multinomial_p,
)


# Upper 5 % and 0.1 % points of the chi-square distribution (NIST/SEMATECH e-Handbook, table 1.3.6.7.4).
@pytest.mark.parametrize(
    ("chi2", "df", "p"),
    [
        (3.841, 1, 0.05), (5.991, 2, 0.05), (7.815, 3, 0.05), (18.307, 10, 0.05), (124.342, 100, 0.05),
        (10.828, 1, 0.001), (13.816, 2, 0.001), (29.588, 10, 0.001),
    ],
)  # fmt: skip
def test_chi_square_tail(chi2, df, p):
    assert chi_square_tail(chi2, df) == pytest.approx(p, rel=2e-3)


def test_equal_shares_with_enough_counts():
    found = equal_shares([69, 40, 19])
    assert found is not None
    expected = stats.chisquare([69, 40, 19])
    assert (found.chi2, found.p) == pytest.approx((expected.statistic, expected.pvalue))
    assert (found.df, found.method, found.draws) == (2, "chi_square", 0)
    assert found.cramers_v == pytest.approx((29.546875 / 256) ** 0.5)
    # w = V √2 = 0.48: medium after Cohen.
    assert found.size == "medium"


def test_few_counts_are_gone_through_one_by_one():
    # Of 27 ways to put three into three, six are (1, 1, 1), eighteen like (2, 1, 0), three like (3, 0, 0).
    assert multinomial_p([3, 0, 0]) == pytest.approx((3 / 27, 0))
    assert multinomial_p([2, 1, 0]) == pytest.approx((21 / 27, 0))
    assert multinomial_p([1, 1, 1]) == pytest.approx((1, 0))
    found = equal_shares([3, 0, 3])
    assert found is not None
    assert (found.method, found.chi2, found.cramers_v) == ("exact", 3, 0.5)


@settings(max_examples=40)
@given(st.lists(st.integers(0, 4), min_size=3, max_size=4))
def test_exact_equals_going_through_every_order(counts: list[int]):
    n, k = sum(counts), len(counts)

    def probability(outcome: tuple[int, ...]) -> float:
        return factorial(n) / prod(map(factorial, outcome)) / k**n

    outcomes = [each for each in product(range(n + 1), repeat=k) if sum(each) == n]
    seen = probability(tuple(counts))
    rare = sum(p for each in outcomes if (p := probability(each)) <= seen * (1 + 1e-9))
    assert multinomial_p(counts)[0] == pytest.approx(min(1, rare))


@pytest.mark.parametrize("counts", [[7, 1], [3, 5], [0, 9], [4, 4]])
def test_two_shares_are_a_binomial_test(counts: list[int]):
    assert multinomial_p(counts)[0] == pytest.approx(stats.binomtest(counts[0], sum(counts)).pvalue)


def test_too_many_outcomes_are_drawn_the_same_each_time():
    counts = [9, 4, 1, 0, 3, 2, 7, 1, 1, 0, 9, 2, 8, 8]
    found = equal_shares(counts)
    assert found is not None
    assert (found.method, found.draws) == ("monte_carlo", DRAWS)
    assert found == equal_shares(counts)
    assert found.p < 0.01


def test_nothing_to_compare():
    assert equal_shares([100]) is None
    assert equal_shares([0, 0]) is None
    assert independence([[3, 4]]) is None
    assert independence([[3, 0], [4, 0]]) is None


def test_fishers_tea():
    # Fisher (1935), The Design of Experiments: three of four cups told right; two-sided p = 34/70.
    assert fisher_p([[3, 1], [1, 3]]) == pytest.approx(34 / 70)


@settings(max_examples=60)
@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_fisher_is_scipys(cells: list[int]):
    table = [cells[:2], cells[2:]]
    assert fisher_p(table) == pytest.approx(stats.fisher_exact(table).pvalue)


def test_a_table_with_enough_counts():
    # Agresti (2007), table 2.5: party by gender; X² = 30.07, df = 2; adjusted residual of Democratic women 4.50.
    table = [[762, 327, 468], [484, 239, 477]]
    found = independence(table)
    assert found is not None
    assert (round(found.chi2, 2), found.df, found.method) == (30.07, 2, "chi_square")
    assert found.p == pytest.approx(stats.chi2_contingency(table, correction=False).pvalue)
    residuals = adjusted_residuals(table)
    assert residuals[0][0] == pytest.approx(4.50, abs=0.005)
    assert residuals[0][2] == pytest.approx(-5.32, abs=0.005)
    assert residuals[0] == [pytest.approx(-value) for value in residuals[1]]


def test_a_sparse_table_is_drawn_and_near_the_exact_p():
    table = [[3, 1, 0], [0, 2, 4], [1, 1, 1]]
    found = independence(table)
    assert found is not None
    assert found.method == "monte_carlo"
    # Freeman and Halton's test, by going through all tables with these margins.
    assert found.p == pytest.approx(freeman_halton(table), abs=0.015)


def freeman_halton(table: list[list[int]]) -> float:
    rows, columns = [sum(row) for row in table], [sum(column) for column in zip(*table, strict=True)]

    def fillings(row: int, left: tuple[int, ...]) -> list[list[tuple[int, ...]]]:
        if row == len(rows) - 1:
            return [[left]]
        choices = [c for c in product(*(range(most + 1) for most in left)) if sum(c) == rows[row]]
        return [
            [choice, *rest]
            for choice in choices
            for rest in fillings(row + 1, tuple(most - one for most, one in zip(left, choice, strict=True)))
        ]

    def weight(filling: list[tuple[int, ...]]) -> float:
        return 1 / prod(factorial(cell) for row in filling for cell in row)

    tables = fillings(0, tuple(columns))
    seen = weight([tuple(row) for row in table])
    return sum(w for each in tables if (w := weight(each)) <= seen * (1 + 1e-9)) / sum(map(weight, tables))


def test_empty_rows_and_columns_say_nothing():
    assert independence([[8, 0, 2], [0, 0, 0], [1, 0, 5]]) == independence([[8, 2], [1, 5]])
    assert adjusted_residuals([[8, 0], [1, 0]]) == [[None, None], [None, None]]
