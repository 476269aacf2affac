"""Times in every form that transcribing programs write, in front of a speech, in it and behind it."""

import pytest

from core.text.stamps import milliseconds
from core.text.turns import find_turns

FORMS = {
    "f4, behind each speech": "I: Apa? #00:00:05-1#\n\nB: Baik. #00:00:09-2#\n\nI: Lalu? #00:01:23-4#",
    "round brackets behind": "I: Apa? (00:00:05.1)\n\nB: Baik. (00:00:09.2)\n\nI: Lalu? (00:01:23)",
    "square brackets behind, without fractions": "I: Apa? [0:05.1]\nB: Baik. [0:09.2]\nI: Lalu? [1:23]",
    "f4, before each speech": "#00:00:00-0# I: Apa?\n#00:00:05-1# B: Baik.\n#00:00:09-2# I: Lalu?",
    "subtitles pasted into a document": (
        "1\n00:00:00.000 --> 00:00:02.000\nI: Apa?\n\n2\n00:00:05.100 --> 00:00:07.000\nB: Baik.\n\n"
        "3\n00:00:09,200 --> 00:00:11,000\nI: Lalu?"
    ),
    "Otter": "I  0:00  \nApa?\n\nB  0:05.1  \nBaik.\n\nI  0:09.2  \nLalu?",
    "time and name": "00:00:00 I\nApa?\n\n00:00:05.1 B\nBaik.\n\n00:00:09.2 I\nLalu?",
    "time behind the colon": "I: 00:00:00\nApa?\n\nB: [00:00:05.1]\nBaik.\n\nI: [00:00:09.2]\nLalu?",
}


@pytest.mark.parametrize("text", FORMS.values(), ids=FORMS)
def test_each_speech_has_the_time_it_begins_at(text):
    turns = find_turns(text).turns
    said = [(turn.speaker, text[turn.start : turn.end], turn.at_ms) for turn in turns]
    assert said == [("I", "Apa?", 0), ("B", "Baik.", 5100), ("I", "Lalu?", 9200)]


def test_a_time_inside_a_speech_is_its_time_when_it_has_no_other():
    text = "Ani: Halo [1:23] semua [1:25].\nBudi: Hai [2:00].\nAni: Ya.\nBudi: [2:30] Oke [2:40]."
    assert [turn.at_ms for turn in find_turns(text).turns] == [83_000, 120_000, None, 150_000]
    assert text[find_turns(text).turns[0].start :].startswith("Halo [1:23] semua")


def test_times_inside_that_jump_back_are_of_something_else():
    text = "Ani: lihat [9:10].\nBudi: dan [1:20].\nAni: ya."
    assert [turn.at_ms for turn in find_turns(text).turns] == [None, None, None]


def test_one_closing_bracket_is_no_clock():
    text = "Ani: Mulai pukul sembilan.\nBudi: Bukan (10:30).\nAni: Ya.\nBudi: Ya."
    assert [text[turn.start : turn.end] for turn in find_turns(text).turns][1] == "Bukan (10:30)."


@pytest.mark.parametrize(
    ("stamp", "expected"),
    [
        ("21:04", 1_264_000),
        ("[1:21:20]", 4_880_000),
        ("00:12:11.25", 731_250),
        ("00:12:11,25", 731_250),
        ("#00:01:23-4#", 83_400),
        ("00:00:05:12 - 00:00:07:20", 5_000),
        ("00:00:05.120 --> 00:00:07.300", 5_120),
        ("2024-03-14T10:05:00Z", 36_300_000),
        ("2024-03-14 10:05", 36_300_000),
        ("[14/03/24 10.05.12]", 36_312_000),
        ("3/14/24, 1:05 PM", 47_100_000),
        ("12:00 AM 1/1/24", 720_000),
        ("Informan 1", None),
        ("DC05-2", None),
    ],
)
def test_milliseconds(stamp, expected):
    assert milliseconds(stamp) == expected


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[14/03/24 10.05.12] Ani: satu\n[14/03/24 10.06.12] Budi: dua", [("Ani", "satu"), ("Budi", "dua")]),
        ("14/03/24 10.05 - Ani: satu\n14/03/24 10.06 - Budi: dua", [("Ani", "satu"), ("Budi", "dua")]),
        ("2024-03-14T10:05:00Z Ani: satu\n2024-03-14T10:06:00Z Budi: dua", [("Ani", "satu"), ("Budi", "dua")]),
        ("P1\tsatu\nP2\tdua\nP1\ttiga", [("P1", "satu"), ("P2", "dua"), ("P1", "tiga")]),
        ("Ani – satu\nBudi – dua\nAni – tiga", [("Ani", "satu"), ("Budi", "dua"), ("Ani", "tiga")]),
    ],
)
def test_dates_tabs_and_dashes_stand_before_speeches(text, said):
    assert [(turn.speaker, text[turn.start : turn.end]) for turn in find_turns(text).turns] == said
