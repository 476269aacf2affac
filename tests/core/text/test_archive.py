import io
import struct
import zipfile

import pytest

from core.text.errors import ReadError
from core.text.readers import archive as archives
from core.text.readers.archive import MAX_FILES, MAX_RATIO, unpack
from tests.core.text.packages import archive


def unpacked(data):
    return [(member.name, member.data, member.error and member.error.code) for member in unpack(io.BytesIO(data))]


def whole(data):
    with pytest.raises(ReadError) as raised:
        list(unpack(io.BytesIO(data)))
    return raised.value


def test_documents_come_out_in_order_with_plain_names_of_their_own():
    made = archive({
        "Wawancara/KPPN Metro/a.docx": "satu",
        "Wawancara/b.TXT": "dua",
        "a.docx": "tiga",
        "A.docx": "empat",
        "../../etc/passwd.txt": "lima",
        "C:\\data\\c.md": "enam",
        "/mutlak.srt": "tujuh",
        "lama.doc": "delapan",
    })  # fmt: skip
    assert unpacked(made) == [
        ("a.docx", b"satu", None),
        ("b.TXT", b"dua", None),
        ("a (2).docx", b"tiga", None),
        ("A (3).docx", b"empat", None),
        ("passwd.txt", b"lima", None),
        ("c.md", b"enam", None),
        ("mutlak.srt", b"tujuh", None),
        ("lama.doc", b"delapan", None),
    ]


def test_what_programs_add_is_passed_over():
    made = archive({"__MACOSX/._a.docx": "x", ".DS_Store": "x", "folder/": "", "~$a.docx": "x", "a.txt": "kata"})
    assert unpacked(made) == [("a.txt", b"kata", None)]
    assert whole(archive({"folder/": "", ".DS_Store": "x"})).code == "empty"


def test_members_that_cannot_be_had_say_why_and_the_others_come():
    made = archive(
        {"dalam.zip": archive({"a.txt": "x"}), "foto.jpg": "x", "nol.txt": bytes(3 * 2**20), "a.txt": "kata"}
    )
    assert unpacked(made) == [
        ("dalam.zip", b"", "nested_archive"),
        ("foto.jpg", b"", "unsupported"),
        ("nol.txt", b"", "packed_too_tightly"),
        ("a.txt", b"kata", None),
    ]


def test_a_size_that_is_understated_does_not_help():
    made = archive({"a.txt": bytes(MAX_RATIO * 20_000), "b.txt": "kata"})
    lying = made.replace(struct.pack("<L", MAX_RATIO * 20_000), struct.pack("<L", 10))
    assert [code for _name, _data, code in unpacked(lying)] == ["damaged", None]


def test_encrypted_and_spoilt_members():
    made = bytearray(archive({"a.txt": "kata satu", "b.txt": "kata dua"}))
    encrypted = bytearray(made)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        encrypted[encrypted.index(signature) + offset] |= 1
    assert unpacked(bytes(encrypted)) == [("a.txt", b"", "encrypted"), ("b.txt", b"kata dua", None)]
    made[made.index(b"a.txt") + 7] ^= 0xFF
    assert unpacked(bytes(made))[0] == ("a.txt", b"", "damaged")


def test_names_that_do_not_say_they_are_utf8():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("XXXXXX.txt", "kata")
    data = stream.getvalue().replace(b"XXXXXX", "Jumát".encode())
    assert unpacked(data) == [("Jumát.txt", b"kata", None)]


def test_limits_of_the_whole(monkeypatch):
    error = whole(archive({f"{i}.txt": "" for i in range(MAX_FILES + 1)}))
    assert (error.code, error.detail["limit"]) == ("too_many_files", MAX_FILES)
    monkeypatch.setattr(archives, "MAX_TOTAL", 7)
    made = unpack(io.BytesIO(archive({"a.txt": "kata", "b.txt": "lagi"})))
    assert next(made).data == b"kata"
    with pytest.raises(ReadError, match="too_large"):
        next(made)


def test_the_record_for_large_archives_counts_too():
    small = archive({"a.txt": "kata"})
    at = small.index(b"PK\x05\x06")
    size, offset = struct.unpack_from("<LL", small, at + 12)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, at, 1)
    for files, code in ((1, None), (MAX_FILES + 1, "too_many_files")):
        record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, files, files, size, offset)
        large = small[:at] + record + locator + small[at:]
        if code:
            assert whole(large).code == code
        else:
            assert unpacked(large) == [("a.txt", b"kata", None)]


def test_large_members_are_not_read(monkeypatch):
    monkeypatch.setattr(archives, "MAX_FILE", 3)
    assert unpacked(archive({"a.txt": "kata"})) == [("a.txt", b"", "too_large")]


# Named, because an archive holds the time it was made, and every process of a run must know a test by the same name.
@pytest.mark.parametrize(
    "data",
    [b"", b"kata", b"PK\x05\x06", archive({"a.txt": "kata"})[:-30]],
    ids=["empty", "words", "end alone", "cut off"],
)
def test_what_is_no_archive_is_damaged(data):
    assert whole(data).code == "damaged"
