"""What a recording is, told from its first bytes."""

import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.media import recognise

MP3_FRAME = b"\xff\xfb\x90\x00" + bytes(413)
AAC_FRAME = b"\xff\xf1\x50\x80\x02\x1f\xfc" + bytes(9)


def tagged(rest: bytes, tag: int = 300) -> bytes:
    return b"ID3\x04\0\0" + bytes([tag >> 21 & 127, tag >> 14 & 127, tag >> 7 & 127, tag & 127]) + bytes(tag) + rest


def boxes(brand: bytes) -> bytes:
    return struct.pack(">I4s4s", 32, b"ftyp", brand) + bytes(20)


def matroska(kind: bytes, codec: bytes) -> bytes:
    return b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\x82\x84" + kind + bytes(40) + b"\x86\x86" + codec


def named(data: bytes) -> tuple[str, str] | None:
    file = io.BytesIO(data)
    media = recognise(file)
    assert file.tell() == 0, "the file is left at its beginning"
    return (media.name, media.content_type) if media else None


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (MP3_FRAME * 3, ("MP3", "audio/mpeg")),
        (MP3_FRAME * 20, ("MP3", "audio/mpeg")),
        (b"\0" * 100 + MP3_FRAME * 3, ("MP3", "audio/mpeg")),
        (tagged(MP3_FRAME * 2), ("MP3", "audio/mpeg")),
        (tagged(MP3_FRAME * 2, tag=200_000), ("MP3", "audio/mpeg")),
        (tagged(AAC_FRAME * 3), ("AAC", "audio/aac")),
        (tagged(b"fLaC" + bytes(60)), ("FLAC", "audio/flac")),
        (AAC_FRAME * 3, ("AAC", "audio/aac")),
        (b"fLaC" + bytes(60), ("FLAC", "audio/flac")),
        (b"RIFF\x24\0\0\0WAVEfmt ", ("WAV", "audio/wav")),
        (b"RF64\xff\xff\xff\xffWAVEds64", ("WAV", "audio/wav")),
        (b"FORM\0\0\0\x24AIFFCOMM", ("AIFF", "audio/aiff")),
        (b"OggS" + bytes(24) + b"OpusHead", ("Ogg", "audio/ogg")),
        (b"OggS" + bytes(24) + b"\x01vorbis", ("Ogg", "audio/ogg")),
        (b"OggS" + bytes(24) + b"\x80theora", ("Ogg", "video/ogg")),
        (matroska(b"webm", b"A_OPUS"), ("WebM", "audio/webm")),
        (matroska(b"webm", b"V_VP9"), ("WebM", "video/webm")),
        (matroska(b"matroska", b"V_VP9"), ("Matroska", "video/x-matroska")),
        (boxes(b"M4A "), ("M4A", "audio/mp4")),
        (boxes(b"isom"), ("MP4", "video/mp4")),
        (boxes(b"qt  "), ("QuickTime", "video/quicktime")),
        (struct.pack(">I4s", 8, b"wide") + bytes(20), ("QuickTime", "video/quicktime")),
        (boxes(b"3gp5"), ("3GP", "video/3gpp")),
    ],
)
def test_recordings_are_known(data: bytes, wanted: tuple[str, str]):
    assert named(data) == wanted


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0" * 5000,
        b"<!doctype html><script>alert(1)</script>",
        b"%PDF-1.7 ",
        b"PK\x03\x04" + bytes(60),
        b"\xff\xd8\xff\xe0" + bytes(600),
        "\ufeffWawancara tentang kantor".encode("utf-16-le"),
        b"\xff\xfb\x90\x00 and then words that no frame begins with" * 30,
        tagged(b"<html>"),
        tagged(b"", tag=10_000),
        boxes(b"heic"),
        boxes(b"avif"),
        b"RIFF\x24\0\0\0WEBPVP8 ",
        b"\x1aE\xdf\xa3" + bytes(80),
    ],
)
def test_other_files_are_none(data: bytes):
    assert named(data) is None


@pytest.mark.parametrize("start", [b"#!AMR\n", b"0&\xb2u\x8ef\xcf\x11", b"\x02dss", b"caff\0\x01", b"RIFF\0\0\0\0AVI "])
def test_what_no_browser_plays_is_named(start: bytes):
    media = recognise(io.BytesIO(start + bytes(60)))
    assert media is not None
    assert not media.plays


@given(st.binary(max_size=200))
def test_any_bytes_are_judged_without_an_error_and_never_as_a_page(data: bytes):
    media = recognise(io.BytesIO(data))
    assert media is None or media.content_type.startswith(("audio/", "video/"))
