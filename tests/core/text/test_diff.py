"""The readable diff: both texts can be read back from it, and what a reader would call a move or a split is one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.diff import Kind, Piece, Row, Said, diff_turns, diff_words, fold, totals
from core.text.matching import matches

Talk = list[tuple[str, str]]

TALK: Talk = [
    ("P", "Apa yang membedakan kantor ini?"),
    ("I", "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan. Bukan karena disuruh."),
    ("P", "Karena target?"),
    ("I", "Setiap triwulan ada nilai yang harus dicapai. Kami meniru kantor sebelah."),
]


def written(talk: Talk) -> tuple[str, list[Said]]:
    """The talk as a transcript's text, and where its turns are."""
    text, turns = "", []
    for speaker, words in talk:
        text += f"{speaker}: "
        turns.append(Said(len(text), len(text) + len(words), speaker))
        text += f"{words}\n\n"
    return text, turns


def rows_of(old: Talk, new: Talk) -> list[Row]:
    return diff_turns(*written(old), *written(new))


def kinds(rows: list[Row]) -> list[tuple[Kind, tuple[int, ...], tuple[int, ...]]]:
    return [(row.kind, row.old, row.new) for row in rows]


def said(row: Row, *wanted: Kind) -> str:
    return "".join(piece.text for piece in row.pieces if piece.kind in wanted)


def without(talk: Talk, n: int) -> Talk:
    return talk[:n] + talk[n + 1 :]


def test_a_typo_is_one_word_of_one_turn():
    new = [*TALK[:1], ("I", TALK[1][1].replace("teknis", "tehnis")), *TALK[2:]]
    rows = rows_of(TALK, new)
    assert kinds(rows) == [(Kind.SAME, (0,), (0,)), (Kind.CHANGED, (1,), (1,)), (Kind.SAME, (2, 3), (2, 3))]
    assert [piece for piece in rows[1].pieces if piece.kind != Kind.SAME] == [
        Piece(Kind.REMOVED, "teknis "),
        Piece(Kind.ADDED, "tehnis "),
    ]
    found = totals(rows)
    assert (found.removed, found.added) == (1, 1)
    assert found.turns == {Kind.SAME: 3, Kind.CHANGED: 1}


def test_a_turn_that_is_cut_in_two_and_joined_again_is_one_row():
    halves = [
        ("I", "Kami rutin mengadakan bimbingan teknis untuk satker,"),
        ("I", "hampir setiap bulan. Bukan karena disuruh."),
    ]
    cut = [*TALK[:1], *halves, *TALK[2:]]
    assert kinds(rows_of(TALK, cut))[1] == (Kind.CHANGED, (1,), (1, 2))
    assert kinds(rows_of(cut, TALK))[1] == (Kind.CHANGED, (1, 2), (1,))
    assert totals(rows_of(TALK, cut)).added == 0


def test_turns_that_come_and_go():
    new = [*TALK[:2], ("P", "Lalu apa yang baru?"), *TALK[2:]]
    assert kinds(rows_of(TALK, new)) == [
        (Kind.SAME, (0, 1), (0, 1)),
        (Kind.ADDED, (), (2,)),
        (Kind.SAME, (2, 3), (3, 4)),
    ]
    assert kinds(rows_of(new, TALK))[1] == (Kind.REMOVED, (2,), ())


def test_a_turn_that_says_something_else_is_not_called_changed():
    new = [TALK[0], ("I", "Sama sekali lain, pokoknya begitu"), *TALK[2:]]
    assert [row.kind for row in rows_of(TALK, new)] == [Kind.SAME, Kind.REMOVED, Kind.ADDED, Kind.SAME]


@pytest.mark.parametrize("words", [TALK[3][1], TALK[3][1].replace("sebelah", "tetangga")])
def test_a_moved_turn_is_said_to_have_moved_also_when_a_word_of_it_changed(words: str):
    rows = rows_of(TALK, [("I", words), *TALK[:3]])
    assert kinds(rows) == [
        (Kind.MOVED, (3,), (0,)),
        (Kind.SAME, (0, 1, 2), (1, 2, 3)),
        (Kind.AWAY, (3,), (0,)),
    ]
    assert said(rows[0], Kind.SAME, Kind.ADDED) == words


