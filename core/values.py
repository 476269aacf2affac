"""Values of attributes: what a cell, a form field or a program's JSON means under a kind, and which kind a column has.

A value is stored as plain JSON: text as text, numbers as numbers, dates as "2023-03-14", yes and no as "yes" and "no".
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Cell = str | int | float | bool | dt.date | dt.time | None
Value = str | int | float
Kind = Literal["text", "number", "date", "choice", "yes_no"]

LONGEST_VALUE = 2000
LONGEST_NUMBER = 30
LONGEST_CHOICE = 60
MOST_CHOICES = 12

_YES = frozenset({"yes", "y", "true", "ya", "benar"})
_NO = frozenset({"no", "n", "false", "tidak", "tdk", "salah"})
_MONTHS = "jan,feb,mar,apr,mei may,jun,jul,agu aug agt ags,sep,okt oct,nov nop,des dec"
# By their first three letters, in Indonesian and English.
MONTHS = {name: number for number, names in enumerate(_MONTHS.split(","), 1) for name in names.split()}
_MONTH = f"(?P<month>{'|'.join(MONTHS)})[a-z]*"
_YEAR = r"(?P<year>(?:1[5-9]|2\d)\d{2})"
_BY_NUMBERS = re.compile(r"(?P<first>\d{1,2})[-/. ](?P<second>\d{1,2})[-/. ](?P<year>(?:1[5-9]|2\d)\d{2})")
_DATES = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{_YEAR}[-/. ](?P<month>\d{{1,2}})[-/. ](?P<day>\d{{1,2}})",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/. ]*{_MONTH}[-/., ]*{_YEAR}",
        rf"{_MONTH}[-/. ]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[-/., ]+{_YEAR}",
    )
]
# Midnight, as spreadsheets and databases write dates.
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?$")
_SPACES = re.compile(r"[\s\u00a0\u202f']+")
_PLAIN_NUMBER = re.compile(r"-?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d{1,3})?", re.IGNORECASE | re.ASCII)
_POINTS_GROUP = re.compile(r"-?\d{1,3}(?:\.\d{3})+(?:,\d*)?", re.ASCII)
_COMMAS_GROUP = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d*)?", re.ASCII)


class Misfit(ValueError):
    """A value that is none of its kind."""


@dataclass(frozen=True, slots=True)
class Style:
    """How a column writes what could be read in two ways; None and False where nothing in it tells."""

    decimal: Literal[",", "."] | None = None
    month_first: bool = False


def style_of(cells: Iterable[Cell]) -> Style:
    """How the texts of a column write numbers and dates, told by those that can be read in one way only."""
    texts = [cell.strip() for cell in cells if isinstance(cell, str)]
    return Style(_decimal_of(texts), _is_month_first(texts))


def fit(kind: Kind, cell: Cell, choices: Sequence[str] = (), style: Style | None = None) -> Value | None:
    """The stored value, None for an empty cell. Raises Misfit.

    A lone comma or point in a number is its decimal mark unless `style` says that it groups thousands. Dates by
    numbers have the day first unless `style` says otherwise.
    """
    if cell is None or (isinstance(cell, str) and not cell.strip()):
        return None
    if kind == "number":
        return _number(cell, style or Style())
    if kind == "date":
        return _date(cell, style or Style()).isoformat()
    if kind == "yes_no":
        return _yes_no(cell)
    if kind == "choice":
        return _choice(cell, choices)
    return text_of(cell)


def text_of(cell: Cell) -> str:
    """A cell as text: whole numbers without a point, dates as in ISO 8601. Raises Misfit when it is too long."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, dt.datetime):
        cell = cell.date() if cell.time() == dt.time() else cell.replace(tzinfo=None)
    text = cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell if cell is not None else "").strip()
    if len(text) > LONGEST_VALUE or "\x00" in text:
        raise Misfit(text)
    return text


def shown_text(cell: Cell) -> str:
    """A cell as text that can be shown, whatever it holds; the start of one that is too long."""
    try:
        return text_of(cell)
    except Misfit:
        return str(cell)[:60]


def kind_of_column(cells: Iterable[Cell]) -> tuple[Kind, tuple[str, ...]]:
    """The narrowest kind that all cells fit, and the choices of a list. Nothing but empty cells is text."""
    filled = [cell for cell in cells if cell is not None and str(cell).strip()]
    style = style_of(filled)
    kinds: tuple[Kind, ...] = ("yes_no", "number", "date")
    for kind in kinds:
        if filled and all(_is_clearly(kind, cell, style) for cell in filled):
            return kind, ()
    choices = _choices_in(filled)
    return ("choice", choices) if choices else ("text", ())


