from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.text.rules import LAYOUT_NAMES, NO_RULES, Rules
from core.text.turns import find_turns

TALK = "Wawancara Metro\nP1: Apa kabar?\nIbu Sri: Baik.\n\nJadi begini.\nP1: Lalu?\nIbu Sri: Itu.\nIbu Sri: Dan ini."


def said(text, rules):
    return [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text, rules=rules).turns]


def test_lines_that_start_with_something_are_spoken_by_someone():
    text = "— Apa kabar?\nBaik.\n— Lalu?\n* Itu saja.\nPakar itu datang.\nPak, begini."
    rules = Rules(starts=(("—", "Peneliti"), ("*", "Bu Sri"), ("Pak", "Pak Budi")))
    assert said(text, rules) == [
        ("Peneliti", "Apa kabar?\nBaik."),
        ("Peneliti", "Lalu?"),
        ("Bu Sri", "Itu saja.\nPakar itu datang."),
        ("Pak Budi", ", begini."),
    ]
    structure = find_turns(text, rules=rules)
    assert (structure.pattern, structure.confidence) == ("rule", 1.0)


def test_a_rule_wins_over_a_guess_and_leaves_the_others():
    rules = Rules(starts=(("P1", "Peneliti"),))
    assert said(TALK, rules)[1:3] == [("Peneliti", "Apa kabar?"), ("Ibu Sri", "Baik.\n\nJadi begini.")]


def test_lines_that_are_no_speech_are_in_no_turn():
    text = "P: Apa?\nBagian II\nN: Ini.\nCatatan: hujan.\nDan itu.\nP: Oh."
    assert said(text, Rules(silent=("bagian", "Catatan:"))) == [
        ("P", "Apa?"), ("N", "Ini."), ("N", "Dan itu."), ("P", "Oh."),
    ]  # fmt: skip


def test_a_label_that_is_no_speaker_leaves_the_last_other_one():
    assert {speaker for speaker, _ in said(TALK, Rules(no_speakers=("ibu sri",)))} == {"", "P1"}


def test_labels_of_one_speaker():
    text = "Pak Budi: a\nSari: b\nBudi: c\nSari: d\nB.: e\nSari: f"
    rules = Rules(same=(("B.", "budi"), ("Budi", "Pak Budi")))
    structure = find_turns(text, rules=rules)
    assert [(each.label, each.turns) for each in structure.speakers] == [("Pak Budi", 3), ("Sari", 3)]


def test_following_turns_of_one_speaker_become_one():
    assert said(TALK, Rules(merge=True))[-1] == ("Ibu Sri", "Itu.\nIbu Sri: Dan ini.")


def test_a_blank_line_or_a_mark_ends_a_turn():
    assert said(TALK, Rules(split_blank=True))[2:4] == [("Ibu Sri", "Baik."), ("Ibu Sri", "Jadi begini.")]
    assert said("P: a // b\nN: c\nP: d\nN: //e", Rules(split_mark="//")) == [
        ("P", "a"), ("P", "b"), ("N", "c"), ("P", "d"), ("N", "e"),
    ]  # fmt: skip
    text = "baris satu\nmasih satu\n\nbaris dua"
    assert said(text, Rules(split_blank=True)) == [("", "baris satu\nmasih satu"), ("", "baris dua")]


def test_the_time_of_a_turn_that_is_cut_stays_with_its_beginning():
    turns = find_turns("[0:05] P: a\n\nb\n[0:09] N: c\n[0:10] P: d", rules=Rules(split_blank=True)).turns
    assert [turn.at_ms for turn in turns] == [5000, None, 9000, 10_000]


def test_who_asks():
    text = "Budi: A?\nSari: B\nBudi: C"
    asking = {each.label for each in find_turns(text, rules=Rules(interviewers=("budi",))).speakers if each.interviewer}
    assert asking == {"Budi"}
    quiet = find_turns("P: A?\nN: B\nP: C", rules=Rules(interviewers=()))
    assert not any(each.interviewer for each in quiet.speakers)


