import pytest

from core.text.readers import ReadError, read
from core.text.turns import find_turns
from tests.core.text.pdfs import PICTURE, column, pdf

LONG = [
    "satuan kerja kami sudah lama menunggu kabar dari pusat tentang anggaran yang baru",
    "dan sampai hari ini belum ada jawaban apa pun, padahal kegiatan sudah harus jalan",
    "sejak bulan yang lalu.",
]


def text_of(*pages, **options):
    return read(pdf(*pages, **options), "a.pdf").text


def test_lines_are_joined_and_labels_begin_paragraphs():
    lines = ["P: Bagaimana keadaannya?", f"N: Kami di {LONG[0]}", *LONG[1:], "P: Lalu?", "N: Begitulah."]
    result = read(pdf(column(lines)), "a.pdf")
    assert result.text == f"P: Bagaimana keadaannya?\nN: Kami di {' '.join(LONG)}\nP: Lalu?\nN: Begitulah."
    assert [turn.speaker for turn in find_turns(result.text).turns] == ["P", "N", "P", "N"]


def test_a_gap_an_indent_and_a_short_line_begin_paragraphs():
    assert text_of(column([*LONG[:2], "", *LONG[:2]])) == "\n".join([" ".join(LONG[:2])] * 2)
    assert text_of(column([*LONG, *LONG])) == "\n".join([" ".join(LONG)] * 2)
    two = [LONG[0], LONG[1] + "."]
    indented = [(78 if i % 2 == 0 else x, y, line) for i, (x, y, line) in enumerate(column(two * 3))]
    assert text_of(indented) == "\n".join([" ".join(two)] * 3)


def test_lines_set_in_behind_a_label_belong_to_it():
    lines = [
        ("P:", "Bagaimana keadaannya?"),
        ("N:", LONG[0]),
        ("", LONG[1]),
        ("", LONG[2]),
        ("P:", "Lalu?"),
        ("N:", "Ya."),
    ]
    words: list[tuple] = []
    for i, (label, said) in enumerate(lines):
        words += [(60, 760 - 14 * i, label)] * bool(label) + [(96, 760 - 14 * i, said)]
    assert text_of(words) == f"P: Bagaimana keadaannya?\nN: {' '.join(LONG)}\nP: Lalu?\nN: Ya."


def test_words_broken_at_the_line_end_are_mended_and_doubled_words_keep_their_hyphen():
    lines = [
        "Menurut saya hal itu sangat bergan-",
        "tung pada undang-",
        "undang dan pada orang se-",
        "Indonesia, anak-",
    ]
    assert text_of(column([*lines, "anaknya juga."])) == (
        "Menurut saya hal itu sangat bergantung pada undang-undang dan pada orang se-Indonesia, anak-anaknya juga."
    )


def test_two_columns_are_read_one_after_the_other():
    left = [f"kiri nomor {word} yang cukup panjang" for word in ("satu", "dua", "tiga", "empat", "lima", "enam")]
    right = [line.replace("kiri", "kanan") for line in left]
    page = [(60, 790, "Judul yang membentang di atas kedua kolom dan cukup panjang adanya di sini"), (60, 40, "kaki")]
    page += [words for pair in zip(column(left), column(right, x=320), strict=True) for words in pair]
    text = text_of(page)
    assert text.index("Judul") < text.index("kiri nomor enam") < text.index("kanan nomor satu")
    assert text.count("kiri nomor enam yang cukup panjang") == 1


def test_rows_of_a_table_stay_together():
    rows = [("Ani", "34", "Padang"), ("Budi", "41", "Metro"), ("Citra", "29", "Ambon"), ("Dedi", "52", "Bima")]
    page = [(x, 700 - 16 * i, cell) for i, row in enumerate(rows) for x, cell in zip((60, 220, 400), row, strict=True)]
    assert text_of(page) == "\n".join("\t".join(row) for row in rows)


@pytest.mark.parametrize("timed", [False, True])
def test_a_table_of_who_says_what_becomes_turns(timed):
    page = []
    said = [
        "Bagaimana keadaannya di sana?",
        LONG[0],
        "Lalu apa yang terjadi?",
        LONG[1],
        "Begitu, ya.",
        "Ya, begitulah.",
    ]
    for i, words in enumerate(said):
        y = 760 - 40 * i
        page += [(30, y, f"00:{i:02}:10")] * timed + [(90, y, ("Pewawancara", "N1")[i % 2]), (170, y, words)]
        page += [(170, y - 14, LONG[2])] * (i % 2)
    result = read(pdf(page, size=9), "a.pdf")
    turns = find_turns(result.text).turns
    assert [turn.speaker for turn in turns] == ["Pewawancara", "N1"] * 3
    assert [turn.at_ms for turn in turns] == [(i * 60 + 10) * 1000 if timed else None for i in range(6)]
    assert result.text[turns[1].start : turns[1].end] == f"{LONG[0]} {LONG[2]}"
    assert result.warnings == ("speaker_table",)