def _choices_in(filled: Sequence[Cell]) -> tuple[str, ...]:
    """The texts that come again and again, spelled as they mostly are; none when nothing repeats."""
    try:
        texts = [text_of(cell) for cell in filled]
    except Misfit:
        return ()
    spellings = Counter(texts)
    known: dict[str, str] = {}
    for text, _times in spellings.most_common():
        known.setdefault(text.casefold(), text)
    few = len(known) < len(texts) and len(known) <= min(MOST_CHOICES, max(2, len(texts) // 2))
    if not few or any(len(text) > LONGEST_CHOICE for text in known.values()):
        return ()
    return tuple(sorted(known.values(), key=str.casefold))


def _is_clearly(kind: Kind, cell: Cell, style: Style) -> bool:
    """Whether a guess may say so: 1 and 0 are numbers, and 007 or +62 are names that look like one."""
    if kind == "yes_no" and not isinstance(cell, bool) and str(cell).strip() in {"0", "1"}:
        return False
    if kind == "number" and isinstance(cell, str) and re.match(r"\+|-?0\d", cell.strip()):
        return False
    try:
        fit(kind, cell, (), style)
    except Misfit:
        return False
    return True


def _number(cell: Cell, style: Style) -> int | float:
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return _whole(float(cell)) if isinstance(cell, float) else cell
    text = _SPACES.sub("", str(cell)).removeprefix("+")
    if _PLAIN_NUMBER.fullmatch(text) and not (style.decimal == "," and _POINTS_GROUP.fullmatch(text)):
        return _read(text)
    groups, decimal = (",", ".") if style.decimal == "." or _is_grouped(text, ",") else (".", ",")
    plain = text.replace(groups, "").replace(decimal, ".")
    grouped = _COMMAS_GROUP if groups == "," else _POINTS_GROUP
    if not _PLAIN_NUMBER.fullmatch(plain) or (groups in text and not grouped.fullmatch(text)):
        raise Misfit(text)
    return _read(plain)


def _read(text: str) -> int | float:
    if len(text) > LONGEST_NUMBER:
        raise Misfit(text)
    try:
        return int(text)
    except ValueError:
        return _whole(float(text))


def _whole(number: float) -> int | float:
    """JSON has no infinity; and 12.0 is 12, so that both are one value to those who compare."""
    if number != number or number in {float("inf"), float("-inf")}:
        raise Misfit(str(number))
    return int(number) if number.is_integer() and abs(number) < 2**53 else number


def _is_grouped(text: str, mark: str) -> bool:
    """Whether the mark can be nothing but one of thousands: it stands twice, or before the other."""
    other = "." if mark == "," else ","
    return text.count(mark) > 1 or (mark in text and other in text and text.index(mark) < text.index(other))


def _decimal_of(texts: Iterable[str]) -> Literal[",", "."] | None:
    for text in texts:
        bare = _SPACES.sub("", text).removeprefix("-")
        if not bare.replace(",", "").replace(".", "").isdecimal():
            continue
        for mark in (",", "."):
            other: Literal[",", "."] = "." if mark == "," else ","
            lone_fraction = bare.count(other) == 1 and mark not in bare and len(bare.partition(other)[2]) != 3
            if _is_grouped(bare, mark) or lone_fraction:
                return other
    return None


def _is_month_first(texts: Iterable[str]) -> bool:
    pairs = [(int(found["first"]), int(found["second"])) for text in texts if (found := _BY_NUMBERS.match(text))]
    return any(second > 12 for _first, second in pairs) and not any(first > 12 for first, _second in pairs)


def _date(cell: Cell, style: Style) -> dt.date:
    if isinstance(cell, dt.datetime):
        cell = cell.date()
    text = _MIDNIGHT.sub("", " ".join(str(cell).split()))
    if found := _BY_NUMBERS.fullmatch(text):
        first, second = int(found["first"]), int(found["second"])
        month, day = (first, second) if style.month_first else (second, first)
        return _day(text, int(found["year"]), month, day)
    for pattern in _DATES:
        if found := pattern.fullmatch(text):
            month_name = found["month"].lower()
            month = MONTHS.get(month_name) or int(month_name)
            return _day(text, int(found["year"]), month, int(found["day"]))
    raise Misfit(text)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise Misfit(text) from None


def _yes_no(cell: Cell) -> str:
    text = text_of(cell).casefold()
    if text in _YES or text == "1":
        return "yes"
    if text in _NO or text == "0":
        return "no"
    raise Misfit(text)


def _choice(cell: Cell, choices: Sequence[str]) -> str:
    text = text_of(cell)
    spelled = {choice.casefold(): choice for choice in choices}
    if text.casefold() not in spelled:
        raise Misfit(text)
    return spelled[text.casefold()]
