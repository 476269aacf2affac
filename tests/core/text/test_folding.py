"""Words as search compares them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.folding import fold


@pytest.mark.parametrize(
    ("text", "folded"), [("Résumé", "resume"), ("RE\u0301", "re"), ("Straße", "strasse"), ("כללים", "כללים")]
)
def test_case_and_accents_do_not_matter(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(alphabet=st.characters(max_codepoint=0x24F)))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
