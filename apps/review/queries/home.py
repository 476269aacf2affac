"""What waits for somebody in each of their projects, for the page that lists them."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.jobs.models import Job
from apps.projects.models import Membership
from apps.projects.permissions import Permission, role_allows
from apps.review.models import Notification
from apps.review.queries.judged import codings_of, is_answered, standing_verdicts
from apps.review.queries.queue import MOST_COUNTED

ALIVE = (Job.State.QUEUED, Job.State.RUNNING)


@dataclass(frozen=True)
class Waits:
    """As `Waiting`, with the jobs the member started that still run; each up to MOST_COUNTED."""

    to_judge: int
    returned: int
    unread: int
    jobs: int

    def __bool__(self) -> bool:
        return any((self.to_judge, self.returned, self.unread, self.jobs))


class CountOf(Subquery):
    """How many rows a subquery finds, counted no further than its slice: an aggregate would count them all."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def what_waits(user: User) -> dict[UUID, Waits]:
    """By project, counted as `waiting_counts` does; one query however many projects there are."""
    here = OuterRef("project")
    codings: QuerySet[Coding] = codings_of(here)  # type: ignore[arg-type]
    # By their verdicts: the few that were sent back are found without passing by all the others.
    sent_back = standing_verdicts().filter(project=OuterRef(OuterRef("project")), state__in=Coding.REJECTED)
    of_others, own = codings.exclude(by=user), codings.filter(by=user)
    notices = Notification.objects.filter(project=here, user=user, read=None, transcript__binned=None)
    rows = Membership.objects.filter(user=user, project__binned=None).select_related("project")
    counted = rows.annotate(
        open=_up_to_most(of_others.filter(state=Coding.State.OPEN)),
        answered=_up_to_most(of_others.filter(is_answered(), pk__in=sent_back.values("coding"))),
        returned=_up_to_most(own.filter(pk__in=sent_back.filter(coder=user).values("coding")).exclude(is_answered())),
        unread=_up_to_most(notices),
        jobs=_up_to_most(Job.objects.filter(project=here, started_by=user, state__in=ALIVE)),
    )
    return {row.project_id: _waits(row) for row in counted}


def _up_to_most(rows: QuerySet[Any]) -> CountOf:
    return CountOf(rows.order_by().values("pk")[:MOST_COUNTED])


def _waits(row: Any) -> Waits:
    to_judge = row.answered + (row.open if row.project.review_required else 0)
    judges = role_allows(row.role, Permission.REVIEW)
    return Waits(min(to_judge, MOST_COUNTED) if judges else 0, row.returned, row.unread, row.jobs)
