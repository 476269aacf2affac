from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.text.lines import LINE_WIDTH, line_at, line_starts
from core.text.offsets import Span

texts = st.lists(st.sampled_from([" ", "  ", "\n", "kata", "a" * 30, "x" * 100, "😀", "\u00a0", "\t"]), min_size=1).map(
    "".join
)


def lines_of(text):
    starts = [*line_starts(text, [Span(0, len(text))]), len(text)]
    return [text[start:end] for start, end in pairwise(starts)]


@given(texts)
def test_the_lines_put_together_are_the_text(text):
    lines = lines_of(text)
    assert "".join(lines) == text
    assert all(lines)


@given(texts)
def test_no_line_is_too_wide_and_none_goes_on_after_a_line_break(text):
    for line in lines_of(text):
        assert len(line.rstrip()) <= LINE_WIDTH
        assert "\n" not in line[:-1]


@given(texts)
def test_lines_are_filled_greedily(text):
    for line, following in pairwise(lines_of(text)):
        if not line.endswith("\n"):
            next_word = (following.split() or [following])[0]
            assert len(line) + len(next_word) > LINE_WIDTH


@given(texts, st.data())
def test_each_span_is_wrapped_by_itself(text, data):
    cut = data.draw(st.integers(1, len(text)))
    spans = [Span(0, cut)] + ([Span(cut, len(text))] if cut < len(text) else [])
    starts = list(line_starts(text, spans))
    assert starts == sorted(set(starts))
    assert {span.start for span in spans} <= set(starts)


def test_words_move_to_the_next_line_whole():
    text = "satu " * 20
    assert [len(line) for line in lines_of(text)] == [70, 30]
    assert lines_of("a\n\nb") == ["a\n", "\n", "b"]
    assert [len(line) for line in lines_of("a " + "x" * 100)] == [2, 72, 28]


def test_line_numbers_count_from_one():
    starts = [5, 10, 40]
    assert [line_at(starts, offset) for offset in (0, 5, 9, 10, 39, 40, 99)] == [1, 1, 1, 2, 2, 3, 3]
