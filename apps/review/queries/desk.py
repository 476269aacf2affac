"""Small reads of the review pages."""

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from apps.web.errors import NotThere


def latest_verdict(project: Project, user: User) -> Verdict | None:
    """What somebody judged last, while it stands: what one key takes back."""
    mine = Verdict.objects.filter(project=project, by=user, ended=None, transcript__binned=None)
    return mine.order_by("-created", "-pk").first()


def get_comment(project: Project, comment_id: UUID) -> Comment:
    """One entry of a thread. Raises NotThere."""
    found = Comment.objects.filter(project=project, pk=comment_id).first()
    if found is None:
        raise NotThere("no_such_comment", _("This comment is no longer there."))
    return found


def with_open_threads(project: Project, codings: Iterable[UUID]) -> set[UUID]:
    """Which of the codings were written about since their last verdict, or before any."""
    asked = list(codings)
    verdicts = Verdict.objects.filter(project=project, coding__in=asked)
    judged: dict[UUID, object] = {}
    for coding, at in verdicts.order_by("created").values_list("coding", "created"):
        judged[coding] = at
    written = Comment.objects.filter(project=project, coding__in=asked).values_list("coding", "created")
    return {coding for coding, at in written if coding not in judged or at > judged[coding]}  # type: ignore[operator]
