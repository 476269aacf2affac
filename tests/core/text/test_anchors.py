"""Passages found again in corrected texts: case by case."""

import pytest

from core.text.anchors import Alignment, Anchored, Edit, Outcome, apply_edits
from core.text.offsets import Span, SpanError

OLD = """Pewawancara: Bagaimana koordinasi dengan satuan kerja di Metro?

Informan 1: Koordinasi kami berjalan baik, setiap bulan ada rapat bersama semua bendahara.

Pewawancara: Apakah itu cukup?

Informan 1: Belum cukup, karena laporan dari Kotabumi sering terlambat tiga hari.

Pewawancara: Terima kasih atas waktunya."""


def span_of(text: str, quote: str, number: int = 1) -> Span:
    start = -1
    for _ in range(number):
        start = text.index(quote, start + 1)
    return Span(start, start + len(quote))


def anchor(old: str, new: str, quote: str, number: int = 1) -> Anchored:
    return Alignment(old, new).anchor(span_of(old, quote, number))


def found(old: str, new: str, quote: str, number: int = 1) -> tuple[str, str | None]:
    anchored = anchor(old, new, quote, number)
    return anchored.outcome.value, anchored.span.quote(new) if anchored.span else None


def shown(old: str, new: str, quote: str, number: int = 1) -> tuple[str, list[str]]:
    anchored = anchor(old, new, quote, number)
    assert anchored.span is None
    assert list(anchored.candidates) == sorted(anchored.candidates, key=lambda each: -each.score)
    return anchored.outcome.value, [candidate.span.quote(new) for candidate in anchored.candidates]


QUOTES = ["Pewawancara: Bagaimana", "setiap bulan ada rapat", "atas waktunya.", "B", "erlambat tiga har", OLD]


@pytest.mark.parametrize("quote", QUOTES)
def test_a_text_that_did_not_change(quote):
    assert anchor(OLD, OLD, quote).span == span_of(OLD, quote)


@pytest.mark.parametrize("quote", QUOTES)
def test_rewrapped_lines_change_no_passage(quote):
    new = "\n".join(OLD.split()).replace("\nada\n", "  ada\t")
    outcome, there = found(OLD, new, quote)
    assert (outcome, there.split()) == ("exact", quote.split())


def test_words_before_and_behind_a_passage_may_change():
    new = OLD.replace("Koordinasi kami", "Kerja sama kita").replace("semua bendahara", "para bendahara satker")
    assert found(OLD, new, "berjalan baik, setiap bulan ada rapat bersama") == (
        "exact", "berjalan baik, setiap bulan ada rapat bersama"
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "quote", "now"),
    [
        ("terlambat", "telat", "sering terlambat tiga hari", "sering telat tiga hari"),
        ("sering ", "sering sekali ", "sering terlambat tiga", "sering sekali terlambat tiga"),
        ("sering ", "", "Kotabumi sering terlambat", "Kotabumi terlambat"),
        ("Belum cukup,", "BELUM cukup,", "Belum cukup, karena", "BELUM cukup, karena"),
        ("cukup, karena", "cukup. karena", "Belum cukup, karena", "Belum cukup. karena"),
        ("Kotabumi", "K.", "Kotabumi", "K."),
        ("satuan kerja", "satuan-kerja", "satuan kerja", "satuan-kerja"),
        ("Informan 1: Belum", "Ibu N: Belum", "itu cukup?\n\nInforman 1: Belum", "itu cukup?\n\nIbu N: Belum"),
        (
            "Informan 1: Belum",
            "Informan 2: Menurut saya ya.\n\nInforman 1: Belum",
            "itu cukup?\n\nInforman 1: Belum",
            "itu cukup?\n\nInforman 2: Menurut saya ya.\n\nInforman 1: Belum",
        ),
    ],
)
def test_changed_words_are_asked_about(before, after, quote, now):
    new = OLD.replace(before, after)
    outcome, quotes = shown(OLD, new, quote)
    assert (outcome, quotes[0]) == ("changed", now)