def test_another_speaker_of_the_same_words():
    rows = rows_of(TALK, [TALK[0], ("X", TALK[1][1]), *TALK[2:]])
    assert kinds(rows)[1] == (Kind.RELABELLED, (1,), (1,))


def test_words_that_stayed_by_chance_are_shown_as_rewritten():
    pieces = diff_words("satu dua tiga yang empat lima enam", "alfa beta gama yang delta eta teta")
    assert [piece.kind for piece in pieces] == [Kind.REMOVED, Kind.ADDED]


def test_white_space_is_no_difference():
    assert [piece.kind for piece in diff_words("satu  dua\ntiga", "satu dua tiga")] == [Kind.SAME]


def test_long_unchanged_words_are_left_out_and_counted():
    words = " ".join(f"kata{n}" for n in range(1000))
    pieces = fold(diff_words(f"lama {words} akhir", f"baru {words} akhir"))
    assert sum(piece.skipped for piece in pieces) == 1001 - 50
    assert len("".join(piece.text for piece in pieces)) < 600


def test_equal_texts_have_one_row():
    assert [row.kind for row in rows_of(TALK, TALK)] == [Kind.SAME]
    assert rows_of([], []) == []


WORDS = st.lists(st.sampled_from(["satu", "dua,", "tiga", "é", "👩🏽‍💻", "yang", "a\nb"]), min_size=1, max_size=9).map(
    " ".join
)
TALKS = st.lists(st.tuples(st.sampled_from("PI"), WORDS), max_size=8)


@given(TALKS, TALKS)
def test_every_turn_of_both_sides_is_in_exactly_one_row_and_its_words_can_be_read_back(old: Talk, new: Talk):
    rows = rows_of(old, new)
    stood = [n for row in rows if row.kind != Kind.MOVED for n in row.old]
    stands = [n for row in rows if row.kind != Kind.AWAY for n in row.new]
    assert sorted(stood) == list(range(len(old)))
    assert sorted(stands) == list(range(len(new)))
    firsts = [row.new[0] for row in rows if row.new and row.kind != Kind.AWAY]
    assert firsts == sorted(firsts), "the rows read like the new text"
    for row in rows:
        if row.kind in {Kind.SAME, Kind.AWAY}:
            continue
        if row.kind != Kind.MOVED:
            assert plain(said(row, Kind.SAME, Kind.REMOVED)) == plain("".join(old[n][1] for n in row.old))
        assert plain(said(row, Kind.SAME, Kind.ADDED)) == plain("".join(new[n][1] for n in row.new))


@given(st.text(alphabet="ab ,.é\n", max_size=60), st.text(alphabet="ab ,.é\n", max_size=60))
def test_both_texts_can_be_read_back_from_the_words(old: str, new: str):
    pieces = diff_words(old, new)
    assert plain("".join(p.text for p in pieces if p.kind != Kind.ADDED)) == plain(old)
    assert plain("".join(p.text for p in pieces if p.kind != Kind.REMOVED)) == plain(new)


@given(st.lists(st.integers(0, 5), max_size=40), st.lists(st.integers(0, 5), max_size=40))
def test_matches_ascend_and_hold_equal_items(old: list[int], new: list[int]):
    at = to = 0
    for i, j, size in matches(old, new):
        assert i >= at
        assert j >= to
        assert size > 0
        assert old[i : i + size] == new[j : j + size]
        at, to = i + size, j + size


def test_long_texts_are_cut_at_what_is_unique():
    old = [f"w{n % 50}" if n % 7 else f"u{n}" for n in range(6000)]
    new = [each if n % 100 else "x" for n, each in enumerate(old)]
    assert sum(size for _i, _j, size in matches(old, new)) == 6000 - 60


def plain(text: str) -> str:
    return "".join(text.replace("¶", "").split())
