"""What waits for supervisors, and what waits for coders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from django.core.cache import cache
from django.db.models import BooleanField, Case, Count, Exists, OuterRef, Q, QuerySet, Value, When

from apps.accounts.models import User
from apps.codebook.queries import code_and_below
from apps.coding.models import Coding
from apps.documents.queries import offices_under
from apps.projects.models import Project
from apps.projects.permissions import Permission
from apps.projects.queries import is_allowed
from apps.review.models import Comment, Notification
from apps.review.queries.judged import ANSWERS, codings_of, is_answered, is_changed, standing_verdicts

State = Coding.State

Kind = Literal["open", "answered", "changed", "returned", "approved", "all"]
# In the order of the page's tabs. All but the last share the codings among them: their counts add up to it.
WAITING: tuple[Kind, ...] = ("open", "answered", "changed", "returned", "approved", "all")


@dataclass(frozen=True)
class QueueFilter:
    """What of the project's codings is wanted.

    `open`: not judged. `answered`: returned or replaced, and answered or changed since. `changed`: approved, but no
    longer what was approved. `returned`: returned or replaced, and still with the coder. `approved`: as approved.
    `rollup`: codes below `code` as well; an office always stands for those below it. `judge` leaves out the codings
    of a member, who may not judge their own.
    """

    waiting: Kind = "open"
    transcript: UUID | None = None
    coder: UUID | None = None
    code: UUID | None = None
    office: UUID | None = None
    rollup: bool = True
    judge: UUID | None = None


@dataclass(frozen=True)
class Waiting:
    """What waits for a member, up to MOST_COUNTED of each: show more as "99+"."""

    to_judge: int
    returned: int
    unread: int


# Counting further would read every coding for a badge.
MOST_COUNTED = 100
SECONDS_KEPT = 3600


IN_READING_ORDER = (
    "segment__transcript__title", "segment__transcript", "segment__start", "segment__end", "segment", "created", "pk",
)  # fmt: skip
# Joined to what is sorted, these would lead SQLite to begin with them and pass by everything for each.
LOADED = ("code__dimension", "by", "segment__transcript__office", "segment__turn__participant")


def queue(project: Project, chosen: QueueFilter) -> QuerySet[Coding]:
    """The wanted codings in reading order, with code, dimension, coder (`by`), segment and transcript loaded."""
    return _in_order(_narrowed(project, chosen).filter(_waits(project, chosen, chosen.waiting)))


def queue_counts(project: Project, chosen: QueueFilter) -> dict[str, int]:
    """Codings of each kind of WAITING under the filter; `chosen.waiting` is let be. Three queries."""
    codings = _narrowed(project, chosen)
    states = dict(codings.order_by().values_list("state").annotate(n=Count("pk")))
    answered, changed = (codings.filter(_waits(project, chosen, kind)).count() for kind in ("answered", "changed"))
    approved = states.get(State.APPROVED, 0)
    rejected = sum(states.get(state, 0) for state in Coding.REJECTED)
    return {
        "open": states.get(State.OPEN, 0),
        "answered": answered,
        "changed": changed,
        "returned": rejected - answered,
        "approved": approved - changed,
        "all": sum(states.values()),
    }


def returned_to(project: Project, user: User) -> QuerySet[Coding]:
    """Codings of the user's that are returned or replaced, unanswered first; `is_answered` says which are not.

    Loaded as by `queue`.
    """
    answered = Case(When(is_answered(), then=Value(True)), default=Value(False), output_field=BooleanField())
    rejected = codings_of(project).filter(by=user, pk__in=_rejected(project, user)).annotate(is_answered=answered)
    return _in_order(rejected, "is_answered")


def waiting_counts(project: Project, user: User) -> Waiting:
    """For the badge in the navigation and the home page: as much as the member may do something about.

    Codings that nobody judged wait only where the project wants all to be reviewed. What changed since it was
    approved is left to the queue: finding it takes reading everything.
    """
    unread = Notification.objects.filter(project=project, user=user, read=None)
    returned = codings_of(project).filter(by=user, pk__in=_rejected(project, user)).exclude(is_answered())
    return Waiting(
        to_judge=_to_judge(project, user) if is_allowed(project, user, Permission.REVIEW) else 0,
        returned=_up_to_most(returned),
        unread=_up_to_most(unread),
    )


def _in_order(codings: QuerySet[Coding], *first: str) -> QuerySet[Coding]:
    ordered = codings.order_by(*first, *IN_READING_ORDER)
    return ordered.select_related("segment__transcript").prefetch_related(*LOADED)


def waiting_for(project: Project, user: User) -> Waiting:
    """`waiting_counts`, counted once after each change of the project. Notices read meanwhile are still in it."""
    found = known_waiting(project, user)
    if found is None:
        found = waiting_counts(project, user)
        cache.set(_waiting_key(project, user), found, SECONDS_KEPT)
    return found


def known_waiting(project: Project, user: User) -> Waiting | None:
    """The same if it was counted already; asks the database nothing."""
    found: Waiting | None = cache.get(_waiting_key(project, user))
    return found


def _waiting_key(project: Project, user: User) -> str:
    return f"review:waiting:{project.pk}:{project.sequence}:{project.review_required}:{user.pk}"


def _narrowed(project: Project, chosen: QueueFilter) -> QuerySet[Coding]:
    codings = codings_of(project)
    if chosen.transcript:
        codings = codings.filter(segment__transcript=chosen.transcript)
    if chosen.coder:
        codings = codings.filter(by=chosen.coder)
    if chosen.office:
        codings = codings.filter(segment__transcript__office__in=offices_under(project, chosen.office))
    if chosen.code:
        codings = codings.filter(code__in=code_and_below(project, chosen.code) if chosen.rollup else [chosen.code])
    if chosen.judge:
        codings = codings.exclude(by=chosen.judge)
    return codings


def _waits(project: Project, chosen: QueueFilter, kind: Kind) -> Q:
    if kind == "open":
        return Q(state=State.OPEN)
    if kind == "answered":
        return Q(state__in=Coding.REJECTED, pk__in=_suspects(project, chosen, Coding.REJECTED)) & is_answered()
    if kind == "returned":
        return Q(state__in=Coding.REJECTED) & ~is_answered()
    approved = Q(state=State.APPROVED)
    if kind == "changed":
        return approved & Q(pk__in=_suspects(project, chosen, [State.APPROVED])) & Q(is_changed())
    return approved & ~Q(is_changed()) if kind == "approved" else Q()


def _suspects(project: Project, chosen: QueueFilter, states: Iterable[str]) -> QuerySet[Any]:
    """Codings that may have changed or been answered since their verdict: few, so that the rest need no closer look."""
    untouched = Coding.objects.filter(
        pk=OuterRef("coding"),
        code=OuterRef("code"),
        segment__version=OuterRef("version"),
        segment__start=OuterRef("start"),
        segment__end=OuterRef("end"),
    )
    answers = Comment.objects.filter(verdict=OuterRef("pk"), kind__in=ANSWERS)
    verdicts = standing_verdicts().filter(~Exists(untouched) | Exists(answers), project=project, state__in=states)
    if chosen.transcript:
        verdicts = verdicts.filter(transcript=chosen.transcript)
    return verdicts.values("coding")


def _rejected(project: Project, coder: User | None = None) -> QuerySet[Any]:
    """Codings by their standing verdicts: found without passing by all the others."""
    verdicts = standing_verdicts().filter(project=project, state__in=Coding.REJECTED)
    return (verdicts.filter(coder=coder) if coder else verdicts).values("coding")


def _to_judge(project: Project, user: User) -> int:
    others = codings_of(project).exclude(by=user)
    known = _up_to_most(others.filter(is_answered(), pk__in=_rejected(project)))
    if project.review_required and known < MOST_COUNTED:
        known = min(known + _up_to_most(others.filter(state=State.OPEN)), MOST_COUNTED)
    return known


def _up_to_most(rows: QuerySet[Any]) -> int:
    return len(rows.order_by().values_list("pk")[:MOST_COUNTED])
