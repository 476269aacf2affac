"""Files that other people's tools wrote; they are kept beside the project, not in it."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from core.text.marks import count_marks, find_marks
from core.text.normalise import decode
from core.text.readers import SUPPORTED, ReadError, read
from core.text.turns import find_turns, spans_of

SAMPLES = Path(__file__).resolve().parents[3] / ".." / "shared" / "samples"

pytestmark = pytest.mark.skipif(not SAMPLES.is_dir(), reason="the samples are not on this machine")

# Word documents of tables, pictures and nothing else; a picture in RTF.
WORDLESS = {"blk-containing-table", "doc-no-coreprops", "having-images", "tbl-having-tables", "issue_37"}
# PDFs of the samples that need a password, and one whose pages are pictures.
LOCKED = ["crazyones-encrypted-256", "encrypted-file", "libreoffice-writer-password", "r6-both-passwords"]
PICTURES = {"encrypted_doc_no_id"}


def files(*patterns):
    return sorted(path for pattern in patterns for path in SAMPLES.glob(pattern) if path.is_file())


def name_of(path):
    return f"{path.parent.name}/{path.name}"


def outcome_of(path):
    """ "text", or the code of the error."""
    try:
        result = read(path.read_bytes(), path.name)
    except ReadError as error:
        return error.code
    assert all(0 <= mark.start < mark.end <= len(result.text) for mark in result.formatting), path
    assert list(result.pages) == sorted(result.pages), path
    return "text"


def expected_of(path):
    if path.suffix not in SUPPORTED:
        return "unsupported"
    if path.stem in LOCKED or "user-password" in path.stem:
        return "encrypted"
    if path.stem in PICTURES:
        return "no_text_layer"
    return "empty" if path.stem in WORDLESS else "text"


@pytest.mark.slow
def test_every_file_is_a_text_or_the_error_it_should_be():
    paths = files("transcripts/**/*", "encodings/**/*", "odd/**/*")
    with ThreadPoolExecutor(2) as pool:
        outcomes = dict(zip(paths, pool.map(outcome_of, paths), strict=True))
    counts = Counter((path.suffix, outcome) for path, outcome in outcomes.items())
    print(*(f"{ending:6} {outcome:14} {number:4}" for (ending, outcome), number in sorted(counts.items())), sep="\n")
    assert {name_of(path): outcome for path, outcome in outcomes.items() if outcome != expected_of(path)} == {}


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


@pytest.mark.parametrize("name", ["Goodboy Galaxy - Rik Nicol", "Keitai update Spring 2025"])
def test_subtitles_hold_the_words_and_times_of_the_transcript(name):
    """The same recording as SRT and WebVTT, and as text with or without a time before each cue."""
    folder = SAMPLES / "transcripts/subtitles"
    from_srt, from_vtt = (read((folder / f"{name}.{end}").read_bytes(), f"a.{end}").text for end in ("srt", "vtt"))
    assert from_srt == from_vtt
    timed = (folder / f"{name}.txt").read_text(encoding="utf-8")
    cues = [line.split("]", 1)[-1].split() for line in timed.split("\n") if line.strip()]
    structure = find_turns(from_srt)
    said = " ".join(from_srt[turn.start : turn.end] for turn in structure.turns)
    assert said.split() == [word for cue in cues for word in cue]
    rows = [line.split("\t") for line in (folder / f"{name}.tsv").read_text(encoding="utf-8").split("\n")[1:] if line]
    begun = {(int(start), text.split()[0]) for start, _end, text in rows}
    assert {(turn.at_ms, from_srt[turn.start : turn.end].split()[0]) for turn in structure.turns} <= begun


@pytest.mark.parametrize("path", files("transcripts/pdf/P*.pdf"), ids=name_of)
def test_interviews_printed_by_maxqda_have_two_speakers_and_no_furniture(path):
    result = read(path.read_bytes(), path.name)
    structure = find_turns(result.text)
    heard = [speaker for speaker in structure.speakers if speaker.turns > 1]
    assert {speaker.label for speaker in heard} == {"Dan", "Participant"}
    assert result.text.startswith("Interview\nDan: ")
    assert re.findall(r"^\s*[\d/]+\s*$|\b\d/\d\b", result.text, re.MULTILINE) == []
    # A line ends in the midst of a sentence only where somebody was cut short.
    broken = re.findall(r"\w\n(?!Dan:|Parti?ci?pant:)", result.text)
    assert len(broken) <= 2


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


def test_a_subtitle_left_in_a_session_is_the_time_of_its_speech():
    text = read((SAMPLES / "transcripts/txt/P5R1.txt").read_bytes(), "P5R1.txt").text
    timed = [turn for turn in find_turns(text).turns if turn.at_ms is not None]
    assert (22 * 60 + 53) * 1000 + 120 in [turn.at_ms for turn in timed]
    assert not any("-->" in text[turn.start : turn.end] for turn in timed)


def test_what_nobody_said_in_a_game_show():
    text = read((SAMPLES / "transcripts/md/go-time-200.md").read_bytes(), "go-time-200.md").text
    marks = dict(count_marks(find_marks(text, spans_of(find_turns(text)))))
    assert (marks["laughter"], marks["win sound"]) == (74, 27)
