"""What somebody is told: their notices across projects, each with what it is about and where that is seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding
from apps.projects.models import Membership
from apps.projects.permissions import Permission, role_allows
from apps.review.models import Notification, SignOff, Verdict
from apps.web.errors import NotThere


@dataclass(frozen=True)
class Told:
    """A notice with the name of the code it is about, and the address of the coding or theme; "" when both are gone."""

    notice: Notification
    code: str
    address: str


@dataclass(frozen=True)
class About:
    """What is left of a coding or code that notices are about: its name, and whose coding it is."""

    name: str
    coder: UUID | None = None
    is_there: bool = True


def notices_of(user: User) -> QuerySet[Notification]:
    """What somebody was told about what they can still open, newest first, with projects and actors."""
    role = Membership.objects.filter(project=OuterRef("project"), user=user).values("role")
    rows = _visible(user).annotate(role=Subquery(role)).select_related("project", "actor", "transcript")
    return rows.order_by("-created", "-pk")


def unread_count(user: User) -> int:
    """For the bell, which stands on every page."""
    return _visible(user).filter(read=None).count()


def get_notice(user: User, notice_id: UUID) -> Notification:
    """Raises NotThere for what is somebody else's, or about what the user can no longer open."""
    notice = notices_of(user).filter(pk=notice_id).first()
    if notice is None:
        raise NotThere("no_such_notice", _("There is no such notice, or what it is about is gone."))
    return notice


def told(notices: Iterable[Notification]) -> list[Told]:
    """What the notices of `notices_of` are about; four queries however many there are."""
    notices = list(notices)
    codes = {each.about for each in notices if each.kind == Notification.Kind.SIGNED_OFF}
    known = _codings({each.about for each in notices} - codes) | _codes(codes)
    return [
        Told(each, known[each.about].name if each.about in known else "", _address(each, known.get(each.about)))
        for each in notices
    ]


def _visible(user: User) -> QuerySet[Notification]:
    mine = Notification.objects.filter(user=user, project__memberships__user=user)
    return mine.filter(project__binned=None, transcript__binned=None)


def _codings(wanted: set[UUID]) -> dict[UUID, About]:
    """Codings by id; of those that are gone, what was judged last."""
    rows = Coding.objects.filter(pk__in=wanted).values_list("pk", "code__name", "by")
    there = {pk: About(name, by) for pk, name, by in rows}
    gone = Verdict.objects.filter(coding__in=wanted - set(there)).order_by("created")
    return {pk: About(name, by, False) for pk, name, by in gone.values_list("coding", "code_name", "coder")} | there


def _codes(wanted: set[UUID]) -> dict[UUID, About]:
    there = {pk: About(name) for pk, name in Code.objects.filter(pk__in=wanted).values_list("pk", "name")}
    gone = SignOff.objects.filter(code__in=wanted - set(there)).order_by("created")
    return {code: About(name, None, False) for code, name in gone.values_list("code", "code_name")} | there


def _address(notice: Notification, about: About | None) -> str:
    """Where the reader deals with it: supervisors in the queue, coders among their own."""
    if about is None or not about.is_there:
        return ""
    if notice.kind == Notification.Kind.SIGNED_OFF:
        return reverse("review:theme", args=[notice.project_id, notice.about])
    judges = role_allows(notice.role, Permission.REVIEW)  # type: ignore[attr-defined]
    page = "returned" if about.coder == notice.user_id or not judges else "queue"
    return reverse(f"review:{page}", args=[notice.project_id]) + f"?coding={notice.about}"
