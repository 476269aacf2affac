"""What is said about a file: a sentence for every way it can be refused, and for everything the text does not show."""

import inspect
import re
from pathlib import Path

import pytest

from apps.documents.reading import KIND_NAMES, SENTENCES, WARNINGS, read_file, refusal, warning_sentences
from apps.web.errors import DomainError
from core.text import errors, readers
from core.text.readers import base
from core.text.readers.worker import READERS
from tests.core.text.packages import document
from tests.core.text.pdfs import PICTURE, pdf

SOURCES = sorted(Path(inspect.getfile(readers)).parent.glob("*.py"))


def test_every_error_of_a_reader_has_a_sentence():
    raised = {code for path in SOURCES for code in re.findall(r'ReadError\(\s*"(\w+)"', path.read_text())}
    assert len(raised) > 10
    assert raised <= set(SENTENCES)
    assert raised - {"crashed"} <= set(re.findall(r"\w+", errors.ReadError.__doc__))
    for code in SENTENCES:
        message = refusal(code, limit=3 * 2**20, encoding="utf-8", ending=".x", expected="txt", found="png").message
        assert message.endswith(".")
        assert "%(" not in message


def test_every_warning_has_a_sentence():
    listed = re.search(r"as the file did:(.*?)\n    `details`", base.ReadResult.__doc__, re.DOTALL)
    assert set(re.findall(r"\w+", listed[1])) == set(WARNINGS)
    details = {"changes_accepted": 3, "comments": 2, "pages_without_text": 1, "read_as": "rtf"}
    for report in ({"warnings": [*WARNINGS], "details": details}, {"warnings": [*WARNINGS]}):
        said = warning_sentences(report)
        assert len(said) == len(WARNINGS)
        assert all(sentence.endswith(".") and "%(" not in sentence for sentence in said)
    assert set(KIND_NAMES) == {*READERS, "txt"}


def test_a_file_of_another_name_says_what_it_was_read_as():
    reading = read_file(rb"{\rtf1\ansi P: apa?\par N: ya.}", "a.txt")
    assert reading.report["details"] == {"read_as": "rtf"}
    assert "it was read as rich text (RTF)." in warning_sentences(reading.report)[0]


def test_comments_are_counted():
    def write(made):
        made.add_comment(made.add_paragraph("kata").runs, text="cek", author="Ani", initials="A")

    assert "comments (1)" in warning_sentences(read_file(document(write), "a.docx").report)[0]


def test_a_forced_encoding_is_what_the_report_says_and_is_no_guess():
    data = "P: caf\u00e9\nN: ya".encode("cp1252")
    guessed, forced = (read_file(data, "a.txt", encoding=encoding).report for encoding in ("", "mac-roman"))
    assert (guessed["encoding"], forced["encoding"]) == ("windows-1252", "mac-roman")
    assert warning_sentences(guessed)
    assert warning_sentences(forced) == []


@pytest.mark.parametrize(
    ("data", "name", "encoding", "status", "words"),
    [
        (pdf(PICTURE), "a.pdf", "", 422, "pictures of pages"),
        (b"caf\xe9", "a.txt", "utf-8", 422, "do not fit the encoding “utf-8”"),
        (b"\x89PNG\r\n\x1a\n", "a.docx", "", 415, "says “docx”, but what is in it is “png”"),
    ],
)
def test_refusals(data, name, encoding, status, words):
    with pytest.raises(DomainError, match=words) as raised:
        read_file(data, name, encoding=encoding)
    assert raised.value.status == status
