import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.offsets import Span
from core.text.words import count_words, word_interval, word_starts

EXAMPLES = [
    ("satuan-satuan kerja", ["satuan-satuan", "kerja"]),
    ("Jum'at, Jum\u2019at", ["Jum'at", "Jum\u2019at"]),
    ("'kutip' -tanda- a--b", ["kutip", "tanda", "a", "b"]),
    ("Nama: ________ a_b", ["Nama", "a", "b"]),
    ("Rp1.500.000 (50%)", ["Rp1", "500", "000", "50"]),
    ("e\u0301te\u0301 नमस्ते שָׁלוֹם", ["e\u0301te\u0301", "नमस्ते", "שָׁלוֹם"]),
    ("می\u200cروم 你好，世界", ["می\u200cروم", "你好", "世界"]),
    ("😀 — … ?", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), EXAMPLES)
def test_words(text, words):
    starts = word_starts(text)
    assert [text[start : start + len(word)] for start, word in zip(starts, words, strict=True)] == words
    assert count_words(text) == len(words)


def test_words_of_spans_only():
    text = "Ani: satu dua\nBudi: tiga"
    assert list(word_starts(text, [Span(5, 13), Span(20, 24)])) == [5, 10, 20]


@given(st.text(alphabet="ab-' \n😀é\u0301_"))
def test_words_start_with_a_letter_after_something_else(text):
    starts = word_starts(text)
    assert list(starts) == sorted(set(starts))
    assert all(text[start].isalnum() for start in starts)
    assert len(starts) == count_words(text)
    assert bool(starts) == any(c.isalnum() for c in text)


@given(st.lists(st.integers(0, 99), unique=True).map(sorted), st.integers(0, 99), st.integers(0, 99))
def test_the_interval_holds_the_words_that_start_inside(starts, start, end):
    first, last = word_interval(starts, start, max(start, end))
    assert starts[first:last] == [word for word in starts if start <= word < end]