def test_a_moved_turn_is_found():
    turns = OLD.split("\n\n")
    new = "\n\n".join([turns[0], turns[2], turns[3], turns[1], turns[4]])
    assert found(OLD, new, "setiap bulan ada rapat bersama") == ("moved", "setiap bulan ada rapat bersama")
    assert found(OLD, new, "laporan dari Kotabumi") == ("exact", "laporan dari Kotabumi")


def test_a_deleted_turn_is_gone():
    turns = OLD.split("\n\n")
    new = "\n\n".join(turns[:3] + turns[4:])
    assert anchor(OLD, new, "laporan dari Kotabumi sering terlambat") == Anchored(Outcome.GONE)


def test_an_emptied_text_leaves_nothing():
    alignment = Alignment(OLD, "")
    assert alignment.anchor(Span(0, 5)) == Anchored(Outcome.GONE)
    assert alignment.carry(Span(0, 5)) is None
    assert alignment.position(40) == 0


def test_in_a_doubled_text_either_copy_could_be_meant():
    outcome, quotes = shown(OLD, f"{OLD}\n\n{OLD}", "setiap bulan ada rapat bersama")
    assert outcome == "ambiguous"
    assert quotes == ["setiap bulan ada rapat bersama"] * 2


TWINS = """Tanya: Apa kabar hari ini di kantor?

Jawab: Ya, betul sekali begitu.

Jawab: Ya, betul sekali begitu.

Tanya: Baiklah, kita lanjut ke soal berikut."""


@pytest.mark.parametrize("number", [1, 2])
def test_of_two_like_turns_one_was_deleted_and_nobody_knows_which(number):
    new = TWINS.replace("Jawab: Ya, betul sekali begitu.\n\n", "", 1)
    assert shown(TWINS, new, "betul sekali begitu", number) == ("ambiguous", ["betul sekali begitu"])


@pytest.mark.parametrize("number", [1, 2])
def test_like_turns_that_both_still_stand_are_told_apart_by_their_line(number):
    new = TWINS.replace("Apa kabar", "Bagaimana kabar").replace("berikut", "selanjutnya")
    anchored = anchor(TWINS, new, "betul sekali begitu", number)
    assert anchored == Anchored(Outcome.EXACT, span_of(new, "betul sekali begitu", number))


def test_the_same_words_of_two_speakers_stay_with_each():
    old = "A: Kami sudah lapor ke pusat.\n\nB: Benar begitu.\n\nC: Kami sudah lapor ke pusat."
    new = f"Pembuka: Selamat pagi.\n\n{old.replace('Benar begitu', 'Itu benar')}"
    for number in (1, 2):
        assert anchor(old, new, "sudah lapor", number).span == span_of(new, "sudah lapor", number)
    new = old.split("\n\n", 2)[2]
    assert anchor(old, new, "sudah lapor", 2).span == span_of(new, "sudah lapor")
    assert anchor(old, new, "sudah lapor", 1).outcome is not Outcome.EXACT


def test_a_label_belongs_to_the_turn_behind_it_when_a_turn_with_the_same_label_goes():
    old = "I: satu dua tiga.\n\nP: empat lima enam tujuh.\n\nP: delapan sembilan sepuluh.\n\nI: sebelas."
    new = old.replace("P: empat lima enam tujuh.\n\n", "")
    assert found(old, new, "P: delapan") == ("exact", "P: delapan")
    assert anchor(old, new, "tiga.\n\nP: empat").outcome is Outcome.CHANGED
    assert anchor(old, new, "P:", 2).outcome is Outcome.EXACT


def test_a_repeated_word_that_was_removed_does_not_break_the_passage_around_it():
    old = "Kami menunggu laporan dan dan kemudian baru kirim ke pusat."
    new = old.replace("dan dan", "dan")
    assert found(old, new, "menunggu laporan dan") == ("exact", "menunggu laporan dan")
    assert found(old, new, "dan kemudian baru kirim") == ("exact", "dan kemudian baru kirim")
    assert anchor(old, new, "dan dan").outcome is Outcome.CHANGED


