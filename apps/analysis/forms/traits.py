"""Attributes in the filter bar: what can be asked of each, and how that is said."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.analysis.queries import Condition, stated
from apps.documents.models import Attribute
from apps.documents.queries import attributes_of
from apps.projects.models import Project

# An attribute with more values than this tells its rows apart rather than grouping them.
MOST_VALUES = 200
INPUTS = {Attribute.Kind.NUMBER: "number", Attribute.Kind.DATE: "date"}


@dataclass
class Trait:
    """An attribute that rows state. `input` is the kind of input for the ends of its range, empty for a list."""

    name: str
    key: str
    input: str = ""
    values: list[str] = field(default_factory=list)
    chosen: Condition | None = None

    @property
    def options(self) -> list[tuple[str, str, bool]]:
        """(what the address says, name, whether it is chosen) of each value, and of those who state none."""
        asked = str(self.chosen) if self.chosen else ""
        told = [("", _("all")), *((f"{self.key}:{value}", value) for value in self.values)]
        rows = [*told, (f"{self.key}:", _("not stated"))]
        return [(address, name, address == asked) for address, name in rows]


def traits_of(project: Project, subject: str) -> list[Trait]:
    """The attributes that the project's participants, or transcripts, state, by name."""
    values: dict[str, set[str]] = {}
    for attributes in stated(project, subject).values():
        for key, value in attributes.items():
            values.setdefault(key, set()).add(value)
    if not values:
        return []
    name = "attribute" if subject == Attribute.Subject.PARTICIPANT else "transcript_attribute"
    kinds = {each.name: each.kind for each in attributes_of(project, subject)}
    return [
        Trait(name, key, input=INPUTS.get(kinds.get(key, ""), ""), values=sorted(found)[:MOST_VALUES])  # type: ignore[call-overload]
        for key, found in sorted(values.items())
    ]


def condition_in_words(condition: Condition) -> str:
    if not condition.kind:
        return condition.value or _("not stated")
    low, high = (_end(condition, end) for end in (condition.low, condition.high))
    if low and high:
        return _("%(low)s to %(high)s") % {"low": low, "high": high}
    return _("from %(low)s") % {"low": low} if low else _("up to %(high)s") % {"high": high}


def _end(condition: Condition, end: str) -> str:
    if condition.kind != Attribute.Kind.DATE or not end:
        return end
    try:
        return str(date_format(date.fromisoformat(end)))
    except ValueError:
        return end
