"""Where sentences begin and end. The table is the requirement: a bar stands between two sentences."""

import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lexicon.sentences import sentences, sentences_in
from core.text.offsets import Span

ROOT = Path(__file__).resolve().parents[3]
INDONESIAN = """
Kami rutin mengadakan bimbingan teknis.|Bukan karena disuruh.
Bpk. Budi dan Ibu Ani hadir.|Drs. H. Ahmad, M.Si. juga.
Kertas, tinta, dll.|Kami beli sendiri.
Kertas, tinta, dll. yang kami beli, dst. sampai habis.
Naik 1.234,5 poin pada 01.02.2023 pukul 09.30.|Lalu turun.
Biayanya Rp. 5.000 per lembar, lihat No. 5 dan hlm. 12.|Begitu.
Saya... tidak tahu.|Hmm…|Mungkin ya.
Dia bilang, "Saya lelah."|Lalu pulang.
"Kenapa begitu?" tanya saya.|"Tidak tahu!" jawabnya.
Lho?!|Kok begitu???|Ya sudah!!
Ya. [tertawa]|Tidak apa-apa. [diam. lama]|Begitu.
kami tidak tahu ya pokoknya begitu saja
ya.|iya.|begitu.|lalu kami pergi
1. Pertama kami rapat.|2. Kedua kami lapor.
a. Pertama kami rapat.|b. Kedua kami lapor.
Pada tahun 2019.|Kami pindah ke Jl. Jend. A. Yani No. 5.
Prof. Dr. Ani S.E., M.M.|Beliau kepala.
(Saya juga.)|Lalu dia pergi (ke kantor).|Selesai.
Lihat www.kemenkeu.go.id.|Di sana ada.
Kata beliau ‘harus cepat.’|Kami ikut.
Surat a.n. Kepala Kantor s.d. Desember.|Sudah.
Sudah selesai.Lalu kami pulang.
Nilainya 98,5.|Targetnya 95.
👩🏽‍💻 Baik.|Terima kasih 🙏.
"""
ENGLISH = """
Mr. Smith said no.|No.|We didn't, e.g. in May.|That's it.
At 9 a.m. we met.|At 9 a.m.|We met Dr. Who vs. Mr. X.
"Really?" she asked.|"Yes."|He left.
I was like, what?!|And then... nothing.|It cost $3.50.|OK.
Apples, pears, etc.|We bought them.
Prof. Jones, Ph.D., and St. Mary agreed.|Good.
See fig. 3 and vol. 2 of J. Smith.|Thanks.
We use Node.js and example.com.|It works.
Well -- you know!|-- that is it.
Yeah. [laughs]|I know, right? [crosstalk]|Sure.
“Is it?”|“It is.”|Fine.
so we just went there and it was fine i guess
So did I.|[46:59] We left, J. Smith and I.
Version 1.2.3 is out.|Use v. 2.0.
"""
GLUED = {"Sudah selesai.Lalu kami pulang.": ["Sudah selesai.", "Lalu kami pulang."]}
CASES = [
    (row, language) for rows, language in ((INDONESIAN, "id"), (ENGLISH, "en")) for row in rows.strip().split("\n")
]
LINES = {
    "Ada tiga hal:\n1. rapat\n2. laporan\n- evaluasi": ["Ada tiga hal:", "1. rapat", "2. laporan", "- evaluasi"],
    "Satu paragraf\n\nlalu yang lain": ["Satu paragraf", "lalu yang lain"],
    "Baris ini dilipat kira-kira di\nempat puluh huruf. Baris\nini pendek\nBaru lagi": [
        "Baris ini dilipat kira-kira di\nempat puluh huruf.", "Baris\nini pendek", "Baru lagi",
    ],
}  # fmt: skip


def cut(text: str, language: str = "id") -> list[str]:
    return [each.quote(text) for each in sentences(text, [Span(0, len(text))], language)]


@pytest.mark.parametrize(("row", "language"), CASES)
def test_real_cases(row: str, language: str) -> None:
    wanted = GLUED.get(row) or row.split("|")
    assert cut(row.replace("|", " "), language) == wanted


@pytest.mark.parametrize("text", LINES)
def test_lines(text: str) -> None:
    assert cut(text) == LINES[text]


def test_a_sentence_never_crosses_a_turn() -> None:
    text = "A: Kami rutin\nB: mengadakan rapat. Ya"
    turns = [Span(3, 13), Span(17, len(text))]
    assert [each.quote(text) for each in sentences(text, turns, "id")] == ["Kami rutin", "mengadakan rapat.", "Ya"]


PARTS = ["Kami", "rapat", "Bpk.", "dll.", "No.", "5", "1.234,5", "...", "?!", '"', "“", "”", "(", ")", "[tertawa]",
         "\n", "\n\n", " ", " ", ".", "…", "!", "A.", "- ", "👩🏽‍💻", "é", "।"]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=40).map("".join) | st.text(max_size=80), st.sampled_from(["id", "en"]))
def test_all_that_is_not_blank_is_in_exactly_one_sentence(text: str, language: str) -> None:
    middle = len(text) // 2
    turns = [Span(a, b) for a, b in ((0, middle), (middle, len(text))) if a < b]
    found = list(sentences(text, turns, language))
    assert all(each.start < each.end and each.quote(text) == each.quote(text).strip() for each in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(any(turn.contains(each) for turn in turns) for each in found)
    covered = {at for each in found for at in range(each.start, each.end)}
    assert all(text[at].isspace() for at in range(len(text)) if at not in covered)


@given(st.text('ab .?!\n"[]', max_size=60), st.lists(st.integers(0, 60)))
def test_any_stops_will_do(text: str, at: list[int]) -> None:
    """The rules hold whatever the tokenizer says."""
    stops = sorted({(each, each + 1) for each in at if each < len(text) and text[each] in ".?!"})
    pieces = sentences_in(text, stops)
    assert "".join(text[a:b] for a, b in pieces).replace(" ", "").replace("\n", "") == "".join(text.split())


def test_only_who_asks_for_sentences_loads_spacy() -> None:
    """Not even importing the module does: a web process that only names it stays small."""
    code = "import sys, core.lexicon.sentences, core.lexicon.nlp; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=False).returncode == 0
