from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from core.text.turns import find_turns

FORMS = {
    "letters": (
        "P: Apa kabar, Pak?\nI: Baik.\nJadi begini.\nP: Sejak kapan?\nI: Pukul 10:30.",
        "colon",
        [
            ("P", "Apa kabar, Pak?", None),
            ("I", "Baik.\nJadi begini.", None),
            ("P", "Sejak kapan?", None),
            ("I", "Pukul 10:30.", None),
        ],
    ),
    "numbered roles": (
        "Pewawancara: Siapa?\nInforman 1: Saya.\nInforman 2: Dan saya.",
        "colon",
        [("Pewawancara", "Siapa?", None), ("Informan 1", "Saya.", None), ("Informan 2", "Dan saya.", None)],
    ),
    "names with titles": (
        "Mira B. Reece, Psy.D: Yes.\n\nSt. Martin: No.\n\nMira B. Reece, Psy.D: Yes.",
        "colon",
        [
            ("Mira B. Reece, Psy.D", "Yes.", None),
            ("St. Martin", "No.", None),
            ("Mira B. Reece, Psy.D", "Yes.", None),
        ],
    ),
    "stars left in the text": (
        "**Ani:** Apa?\n\n**Budi**: Itu.\n\n**Ani:** Oh.",
        "bold",
        [("Ani", "Apa?", None), ("Budi", "Itu.", None), ("Ani", "Oh.", None)],
    ),
    "label on a line of its own": (
        "Budi:\nSaya kira begitu.\n\nSari:\nYa.\n\nBudi:\nOke.",
        "colon",
        [("Budi", "Saya kira begitu.", None), ("Sari", "Ya.", None), ("Budi", "Oke.", None)],
    ),
    "label and time on a line": (
        "DC05  21:04\nSaya kira begitu.\nYa.\n\nIV 1:21:20\nKenapa?\n\nDC05  21:30\nKarena.",
        "timestamp",
        [
            ("DC05", "Saya kira begitu.\nYa.", 1264000),
            ("IV", "Kenapa?", 4880000),
            ("DC05", "Karena.", 1290000),
        ],
    ),
    "time and label on a line": (
        "[00:00:03] - Speaker 1\nHello.\n\n[00:00:05] - Speaker 2\nHi.",
        "timestamp",
        [("Speaker 1", "Hello.", 3000), ("Speaker 2", "Hi.", 5000)],
    ),
    "label on the line after the time": (
        "0:0:0.5 --> 0:0:1.760\nAdele Vance\nHello.\n0:0:2.0 --> 0:0:3.0\nBob Lee\nHi.\n"
        "0:0:4.0 --> 0:0:5.0\nAdele Vance\nBye.",
        "timestamp",
        [("Adele Vance", "Hello.", 500), ("Bob Lee", "Hi.", 2000), ("Adele Vance", "Bye.", 4000)],
    ),
    "time before the label": (
        "[00:12:04] Ani: satu\n00:12:10 Budi: dua\n[00:12:11.25] Ani: tiga",
        "colon",
        [("Ani", "satu", 724000), ("Budi", "dua", 730000), ("Ani", "tiga", 731250)],
    ),
    "time in brackets after the label": (
        "Ani (12:04): satu\nBudi: [12:10] dua\nAni (1:00:00):\ntiga",
        "colon",
        [("Ani", "satu", 724000), ("Budi", "dua", 730000), ("Ani", "tiga", 3600000)],
    ),
    "question and answer": (
        "Tanya: Apa?\nJawab: Ini.\nTanya: Lalu?\nJawab: Itu.",
        "question",
        [("Tanya", "Apa?", None), ("Jawab", "Ini.", None), ("Tanya", "Lalu?", None), ("Jawab", "Itu.", None)],
    ),
    "letters with a full stop": (
        "Q. What?\nA. This.\nQ. Why?\nA. Because.",
        "question",
        [("Q", "What?", None), ("A", "This.", None), ("Q", "Why?", None), ("A", "Because.", None)],
    ),
    "capitals on a line": (
        "INTERVIEWER\nApa kabar?\n\nBUDI\nBaik.\n\nINTERVIEWER\nSyukurlah.\n\nBUDI\nYa.",
        "caps",
        [
            ("INTERVIEWER", "Apa kabar?", None),
            ("BUDI", "Baik.", None),
            ("INTERVIEWER", "Syukurlah.", None),
            ("BUDI", "Ya.", None),
        ],
    ),
    "capitals and colon": (
        "INTERVIEWER: Apa?\nRESPONDENT 1: Ya.\nINTERVIEWER: Lalu?",
        "colon",
        [("INTERVIEWER", "Apa?", None), ("RESPONDENT 1", "Ya.", None), ("INTERVIEWER", "Lalu?", None)],
    ),
    "square brackets": (
        "[id1] hello\n\n[id2] [laughs] yes\n\n[id1] ok",
        "colon",
        [("id1", "hello", None), ("id2", "[laughs] yes", None), ("id1", "ok", None)],
    ),
    "numbered list": (
        "1. P: Apa?\n2. N: Ini.\n3. P: Oh.",
        "colon",
        [("P", "Apa?", None), ("N", "Ini.", None), ("P", "Oh.", None)],
    ),
    "tabs around the colon": (
        "P\t:\tApa?\nN\t:\tIni.\nP\t:\tOh.",
        "colon",
        [("P", "Apa?", None), ("N", "Ini.", None), ("P", "Oh.", None)],
    ),
    "nothing after the colon": (
        "P:Apa?\nN:Ini.\nP:Oh.",
        "colon",
        [("P", "Apa?", None), ("N", "Ini.", None), ("P", "Oh.", None)],
    ),
    "Arabic": (
        "\u200fالمحاور: كيف حالك؟\n\u200fمحمد: بخير.\n\u200fالمحاور: شكرا",
        "colon",
        [("المحاور", "كيف حالك؟", None), ("محمد", "بخير.", None), ("المحاور", "شكرا", None)],
    ),
    "Chinese": (
        "主持人：你好吗？\n张三：很好。\n主持人：谢谢。",
        "colon",
        [("主持人", "你好吗？", None), ("张三", "很好。", None), ("主持人", "谢谢。", None)],
    ),
    "Cyrillic": (
        "Интервьюер: Как?\nИван: Хорошо.\nИнтервьюер: Да.",
        "colon",
        [("Интервьюер", "Как?", None), ("Иван", "Хорошо.", None), ("Интервьюер", "Да.", None)],
    ),
    "times without speakers": (
        "[00:43.810 --> 00:47.850]  Hello.\n[00:48.350 --> 00:54.570]  Note: yes.\n[00:54.570]  Ok",
        "timestamp",
        [("", "Hello.", 43810), ("", "Note: yes.", 48350), ("", "Ok", 54570)],
    ),
    "one spelling for each speaker": (
        "budi: a\nBudi: b\nBudi: c\nSari: d",
        "colon",
        [("Budi", "a", None), ("Budi", "b", None), ("Budi", "c", None), ("Sari", "d", None)],
    ),
    "each speaks once": (
        "Budi: Hai.\nSari: Halo.",
        "colon",
        [("Budi", "Hai.", None), ("Sari", "Halo.", None)],
    ),
    "one person": (
        "Informan 1: Saya bekerja di sini.",
        "colon",
        [("Informan 1", "Saya bekerja di sini.", None)],
    ),
}
NO_SPEAKERS = {
    "facts": "Nama: Budi\nKantor: KPPN\nTanggal: 5 Mei",
    "notes": "Saya kira begini.\nCatatan: x\nLalu begitu.\nCatatan: y\nSelesai.",
    "clauses": "Yang saya maksud: satu.\nLalu begini.\nYang saya maksud: dua.\nDan itu.\nLalu lagi.",
    "addresses": "http://benang.example/a\nhttp://benang.example/b\nC:\\berkas\nC:\\arsip",
    "times of day": "pukul 10:30 datang\npukul 10:45 pulang\npukul 11:00 tidur",
    "headings": "TUJUAN\nMengamati kantor.\n\nKONTEKS\nPagi hari.\n\nCATATAN\nRamai.",
    "prose": "Kami datang pagi.\n\nKantor masih sepi; pegawai belum ada.\n",
}


