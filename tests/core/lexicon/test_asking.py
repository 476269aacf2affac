"""What somebody typed, taken apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lexicon.asking import LONGEST_WORD, Term, Way, indexed_words, parse


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("kerja", [Term(Way.RELATED, ("kerja",))]),
        ("Résumé JUM’AT", [Term(Way.RELATED, ("resume",)), Term(Way.RELATED, ("jum'at",))]),
        ('"Satuan  kerja"', [Term(Way.PHRASE, ("satuan", "kerja"))]),
        ("“satuan kerja”", [Term(Way.PHRASE, ("satuan", "kerja"))]),
        ('"kerja"', [Term(Way.EXACT, ("kerja",))]),
        ("bimbing*", [Term(Way.PREFIX, ("bimbing",))]),
        ("b*", [Term(Way.RELATED, ("b",))]),
        ("kerja -rapat", [Term(Way.RELATED, ("kerja",)), Term(Way.RELATED, ("rapat",), excluded=True)]),
        ('-"satuan kerja"', [Term(Way.PHRASE, ("satuan", "kerja"), excluded=True)]),
        ("-ber*", [Term(Way.PREFIX, ("ber",), excluded=True)]),
        ("dan/atau", [Term(Way.PHRASE, ("dan", "atau"))]),
        ("satuan-satuan", [Term(Way.RELATED, ("satuan-satuan",))]),
        ('"tidak ditutup', [Term(Way.PHRASE, ("tidak", "ditutup"))]),
        ("kerja kerja", [Term(Way.RELATED, ("kerja",))]),
        ("", []),
        ("- * … ?", []),
    ],
)
def test_terms(asked: str, terms: list[Term]) -> None:
    assert parse(asked) == terms


@given(st.text(max_size=80))
def test_indexed_words_hold_nothing_that_either_database_would_cut(text: str) -> None:
    for word in indexed_words(text):
        assert 0 < len(word) <= LONGEST_WORD
        assert not any(char.isspace() for char in word)
        assert all(char in "-'" or char.isdigit() or char.islower() for char in word if char.isascii())


@given(st.text(alphabet="abé ’-*'½ﷺ", max_size=40))
def test_what_is_asked_is_cut_as_texts_are(text: str) -> None:
    asked = [term.words for term in parse(f'"{text}"')]
    assert asked == ([words] if (words := tuple(indexed_words(text))) else [])