def test_a_short_quote_is_not_looked_for_elsewhere():
    old = "A: Ya.\n\nB: Soal anggaran belanja barang sudah selesai kemarin.\n\nC: Bagus sekali hasilnya."
    new = "B: Soal anggaran belanja barang sudah selesai kemarin.\n\nC: Bagus sekali hasilnya.\n\nD: Ya."
    assert anchor(old, new, "Ya").outcome in {Outcome.AMBIGUOUS, Outcome.GONE}


def test_a_word_between_misspelt_ones_stands_in_its_place():
    old = "A: Kami menunggu persetujuan bendahara sebelum mengirim laporan bulanan itu.\n\nB: Ya."
    new = "A: Kmi menungu prsetujuan bendahara sbelum mengirm lporan bulanan iitu.\n\nB: Ya."
    assert found(old, new, "bendahara") == ("exact", "bendahara")
    assert found(old, new, "bulanan") == ("exact", "bulanan")


def test_a_word_among_other_words_is_not_in_its_place():
    old = "A: Kami menunggu persetujuan bendahara sebelum mengirim laporan bulanan itu.\n\nB: Ya."
    new = "A: Besok pagi kantor pusat dan bendahara akan rapat lagi di ruang baru.\n\nB: Ya."
    assert anchor(old, new, "bendahara").outcome is not Outcome.EXACT


LINES = ["Satu hal lagi soal anggaran", "Lalu kami pindah ke gedung lain", "Setelah itu ada tamu dari pusat"]


def test_a_whole_line_that_comes_once_is_found_again_in_any_order():
    old, new = "\n".join(LINES), "\n".join(["Pembukaan rapat", LINES[2], LINES[0], LINES[1], "Penutup"])
    assert found(old, new, "tamu dari")[1] == "tamu dari"
    assert {found(old, new, line)[0] for line in LINES} <= {"exact", "moved"}


def test_a_short_answer_left_out_here_and_put_in_there_is_not_the_same():
    old = "Adi Nugroho: Ya, betul.\n" + "\n".join(LINES)
    new = "\n".join(LINES) + "\nAdi Nugroho: Ya, betul."
    assert anchor(old, new, "betul").outcome not in {Outcome.EXACT, Outcome.MOVED}


@pytest.mark.parametrize("quote", ["gedung", "pindah ke gedung lain", LINES[1]])
def test_a_line_pasted_twice_leaves_open_which_of_the_two_was_there(quote):
    new = "\n".join([LINES[0], LINES[1], LINES[1], LINES[2]])
    assert shown("\n".join(LINES), new, quote) == ("ambiguous", [quote] * 2)


@pytest.mark.parametrize(
    ("old", "new", "quote"),
    [
        ("我们的预算很紧张。你们呢?", "我们今年的预算很紧张。你们呢?", "预算很紧张"),
        ("ผมคิดว่างบประมาณไม่พอครับ", "ผมคิดว่าปีนี้งบประมาณไม่พอครับ", "งบประมาณไม่พอ"),
        ("كان الاجتماع مفيدًا جدًا للجميع", "كان ذلك الاجتماع مفيدًا جدًا للجميع", "مفيدًا جدًا"),
        ("हमारी बैठक बहुत अच्छी रही", "हमारी पिछली बैठक बहुत अच्छी रही", "बहुत अच्छी"),
        (
            "bagus 👩‍👩‍👧 👍🏽 sekali e\u0301tude",
            "sangat bagus 👩‍👩‍👧 👍🏽 sekali e\u0301tude",
            "👩‍👩‍👧 👍🏽 sekali e\u0301",
        ),
    ],
)
def test_scripts(old, new, quote):
    assert found(old, new, quote) == ("exact", quote)


def test_white_space_alone_is_carried_while_its_neighbours_are():
    alignment = Alignment("satu dua\n\ntiga", "satu  dua tiga empat")
    assert alignment.anchor(Span(4, 5)) == Anchored(Outcome.EXACT, Span(4, 5))
    assert alignment.anchor(Span(8, 10)) == Anchored(Outcome.EXACT, Span(9, 10))
    assert Alignment("satu dua", "satudua").anchor(Span(4, 5)) == Anchored(Outcome.GONE)


