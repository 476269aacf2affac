"""Names in texts: found as listed, suggested when nobody listed them."""

import string
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from core.text.names import find_names, suggest_names
from core.text.offsets import Span
from core.text.redact import redact
from core.text.words import word_starts

TEXT = (
    "Pewawancara: Apa kata Pak Budi Santoso?\n\n"
    "Informan 1: Menurut Pak Budi dan Bu Sri, hari Senin kantor KPPN Metro ramai. Kata beliau Rina marah.\n\n"
    "BUDI: Ya. Budi-nya ada. Kemarin lalu Rina pulang, indah sekali. Budiman tidak."
)


def quotes(text: str, *names: str, any_case: bool = False) -> list[str]:
    return [text[each.start : each.end] for each in find_names(text, names, any_case=any_case)]


def test_the_longest_name_wins_and_words_are_whole():
    assert quotes(TEXT, "Budi", "Budi Santoso") == ["Budi Santoso", "Budi", "BUDI", "Budi"]


def test_small_letters_count_only_when_asked_for():
    assert quotes(TEXT, "Indah") == []
    assert quotes(TEXT, "Indah", any_case=True) == ["indah"]


def test_any_white_space_stands_in_a_name():
    assert quotes("kata Budi\n  Santoso tadi", "Budi Santoso") == ["Budi\n  Santoso"]


def test_an_accented_name_is_not_cut():
    assert quotes("Jose\u0301 datang", "Jose") == []


def test_titled_and_repeated_names_are_suggested_and_nothing_else():
    found = {each.name: each for each in suggest_names([TEXT])}
    assert set(found) == {"Budi Santoso", "Budi", "Sri", "Rina"}
    assert found["Sri"].titled and not found["Rina"].titled
    assert "Bu Sri" in found["Sri"].example


def test_known_names_are_not_suggested():
    assert "Rina" not in {each.name for each in suggest_names([TEXT], ["rina", "Informan 1"])}


def test_a_word_that_is_written_small_too_is_no_name():
    text = "Kami bahagia di Kantor. Kantor kami, kantor itu, di Kantor."
    assert suggest_names([text]) == []


@given(
    st.lists(st.text(string.ascii_letters + "é ", min_size=1, max_size=8), max_size=4),
    st.text(string.ascii_letters + " \n.é", max_size=200),
)
def test_found_names_ascend_and_never_overlap(names: list[str], text: str):
    found = find_names(text, names)
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(text[each.start : each.end].split() in (each.name.split(), each.name.upper().split()) for each in found)


@given(st.text(max_size=200), st.integers(0, 200), st.integers(1, 200))
def test_redacting_moves_nothing_and_leaves_nothing_to_read(text: str, start: int, length: int):
    hidden = redact(text, [Span(start, start + length)])
    assert len(hidden) == len(text)
    assert hidden[:start] == text[:start] and hidden[start + length :] == text[start + length :]
    assert set(filter(str.isalnum, hidden[start : start + length])) <= {"x", "0"}
    assert hidden.count("\n") == text.count("\n")


def test_redacting_keeps_the_words_where_they_are():
    text = "Pak Re\u0301sume\u0301, satuan-satuan 2023: Jum'at."
    assert word_starts(redact(text, [Span(0, len(text))])) == word_starts(text)
