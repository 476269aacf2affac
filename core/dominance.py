"""Which pressure dominates: six rules, none of them agreed on, so all of them are shown.

The test is Pearson's chi-square of equal shares over the codings, df = k - 1; V is sqrt(chi2 / (n (k - 1))).
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from math import erfc, exp, gamma, sqrt
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

# Cochran's rule: below this the chi-square distribution is no longer a good stand-in.
LEAST_EXPECTED = 5


@dataclass(frozen=True, slots=True)
class Rule(Generic[K]):
    """One rule's counts. The winner is None when two lead together (a tie) or nothing was counted."""

    name: str
    counts: Mapping[K, float]

    @property
    def leaders(self) -> list[K]:
        most = max(self.counts.values(), default=0)
        return [key for key, count in self.counts.items() if count == most] if most else []

    @property
    def winner(self) -> K | None:
        return self.leaders[0] if len(self.leaders) == 1 else None

    @property
    def tie(self) -> bool:
        return len(self.leaders) > 1

    @property
    def shares(self) -> dict[K, float]:
        total = sum(self.counts.values())
        return {key: count / total if total else 0.0 for key, count in self.counts.items()}


@dataclass(frozen=True, slots=True)
class EqualShares:
    """A test of equal shares."""

    chi2: float
    df: int
    p: float
    cramers_v: float


def rules(
    keys: Sequence[K],
    *,
    codings: Mapping[K, int],
    participants: Mapping[K, int],
    words: Mapping[K, int],
    by_factor: Sequence[Mapping[K, int]],
    by_office: Sequence[Mapping[K, int]],
) -> list[Rule[K]]:
    """The six rules over the pressures `keys`.

    `by_factor` and `by_office` hold one mapping per factor (segments with both) and per office (codings). The
    sixth divides a pressure's codings by the participants who voice it.
    """
    return [
        Rule("codings", _of(keys, codings)),
        Rule("participants", _of(keys, participants)),
        Rule("words", _of(keys, words)),
        Rule("factors", _majorities(keys, by_factor)),
        Rule("offices", _majorities(keys, by_office)),
        Rule(
            "codings_per_participant",
            {key: codings.get(key, 0) / participants[key] if participants.get(key) else 0 for key in keys},
        ),
    ]


def agree(outcome: Sequence[Rule[K]]) -> bool:
    """Whether every rule that counted something names the same one."""
    winners = {rule.winner for rule in outcome if rule.leaders}
    return len(winners) == 1 and None not in winners


def _of(keys: Sequence[K], counts: Mapping[K, int]) -> dict[K, float]:
    return {key: counts.get(key, 0) for key in keys}


def _majorities(keys: Sequence[K], groups: Sequence[Mapping[K, int]]) -> dict[K, float]:
    """How many groups each key leads. A group that two lead together, or that is empty, counts for none."""
    winners = [Rule("", _of(keys, group)).winner for group in groups]
    return {key: winners.count(key) for key in keys}


def equal_shares(counts: Sequence[int]) -> EqualShares | None:
    """Test whether the counts differ from equal shares; None where there are too few for the test."""
    n, k = sum(counts), len(counts)
    if k < 2 or n < LEAST_EXPECTED * k:
        return None
    expected = n / k
    chi2 = sum((count - expected) ** 2 for count in counts) / expected
    return EqualShares(chi2, k - 1, chi_square_tail(chi2, k - 1), sqrt(chi2 / (n * (k - 1))))


def chi_square_tail(chi2: float, df: int) -> float:
    """P(X >= chi2) for whole degrees of freedom: the regularised upper incomplete gamma Q(df/2, chi2/2).

    Exact by the recurrence Q(a + 1, x) = Q(a, x) + x^a e^-x / Γ(a + 1), from Q(1/2, x) = erfc(√x) and
    Q(1, x) = e^-x (Abramowitz & Stegun 6.5.21, 26.4.4-5).
    """
    x = chi2 / 2
    a, tail = (0.5, erfc(sqrt(x))) if df % 2 else (1.0, exp(-x))
    while a < df / 2:
        tail += x**a * exp(-x) / gamma(a + 1)
        a += 1
    return tail
