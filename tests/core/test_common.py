from hypothesis import given
from hypothesis import strategies as st

from core.counts import common

bounds = st.lists(st.integers(0, 30), unique=True, max_size=8).map(sorted)


def intervals(found):
    return list(zip(found[::2], found[1::2], strict=False))


def covered(of):
    return {each for first, last in of for each in range(first, last)}


@given(bounds, bounds)
def test_what_intervals_have_in_common(one, other):
    some, others = intervals(one), intervals(other)
    assert covered(common(some, others)) == covered(some) & covered(others)
