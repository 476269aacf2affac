"""The columns of a table: what codings are counted by, and how each column is called."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.conditions import stated
from apps.analysis.queries.filters import COLUMN_OF_CODING, Filter, compared_offices, transcripts_asked
from apps.analysis.queries.summed import counted_coders
from apps.documents.models import Attribute, Transcript
from apps.documents.queries import offices_under
from apps.projects.models import Project
from core.periods import STEPS, days_of, period_of

# Names an attribute of transcripts, for it may be called like one of participants.
OF_TRANSCRIPTS = "transcript:"


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column: `id` is a UUID, an attribute's value, a period, or None for nobody or nothing stated."""

    id: Any
    name: str
    path: str = ""
    depth: int = 0
    color: str = ""
    dimension: str = ""


@dataclass(frozen=True, slots=True)
class Placing:
    """Where codings stand: the column of COLUMN_OF_CODING they are read by, and what stands for each there."""

    base: str
    of: Mapping[Any, Any] | None = None

    def place(self, where: Any) -> Any:
        return where if self.of is None else self.of.get(where)


def placing(project: Project, by: str) -> Placing:
    """How codings are placed when counted by a name of ours, or an attribute's."""
    if by in COLUMN_OF_CODING:
        return Placing(by)
    if by in STEPS:
        days = project.transcripts.exclude(date=None).values_list("pk", "date")
        return Placing("transcript", {pk: period_of(day, by) for pk, day in days if day})
    if by == "kind":
        return Placing("transcript", dict(project.transcripts.values_list("pk", "kind")))
    subject, base, key = Attribute.Subject.PARTICIPANT, "participant", by
    if by.startswith(OF_TRANSCRIPTS):
        subject, base, key = Attribute.Subject.TRANSCRIPT, "transcript", by.removeprefix(OF_TRANSCRIPTS)
    rows = stated(project, subject)
    return Placing(base, {pk: attributes[key] for pk, attributes in rows.items() if key in attributes})


def is_column(project: Project, by: str) -> bool:
    """Whether codings can be counted by this."""
    return by in COLUMN_OF_CODING or by in STEPS or by == "kind" or bool(placing(project, by).of)


def columns_of(project: Project, chosen: Filter, by: str, occurring: set[Any], placed: Placing) -> list[Heading]:
    """The columns that the filter does not exclude, and a last one for nobody where it occurs."""
    found = OFFERED[by](project, chosen, occurring) if by in OFFERED else _values(project, chosen, by, placed)
    if None in occurring:
        name = _("No date") if by in STEPS else _("Not stated")
        found.append(Heading(None, _("No participant") if by == "participant" else name))
    return found


def _offices(project: Project, chosen: Filter, _occurring: set[Any]) -> list[Heading]:
    only = offices_under(project, chosen.office) if chosen.office else None
    rows = compared_offices(project).values_list("pk", "name")
    return [Heading(pk, name) for pk, name in rows if only is None or pk in only]


def _transcripts(project: Project, chosen: Filter, _occurring: set[Any]) -> list[Heading]:
    found = project.transcripts.filter(transcripts_asked(project, chosen, ""), binned=None)
    return _named(found.values_list("pk", "title"), chosen.transcript)


def _coders(project: Project, chosen: Filter, occurring: set[Any]) -> list[Heading]:
    # Those whose codings are all rejected count nowhere else, and may be asked for.
    known = dict(counted_coders(project))
    others = User.objects.filter(pk__in=occurring - set(known)) if occurring - set(known) else []
    return _named(sorted([*known.items(), *((user.pk, str(user)) for user in others)], key=_by_name), chosen.coder)


def _by_name(row: tuple[Any, str]) -> str:
    return row[1]


def _people(project: Project, chosen: Filter, occurring: set[Any]) -> list[Heading]:
    people = _named(project.participants.values_list("pk", "pseudonym"), chosen.participant)
    narrowed = Filter(
        dimension=chosen.dimension, code=chosen.code, rollup=chosen.rollup, participant=chosen.participant,
        coder=chosen.coder, review=chosen.review, since=chosen.since, until=chosen.until,
        interviewer=chosen.interviewer,
    ) != chosen  # fmt: skip
    return [person for person in people if not narrowed or person.id in occurring]


def _named(rows: Iterable[tuple[Any, str]], only: Any) -> list[Heading]:
    return [Heading(pk, name) for pk, name in rows if only in (None, pk)]


OFFERED: dict[str, Callable[[Project, Filter, set[Any]], list[Heading]]] = {
    "office": _offices,
    "transcript": _transcripts,
    "coder": _coders,
    "participant": _people,
}


def _values(project: Project, chosen: Filter, by: str, placed: Placing) -> list[Heading]:
    """The values that stand for anything the filter lets through, in order."""
    of = placed.of or {}
    if placed.base == "transcript":
        there: Iterable[UUID] = project.transcripts.filter(
            transcripts_asked(project, chosen, ""), binned=None
        ).values_list("pk", flat=True)
        return [Heading(value, _value_name(by, value)) for value in sorted({of[pk] for pk in there if pk in of})]
    asked = [each for each in chosen.attribute if each.key == by]
    values = sorted({value for value in of.values() if not asked or any(each.holds({by: value}) for each in asked)})
    return [Heading(value, value) for value in values]


def _value_name(by: str, value: str) -> str:
    if by == "kind":
        return str(Transcript.Kind(value).label)
    return period_name(value) if by in STEPS else value


def period_name(period: str) -> str:
    """A period in words: “March 2023”, “Q1 2023”, “2023”."""
    year, _dash, part = period.partition("-")
    if part.startswith("Q"):
        return _("Q%(number)s %(year)s") % {"number": part[1:], "year": year}
    return str(date_format(days_of(period)[0], "YEAR_MONTH_FORMAT")) if part else year
