"""New codes per interview, and the criterion of Guest, Namey and Chen (2020)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.saturation import judge, steps


def test_each_interview_brings_what_none_before_it_had():
    found = steps(["ab", "bca", "", "cd"])
    assert [step.new for step in found] == [("a", "b"), ("c",), (), ("d",)]
    assert [step.cumulative for step in found] == [2, 3, 3, 4]


@given(st.lists(st.lists(st.integers(0, 6), max_size=8), max_size=8))
def test_new_codes_add_up_to_all_codes_whatever_the_order(interviews):
    found = steps(interviews)
    everything = {code for codes in interviews for code in codes}
    assert sum(len(step.new) for step in found) == len(everything)
    assert [step.cumulative for step in found] == [
        len({code for codes in interviews[: n + 1] for code in codes}) for n in range(len(interviews))
    ]


def test_runs_overlap_and_are_shares_of_the_base():
    verdict = judge([10, 5, 3, 2, 2, 1, 1, 0, 0], base=4, run=2, threshold=5)
    assert verdict.base == 20
    assert [(run.first, run.last, run.new) for run in verdict.runs] == [
        (5, 6, 3), (6, 7, 2), (7, 8, 1), (8, 9, 0),
    ]  # fmt: skip
    assert verdict.runs[0].share == 3 / 20


@pytest.mark.parametrize(("threshold", "reached"), [(5, 6), (0, 7)])
def test_saturation_is_reached_before_the_first_quiet_run(threshold, reached):
    assert judge([10, 5, 3, 2, 2, 1, 1, 0, 0], base=4, run=2, threshold=threshold).reached == reached


def test_the_threshold_itself_is_quiet():
    assert judge([20, 0, 0, 0, 1, 0], base=4, run=2, threshold=5).reached == 4


def test_a_study_that_keeps_finding_codes_never_gets_there():
    verdict = judge([3, 3, 3, 3, 3, 3], base=4, run=2, threshold=5)
    assert (verdict.base, verdict.reached, verdict.quiet) == (12, None, None)


@pytest.mark.parametrize("new", [[], [5, 4, 3, 2, 1], [0, 0, 0, 0, 1, 2]])
def test_too_few_interviews_or_an_empty_base_say_nothing(new):
    assert judge(new, base=4, run=2, threshold=5) == judge([], base=4, run=2, threshold=5)
