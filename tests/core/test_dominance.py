"""The six rules on a study small enough to count by hand, and the test against published quantiles."""

import pytest

from core.dominance import agree, chi_square_tail, equal_shares, rules

KEYS = ["coercive", "mimetic", "normative"]


def judged(**changed):
    told = {
        "codings": {"normative": 69, "coercive": 40, "mimetic": 19},
        "participants": {"normative": 8, "coercive": 6, "mimetic": 5},
        "words": {"normative": 900, "coercive": 400, "mimetic": 200},
        "by_factor": [{"normative": 5, "coercive": 2}, {"normative": 3, "mimetic": 3}, {}],
        "by_office": [{"normative": 40, "coercive": 7}, {"normative": 29, "coercive": 33}],
    }
    return {rule.name: rule for rule in rules(KEYS, **(told | changed))}


def test_each_rule_counts_what_it_says():
    found = judged()
    assert [rule.winner for rule in found.values()] == ["normative"] * 4 + [None, "normative"]
    assert found["factors"].counts == {"coercive": 0, "mimetic": 0, "normative": 1}
    assert found["offices"].counts == {"coercive": 1, "mimetic": 0, "normative": 1}
    assert found["codings_per_participant"].counts["normative"] == 69 / 8
    assert found["codings"].shares == {"coercive": 40 / 128, "mimetic": 19 / 128, "normative": 69 / 128}


def test_a_tie_is_a_tie_and_breaks_agreement():
    found = judged()
    assert found["offices"].tie
    assert found["offices"].leaders == ["coercive", "normative"]
    assert not agree(list(found.values()))
    assert agree(list(judged(by_office=[{"normative": 1}]).values()))


def test_a_rule_that_counted_nothing_names_nobody_and_does_not_disagree():
    found = judged(participants={}, by_office=[{"normative": 1}])
    assert found["participants"].winner is None
    assert not found["participants"].tie
    assert set(found["codings_per_participant"].counts.values()) == {0}
    assert agree(list(found.values()))
    assert not agree(rules(KEYS, codings={}, participants={}, words={}, by_factor=[], by_office=[]))


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


def test_equal_shares():
    found = equal_shares([69, 40, 19])
    assert found.df == 2
    assert found.chi2 == pytest.approx(29.546875)
    assert found.cramers_v == pytest.approx((29.546875 / 256) ** 0.5)
    assert equal_shares([10, 10]).p == 1


def test_too_few_for_the_test():
    assert equal_shares([9, 4, 1]) is None
    assert equal_shares([100]) is None
