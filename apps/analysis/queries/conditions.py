"""Conditions on attributes: a value, or a range where the attribute is of numbers or dates."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from apps.documents.models import Attribute
from apps.documents.queries import attributes_of, rows_of
from apps.projects.models import Project
from apps.web.errors import Invalid

RANGED = (Attribute.Kind.NUMBER, Attribute.Kind.DATE)
BETWEEN = ".."
Stated = dict[UUID, Mapping[str, str]]


@dataclass(frozen=True)
class Condition:
    """What an attribute shall be: a value, empty for those who do not state it; or from `low` to `high`, both included.

    In addresses and the API it is `key:value` or `key:low..high`; a range may be open on one side.
    """

    key: str
    value: str = ""
    kind: str = ""
    low: str = ""
    high: str = ""

    def __str__(self) -> str:
        return f"{self.key}:{self.low}{BETWEEN}{self.high}" if self.kind else f"{self.key}:{self.value}"

    def holds(self, attributes: Mapping[str, str]) -> bool:
        stated = attributes.get(self.key, "")
        if not self.kind:
            return stated == self.value
        if not stated:
            return False
        if self.kind == Attribute.Kind.DATE:
            return (self.low or stated) <= stated <= (self.high or stated)
        number = _number(stated)
        return number is not None and _at_least(number, self.low) and _at_most(number, self.high)


def stated(project: Project, subject: str = Attribute.Subject.PARTICIPANT) -> Stated:
    """The attributes of every participant, or transcript, as text, empty ones left out."""
    return {
        pk: {key: str(value) for key, value in attributes.items() if value not in (None, "")}
        for pk, attributes in rows_of(project, subject).values_list("pk", "attributes")
    }


def conditions(project: Project, subject: str, told: Iterable[str]) -> tuple[Condition, ...]:
    """The conditions told as `key:value` or `key:low..high`. Raises Invalid when nothing states such an attribute."""
    wanted = [each for each in told if each]
    if not wanted:
        return ()
    kinds = {each.name: each.kind for each in attributes_of(project, subject)}
    keys = {key for attributes in stated(project, subject).values() for key in attributes} | set(kinds)
    return tuple(dict.fromkeys(_condition(each, keys, kinds) for each in wanted))


def _condition(told: str, keys: Iterable[str], kinds: Mapping[str, str]) -> Condition:
    # Names may hold colons themselves.
    key = max((key for key in keys if told.startswith(f"{key}:")), key=len, default=None)
    if key is None:
        message = _("Nobody states such an attribute: %(told)s. Ask for it as name:value.")
        raise Invalid("invalid_filter", message % {"told": told})
    value, kind = told[len(key) + 1 :], kinds.get(key, "")
    low, between, high = value.partition(BETWEEN)
    if kind not in RANGED or not between:
        return Condition(key, value)
    for end in filter(None, (low, high)):
        if kind == Attribute.Kind.NUMBER and _number(end) is None:
            message = _("%(told)s: a range of numbers is written as 30..45.") % {"told": told}
            raise Invalid("invalid_filter", message)
    return Condition(key, kind=kind, low=low, high=high)


def fitting(rows: Stated, wanted: Iterable[Condition]) -> list[UUID]:
    """The rows for which every attribute asked for is as one of its conditions says."""
    by_key: dict[str, list[Condition]] = defaultdict(list)
    for each in wanted:
        by_key[each.key].append(each)
    return [
        pk
        for pk, attributes in rows.items()
        if all(any(each.holds(attributes) for each in group) for group in by_key.values())
    ]


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _at_least(number: float, low: str) -> bool:
    return not low or number >= float(low)


def _at_most(number: float, high: str) -> bool:
    return not high or number <= float(high)
