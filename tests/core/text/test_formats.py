"""OpenDocument, rich text, web pages, and files whose name says another format than they have."""

import pypandoc
import pytest

from core.text.normalise import ENCODINGS, decode
from core.text.readers import ReadError, read
from core.text.turns import find_turns
from tests.core.text.packages import archive, package, paragraph
from tests.core.text.pdfs import column, pdf
from tests.core.text.test_readers import spans_of

OFFICE = "urn:oasis:names:tc:opendocument:xmlns"
NAMES = f'xmlns:office="{OFFICE}:office:1.0" xmlns:text="{OFFICE}:text:1.0" xmlns:draw="{OFFICE}:drawing:1.0"'
CONTENT = (
    f"{{}}<office:document-content {NAMES}><office:automatic-styles/><office:body><office:text>{{}}</office:text>"
    "</office:body></office:document-content>"
)
STYLES = (
    f"<office:document-styles {NAMES}><office:styles/><office:automatic-styles/><office:master-styles/>"
    "</office:document-styles>"
)
MANIFEST = f'<m:manifest xmlns:m="{OFFICE}:manifest:1.0">{{}}</m:manifest>'
TYPE = "application/vnd.oasis.opendocument.text"


def odt(body, doctype="", manifest=""):
    parts = {"mimetype": TYPE, "META-INF/manifest.xml": MANIFEST.format(manifest), "styles.xml": STYLES}
    return archive({**parts, "content.xml": CONTENT.format(doctype, body)})


def words(text):
    return f"<text:p>{text}</text:p>"


def test_opendocument_made_by_another_program(tmp_path):
    source = "# Judul\n\n**P:** Apa *itu*?\n\nN: Bukan[^1].\n\n- satu\n- dua\n\n| a | b |\n|---|---|\n| c | d |\n"
    source += "\n[^1]: Catatan."
    made = tmp_path / "a.odt"
    pypandoc.convert_text(source, "odt", "markdown", outputfile=str(made))
    result = read(made.read_bytes(), made.name)
    assert result.text == "Judul\nP: Apa itu?\nN: Bukan[1].\n[1] Catatan.\n- satu\n- dua\na\tb\nc\td"
    assert {kind for kind, _text in spans_of(result)} >= {"heading1", "bold", "italic", "note", "list", "table"}


def test_what_opendocument_leaves_out_and_which_changes_it_accepts():
    deleted = (
        '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion>'
        "<office:change-info/><text:p>hapus</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    note = '<office:annotation office:name="1"><text:p>komentar</text:p></office:annotation>'
    box = "<draw:frame><draw:text-box><text:p>kotak</text:p></draw:text-box></draw:frame>"
    result = read(odt(deleted + words(f'N: <text:change text:change-id="c1"/>baru{note}{box}')), "a.odt")
    assert result.text == "N: baru"
    assert result.warnings == ("changes_accepted", "comments_left_out", "text_boxes_left_out")
    assert result.details == {"changes_accepted": 1}


def test_an_encrypted_opendocument_is_told_from_a_damaged_one():
    with pytest.raises(ReadError, match="encrypted"):
        read(odt(words("x"), manifest="<m:encryption-data/>"), "a.odt")
    with pytest.raises(ReadError, match="damaged"):
        read(odt("<text:p>"), "a.odt")


BOMB = '<!DOCTYPE x [<!ENTITY a "kata"><!ENTITY b "{}"><!ENTITY c "{}"><!ENTITY d "{}">]>'.format(
    "&a;" * 1000, "&b;" * 1000, "&c;" * 1000
)
FETCH = '<!DOCTYPE x [<!ENTITY d SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize("doctype", [BOMB, FETCH])
def test_entities_are_not_expanded(doctype):
    with pytest.raises(ReadError, match="damaged"):
        read(odt(words("&d;"), doctype), "a.odt")
    page = f"{doctype.replace(' x ', ' html ')}<html><p>P: apa&d;?</p></html>"
    assert len(read(page.encode(), "a.html").text) < 2 * len(page)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        (r"{\rtf1\ansi\ansicpg1252 Caf\'e9 \endash  P\par N}", "Café – P\nN"),
        (r"{\rtf1\ansi\uc1 \u8220?P\u8221? \u-10179?\u-8704?\u233e}", "“P” 😀é"),
        (r"{\rtf1\ansi\uc0\u233 x {\uc2\u8230..}y}", "éx …y"),
        (r"{\rtf1\ansi\ansicpg1250 \'bf\'f3\'b3w}", "żółw"),
        (r"{\rtf1\ansi{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204{\*\fname T;}T CYR;}}\f1 \'ca\'e8\f0 \'e9}", "Киé"),
        (r"{\rtf1\ansi\ansicpg936{\fonttbl\f0\fcharset134 S;}\f0 \'b2\'e2\'ca\'d4 a}", "测试 a"),
        (r"{\rtf1\ansi\ansicpg932 \'83A\'83\'93\b b}", "アンb"),
        (
            r"{\rtf1{\*\unknown{\b tersembunyi}}{\info{\title j}}{\header k}P{\*\generator x;}: \{a\}\~\_b\-c}",
            "P: {a}\xa0\u2011bc",
        ),
        (r"{\rtf1\ansi P {\deleted lama}{\revised baru}\deleted x\deleted0 .}", "P baru."),
        (r"{\rtf1 a{\pict\pngblip 89504e47}b{\pict\bin4 {{}}}c", "abc"),
        ("{\\rtf1\\ansi P:\\\nN: caf\xe9", "P:\nN: café"),
    ],
)
def test_rich_text(source, text):
    assert read(source.encode("latin-1"), "a.rtf").text == text


