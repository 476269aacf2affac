"""Tests of counts: equal shares, and rows against columns, with an effect's size in Cohen's words.

Pearson's chi-square where the counts carry it (Cochran's rule), else exact tests: all outcomes are gone through as
long as they are few, or so many of them are drawn, seeded, that p is good to about a hundredth.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import comb, exp, factorial, lgamma, log, sqrt
from random import Random
from typing import Literal

Method = Literal["chi_square", "exact", "monte_carlo"]
Size = Literal["negligible", "small", "medium", "large"]

# Cochran: below this an expected count makes the chi-square distribution a poor stand-in.
LEAST_EXPECTED = 5
MOST_OUTCOMES = 20_000
DRAWS, SEED = 10_000, 20230314
# Two logarithms of probabilities this close are one, reached by sums in another order.
CLOSE = 1e-7


@dataclass(frozen=True, slots=True)
class Outcome:
    """A test's outcome; `draws` is the number of outcomes drawn where not all were gone through, else 0."""

    chi2: float
    df: int
    p: float
    cramers_v: float
    n: int
    method: Method = "chi_square"
    draws: int = 0

    @property
    def size(self) -> Size:
        """The effect's size after Cohen (1988), by w = V √df*: 0.1 small, 0.3 medium, 0.5 large."""
        w = sqrt(self.chi2 / self.n) if self.n else 0.0
        return "negligible" if w < 0.1 else "small" if w < 0.3 else "medium" if w < 0.5 else "large"


def equal_shares(counts: Sequence[int]) -> Outcome | None:
    """Whether counts differ from equal shares; None where there is nothing to compare."""
    n, k = sum(counts), len(counts)
    if k < 2 or not n:
        return None
    expected = n / k
    chi2 = sum((count - expected) ** 2 for count in counts) / expected
    v = sqrt(chi2 / (n * (k - 1)))
    if expected >= LEAST_EXPECTED:
        return Outcome(chi2, k - 1, chi_square_tail(chi2, k - 1), v, n)
    p, draws = multinomial_p(counts)
    return Outcome(chi2, k - 1, p, v, n, "monte_carlo" if draws else "exact", draws)


def multinomial_p(counts: Sequence[int]) -> tuple[float, int]:
    """The exact multinomial test of equal shares: the probability of all outcomes no likelier than the one seen.

    Outcomes that differ in order only are gone through once. The second number is how many were drawn, 0 for none.
    """
    n, k = sum(counts), len(counts)
    seen = _weight(counts)
    outcomes = list(islice(_partitions(n, k, n), MOST_OUTCOMES + 1))
    if len(outcomes) <= MOST_OUTCOMES:
        rare = ((weight, parts) for parts in outcomes if (weight := _weight(parts)) <= seen + CLOSE)
        all_orders = lgamma(n + 1) - n * log(k)
        return min(1.0, sum(exp(weight + all_orders) * _orders(parts, k) for weight, parts in rare)), 0
    return _drawn(n, k, seen), DRAWS


def _weight(parts: Sequence[int]) -> float:
    """The logarithm of an outcome's probability but for what all have in common: -ln Π xᵢ!."""
    return -sum(lgamma(part + 1) for part in parts)


