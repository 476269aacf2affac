"""Meetings of codes against a recount that looks at every pair of passages."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from core.cooccurrence import Passages, Together, meeting, strongest, together

CODES = 4
PASSAGE = st.tuples(
    st.integers(0, 2), st.integers(0, 12), st.integers(0, 6), st.frozensets(st.integers(0, CODES - 1), max_size=3)
)


def columns_of(passages: list[tuple[int, int, int, frozenset[int]]]) -> Passages:
    return Passages(
        group=[group for group, *_ in passages],
        first=[first for _, first, *_ in passages],
        reach=[first + length for _, first, length, _ in passages],
    )


def counted(passages: list[tuple[int, int, int, frozenset[int]]], codes: int = CODES) -> Together:
    marks = [(place, code) for place, (*_, codes_) in enumerate(passages) for code in codes_]
    return together(columns_of(passages), ([place for place, _ in marks], [code for _, code in marks]), codes)


def meet(one: tuple, other: tuple) -> bool:
    return one[0] == other[0] and one[1] <= other[1] + other[2] and other[1] <= one[1] + one[2]


@settings(max_examples=150)
@given(st.lists(PASSAGE, max_size=14))
def test_a_recount_of_every_pair_of_passages_finds_the_same(passages):
    found = counted(passages)
    for a, b in combinations(range(CODES), 2):
        having = [[p for p in range(len(passages)) if code in passages[p][3]] for code in (a, b)]
        pairs = [(p, q) for p in having[0] for q in having[1] if meet(passages[p], passages[q])]
        those = {p for p, _ in pairs} | {q for _, q in pairs}
        assert meeting(columns_of(passages), *having) == sorted(those)
        either = {*having[0], *having[1]}
        assert found.pairs[a][b] == found.pairs[b][a] == len(pairs)
        assert found.meeting[a][b] == found.meeting[b][a] == len(those)
        assert found.coefficients[a][b] == (len(those) / len(either) if either else None)
    assert list(found.carried) == [sum(code in p[3] for p in passages) for code in range(CODES)]
    assert found.passages == sum(bool(p[3]) for p in passages)


def test_where_a_passage_meets_only_itself_the_coefficient_is_jaccards():
    found = counted([(0, 0, 0, frozenset({0, 1})), (1, 0, 0, frozenset({0})), (2, 0, 0, frozenset({1}))], 2)
    assert found.meeting == ((2, 1), (1, 2))
    assert found.coefficients[0][1] == 1 / 3


def test_one_long_passage_over_two_short_ones_is_three_passages_and_two_pairs():
    long, short, shorter = (0, 0, 10, frozenset({0})), (0, 1, 2, frozenset({1})), (0, 5, 1, frozenset({1}))
    found = counted([long, short, shorter], 2)
    assert (found.meeting[0][1], found.pairs[0][1], found.coefficients[0][1]) == (3, 2, 1.0)


def test_a_code_marked_twice_on_a_passage_counts_once():
    found = together(Passages([0], [0], [4]), ([0, 0, 0], [1, 1, 0]), 2)
    assert found.carried == (1, 1)
    assert found.meeting[0][1] == 1


def test_nothing_at_all():
    assert together(Passages([], [], []), ([], []), 0).meeting == ()
    empty = together(Passages([], [], []), ([], []), 2)
    assert empty.coefficients == ((None, None), (None, None))
    assert strongest(empty, most=5) == []


def test_the_strongest_pairs_come_first_and_the_weak_are_left_out():
    crowd = [(n, 0, 0, frozenset({0, 1})) for n in range(3)] + [(9, 0, 0, frozenset({1, 2})), (9, 1, 0, frozenset({3}))]
    found = counted(crowd)
    assert strongest(found, most=5) == [(0, 1), (1, 2)]
    assert strongest(found, most=1) == [(0, 1)]
    assert strongest(found, most=5, least=2) == [(0, 1)]
