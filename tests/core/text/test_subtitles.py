import pysubs2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.errors import ReadError
from core.text.readers import read
from core.text.readers.cues import find_cues
from core.text.readers.subtitles import PAUSE_MS, TOO_LONG, read_subtitles
from core.text.turns import find_turns


def text_of(*cues, ending="srt"):
    """The transcript of (start, end, text), in seconds."""
    made = pysubs2.SSAFile()
    made.events = [pysubs2.SSAEvent(int(a * 1000), int(b * 1000), text.replace("\n", r"\N")) for a, b, text in cues]
    return read_subtitles(made.to_string(ending).encode()).text


def vtt(*blocks):
    return read_subtitles("\n\n".join(["WEBVTT", *blocks]).encode()).text


@pytest.mark.parametrize("ending", ["srt", "vtt"])
def test_cues_are_joined_until_a_pause_and_keep_the_time_they_begin(ending):
    cues = [(1, 2.5, "Selamat pagi."), (2.5, 4, "Apa\nkabar?"), (4 + PAUSE_MS / 1000, 8, "Baik."), (3700, 3701, "Ya.")]
    assert text_of(*cues, ending=ending) == "[00:00:01] Selamat pagi. Apa kabar?\n[00:00:06] Baik.\n[01:01:40] Ya."


def test_long_speech_is_cut_at_the_end_of_a_sentence_or_else_between_cues():
    sentences = [(i, i + 1, f"Kalimat nomor {i} yang agak panjang sekali, ya.") for i in range(12)]
    lines = text_of(*sentences).split("\n")
    assert 1 < len(lines) < 4
    assert all(line.endswith("ya.") for line in lines)
    unpunctuated = [(i, i + 1, "kata " * 10) for i in range(100)]
    assert max(map(len, text_of(*unpunctuated).split("\n"))) < TOO_LONG + 100


@pytest.mark.parametrize(
    "cues",
    [
        ["<v Bu Ani>Apa kabar?</v>", "<v.keras Pak Budi>Baik,</v>", "<v Pak Budi>Bu.</v>", "<v Bu Ani>Oh.</v>"],
        ["Bu Ani: Apa kabar?", "Pak Budi: Baik,", "Bu.", "Bu Ani: Oh."],
        ["Bu Ani: <i>Apa</i> kabar?", "{\\an8}Pak Budi: Baik,", "Pak Budi: Bu.", "Bu Ani: Oh."],
    ],
)
def test_speakers_are_named_in_voices_and_in_words(cues):
    blocks = [f"00:{i:02}.250 --> 00:{i + 1:02}.000\n{cue}" for i, cue in enumerate(cues, 1)]
    text = vtt(*blocks, "00:05.000 --> 00:06.000\n" + cues[1], "00:07.000 --> 00:08.000\n" + cues[-1])
    turns = find_turns(text).turns
    assert [(turn.speaker, turn.at_ms) for turn in turns] == [
        ("Bu Ani", 1250), ("Pak Budi", 2250), ("Bu Ani", 4250), ("Pak Budi", 5000), ("Bu Ani", 7000),
    ]  # fmt: skip
    assert text[turns[1].start : turns[1].end] == "Baik, Bu."


def test_dashes_and_arrows_begin_a_voice_without_a_name():
    assert text_of((1, 2, "- Siapa?\n- Saya."), (2, 3, ">> Oh."), (3, 4, "Ya-ya.")) == (
        "[00:00:01] Siapa?\n[00:00:01] Saya.\n[00:00:02] Oh. Ya-ya."
    )


def test_what_is_no_speech_is_left_out():
    text = vtt(
        "NOTE satu\ndua", "STYLE\n::cue {}", "nama-1/0\n00:01.000 --> 00:02.000 align:start\nKata &amp; kata",
        "NOTE di tengah", "nama-1/1\n00:02.000 --> 00:03.000\n12", "2\n00:03.000 --> 00:04.000\nlagi",
    )  # fmt: skip
    assert text == "[00:00:01] Kata & kata 12 lagi"


def test_rolling_captions_are_kept_once():
    said = ["selamat pagi semua", "kita mulai saja", "dengan anggaran tahun ini", "dan rencana kerja"]
    rolled: list[tuple] = [(0, 1, said[0])]
    for i, line in enumerate(said[1:], 1):
        rolled += [(i, i + 0.01, said[i - 1]), (i + 0.01, i + 1, f"{said[i - 1]}\n{line}")]
    assert text_of(*rolled) == "[00:00:00] " + " ".join(said)
    words = " ".join(said).split()
    growing = [(i / 2, i / 2 + 0.5, " ".join(words[: i + 1])) for i in range(len(words))]
    assert text_of(*growing) == "[00:00:00] " + " ".join(words)
    assert text_of((0, 1, "Ya."), (1, 2, "Ya."), (2, 3, "Baik, lalu apa?"), (3, 4, "Tidak ada.")).count("Ya.") == 2


def test_times_within_words_begin_no_cue():
    timed = "00:00:00.160 --> 00:00:02.000\nhalo<00:00:00.480><c> semua</c><00:00:01.000><c> ya</c>"
    assert vtt(timed) == "[00:00:00.160] halo semua ya"


def test_words_behind_the_times_are_said():
    said = "00:01.000 --> 00:02.000 line:0 align:start\nkata\n\n00:02.000 --> 00:03.000  lagi: dan lagi"
    assert vtt(said) == "[00:00:01] kata lagi: dan lagi"
    assert read(said.replace("line:0 align:start\n", "").encode(), "a.txt").text.startswith("00:01.000 --> ")


def test_no_cue_is_damage():
    with pytest.raises(ReadError, match="damaged"):
        read(b"WEBVTT\n\na --> b\nkata", "a.vtt")


@settings(deadline=None)
@given(st.text(st.sampled_from("0:1,.-> \n<v>kA&;{}\\"), max_size=300))
def test_anything_is_cues(text):
    cues = find_cues(f"00:01.000 --> 00:02.000\nkata\n{text}")
    assert cues
    assert all(cue.text == " ".join(cue.text.split()) for cue in cues)
