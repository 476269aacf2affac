"""Periods: a day lies in its month, quarter and year."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.periods import STEPS, days_of, period_of


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)), st.sampled_from(STEPS))
def test_a_day_lies_in_its_period(day: date, step):
    first, last = days_of(period_of(day, step))
    assert first <= day <= last
    assert period_of(first, step) == period_of(last, step) == period_of(day, step)


@pytest.mark.parametrize(
    ("name", "first", "last"),
    [
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31)),
        ("2023", date(2023, 1, 1), date(2023, 12, 31)),
    ],
)
def test_periods_by_name(name: str, first: date, last: date):
    assert days_of(name) == (first, last)


@pytest.mark.parametrize("name", ["", "23", "2023-13", "2023-Q5", "2023-1", "none"])
def test_what_is_no_period(name: str):
    with pytest.raises(ValueError, match=name):
        days_of(name)
