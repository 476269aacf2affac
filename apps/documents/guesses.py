"""What a file's name and its words suggest. Guesses are shown to a person, who may correct them."""

import re
from collections.abc import Iterable
from datetime import date
from pathlib import PurePath

from apps.documents.models import Office
from core.text.words import WORD
from core.values import MONTHS

LOOKED_AT = 20_000
FEWEST_HITS = 3
_STOPWORDS = {
    "id": """yang dan di ini itu dengan untuk tidak saya kami kita ada dari ke pada juga kalau karena bisa
        sudah jadi apa atau akan mereka dia nggak lebih seperti dalam oleh bagaimana harus masih lagi ya""",
    "en": """the and of to in that is it you for was on with as have but they this are be not we what so at by
        from or an my there if would about do how just which can like""",
}
STOPWORDS = {language: frozenset(words.split()) for language, words in _STOPWORDS.items()}
_YEAR = r"(?P<year>(?:19|20)\d{2})"
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<!\d){_YEAR}[-_. ](?P<month>\d{{1,2}})[-_. ](?P<day>\d{{1,2}})(?!\d)",
        rf"(?<!\d){_YEAR}(?P<month>\d{{2}})(?P<day>\d{{2}})(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})[-_. ](?P<month>\d{{1,2}})[-_. ]{_YEAR}(?!\d)",
        rf"(?<!\d)(?P<day>\d{{1,2}})[-_. ]?(?P<month>{'|'.join(MONTHS)})[a-z]*[-_. ]?{_YEAR}(?!\d)",
        rf"(?<![a-z])(?P<month>{'|'.join(MONTHS)})[a-z]*[-_. ]?(?P<day>\d{{1,2}})[-_., ]+{_YEAR}(?!\d)",
    )
]


def guess_language(text: str) -> str | None:
    """The language, "id" or "en", whose stopwords are clearly more frequent at the beginning; or None."""
    words = WORD.findall(text[:LOOKED_AT].lower())
    hits = {language: sum(word in listed for word in words) for language, listed in STOPWORDS.items()}
    (language, most), (_other, fewer) = sorted(hits.items(), key=lambda hit: -hit[1])[:2]
    return language if most >= FEWEST_HITS and most > 2 * fewer else None


def date_in(filename: str) -> date | None:
    """The first date in a file's name: 2023-03-14, 20230314, 14-03-2023, 14 Maret 2023 or March 14, 2023."""
    for pattern in _DATES:
        for match in pattern.finditer(filename):
            month = match["month"].lower()
            try:
                return date(int(match["year"]), MONTHS.get(month) or int(month), int(match["day"]))
            except ValueError:
                continue
    return None


def office_named(filename: str, offices: Iterable[Office]) -> Office | None:
    """The office whose name stands in a file's name or folder as whole words; of several the longest name."""
    said = f" {' '.join(WORD.findall(filename.replace('_', ' ').casefold()))} "
    named = [each for each in offices if f" {' '.join(WORD.findall(each.name.casefold()))} " in said]
    return max(named, key=lambda office: len(office.name), default=None)


def title_from(filename: str) -> str:
    """The file's name without ending, underscores read as spaces."""
    stem = PurePath(filename).stem.replace("_", " ")
    return " ".join(stem.split())[:300] or filename[:300]
