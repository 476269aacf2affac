"""Calendar periods by name: "2023", "2023-Q1", "2023-03"."""

import re
from datetime import date, timedelta
from typing import Literal

Step = Literal["month", "quarter", "year"]
STEPS: tuple[Step, ...] = ("month", "quarter", "year")
_NAME = re.compile(r"(?P<year>[12]\d{3})(?:-(?:Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])))?", re.ASCII)


def period_of(day: date, step: Step) -> str:
    """The name of the period a day lies in."""
    if step == "year":
        return f"{day.year:04}"
    return f"{day.year:04}-Q{(day.month + 2) // 3}" if step == "quarter" else f"{day.year:04}-{day.month:02}"


def days_of(period: str) -> tuple[date, date]:
    """The first and the last day of a period. Raises ValueError when that is no period's name."""
    found = _NAME.fullmatch(period)
    if found is None:
        raise ValueError(period)
    year = int(found["year"])
    first, months = 1, 12
    if found["quarter"]:
        first, months = 3 * int(found["quarter"]) - 2, 3
    elif found["month"]:
        first, months = int(found["month"]), 1
    after = first + months
    following = date(year + 1, 1, 1) if after > 12 else date(year, after, 1)
    return date(year, first, 1), following - timedelta(days=1)
