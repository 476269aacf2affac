import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.offsets import Span, SpanError, from_utf16, to_utf16

FIXTURES = json.loads((Path(__file__).parents[2] / "fixtures" / "offsets.json").read_text(encoding="utf-8"))

spans = st.builds(lambda start, length: Span(start, start + length), st.integers(0, 50), st.integers(1, 50))


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["name"])
def test_shared_fixtures(case):
    for point, unit in case["pairs"]:
        assert to_utf16(case["text"], point) == unit
        assert from_utf16(case["text"], unit) == point


@pytest.mark.parametrize("case", FIXTURES, ids=lambda case: case["name"])
def test_units_that_no_code_point_starts_at_are_refused(case):
    starts = {unit for _, unit in case["pairs"]}
    for unit in {*range(-1, max(starts) + 2)} - starts:
        with pytest.raises(SpanError):
            from_utf16(case["text"], unit)


@given(st.text(), st.data())
def test_there_and_back(text, data):
    offset = data.draw(st.integers(0, len(text)))
    assert from_utf16(text, to_utf16(text, offset)) == offset


@given(st.text(), st.text())
def test_a_position_counts_what_is_before_it(before, after):
    assert to_utf16(before + after, len(before)) == sum(1 + (c > "\uffff") for c in before)


@pytest.mark.parametrize("offset", [-1, 4])
def test_positions_outside_the_text_are_refused(offset):
    with pytest.raises(SpanError):
        to_utf16("abc", offset)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 3)])
def test_what_is_no_span_is_refused(start, end):
    with pytest.raises(SpanError):
        Span(start, end)


@given(spans, spans)
def test_overlap_is_sharing_a_character(one, other):
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    assert one.overlaps(other) == other.overlaps(one) == bool(shared)


@given(spans, spans)
def test_to_contain_is_to_share_every_character(outer, inner):
    inside = set(range(inner.start, inner.end)) <= set(range(outer.start, outer.end))
    assert outer.contains(inner) == inside


@given(spans)
def test_a_quote_has_the_length_of_its_span(span):
    text = "ñ😀" * 50
    assert span.quote(text) == text[span.start : span.end]
    assert len(span.quote(text)) == span.length


def test_a_quote_beyond_the_text_is_refused():
    with pytest.raises(SpanError):
        Span(2, 5).quote("abcd")


def test_spans_sort_by_place():
    assert sorted([Span(4, 6), Span(0, 9), Span(0, 2)]) == [Span(0, 2), Span(0, 9), Span(4, 6)]