def pages_with(header, footer, bodies):
    for number, body in enumerate(bodies, 1):
        yield [(60, 810, header.format(number)), *column(body), (290, 30, footer.format(number, len(bodies)))]


def test_headers_footers_and_page_numbers_are_left_out_and_paragraphs_go_on_over_pages():
    bodies = [[f"N{i}: kata {word}", *LONG[:2]] for i, word in enumerate(["satu", "dua", "tiga"])]
    result = read(pdf(*pages_with("Wawancara KPPN, bagian {}", "{} / {}", bodies)), "a.pdf")
    assert "Wawancara" not in result.text
    assert "/" not in result.text
    assert [result.text[start:].split(":")[0] for start in result.pages] == ["N0", "N1", "N2"]
    halves = read(pdf(column(["N: " + LONG[0]]), column(LONG[1:])), "a.pdf")
    assert halves.text == "N: " + " ".join(LONG)
    assert halves.text[halves.pages[1] :].startswith(LONG[1])


def test_the_same_words_at_the_top_of_two_pages_are_no_header():
    pages = [column([first, *LONG]) for first in ("N: Ya.", "N: Ya.", "P: Lalu?", "N: Tidak.")]
    assert text_of(*pages).count("N: Ya.") == 2


def test_numbers_in_the_margin_are_left_out():
    body = ["P: Apa kabar?", "N: Baik.", *LONG, "P: Sudah lama?", "N: Sejak 2019.", "P: Begitu.", "N: Ya."]
    numbered = [(30, y, str(i)) for i, (_x, y, _line) in enumerate(column(body), 1)]
    assert text_of([*column(body), *numbered]) == text_of(column(body))
    starts = [(30, y, str(i)) for i, (_x, y, line) in enumerate([w for w in column(body) if ":" in w[2]], 1)]
    assert text_of([*column(body), *starts]) == text_of(column(body))


def test_headings_bold_and_italic_are_remembered():
    page = [
        (60, 780, "Wawancara", 1, 20),
        (60, 740, "P:", 1),
        (80, 740, "Apa"),
        (104, 740, "itu", 2),
        (60, 726, "N: Ya."),
    ]
    result = read(pdf(page), "a.pdf")
    assert result.text == "Wawancara\nP: Apa itu\nN: Ya."
    found = {(mark.kind, result.text[mark.start : mark.end]) for mark in result.formatting}
    assert found == {("heading1", "Wawancara"), ("bold", "Wawancara"), ("bold", "P:"), ("italic", "itu")}


@pytest.mark.parametrize(
    ("matrix", "shift"), [("0 1 -1 0", (400, 100)), ("0 -1 1 0", (100, 700)), ("-1 0 0 -1", (500, 700))]
)
def test_turned_pages_are_read_upright(matrix, shift):
    lines = b" ".join(b"(%s) Tj 0 -14 Td" % line.encode() for line in LONG)
    content = b"BT /F0 11 Tf %s %d %d Tm %s ET" % (matrix.encode(), *shift, lines)
    assert text_of(content, box=(842, 842)) == " ".join(LONG)


def test_text_outside_the_page_is_not_read():
    assert text_of([*column(["kata"]), (60, -200, "di luar"), (900, 400, "juga")]) == "kata"


def test_pictures_of_pages_need_recognition():
    with pytest.raises(ReadError, match="no_text_layer"):
        read(pdf(PICTURE), "a.pdf")
    result = read(pdf(column(LONG), PICTURE), "a.pdf")
    assert (result.warnings, result.details) == (("pages_without_text",), {"pages_without_text": 1})
    assert result.pages == (0, len(result.text))
    with pytest.raises(ReadError, match="empty"):
        read(pdf(b""), "a.pdf")


def test_half_a_file_is_damage_or_its_text():
    whole = pdf(column(LONG))
    with pytest.raises(ReadError, match="damaged"):
        read(whole[:60], "a.pdf")
    assert read(b"junk\n" + whole, "a.pdf").text == " ".join(LONG)
