import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.marks import count_marks, find_marks
from core.text.offsets import Span


def labels(text):
    return [mark.label for mark in find_marks(text, [Span(0, len(text))])]


@pytest.mark.parametrize(
    "mark",
    [
        "[tertawa]", "(laughs)", "((pause))", "[...]", "[…]", "<overlap>", "*laughs*", "(tidak jelas)", "(2.5)",
        "(3 detik)", "(.)", "((nada suara naik))", "[inaudible 00:01:23]", "[ menunjuk papan ]", "(long pause)",
    ],
)  # fmt: skip
def test_what_nobody_said(mark):
    text = f"Ya {mark} begitu."
    (found,) = find_marks(text, [Span(0, len(text))])
    assert text[found.start : found.end] == mark


@pytest.mark.parametrize(
    "words",
    [
        "(Kanwil)", "(tidak ada)", "[1]", "[12:04]", "[tautan](http://x)", "**kata**", "(2)", "()", "[ ]", "( )",
        "<b>", "5 < 6 > 2", "(lihat gambar)", "[kalimat yang panjang dan masih diucapkan oleh informan tadi]",
    ],
)  # fmt: skip
def test_what_somebody_said(words):
    assert labels(f"Ya {words} begitu.") == []


def test_marks_outside_the_turns_and_inside_others_do_not_count():
    text = "[id1] Ya ((lalu [x] diam)). [id2] Oke [tertawa]."
    found = find_marks(text, [Span(6, 27), Span(34, len(text))])
    assert [mark.label for mark in found] == ["lalu [x] diam", "tertawa"]


def test_counts_by_the_commonest_spelling():
    text = "[Tertawa] a [tertawa] b [tertawa] c (pause)"
    assert count_marks(find_marks(text, [Span(0, len(text))])) == [("tertawa", 3), ("pause", 1)]


crumbs = st.sampled_from(["(", ")", "((", "))", "[", "]", "<", ">", "*", "tawa", " ", "\n", "..."])


@given(st.lists(crumbs, min_size=2).map("".join))
def test_marks_ascend_and_never_overlap(text):
    half = len(text) // 2
    found = find_marks(text, [Span(0, half), Span(half, len(text))])
    ends = [0, *(mark.end for mark in found)]
    assert all(end <= mark.start < mark.end for end, mark in zip(ends, found, strict=False))
    assert all(mark.end <= half or mark.start >= half for mark in found)