def test_a_span_must_lie_in_the_old_text():
    with pytest.raises(SpanError):
        Alignment("satu", "satu dua").anchor(Span(0, 5))


def test_carry_is_strict():
    alignment = Alignment(OLD, OLD.replace("Kotabumi", "Liwa"))
    assert alignment.carry(span_of(OLD, "Informan 1", 2)) == span_of(OLD, "Informan 1", 2)
    assert alignment.carry(span_of(OLD, "dari Kotabumi")) is None


def test_position_is_where_the_words_are_or_were():
    new = OLD.replace("Informan 1: Koordinasi", "Informan 1: Ya. Koordinasi").replace("Apakah itu cukup?", "")
    position = Alignment(OLD, new).position
    assert position(0) == 0
    assert position(OLD.index("berjalan")) == new.index("berjalan")
    assert position(OLD.index("itu cukup")) in range(new.rindex("Pewawancara", 0, 180), new.index("Belum"))
    assert position(len(OLD)) == len(new)


def test_ten_thousand_like_words_are_bounded():
    old, new = "ya " * 10_000, "tidak " + "ya " * 9_000
    alignment = Alignment(old, new)
    outcomes = {alignment.anchor(Span(at, at + 8)).outcome for at in range(0, 30_000 - 8, 300)}
    assert outcomes <= {Outcome.AMBIGUOUS, Outcome.CHANGED, Outcome.GONE, Outcome.EXACT}


# --- edits that are known -----------------------------------------------------------------------------------


def test_known_edits_inside_a_passage_are_applied():
    old = "Ibu Sari dari Metro berkata bahwa Sari lelah."
    edits = [Edit(4, 8, "Informan A"), Edit(34, 38, "A")]
    new = apply_edits(old, edits)
    alignment = Alignment(old, new, edits)
    assert new == "Ibu Informan A dari Metro berkata bahwa A lelah."
    assert alignment.anchor(Span(0, 19)) == Anchored(Outcome.EXACT, span_of(new, "Ibu Informan A dari Metro"))
    assert alignment.anchor(Span(4, 8)) == Anchored(Outcome.EXACT, span_of(new, "Informan A"))
    assert alignment.carry(Span(34, 44)) == span_of(new, "A lelah")
    assert alignment.position(len(old)) == len(new)


def test_a_known_edit_that_cuts_across_a_border_is_asked_about():
    old = "Ibu Sari Dewi berkata."
    edits = [Edit(4, 13, "A")]
    alignment = Alignment(old, apply_edits(old, edits), edits)
    assert alignment.anchor(Span(0, 8)).candidates[0].span == Span(0, 5)
    assert alignment.anchor(Span(6, 21)).outcome is Outcome.CHANGED
    assert alignment.carry(Span(0, 8)) is None


def test_a_passage_that_known_edits_delete_is_gone():
    edits = [Edit(4, 9, "")]
    assert Alignment("Ibu Sari berkata", "Ibu berkata", edits).anchor(Span(4, 8)) == Anchored(Outcome.GONE)


def test_an_insertion_at_a_border_stays_outside():
    edits = [Edit(4, 4, "[a]"), Edit(8, 8, "[b]")]
    alignment = Alignment("Ibu Sari berkata", "Ibu [a]Sari[b] berkata", edits)
    assert alignment.anchor(Span(4, 8)) == Anchored(Outcome.EXACT, Span(7, 11))


@pytest.mark.parametrize(
    "edits", [[Edit(3, 5, ""), Edit(4, 6, "")], [Edit(5, 6, ""), Edit(1, 2, "")], [Edit(8, 99, "")], [Edit(3, 2, "")]]
)
def test_edits_must_ascend_inside_the_text(edits):
    with pytest.raises(ValueError, match="edit"):
        apply_edits("Ibu Sari berkata", edits)


def test_edits_must_make_the_new_text():
    with pytest.raises(ValueError, match="edits"):
        Alignment("Ibu Sari", "Ibu B", [Edit(4, 8, "A")])
