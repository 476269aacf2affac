"""Why a question cannot be read."""

from typing import Any


class QueryError(ValueError):
    """Why a question cannot be read: `code`, and the character (from 0) where that shows.

    empty, too_long, too_deep, unreadable · expected (`what`: term, operator, closing, name, value, number, comparison)
    · unclosed (`what`: the mark that is missing) · unknown_field (`word`) · bad_value (`field`, `value`, `allowed`) ·
    twice (`field`).
    """

    def __init__(self, code: str, at: int, **detail: Any) -> None:
        super().__init__(f"{code} at {at}")
        self.code, self.at, self.detail = code, at, detail
