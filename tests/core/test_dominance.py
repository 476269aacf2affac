"""The six rules on a study small enough to count by hand."""

from core.dominance import agree, rules, rules_within

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


def test_within_an_office_offices_are_not_counted():
    told = {
        "codings": {"coercive": 2}, "participants": {"coercive": 1}, "words": {"coercive": 9},
        "by_factor": [{"coercive": 1}, {"mimetic": 2, "coercive": 2}],
    }  # fmt: skip
    found = rules_within(KEYS, **told)
    assert [rule.name for rule in found] == ["codings", "participants", "words", "factors", "codings_per_participant"]
    assert agree(found)