def test_what_rich_text_looks_like_and_leaves_out():
    result = read(
        rb"{\rtf1\ansi {\b P:} apa {\i itu}?{\footnote Catatan.}{\*\atnid A}{\*\annotation z}{\pict 00}}", "a.rtf"
    )
    assert result.text == "P: apa itu?[1]\n[1] Catatan."
    assert spans_of(result)[:2] == [("bold", "P:"), ("italic", "itu")]
    assert result.warnings == ("comments_left_out", "images_left_out")
    assert read(rb"{\rtf1 {\deleted a}{\revised b}}", "a.rtf").details == {"changes_accepted": 2}


PAGE = """<!doctype html><html><head><title>Judul</title><style>p{}</style><script>alert("x")</script></head><body>
<h1>Wawancara</h1><p><b>P:</b> Apa
kabar?<br>Sehat?</p><noscript>tanpa</noscript><template>t</template><iframe src="http://127.0.0.1:9/">i</iframe>
<p>N: Baik. <img src="http://127.0.0.1:9/a.png" alt="foto"></p><ul><li>satu<li>dua</ul>
<table><tr><td>a</td><td>b</td></tr></table></body></html>"""


def test_web_pages():
    result = read(PAGE.encode(), "a.html")
    assert result.text == "Wawancara\nP: Apa kabar?\nSehat?\nN: Baik. foto\n- satu\n- dua\na\tb"
    assert (result.encoding, result.warnings) == ("utf-8", ("images_left_out",))
    assert spans_of(result)[:2] == [("heading1", "Wawancara"), ("bold", "P:")]


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ('<meta charset="windows-1251"><p>Привет</p>'.encode("cp1251"), "windows-1251"),
        (
            '<meta http-equiv=Content-Type content="text/html; charset=iso-8859-1"><p>“é”</p>'.encode("cp1252"),
            "windows-1252",
        ),
        ('<meta charset="iso-8859-1"><p>café</p>'.encode(), "utf-8"),
        ('<meta charset="windows-1251"><p>Привет</p>'.encode("utf-16"), "utf-16-le"),
        ('<meta charset="idna"><p>Привет dan selamat pagi</p>'.encode(), "utf-8"),
    ],
)
def test_the_encoding_of_a_web_page(data, encoding):
    result = read(data, "a.htm")
    assert result.encoding == encoding
    assert result.text.strip("“”") in {"Привет", "é", "café", "Привет dan selamat pagi"}


RTF = rb"{\rtf1\ansi P: apa?}"
DOCX = package(paragraph("P: apa?"))
SRT = b"1\r\n00:00:01,000 --> 00:00:02,000\r\nP: apa?\r\n"


@pytest.mark.parametrize(
    ("data", "name", "kind", "text"),
    [
        (RTF, "a.txt", "rtf", "P: apa?"),
        (RTF, "a.doc", "rtf", "P: apa?"),
        (DOCX, "a.doc", "docx", "P: apa?"),
        (DOCX, "a.txt", "docx", "P: apa?"),
        (DOCX, "a.odt", "docx", "P: apa?"),
        (DOCX, "a.tanpa", "docx", "P: apa?"),
        (odt(words("P: apa?")), "a.docx", "odt", "P: apa?"),
        (PAGE.encode(), "a.doc", "html", None),
        (b"P: apa?", "a.docx", "txt", "P: apa?"),
        (b"P: apa?", "a.html", "txt", "P: apa?"),
        (b"P: apa?", "a.srt", "txt", "P: apa?"),
        (SRT, "a.txt", "srt", "[00:00:01] P: apa?"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nP: apa?\n", "a.srt", "vtt", "[00:00:01] P: apa?"),
        (pdf(column(["P: apa?"])), "a.docx", "pdf", "P: apa?"),
    ],
)
def test_the_content_decides_where_the_name_is_wrong(data, name, kind, text):
    result = read(data, name)
    assert "read_as" in result.warnings
    assert result.details["read_as"] == kind
    assert text is None or result.text == text


@pytest.mark.parametrize(
    ("data", "name"), [(DOCX, "a.DOCX"), (b"ID3: apa?", "a.txt"), (b"P: apa?", "a.text"), (b"P: apa?", "a.markdown")]
)
def test_a_right_name_is_not_remarked_upon(data, name):
    assert read(data, name).warnings == ()


def test_a_forced_encoding_is_taken_or_refused():
    data = "Jum’at, café".encode("mac-roman")
    assert read(data, "a.txt", "mac-roman").text == "Jum’at, café"
    assert read(data, "a.md", "mac-roman").text == "Jum’at, café"
    result = read("P: é".encode("cp1252"), "a.txt", "windows-1252")
    assert (result.encoding, result.confidence) == ("windows-1252", 1.0)
    for encoding in ("utf-8", "tidak-ada", "idna", "utf-16-le"):
        with pytest.raises(ReadError) as raised:
            read(data + b"!", "a.txt", encoding)
        assert (raised.value.code, raised.value.detail) == ("undecodable", {"encoding": encoding})


def test_every_encoding_offered_is_one():
    assert {decode(b"P: apa", code).encoding for code, _name in ENCODINGS} == {code for code, _name in ENCODINGS}
    assert len({name for _code, name in ENCODINGS}) == len(ENCODINGS)


def test_turns_are_found_in_a_web_page():
    rows = "".join(f"<p><b>{who}:</b> kata {i}</p>" for i, who in enumerate("PNPN"))
    assert [turn.speaker for turn in find_turns(read(f"<html>{rows}".encode(), "a.html").text).turns] == list("PNPN")
