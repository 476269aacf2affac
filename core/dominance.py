"""Which pressure dominates: six rules, none of them agreed on, so all of them are shown.

Whether the codings' shares differ from equal ones is tested by `core.exact.equal_shares`.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)


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


def rules_within(
    keys: Sequence[K],
    *,
    codings: Mapping[K, int],
    participants: Mapping[K, int],
    words: Mapping[K, int],
    by_factor: Sequence[Mapping[K, int]],
) -> list[Rule[K]]:
    """The rules within one office: all but the one that counts offices."""
    told = rules(keys, codings=codings, participants=participants, words=words, by_factor=by_factor, by_office=[])
    return [rule for rule in told if rule.name != "offices"]
