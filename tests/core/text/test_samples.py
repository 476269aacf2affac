"""Files that other people's tools wrote; they are kept beside the project, not in it."""

import re
from collections import Counter
from pathlib import Path

import pytest

from core.text.normalise import decode
from core.text.readers import SUPPORTED, ReadError, read
from core.text.turns import find_turns

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not on this machine")

WORDLESS = {"blk-containing-table", "doc-no-coreprops", "having-images", "tbl-having-tables"}


def files(*patterns):
    return sorted(path for pattern in patterns for path in SAMPLES.glob(pattern) if path.is_file())


def name_of(path):
    return f"{path.parent.name}/{path.name}"


@pytest.mark.parametrize(
    "path", files("odd/pandoc/*", "odd/python_docx/*", "transcripts/*/*", "encodings/*/*"), ids=name_of
)
def test_every_file_is_a_text_or_an_error(path):
    if path.suffix not in SUPPORTED or path.stem in WORDLESS:
        with pytest.raises(ReadError):
            read(path.read_bytes(), path.name)
    else:
        result = read(path.read_bytes(), path.name)
        assert all(0 <= mark.start < mark.end <= len(result.text) for mark in result.formatting)


@pytest.mark.parametrize("path", files("transcripts/md/*.md"), ids=name_of)
def test_podcasts_have_the_speakers_that_their_bold_labels_name(path):
    source = path.read_text(encoding="utf-8")
    said = Counter(re.findall(r"^\*\*([^*\n]+):\*\*", source, re.MULTILINE))
    structure = find_turns(read(path.read_bytes(), path.name).text)
    heard = {speaker.label: speaker.turns for speaker in structure.speakers}
    # A break has a time but no words; one outro has no stars.
    said.pop("Break", None)
    heard.pop("Outro", None)
    assert heard == said
    assert structure.confidence > 0.9


@pytest.mark.parametrize("path", files("transcripts/txt/P*.txt"), ids=name_of)
def test_sessions_have_two_speakers_or_none(path):
    structure = find_turns(read(path.read_bytes(), path.name).text)
    participant = path.stem.split("R")[0]
    assert {s.label for s in structure.speakers} in ({"I", participant}, set())
    assert all(s.interviewer == (s.label == "I") for s in structure.speakers)


def test_labels_in_square_brackets():
    text = read((SAMPLES / "transcripts/office/transcript.txt").read_bytes(), "transcript.txt").text
    assert [(s.label, s.turns) for s in find_turns(text).speakers] == [("id1", 3), ("id2", 2), ("id3", 2)]


def test_subtitle_lines_have_times_and_no_speakers():
    path = SAMPLES / "transcripts/subtitles/Goodboy Galaxy - Rik Nicol.txt"
    structure = find_turns(read(path.read_bytes(), path.name).text)
    assert (structure.pattern, structure.speakers) == ("timestamp", ())
    assert [turn.at_ms for turn in structure.turns[:3]] == [43810, 48350, 54570]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("alternate_document_path.docx", "Test\nThis is italic, bold, underlined"),
        (
            "notes.docx",
            "A footnote\nTest footnote.[1] Test endnote.[2]\n[1] My note.\n[2] This is an endnote",
        ),
        ("track_changes_deletion.docx", "This is a text with a deletion."),
        (
            "track_changes_move.docx",
            "Here is some text.\nHere is the text to be moved.\nHere is some more text.",
        ),
        (
            "tables.docx",
            "A table, with and without a header row\nName\tGame\tFame\tBlame\nLebron James\tBasketball",
        ),
        ("nested_sdt.docx", "Test Paragraph1\nTest Paragraph2\nTest Paragraph3"),
    ],
)
def test_odd_word_documents(name, text):
    assert read((SAMPLES / "odd/pandoc" / name).read_bytes(), name).text.startswith(text)


@pytest.mark.parametrize(
    ("name", "encoding", "words"),
    [
        ("chardet/bom-utf-16-be.srt", "utf-16-be", "About 2 months ago I found myself"),
        ("chardet/bom-utf-32-le.srt", "utf-32-le", "About 2 months ago I found myself"),
        ("chardet/bom-utf-8.srt", "utf-8", "About 2 months ago I found myself"),
        ("chardet/nobom-utf16le.txt", "utf-16-le", "DateTime,Bid,Ask"),
        ("chardet/plane1-utf-16be.html", "utf-16-be", "<HTML lang="),
        ("chardet/github_bug_9.txt", "windows-1252", "Then he said, “The names Bod, James Bond.”"),
        ("charset_normalizer/sample-arabic-1.txt", "windows-1256", "بالموازاة مع ذلك"),
        ("charset_normalizer/sample-chinese.txt", "big5", "維基大典"),
        ("charset_normalizer/sample-french-1.txt", "windows-1252", "NÉ LE 15 JANVIER 1622"),
        ("charset_normalizer/sample-greek.txt", "windows-1253", "Η ελληνική αποτελεί"),
        ("charset_normalizer/sample-korean.txt", "cp949", "역사적 예수"),
        ("charset_normalizer/sample-russian.txt", "mac-cyrillic", "В гимназии он не был"),
        ("charset_normalizer/sample-turkish.txt", "windows-1254", "İstanbul, Türkiye'nin"),
    ],
)
def test_encodings(name, encoding, words):
    decoded = decode((SAMPLES / "encodings" / name).read_bytes())
    assert decoded.encoding == encoding
    assert words in decoded.text