def bodies(text, structure):
    return [(turn.speaker, text[turn.start : turn.end], turn.at_ms) for turn in structure.turns]


@pytest.mark.parametrize(("text", "pattern", "turns"), FORMS.values(), ids=FORMS)
def test_forms_of_speaker_labels(text, pattern, turns):
    structure = find_turns(text)
    assert bodies(text, structure) == turns
    assert structure.pattern == pattern
    assert 0 < structure.confidence <= 1


@pytest.mark.parametrize("text", NO_SPEAKERS.values(), ids=NO_SPEAKERS)
def test_what_looks_like_a_label_and_is_none(text):
    structure = find_turns(text)
    assert bodies(text, structure) == [("", line, None) for line in text.split("\n") if line]
    assert (structure.speakers, structure.pattern, structure.confidence) == ((), "none", 0.0)


def test_labels_inside_a_speech_stay_in_it():
    text = "P: Apa?\nN: Dua hal.\nCatatan: N menunjuk papan.\nPertama: kerja sama.\nP: Lalu?\nN: http://x.example"
    assert [body for _, body, _ in bodies(text, find_turns(text))] == [
        "Apa?",
        "Dua hal.\nCatatan: N menunjuk papan.\nPertama: kerja sama.",
        "Lalu?",
        "http://x.example",
    ]


