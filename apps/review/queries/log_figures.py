"""The numbers on the first page of the supervision log, from the same rows as its entries."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from statistics import median
from uuid import UUID

from django.db.models import Count, OuterRef, Q, Subquery

from apps.projects.models import Project
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries.log import REJECTED, LogFilter, comments, mended, signoffs, verdicts

ANSWERS = (Comment.Kind.STANDS, Comment.Kind.DONE)
# What ends a verdict may be stamped a moment before the change it comes with is logged.
SAME_MOMENT = timedelta(seconds=5)


@dataclass(frozen=True)
class ByPerson:
    """The verdicts one supervisor gave, by Verdict.State."""

    name: str
    counts: dict[str, int]

    @property
    def all(self) -> int:
        return sum(self.counts.values())


@dataclass(frozen=True)
class LogFigures:
    """Verdicts given, those that still stand, and what came of the returned (with those replaced).

    `median_days` from a return to the first answer or change of the passage; None while nothing was answered.
    """

    given: dict[str, int]
    standing: dict[str, int]
    by_supervisor: list[ByPerson]
    returned: int
    answered: int
    median_days: float | None
    comments: int
    answers: int
    changes: int
    signoffs: int
    signoffs_standing: int

    @property
    def verdicts(self) -> int:
        return sum(self.given.values())


def log_figures(project: Project, chosen: LogFilter) -> LogFigures:
    """Counted under the same filter as the entries; nine queries."""
    rows = verdicts(project, chosen)
    counted = rows.order_by().values_list("by", "by__name", "state").annotate(n=Count("pk"))
    standing = rows.filter(ended=None).order_by().values_list("state").annotate(n=Count("pk"))
    days = _days_to_answer(project, chosen)
    written = comments(project, chosen).aggregate(
        answers=Count("pk", filter=Q(kind__in=ANSWERS)), comments=Count("pk", filter=~Q(kind__in=ANSWERS))
    )
    signed: list[SignOff] = signoffs(project, chosen)
    given, people, names = Counter[str](), dict[str, Counter[str]](), dict[str, str]()
    for by, name, state, n in counted:
        given[state] += n
        people.setdefault(str(by), Counter())[state] += n
        names[str(by)] = name
    answered = [each for each in days if each is not None]
    return LogFigures(
        given={state: given[state] for state in Verdict.State.values},
        standing=dict.fromkeys(Verdict.State.values, 0) | dict(standing),
        by_supervisor=sorted((ByPerson(names[by], dict(counts)) for by, counts in people.items()), key=_name),
        returned=len(days),
        answered=len(answered),
        median_days=median(answered) if answered else None,
        comments=written["comments"],
        answers=written["answers"],
        changes=len(mended(project, chosen)),
        signoffs=len(signed),
        signoffs_standing=sum(each.ended is None for each in signed),
    )


def _name(person: ByPerson) -> str:
    return person.name.casefold()


def _days_to_answer(project: Project, chosen: LogFilter) -> list[float | None]:
    """For each returned coding how many days it took until its coder did something about it, None while nobody did."""
    answers = Comment.objects.filter(verdict=OuterRef("pk"), kind__in=ANSWERS).order_by("created")
    rows = verdicts(project, chosen).filter(state__in=REJECTED).order_by()
    rows = rows.annotate(answer=Subquery(answers.values("created")[:1]))
    changed: dict[UUID, list[datetime]] = defaultdict(list)
    for each in mended(project, replace(chosen, since=None, until=None)):
        changed[each.segment].append(each.at)
    return [
        _days(created, ended, [*filter(None, [answer]), *(at for at in changed[segment] if at > created)])
        for segment, created, ended, answer in rows.values_list("segment", "created", "ended", "answer")
    ]


def _days(created: datetime, ended: datetime | None, done: list[datetime]) -> float | None:
    """Until the first of what was done while the verdict stood."""
    first = min((at for at in done if ended is None or at <= ended + SAME_MOMENT), default=None)
    return (first - created).total_seconds() / 86_400 if first else None
