"""Whether what somebody states is what was asked for."""

import re
from collections.abc import Callable
from datetime import date
from operator import eq, ge, gt, le, lt
from typing import Any

from core.retrieval.query import Attribute, Compared

_COMPARES: dict[Compared, Callable[[Any, Any], bool]] = {
    Compared.IS: eq,
    Compared.LESS: lt,
    Compared.AT_MOST: le,
    Compared.MORE: gt,
    Compared.AT_LEAST: ge,
}
_NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def is_stated(asked: Attribute, stated: str) -> bool:
    """Whether a stated value fits one of those asked for: as numbers, else as days, else as text without case."""
    return any(_fits(asked.compared, stated, value) for value in asked.values if value)


def asks_for_nothing(asked: Attribute) -> bool:
    """Whether those fit, too, who state no value at all."""
    return asked.compared is Compared.IS and "" in asked.values


def _fits(compared: Compared, stated: str, value: str) -> bool:
    for read in (_number, _day, str.casefold):
        one, other = read(stated), read(value)
        if one is not None and other is not None:
            return _COMPARES[compared](one, other)
    return False


def _number(text: str) -> float | None:
    return float(text.replace(",", ".")) if _NUMBER.fullmatch(text.strip()) else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        return None
