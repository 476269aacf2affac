"""Bands along the words of a text."""

from hypothesis import given
from hypothesis import strategies as st

from core.portrait import bands, covered, merged, places

PASSAGES = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 20), st.integers(0, 6)), max_size=10)


def made(passages, start: int = 0):
    return bands((lane, first, first + length, number) for number, (lane, first, length) in enumerate(passages, start))


def test_a_passage_without_words_can_be_seen():
    assert [(band.first, band.last) for band in made([("a", 5, 0)])] == [(5, 6)]


def test_bands_that_touch_become_one_and_keep_their_passages():
    found = merged(made([("a", 0, 4), ("b", 2, 4), ("a", 4, 3), ("a", 9, 2)]))
    assert [(band.lane, band.first, band.last, band.passages) for band in found] == [
        ("a", 0, 7, (0, 2)), ("b", 2, 6, (1,)), ("a", 9, 11, (3,)),
    ]  # fmt: skip
    assert [band.last for band in merged(found, within=2) if band.lane == "a"] == [11]


@given(PASSAGES)
def test_words_under_a_lane_count_once(passages):
    found = made(passages)
    for lane, words in zip("ab", covered(found, "ab"), strict=True):
        assert words == len({word for band in found if band.lane == lane for word in range(band.first, band.last)})


@given(PASSAGES)
def test_no_passage_is_lost_in_merging(passages):
    kept = [key for band in merged(made(passages), within=3) for key in band.passages]
    assert len(kept) == len(passages) and set(kept) == set(range(len(passages)))


def test_turns_lie_one_behind_the_other():
    assert places([3, 0, 5]) == [(0, 3), (3, 3), (3, 8)]