@pytest.mark.parametrize(
    ("text", "layout", "expected"),
    [
        ("Budi\nHalo.\n\nSari\nHai.\n\nBudi\nYa.", "alone", [("Budi", "Halo."), ("Sari", "Hai."), ("Budi", "Ya.")]),
        ("P: Apa?\nN: Ini.\nP: Oh.", "none", [("", "P: Apa?"), ("", "N: Ini."), ("", "P: Oh.")]),
        ("[0:01] P: Apa?\n[0:05] N: Ini.", "clock", [("", "P: Apa?"), ("", "N: Ini.")]),
        ("Budi: Halo.\nJadi begini.\nLalu begitu.", "colon", [("Budi", "Halo.\nJadi begini.\nLalu begitu.")]),
        ("P: Apa?\nN: Ini.", "timestamp", [("", "P: Apa?"), ("", "N: Ini.")]),
    ],
)  # fmt: skip
def test_a_layout_that_a_person_chose(text, layout, expected):
    assert said(text, Rules(layout=layout)) == expected


# How a text without any rule is cut is tested in test_turns; here the rules are what varies.
crumbs = st.sampled_from(
    [
        "P: ",
        "N: ",
        "Pak Budi: ",
        "[0:05] P: ",
        "Catatan: ",
        "kata ",
        "//",
        "\n",
        "\n\n",
        " ",
        "😀",
        "#0:01-2#",
        "—",
        "\n \n",
    ]
)
texts = st.lists(crumbs, max_size=40).map("".join)
names = st.sampled_from(["P", "N", "Pak Budi", "Catatan", "kata", "—", "//", "😀", "P:"])
pairs = st.lists(st.tuples(names, names), max_size=3).map(tuple)
rules_of = st.builds(
    Rules,
    layout=st.sampled_from(["", *LAYOUT_NAMES]),
    starts=pairs,
    silent=st.lists(names, max_size=2).map(tuple),
    no_speakers=st.lists(names, max_size=2).map(tuple),
    same=pairs,
    merge=st.booleans(),
    split_blank=st.booleans(),
    split_mark=st.sampled_from(["", "//", "😀"]),
    interviewers=st.none() | st.lists(names, max_size=2).map(tuple),
)


@given(texts, rules_of)
def test_turns_ascend_apart_and_are_never_blank_at_their_edges(text, rules):
    turns = find_turns(text, rules=rules).turns
    assert [turn.index for turn in turns] == list(range(len(turns)))
    assert all(turn.end <= following.start for turn, following in pairwise(turns))
    assert all((body := text[turn.start : turn.end]) and body == body.strip() for turn in turns)


@given(texts, rules_of)
def test_every_word_that_is_no_head_and_not_silent_is_in_a_turn(text, rules):
    """What lies between turns holds only labels, times, marks that split, and lines that are no speech."""
    structure = find_turns(text, rules=rules)
    ends = [0, *(turn.end for turn in structure.turns)]
    starts = [*(turn.start for turn in structure.turns), len(text)]
    silent = tuple(each.casefold() for each in rules.silent)
    for start, end in zip(ends, starts, strict=True):
        for line in text[start:end].split("\n"):
            kept = line.strip()
            if any(kept.casefold().startswith(each) for each in silent):
                continue
            for head in ("[0:05]", "#0:01-2#", "Pak Budi", "Catatan", "kata", "—", "//", "😀", "P", "N", ":"):
                kept = kept.replace(head, "")
            assert not kept.strip()
    if structure.pattern == "none" and not rules.silent and not rules.split_mark:
        outside = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
        assert not outside.replace("#0:01-2#", "").strip()


@given(texts, rules_of)
def test_without_heads_and_cuts_nothing_is_lost(text, rules):
    rules = replace(rules, layout="none", starts=(), silent=(), split_mark="")
    turns = find_turns(text, rules=rules).turns
    bare = text.replace("#0:01-2#", "")
    assert "".join("".join(text[t.start : t.end] for t in turns).replace("#0:01-2#", "").split()) == "".join(
        bare.split()
    )


@given(rules_of)
@example(NO_RULES)
def test_rules_come_back_from_what_is_stored(rules):
    assert Rules.from_json(rules.to_json()) == Rules.from_json(Rules.from_json(rules.to_json()).to_json())
    assert find_turns(TALK, rules=Rules.from_json(rules.to_json())) == find_turns(TALK, rules=rules)


@pytest.mark.parametrize(
    "held", [None, {}, [], {"layout": "odd"}, {"starts": "x"}, {"starts": [["a"], 3, ["", "b"]]}, {"merge": "yes"}]
)
def test_what_is_not_understood_is_no_rule(held):
    assert Rules.from_json(held) == NO_RULES
    assert NO_RULES.to_json() == {}
    assert not NO_RULES