def test_someone_who_speaks_once_is_heard_and_the_head_of_the_page_is_not():
    text = (
        "Transkrip\nKetua: Bu Ani\nLokasi: Metro\n\nModerator: Silakan.\nBu Sari: Iya.\nPak Budi: Tidak.\n"
        "Moderator: Lanjut.\nPak Budi: Ya.\nPeserta 4: Setuju."
    )
    structure = find_turns(text)
    assert [turn.speaker for turn in structure.turns[:3]] == ["", "", ""]
    assert [(s.label, s.turns, s.words) for s in structure.speakers] == [
        ("Moderator", 2, 2),
        ("Bu Sari", 1, 1),
        ("Pak Budi", 2, 2),
        ("Peserta 4", 1, 1),
    ]


@pytest.mark.parametrize(
    ("text", "asking"),
    [
        ("Pewawancara: A\nInforman: B\nPewawancara: C", "Pewawancara"),
        ("Interviewer 1: A\nBudi: B\nInterviewer 1: C", "Interviewer 1"),
        ("P: A?\nN: B\nP: C", "P"),
        ("T: A?\nJ: B\nT: C", "T"),
        ("I: A?\nP10: B\nI: C?", "I"),
        ("I: How?\nP: Well.\nI: Why?\nP: Because.", "I"),
        ("P: Apa?\nI: Ini.\nP: Kenapa?\nI: Karena.", "P"),
        ("Budi: A?\nSari: B\nBudi: C", None),
    ],
)
def test_who_asks(text, asking):
    assert [s.label for s in find_turns(text).speakers if s.interviewer] == ([asking] if asking else [])


def test_without_detection_paragraphs_are_turns():
    text = "P: Apa?\n\n\n  N: Ini.  \n"
    structure = find_turns(text, mode="none")
    assert bodies(text, structure) == [("", "P: Apa?", None), ("", "N: Ini.", None)]


@pytest.mark.parametrize("text", ["", " \n\t\n"])
def test_a_blank_text_has_no_turns(text):
    assert find_turns(text).turns == ()


labels = st.sampled_from(["P: ", "N:", "Sari (12:04): ", "[00:01:02] Budi: ", "Q. ", "A. ", "INTERVIEWER\n", "[id1] "])
crumbs = st.sampled_from(
    ["\n", "\n\n", " ", "\t", "**", "kata ", "：", "😀", "e\u0301", "\u200f", "1. ", ":", "00:12 "]
)
texts = st.one_of(st.text(), st.lists(labels | crumbs, max_size=40).map("".join))
sayings = st.lists(st.sampled_from(["kerja sama", "Pegawai baru.", "Kenapa?", "10:30", "😀"]), min_size=1).map(" ".join)
speeches = st.lists(sayings, min_size=1, max_size=3).map("\n".join)
layouts = st.sampled_from(["{}: {}", "**{}:** {}", "{}:\n{}", "[00:01:02] {}: {}", "{} (01:02): {}", "{}  01:02\n{}"])


@given(texts)
def test_bodies_ascend_apart_and_are_never_blank_at_their_edges(text):
    structure = find_turns(text)
    assert [turn.index for turn in structure.turns] == list(range(len(structure.turns)))
    assert all(turn.end <= following.start for turn, following in pairwise(structure.turns))
    assert all(body and body == body.strip() for _, body, _ in bodies(text, structure))


@given(texts)
def test_speakers_are_counted_as_they_speak(text):
    structure = find_turns(text)
    spoken = [turn.speaker for turn in structure.turns if turn.speaker]
    assert [s.label for s in structure.speakers] == list(dict.fromkeys(spoken))
    assert [s.turns for s in structure.speakers] == [spoken.count(s.label) for s in structure.speakers]


@given(texts)
def test_where_nobody_is_named_only_white_space_is_left_out(text):
    structure = find_turns(text, mode="none")
    ends = [0, *(turn.end for turn in structure.turns)]
    starts = [*(turn.start for turn in structure.turns), len(text)]
    outside = "".join(text[end:start] for end, start in zip(ends, starts, strict=True))
    assert not outside.strip()


@given(st.lists(st.tuples(st.sampled_from(["Informan 1", "Bu Sari", "P"]), speeches), min_size=4), layouts)
def test_what_was_put_together_comes_apart(said, layout):
    # Where a name and a time make a head, words that end with a time look like one and nothing tells them apart.
    assume(not (layout.endswith("01:02\n{}") and any("10:30" in speech for _label, speech in said)))
    said += [(label, "Ya.") for label in ("Informan 1", "Bu Sari", "P")] * 2
    text = "\n\n".join(layout.format(label, speech) for label, speech in said)
    assert [(speaker, body) for speaker, body, _ in bodies(text, find_turns(text))] == said
