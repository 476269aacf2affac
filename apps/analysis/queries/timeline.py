"""When codings were made and judged."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from apps.accounts.models import User
from apps.analysis.queries.filters import Filter, counted, midnight, transcripts_asked
from apps.analysis.queries.kept import kept
from apps.codebook.queries import codebook_version_number
from apps.projects.models import Project
from apps.review.models import Verdict

STEPS = ("day", "week", "month")
# Stretches that a drawing has room for: then days become weeks, and weeks months.
MOST_STRETCHES = 60


@dataclass(frozen=True, slots=True)
class Stretch:
    """Whole days, both included, with what happened in them. Codings by coder, verdicts by state."""

    first: date
    last: date
    codings: dict[UUID, int]
    verdicts: dict[str, int]
    so_far: int

    @property
    def all(self) -> int:
        return sum(self.codings.values())


@dataclass(frozen=True)
class Timeline:
    """Every stretch from the first to the last in which something happened, empty ones included."""

    step: str
    stretches: tuple[Stretch, ...]
    coders: tuple[tuple[UUID, str], ...]
    states: tuple[str, ...]
    codebook_version: int


def timeline(project: Project, chosen: Filter, step: str = "") -> Timeline:
    """Codings that still count, on the day they were made; verdicts that stand, on the day they were given.

    A coding that was removed or rejected since is not there. Without `step` it is days, weeks or months, whichever is
    the shortest that gives a drawing no more than MOST_STRETCHES. Verdicts obey the filter as far as it asks for
    transcripts, the coder who was judged, and days.
    """
    return kept(project, ("timeline", chosen, step), lambda: _timeline(project, chosen, step))


def _timeline(project: Project, chosen: Filter, step: str) -> Timeline:
    codings = counted(project, chosen).order_by()
    coded = list(codings.annotate(day=TruncDate("created")).values_list("day", "by").annotate(n=Count("pk")))
    verdicts = _verdicts(project, chosen).annotate(day=TruncDate("created"))
    judged = list(verdicts.values_list("day", "state").annotate(n=Count("pk")))
    days = [row[0] for row in (*coded, *judged)]
    step = step or _fitting(days)
    begin = BEGINS[step]
    by_coder = Counter[tuple[date, Any]]()
    by_state = Counter[tuple[date, Any]]()
    for counts, rows in ((by_coder, coded), (by_state, judged)):
        for day, who, n in rows:
            counts[begin(day), who] += n
    people = {pk for _day, pk, _n in coded}
    coders = User.objects.filter(pk__in=people).order_by("name", "pk")
    return Timeline(
        step=step,
        stretches=_stretches(days, step, by_coder, by_state),
        coders=tuple((user.pk, str(user)) for user in coders),
        states=tuple(state for state in Verdict.State.values if any(state == each for _day, each in by_state)),
        codebook_version=codebook_version_number(project),
    )


def _verdicts(project: Project, chosen: Filter) -> QuerySet[Verdict]:
    verdicts = Verdict.objects.filter(project=project, ended=None, transcript__binned=None).order_by()
    wanted: dict[str, Any] = {
        "transcript": chosen.transcript,
        "coder": chosen.coder,
        "created__gte": midnight(chosen.since),
        "created__lt": midnight(chosen.until + timedelta(days=1) if chosen.until else None),
    }
    verdicts = verdicts.filter(**{field: value for field, value in wanted.items() if value is not None})
    return verdicts.filter(transcripts_asked(project, chosen, "transcript__"))


def _stretches(
    days: list[date], step: str, by_coder: Counter[tuple[date, Any]], by_state: Counter[tuple[date, Any]]
) -> tuple[Stretch, ...]:
    if not days:
        return ()
    begin = BEGINS[step]
    found: list[Stretch] = []
    first, so_far = begin(min(days)), 0
    while first <= max(days):
        following = begin(first + timedelta(days=LONGEST[step]))
        codings = {pk: n for (day, pk), n in by_coder.items() if day == first}
        so_far += sum(codings.values())
        verdicts = {state: n for (day, state), n in by_state.items() if day == first}
        found.append(Stretch(first, following - timedelta(days=1), codings, verdicts, so_far))
        first = following
    return tuple(found)


def _fitting(days: list[date]) -> str:
    length = (max(days) - min(days)).days + 1 if days else 1
    return "day" if length <= MOST_STRETCHES else "week" if length <= 7 * MOST_STRETCHES else "month"


def _week(day: date) -> date:
    """Its Monday."""
    return day - timedelta(days=day.weekday())


BEGINS: dict[str, Callable[[date], date]] = {
    "day": lambda day: day,
    "week": _week,
    "month": lambda day: day.replace(day=1),
}
# A step from the first day of a stretch that leads into the next one, wherever that begins.
LONGEST = {"day": 1, "week": 7, "month": 31}
