import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.readers import SUPPORTED, ReadError, confined, pandoc, read
from core.text.readers.docx import read_docx
from core.text.readers.package import MAX_PARTS, MAX_UNCOMPRESSED
from core.text.turns import find_turns
from tests.core.text.packages import archive, document, package, paragraph

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500)
DOCX = package(paragraph("P: Apa kabar?") + paragraph("N: Baik."))
REFUSED = {
    "nothing": (b"", "a.txt", "empty", {}),
    "no words": (b" \n\t?!\n", "a.txt", "empty", {}),
    "a document without words": (package(paragraph("")), "a.docx", "empty", {}),
    "another ending": (b"kata", "a.xyz", "unsupported", {"ending": ".xyz"}),
    "no ending": (b"kata", "kata", "unsupported", {"ending": ""}),
    "a program": (bytes(range(32)) * 40, "a.txt", "binary", {}),
    "an encrypted document": (OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx", "encrypted", {}),
    "an old document": (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "old_word", {}),
    "an old document renamed": (OLE + "WordDocument".encode("utf-16-le"), "a.docx", "old_word", {}),
    "a PDF that is none": (b"%PDF-1.7 kata", "a.txt", "damaged", {}),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a.md", "mislabelled", {"expected": "md", "found": "png"}),
    "a photograph": (b"\xff\xd8\xff\xe0", "a.docx", "mislabelled", {"expected": "docx", "found": "jpeg"}),
    "some archive": (archive({"a": "b"}), "a.docx", "mislabelled", {"expected": "docx", "found": "zip"}),
    "an archive": (archive({"a.txt": "b"}), "a.zip", "unsupported", {"ending": ".zip"}),
    "a document overwritten": (bytes(range(32)) * 40, "a.docx", "damaged", {}),
    "a broken archive": (b"PK\x03\x04kata", "a.docx", "damaged", {}),
    "half a document": (DOCX[: len(DOCX) // 2], "a.docx", "damaged", {}),
    "a document of bad XML": (package("<w:p>"), "a.docx", "damaged", {}),
    "quotes in quotes without end": (b"> " * 5000 + b"x", "a.md", "damaged", {}),
}


@pytest.mark.parametrize(("data", "name", "code", "detail"), REFUSED.values(), ids=REFUSED)
def test_why_a_file_is_refused(data, name, code, detail):
    with pytest.raises(ReadError) as raised:
        read(data, name)
    assert (raised.value.code, raised.value.detail) == (code, detail)


def test_a_bomb_is_not_unpacked():
    bomb = package(paragraph("kata"), members={"word/media/a.bin": bytes(MAX_UNCOMPRESSED + 1)})
    assert len(bomb) < 2**20
    with pytest.raises(ReadError) as raised:
        read(bomb, "a.docx")
    assert (raised.value.code, raised.value.detail["limit"]) == ("too_large", MAX_UNCOMPRESSED)


def test_an_understated_size_is_damage():
    honest = package(paragraph("kata"), members={"word/notes.xml": bytes(5000)})
    lying = honest.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(ReadError, match="damaged"):
        read(lying, "a.docx")


def test_parts_that_unpack_to_too_much_are_refused():
    with pytest.raises(ReadError) as raised:
        read(package(paragraph("kata"), members={"word/styles.xml": bytes(MAX_PARTS)}), "a.docx")
    assert (raised.value.code, raised.value.detail["limit"]) == ("too_large", MAX_PARTS)


def test_entities_are_neither_expanded_without_end_nor_fetched():
    doctype = (
        '<!DOCTYPE d [<!ENTITY a "kata"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d SYSTEM "file:///etc/hostname">]>'
    )
    doctype = doctype.format("&a;" * 1000, "&b;" * 1000)
    for entity in ("&c;" * 100, "&d;"):
        with pytest.raises(ReadError, match="damaged"):
            read(package(paragraph(entity), doctype), "a.docx")


@pytest.mark.parametrize(
    ("limit", "value", "code"), [("TIMEOUT_SECONDS", 0.01, "too_slow"), ("MAX_ANSWER", 9, "too_large")]
)
def test_limits_of_the_process(monkeypatch, limit, value, code):
    monkeypatch.setattr(confined, limit, value)
    with pytest.raises(ReadError, match=code):
        read(DOCX, "a.docx")


def test_memory_is_limited(monkeypatch):
    monkeypatch.setattr(pandoc, "HEAP", "-M8m")
    with pytest.raises(ReadError, match="too_much_memory"):
        read_docx(package(paragraph("kata " * 500) * 500))


def test_supported_endings_are_the_readers_and_case_does_not_matter():
    kept = ".docx .htm .html .markdown .md .odt .pdf .rtf .srt .text .txt .vtt"
    assert set(kept.split()) == SUPPORTED
    assert read("P: Apa?".encode("utf-16"), "A.B.TXT").text == "P: Apa?"


def test_plain_text_is_normalised_and_says_its_encoding():
    result = read("\ufeffP: Café?\r\nN: Ya.\r\n".encode(), "a.txt")
    assert (result.text, result.encoding, result.formatting) == ("P: Café?\nN: Ya.\n", "utf-8", ())


def spans_of(result):
    return [(mark.kind, result.text[mark.start : mark.end]) for mark in result.formatting]


def test_markdown():
    source = (
        '# Judul\n\n**Ani:** Apa *itu*, "$5--6"?\n**Budi:** ~~Bukan~~ <b>ini</b>[^1].\n\n'
        "[^1]: Sebuah *catatan*.\n\n> kutipan\n\n- satu\n- dua\n\n3. tiga\n\n"
        "| a | b |\n|---|---|\n| c |   |\n\n<div>\nkata\n</div>\n\n[taut](http://x.example) `kode`\n"
    )
    result = read(source.encode(), "a.md")
    assert result.text == (
        'Judul\n\nAni: Apa itu, "$5--6"?\nBudi: Bukan <b>ini</b>[1].\n\n[1] Sebuah catatan.\n\nkutipan\n\n'
        "- satu\n- dua\n\n3. tiga\n\na\tb\nc\t\n\n<div>\nkata\n</div>\n\ntaut kode"
    )
    assert spans_of(result) == [
        ("heading1", "Judul"),
        ("bold", "Ani:"),
        ("italic", "itu"),
        ("bold", "Budi:"),
        ("strike", "Bukan"),
        ("note", "[1] Sebuah catatan."),
        ("italic", "catatan"),
        ("quote", "kutipan"),
        ("list", "- satu\n- dua"),
        ("list", "3. tiga"),
        ("table", "a\tb\nc\t"),
        ("link", "taut"),
        ("code", "kode"),
    ]


def test_markdown_lines_of_one_paragraph_are_turns():
    result = read(b"**A:** satu\n**B:** dua\nlagi\n**A:** tiga\n", "a.md")
    assert [(turn.speaker, result.text[turn.start : turn.end]) for turn in find_turns(result.text).turns] == [
        ("A", "satu"),
        ("B", "dua\nlagi"),
        ("A", "tiga"),
    ]


def test_front_matter_of_markdown_is_kept():
    assert "Informan 3" in read(b"---\ntitle: Informan 3\n---\n\nkata\n", "a.md").text


def test_word_document():
    def write(made):
        made.add_heading("Transkrip", 0)
        made.add_heading("Bagian", 2)
        line = made.add_paragraph()
        line.add_run("P").bold = True
        line.add_run("\t: Apa ")
        line.add_run("itu").italic = True
        line.add_run(" 😀?").underline = True
        line.add_run().add_break()
        line.add_run("bekas").font.strike = True
        made.add_paragraph("satu", style="List Number")
        made.add_paragraph("dua", style="List Number")
        made.add_paragraph("kutipan", style="Quote")
        table = made.add_table(2, 2)
        for cell, text in zip(table._cells, ["a", "b\nc", "", "d"], strict=True):
            cell.text = text

    result = read(document(write), "a.docx")
    assert result.text == "Transkrip\nBagian\nP : Apa itu 😀?\nbekas\n1. satu\n2. dua\nkutipan\na\tb\nc\n\td"
    assert (result.encoding, result.warnings) == (None, ())
    assert spans_of(result) == [
        ("heading1", "Transkrip"),
        ("heading2", "Bagian"),
        ("bold", "P"),
        ("italic", "itu"),
        ("underline", "😀?"),
        ("strike", "bekas"),
        ("list", "1. satu\n2. dua"),
        ("quote", "kutipan"),
        ("table", "a\tb\nc\n\td"),
    ]


def test_tracked_changes_are_accepted_and_counted():
    deleted = "<w:del w:id='1' w:author='Ani'><w:r><w:delText>lama</w:delText></w:r></w:del>"
    inserted = "<w:ins w:id='2' w:author='Ani'><w:r><w:t>baru</w:t></w:r></w:ins>"
    result = read(package(f"<w:p>{deleted}{inserted}</w:p>"), "a.docx")
    assert (result.text, result.warnings, result.details) == ("baru", ("changes_accepted",), {"changes_accepted": 2})


def test_a_move_leaves_the_words_where_they_went():
    gone = "<w:moveFrom w:id='1' w:author='Ani'><w:r><w:t>pindah</w:t></w:r></w:moveFrom>"
    come = "<w:moveTo w:id='2' w:author='Ani'><w:r><w:t>pindah</w:t></w:r></w:moveTo>"
    assert read(package(f"<w:p>{gone}</w:p>{paragraph('satu')}<w:p>{come}</w:p>"), "a.docx").text == "satu\npindah"


@pytest.mark.parametrize(
    ("first", "second", "text"),
    [("satu", "dua", "awal\nsatudua\nakhir"), ("", "dua", "awal\ndua\nakhir"), ("satu", "", "awal\nsatu\nakhir")],
)
def test_a_deleted_paragraph_end_joins_two_paragraphs(first, second, text):
    end = "<w:pPr><w:rPr><w:del w:id='1' w:author='Ani'/></w:rPr></w:pPr>"
    run = f"<w:r><w:t>{first}</w:t></w:r>" if first else ""
    body = f"{paragraph('awal')}<w:p>{end}{run}</w:p>{paragraph(second)}{paragraph('akhir')}"
    assert read(package(body), "a.docx").text == text


def test_comments_stand_below_their_paragraph():
    def write(made):
        runs = [made.add_paragraph("N: ").add_run("Sangat sibuk"), made.paragraphs[0].add_run(" sekali.")]
        made.add_comment(runs[:1], text="Cek lagi: benar?", author="Ani", initials="A")
        made.add_paragraph("P: Mengapa?")

    result = read(document(write), "a.docx")
    assert result.text == "N: Sangat sibuk[c1] sekali.\n[c1 Ani: Cek lagi: benar?]\nP: Mengapa?"
    assert ("comment", "[c1 Ani: Cek lagi: benar?]") in spans_of(result)
    assert (result.warnings, result.details) == (("comments_marked",), {"comments": 1})


def test_text_boxes_are_told_of():
    box = "<w:r><w:pict><w:txbxContent><w:p/></w:txbxContent></w:pict></w:r>"
    assert read(package(f"<w:p>{box}</w:p>" + paragraph("kata")), "a.docx").warnings == ("text_boxes_left_out",)


def table(*rows):
    def write(made):
        for made_row, row in zip(made.add_table(len(rows), len(rows[0])).rows, rows, strict=True):
            for cell, text in zip(made_row.cells, row, strict=True):
                cell.text = text

    return write


@pytest.mark.parametrize(
    ("rows", "lines"),
    [
        (
            [("P", "Apa kabar?"), ("N1", "Baik.\nSekali."), ("P:", "Lalu?"), ("N1", "Begitu.")],
            "P: Apa kabar?\nN1: Baik.\nSekali.\nP: Lalu?\nN1: Begitu.",
        ),
        (
            [
                ("Pembicara", "Ucapan"),
                ("Ani", "Apa kabar?"),
                ("Budi", "Baik saja, Bu."),
                ("", "Ya."),
                ("Ani", "Oh."),
                ("Budi", "Begitulah keadaannya."),
            ],
            "Pembicara\tUcapan\nAni: Apa kabar?\nBudi: Baik saja, Bu.\nYa.\nAni: Oh.\nBudi: Begitulah keadaannya.",
        ),
        (
            [
                ("00:12", "P", "Apa kabar?"),
                ("00:15", "N1", "Baik sekali."),
                ("01:02", "P", "Lalu bagaimana?"),
                ("01:10", "N1", "Begitulah."),
            ],
            "[00:12] P: Apa kabar?\n[00:15] N1: Baik sekali.\n[01:02] P: Lalu bagaimana?\n[01:10] N1: Begitulah.",
        ),
    ],
)
def test_a_table_of_who_says_what_becomes_turns(rows, lines):
    result = read(document(table(*rows)), "a.docx")
    assert (result.text, result.warnings) == (lines, ("speaker_table",))
    assert len(find_turns(result.text).speakers) == 2


def test_other_tables_stay_tables():
    ages = [("Ani", "34"), ("Budi", "41"), ("Citra", "29"), ("Dedi", "52")]
    numbers = [("Anggaran", "Pagu dan realisasi"), ("Belanja", "12"), ("Pegawai", "13"), ("Belanja", "14")]
    for rows in (ages, numbers):
        result = read(document(table(*rows)), "a.docx")
        assert result.text == "\n".join("\t".join(row) for row in rows)
        assert result.warnings == ()


@settings(deadline=None, max_examples=40)  # each example may start a process
@given(st.randoms(use_true_random=False), st.sampled_from([".docx", ".html", ".md", ".srt", ".txt"]))
def test_damaged_files_are_a_text_or_an_error(chance: random.Random, ending):
    data = bytearray(DOCX if ending == ".docx" else "**P:** Café — apa?\r\n\r\n> N: 😀\n".encode())
    for _ in range(chance.randint(1, 4)):
        place = chance.randint(0, len(data))
        data[place : place + chance.choice([0, 1, 40])] = chance.randbytes(chance.choice([0, 1, 9]))
    try:
        result = read(bytes(data), "a" + ending)
    except ReadError:
        return
    assert result.text
    assert all(0 <= mark.start < mark.end <= len(result.text) for mark in result.formatting)
