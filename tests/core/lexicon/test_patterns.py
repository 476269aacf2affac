"""Regular expressions of strangers: found in spans, limited, and ended when they take too long."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lexicon import patterns
from core.lexicon.pattern_worker import answer, without_accents
from core.lexicon.patterns import PatternError, find_pattern
from core.text.offsets import Span

LOOSE = {"words": False, "case": False, "accents": True, "most": 100}


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine is slow and not wrong."""
    monkeypatch.setattr(patterns, "SECONDS", 60)


def test_matches_lie_in_spans_and_lines_have_ends(patience: None) -> None:
    text = "aa\nab | ab"
    found, more = find_pattern(text, [Span(0, 5), Span(8, 10)], "^a.$", **LOOSE)
    assert found == [Span(0, 2), Span(3, 5), Span(8, 10)]
    assert not more
    assert find_pattern(text, [Span(0, 5)], "x*", **LOOSE) == ([], False), "nothing is not found everywhere"


def test_there_is_a_limit(patience: None) -> None:
    assert find_pattern("aaaa", [Span(0, 4)], "a", **LOOSE | {"most": 3}) == ([Span(n, n + 1) for n in range(3)], True)


@pytest.mark.parametrize("pattern", ["(", "a{2,1}", "(?P<n>a)(?P<n>b)", "[z-a]", "\\"])
def test_what_is_no_pattern_says_why(patience: None, pattern: str) -> None:
    with pytest.raises(PatternError) as refused:
        find_pattern("a", [Span(0, 1)], pattern, **LOOSE)
    assert refused.value.code == "bad_pattern"
    assert refused.value.detail["why"]


@pytest.mark.parametrize("pattern", ["(a+)+$", "(a|aa)+$", "(.*)*x"])
def test_without_end(pattern: str) -> None:
    with pytest.raises(PatternError) as refused:
        find_pattern("a" * 50_000 + "!", [Span(0, 50_001)], pattern, **LOOSE)
    assert refused.value.code == "pattern_too_slow"


def test_only_so_many_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "SECONDS_IN_LINE", 0.01)
    taken = [patterns._places.acquire() for _ in range(patterns.AT_ONCE)]
    try:
        with pytest.raises(PatternError, match="too_many_patterns"):
            find_pattern("a", [Span(0, 1)], "a", **LOOSE)
    finally:
        for _ in taken:
            patterns._places.release()


@given(st.text(max_size=40), st.booleans())
def test_places_are_those_of_the_text(text: str, accents: bool) -> None:
    question = {"pattern": r"\w+", "text": text, "turns": [[0, len(text)]], "most": 100, "words": False, "case": True}
    found = answer({**question, "accents": accents})["hits"]
    assert len(without_accents(text)) == len(text)
    assert all(0 <= start < end <= len(text) for start, end in found)
