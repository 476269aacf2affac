import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.text.readers import READERS, SUPPORTED, ReadError, pandoc, read
from core.text.readers.docx import MAX_UNCOMPRESSED
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
    "a PDF": (b"%PDF-1.7 kata", "a.txt", "mislabelled", {"expected": "txt", "found": "pdf"}),
    "an RTF": (b"{\\rtf1 kata}", "a.docx", "mislabelled", {"expected": "docx", "found": "rtf"}),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a.md", "mislabelled", {"expected": "txt", "found": "png"}),
    "a photograph": (b"\xff\xd8\xff\xe0", "a.docx", "mislabelled", {"expected": "docx", "found": "jpeg"}),
    "a document named text": (DOCX, "a.txt", "mislabelled", {"expected": "txt", "found": "docx"}),
    "text named a document": (b"P: kata", "a.docx", "mislabelled", {"expected": "docx", "found": "txt"}),
    "some archive": (archive({"a": "b"}), "a.docx", "mislabelled", {"expected": "docx", "found": "zip"}),
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
    honest = package(paragraph("kata"), members={"word/media/a.bin": bytes(5000)})
    lying = honest.replace((5000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    with pytest.raises(ReadError, match="damaged"):
        read(lying, "a.docx")


def test_entities_are_neither_expanded_without_end_nor_fetched():
    doctype = (
        '<!DOCTYPE d [<!ENTITY a "kata"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d SYSTEM "file:///etc/hostname">]>'
    )
    doctype = doctype.format("&a;" * 1000, "&b;" * 1000)
    for entity in ("&c;" * 100, "&d;"):
        with pytest.raises(ReadError, match="damaged"):
            read(package(paragraph(entity), doctype), "a.docx")


@pytest.mark.parametrize(
    ("limit", "value", "code"), [("TIMEOUT_SECONDS", 0.001, "too_slow"), ("MAX_OUTPUT", 9, "too_large")]
)
def test_limits_of_the_conversion(monkeypatch, limit, value, code):
    monkeypatch.setattr(pandoc, limit, value)
    with pytest.raises(ReadError, match=code):
        read(DOCX, "a.docx")


def test_memory_is_limited(monkeypatch):
    monkeypatch.setattr(pandoc, "HEAP", "-M8m")
    with pytest.raises(ReadError, match="too_much_memory"):
        read(package(paragraph("kata " * 500) * 500), "a.docx")


def test_supported_endings_are_the_readers_and_case_does_not_matter():
    assert set(READERS) == SUPPORTED == {".txt", ".md", ".docx"}
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


def test_tracked_changes_are_accepted_and_comments_left_out_with_a_word_about_both():
    deleted = "<w:del w:id='1' w:author='Ani'><w:r><w:delText>lama</w:delText></w:r></w:del>"
    inserted = "<w:ins w:id='2' w:author='Ani'><w:r><w:t>baru</w:t></w:r></w:ins>"
    comments = '<w:comments xmlns:w="w"><w:comment w:id="3"/></w:comments>'
    result = read(package(f"<w:p>{deleted}{inserted}</w:p>", members={"word/comments.xml": comments}), "a.docx")
    assert (result.text, result.warnings) == ("baru", ("changes_accepted", "comments_left_out"))


@settings(deadline=None)  # each example may start a process
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(SUPPORTED)))
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
