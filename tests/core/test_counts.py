"""Counts against a naive recount of the same codings, one cell at a time."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from core.counts import (
    Matrix,
    covered_words,
    cross,
    distinct,
    per_thousand,
    rolled_up,
    sets_rolled_up,
    share_of_column,
    tabulate,
)

TOPS = {"a": "a", "a1": "a", "a2": "a", "b": "b", "b1": "b", "c": "c"}
CODES, OFFICES = sorted(TOPS), ["metro", "kotabumi", "empty"]
PEOPLE = st.sampled_from(["p1", "p2", "p3", "p4"])

# One coding: code, office, participant, and the passage it stands on.
PASSAGES = st.tuples(st.sampled_from(["v1", "v2"]), st.integers(0, 30), st.integers(1, 12)).map(
    lambda p: (p[0], p[1], p[1] + p[2])
)
CODINGS = st.lists(st.tuples(st.sampled_from(CODES), st.sampled_from(OFFICES[:2]), PEOPLE, PASSAGES))
SETS = st.lists(st.frozensets(st.sampled_from(CODES)))


def words_one_by_one(passages):
    return len({(version, word) for version, first, last in passages for word in range(first, last)})


def recount(codings, things, rows, size, tops=None):
    """Every number by going through all codings again."""
    tops = tops or {code: code for code in CODES}

    def count(row=None, office=None):
        return size(
            [
                thing
                for (code, where, *_), thing in zip(codings, things, strict=True)
                if row in (None, tops[code]) and office in (None, where)
            ]
        )

    return Matrix(
        cells=tuple(tuple(count(row, office) for office in OFFICES) for row in rows),
        rows=tuple(count(row) for row in rows),
        columns=tuple(count(office=office) for office in OFFICES),
        all=count(),
    )


def facts_of(codings, things):
    return [(code, office, thing) for (code, office, *_), thing in zip(codings, things, strict=True)]


@given(CODINGS)
def test_codings_add_up(codings):
    ones = [1] * len(codings)
    counted = tabulate(facts_of(codings, ones), CODES, OFFICES, sum)
    assert counted == recount(codings, ones, CODES, sum)
    assert counted.all == sum(counted.rows) == sum(counted.columns) == len(codings)


@given(CODINGS)
def test_people_count_once_in_every_total(codings):
    people = [person for _code, _office, person, _passage in codings]
    counted = tabulate(facts_of(codings, people), CODES, OFFICES, distinct)
    assert counted == recount(codings, people, CODES, lambda found: len(set(found)))
    assert counted.all == len(set(people))


@given(CODINGS)
def test_words_under_overlapping_passages_count_once(codings):
    passages = [passage for _code, _office, _person, passage in codings]
    counted = tabulate(facts_of(codings, passages), CODES, OFFICES, covered_words)
    assert counted == recount(codings, passages, CODES, words_one_by_one)


@given(CODINGS)
def test_sub_codes_roll_up_by_union_not_by_addition(codings):
    people = [person for _code, _office, person, _passage in codings]
    counted = tabulate(rolled_up(facts_of(codings, people), TOPS), ["a", "b", "c"], OFFICES, distinct)
    assert counted == recount(codings, people, ["a", "b", "c"], lambda found: len(set(found)), TOPS)


def test_touching_and_nested_passages():
    assert covered_words([("v1", 0, 5), ("v1", 5, 8), ("v1", 2, 3), ("v2", 0, 5)]) == 13


@given(CODINGS)
def test_shares_are_of_their_column_and_sum_to_a_hundred(codings):
    counted = tabulate(facts_of(codings, [1] * len(codings)), CODES, OFFICES, sum)
    shares = share_of_column(counted)
    for column, total in enumerate(counted.columns):
        found = [row[column] for row in shares.cells]
        if total:
            assert abs(sum(found) - 100) < 1e-9
            assert found == [row[column] / (total / 100) for row in counted.cells]
        else:
            assert found == [None] * len(CODES)


def test_per_thousand_words_divides_by_what_was_said_in_the_column():
    counted = tabulate([("a", "metro", 3), ("a", "kotabumi", 1)], ["a"], OFFICES, sum)
    rates = per_thousand(counted, [1500, 4000, 0], 5500)
    assert rates.cells == ((2.0, 0.25, None),)
    assert rates.columns == (2.0, 0.25, None)
    assert rates.rows == (4 / 5.5,)
    assert rates.all == 4 / 5.5


@given(SETS)
def test_cross_table_counts_segments_that_carry_both(segments):
    rows, columns = ["a", "a1", "a2"], ["b", "b1", "c"]
    table = cross(Counter(segments).items(), rows, columns)
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            assert table.cells[i][j] == sum({row, column} <= codes for codes in segments)
    of_columns, of_rows = set(columns), set(rows)
    assert table.rows == tuple(sum(row in codes and bool(codes & of_columns) for codes in segments) for row in rows)
    assert table.columns == tuple(sum(c in codes and bool(codes & of_rows) for codes in segments) for c in columns)
    assert table.all == sum(bool(codes & of_rows) and bool(codes & of_columns) for codes in segments)


@given(SETS)
def test_cross_table_rolls_up_by_union(segments):
    rolled = cross(sets_rolled_up(Counter(segments).items(), TOPS), ["a"], ["b", "c"])
    families = [{TOPS[code] for code in codes} for codes in segments]
    assert rolled.cells == (tuple(sum({"a", column} <= codes for codes in families) for column in ("b", "c")),)
    assert rolled.all == sum("a" in codes and len(codes) > 1 for codes in families)
