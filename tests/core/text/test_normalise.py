import codecs
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.text.errors import ReadError
from core.text.normalise import decode, normalise, text_hash

MARKED = [
    ("utf-8", codecs.BOM_UTF8),
    ("utf-16-le", codecs.BOM_UTF16_LE),
    ("utf-16-be", codecs.BOM_UTF16_BE),
    ("utf-32-le", codecs.BOM_UTF32_LE),
    ("utf-32-be", codecs.BOM_UTF32_BE),
]
printable = st.text(st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn"], include_characters="\n"))
CODE_PAGES = [
    ("windows-1252", "Ia berkata \u201cbaik\u201d \u2013 begitu saja, karena satuan kerja belum siap\u2026"),
    ("windows-1252", "Señor Pérez bilang \u201ciya\u201d, lalu selesai. Harga satu meja €5."),
    ("windows-1252", "Bu Sari: Kami “rutin” mengadakan bimbingan… café, naïve, Jum’at. Itu é è ü, begitulah."),
    ("windows-1250", "Zażółć gęślą jaźń. Proszę bardzo, dziękuję. Którędy do szpitala? Którędy do dworca?"),
    ("windows-1250", "Příliš žluťoučký kůň úpěl ďábelské ódy. Dobrý den, jak se máte dnes?"),
    ("windows-1256", "بالموازاة مع ذلك وللإشارة إلى المنطقة المغاربية بشكل عام كان المؤرخون العرب"),
    (
        "windows-1253",
        "Η ελληνική αποτελεί τη μητρική γλώσσα περίπου 12 εκατομμυρίων ανθρώπων, κυρίως στην Ελλάδα.",
    ),
]


@given(st.text(st.characters(exclude_categories=[])))
def test_normalising_twice_is_normalising_once(text):
    once = normalise(text)
    assert normalise(once) == once
    assert "\r" not in once
    once.encode()


def test_only_line_ends_marks_and_the_unstorable_change():
    assert normalise("\ufeffa\r\nb\rc\n\u2028\x85\x0c") == "a\nb\nc\n\u2028\x85\x0c"
    assert normalise("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    assert normalise("a\ufeffb e\u0301 \u00a0\t") == "a\ufeffb e\u0301 \u00a0\t"


def test_the_hash_is_of_the_utf8_form():
    assert text_hash("Jum\u2019at") == hashlib.sha256("Jum\u2019at".encode()).hexdigest()


@pytest.mark.parametrize(("encoding", "bom"), MARKED)
@given(text=printable)
def test_a_byte_order_mark_decides(encoding, bom, text):
    decoded = decode(bom + text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.confidence, decoded.bom) == (text, encoding, 1.0, True)


@given(printable)
def test_utf8_is_found(text):
    decoded = decode(text.encode())
    assert (decoded.text, decoded.encoding, decoded.bom) == (text, "utf-8", text.startswith("\ufeff"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        "P: Apa kabar?\r\nI: Baik.\r\n",
        "مرحبا كيف حالك اليوم",
        "你好，我们在办公室工作。明天再见。",
        "ok 😀 𠮷",
    ],
)
def test_utf16_without_a_mark_is_found(encoding, text):
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding, decoded.bom) == (text, encoding, False)


@pytest.mark.parametrize(("encoding", "text"), CODE_PAGES)
def test_code_pages_are_guessed(encoding, text):
    decoded = decode(text.encode(encoding))
    assert (decoded.text, decoded.encoding) == (text, encoding)
    assert 0 < decoded.confidence < 1


@pytest.mark.parametrize("data", [bytes(80), bytes(range(256)) * 4, b"\x7fELF\x02\x01\x01" + bytes(99)])
def test_bytes_that_are_no_text_are_binary(data):
    with pytest.raises(ReadError) as raised:
        decode(data)
    assert raised.value.code == "binary"


def test_a_broken_text_behind_a_mark_is_undecodable():
    with pytest.raises(ReadError) as raised:
        decode(codecs.BOM_UTF8 + b"abc\xff\xfe")
    assert (raised.value.code, raised.value.detail) == ("undecodable", {"encoding": "utf-8"})


@given(st.binary(max_size=400))
def test_any_bytes_are_a_text_or_an_error(data):
    try:
        decoded = decode(data)
    except ReadError:
        return
    assert 0 <= decoded.confidence <= 1
    assert decoded.encoding
