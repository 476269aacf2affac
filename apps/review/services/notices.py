"""Who is told what, and what they have read. A notice is no change of the project and is not logged."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from apps.accounts.models import User
from apps.documents.models import Transcript
from apps.projects.models import Project
from apps.projects.permissions import ROLE_PERMISSIONS, Permission, role_allows
from apps.review.models import Notification

# Between finding a notice and adding to it, its reader may read it, and then it takes a new one.
MOST_TRIES = 5


@transaction.atomic
def notify(
    *,
    project: Project,
    actor: User,
    users: Iterable[User | UUID],
    kind: str,
    about: UUID,
    transcript: Transcript | None = None,
) -> None:
    """Tell these people what `actor` did; call it inside the transaction of what was done.

    The actor and people who cannot open the project are left out. Until it is read, the same kind of thing
    about the same coding (for SIGNED_OFF: code) is one notice that says how often.
    """
    waiting = _who_may_see(project, users) - {actor.pk}
    for _try in range(MOST_TRIES):
        waiting -= _add_to(Notification.objects.filter(user__in=waiting, kind=kind, about=about), actor)
        if not waiting:
            return
        # In one order for everybody: two who tell the same people wait for each other instead of locking up.
        new = [
            Notification(
                project=project, user_id=user, actor=actor, kind=kind, about=about, transcript=transcript
            )
            for user in sorted(waiting)
        ]  # fmt: skip
        Notification.objects.bulk_create(new, ignore_conflicts=True)
        waiting -= set(Notification.objects.filter(pk__in=[row.pk for row in new]).values_list("user", flat=True))


def _who_may_see(project: Project, users: Iterable[User | UUID]) -> set[UUID]:
    roles = [role for role in ROLE_PERMISSIONS if role_allows(role, Permission.VIEW)]
    members = project.memberships.filter(user__in=set(users), role__in=roles, user__is_active=True)
    return set(members.values_list("user", flat=True))


def _add_to(notices: QuerySet[Notification], actor: User) -> set[UUID]:
    """Count once more in the notices that nobody has read yet; what is new since the last e-mail is sent again."""
    unread = list(notices.filter(read=None).order_by("user").select_for_update().values_list("pk", "user"))
    rows = Notification.objects.filter(pk__in=[pk for pk, _user in unread])
    rows.update(times=F("times") + 1, actor=actor, created=timezone.now(), mailed=None)
    return {user for _pk, user in unread}


@transaction.atomic
def read_notice(*, notice: Notification) -> None:
    """Mark a notice read; one that was read keeps its time."""
    Notification.objects.filter(pk=notice.pk, read=None).update(read=timezone.now())


@transaction.atomic
def read_all_notices(*, user: User) -> int:
    """Mark all notices of somebody read. Returns how many there were."""
    return Notification.objects.filter(user=user, read=None).update(read=timezone.now())