def _partitions(n: int, parts: int, most: int) -> Iterator[tuple[int, ...]]:
    """Every way to write n as at most so many parts, in falling order, none above `most`; without its zeros."""
    if n == 0:
        yield ()
        return
    if parts == 0:
        return
    for first in range(min(n, most), (n - 1) // parts, -1):
        for rest in _partitions(n - first, parts - 1, first):
            yield (first, *rest)


def _orders(parts: Sequence[int], k: int) -> int:
    """In how many orders the parts, and zeros up to k of them, can stand."""
    orders = factorial(k) // factorial(k - len(parts))
    for times in Counter(parts).values():
        orders //= factorial(times)
    return orders


def _drawn(n: int, k: int, seen: float) -> float:
    random, rare = Random(SEED), 0  # noqa: S311 - the same draws each time, so that a number does not change
    for _draw in range(DRAWS):
        rare += _weight(list(Counter(random.choices(range(k), k=n)).values())) <= seen + CLOSE
    return (rare + 1) / (DRAWS + 1)


def chi_square_tail(chi2: float, df: int) -> float:
    """P(X >= chi2) of the chi-square distribution."""
    from scipy.special import chdtrc  # here, not above: few processes need it

    return float(chdtrc(df, chi2))


def independence(cells: Sequence[Sequence[int]]) -> Outcome | None:
    """Whether rows and columns of a table go together; empty ones are left out, None when fewer than two remain."""
    filled = _filled(cells)
    rows, columns = [sum(row) for row in filled], [sum(column) for column in zip(*filled, strict=True)]
    if len(rows) < 2 or len(columns) < 2:
        return None
    n = sum(rows)
    expected = [[row * column / n for column in columns] for row in rows]
    pairs = [(o, e) for row, others in zip(filled, expected, strict=True) for o, e in zip(row, others, strict=True)]
    chi2 = sum((o - e) ** 2 / e for o, e in pairs)
    df, least = (len(rows) - 1) * (len(columns) - 1), min(len(rows), len(columns)) - 1
    v = sqrt(chi2 / (n * least))
    poor = sum(e < LEAST_EXPECTED for _o, e in pairs)
    if poor <= len(pairs) / 5 and all(e >= 1 for _o, e in pairs):
        return Outcome(chi2, df, chi_square_tail(chi2, df), v, n)
    if len(rows) == len(columns) == 2:
        return Outcome(chi2, df, fisher_p(filled), v, n, "exact")
    return Outcome(chi2, df, _shuffled(filled, rows, columns), v, n, "monte_carlo", DRAWS)


def fisher_p(table: Sequence[Sequence[int]]) -> float:
    """Fisher's exact test of a table of four, two-sided: all tables with these margins no likelier than this one."""
    (a, b), (c, d) = table
    row, column, n = a + b, a + c, a + b + c + d

    def ways(first: int) -> int:
        return comb(row, first) * comb(n - row, column - first)

    seen = ways(a)
    possible = range(max(0, row + column - n), min(row, column) + 1)
    return sum(ways(x) for x in possible if ways(x) <= seen) / comb(n, column)


def _shuffled(cells: Sequence[Sequence[int]], rows: Sequence[int], columns: Sequence[int]) -> float:
    """Fisher, Freeman and Halton's test, drawn: the part of tables with these margins no likelier than this one."""
    from numpy.random import default_rng
    from scipy.special import gammaln
    from scipy.stats import random_table

    tables = random_table(rows, columns, seed=default_rng(SEED)).rvs(DRAWS)
    seen = sum(lgamma(cell + 1) for row in cells for cell in row)
    weights = gammaln(tables + 1).sum(axis=(1, 2))
    return float(((weights >= seen - CLOSE).sum() + 1) / (DRAWS + 1))


def _filled(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    rows = [list(row) for row in cells if any(row)]
    kept = [index for index, column in enumerate(zip(*rows, strict=True)) if any(column)]
    return [[row[index] for index in kept] for row in rows]


def adjusted_residuals(cells: Sequence[Sequence[int]]) -> list[list[float | None]]:
    """How far each count is from what rows and columns alone would make it, in standard errors.

    (O - E) / √(E (1 - row/n) (1 - column/n)), after Haberman (1973); undefined where a margin is empty or everything.
    """
    rows, columns = [sum(row) for row in cells], [sum(column) for column in zip(*cells, strict=True)]
    n = sum(rows)
    return [
        [_residual(value, row, column, n) for value, column in zip(values, columns, strict=True)]
        for values, row in zip(cells, rows, strict=True)
    ]


def _residual(value: int, row: int, column: int, n: int) -> float | None:
    if not n or not row or not column or n in (row, column):
        return None
    expected = row * column / n
    return (value - expected) / sqrt(expected * (1 - row / n) * (1 - column / n))
