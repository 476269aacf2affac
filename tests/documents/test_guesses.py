"""What a name and the words suggest."""

from datetime import date

import pytest

from apps.documents.guesses import date_in, guess_language, title_from


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Saya kira itu karena kami sudah biasa dengan cara ini dan tidak ada yang mau ubah.", "id"),
        ("I think that it was because they have not been there and we do not know.", "en"),
        ("这是一个完全不同的语言", None),
        ("Ya. Ok.", None),
        ("", None),
    ],
)
def test_language(text: str, language: str | None):
    assert guess_language(text) == language


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("2023-03-14 Metro.txt", date(2023, 3, 14)),
        ("metro_20230314.docx", date(2023, 3, 14)),
        ("Wawancara 14-03-2023.md", date(2023, 3, 14)),
        ("Wawancara 14 Maret 2023.md", date(2023, 3, 14)),
        ("interview_4may2023.txt", date(2023, 5, 4)),
        ("2023-13-45.txt", None),
        ("rekaman 99999999999.txt", None),
        ("Metro 01.txt", None),
    ],
)
def test_date(name: str, found: date | None):
    assert date_in(name) == found


@pytest.mark.parametrize(
    ("name", "title"),
    [("Metro_01__final.txt", "Metro 01 final"), ("arsip.2023.docx", "arsip.2023"), ("___.txt", "___.txt")],
)
def test_title(name: str, title: str):
    assert title_from(name) == title
