"""What was said of a coding, in order: verdicts, answers and comments as one thread."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from apps.web.errors import NotThere


@dataclass(frozen=True)
class Entry:
    """One entry of a thread: a verdict or what somebody wrote.

    `kind` is a Verdict.State or a Comment.Kind; `label` says it in words. `text` is the reason or the comment.
    `ended`: a verdict that no longer stands. `changed`: a comment that was changed, and when. `mentions`: the members
    called by name. For verdicts `code_name` says what was judged, and `suggested`, `suggested_name` what instead.
    """

    id: UUID
    kind: str
    label: str
    by: User
    at: datetime
    text: str
    is_verdict: bool
    ended: datetime | None = None
    code_name: str = ""
    suggested: UUID | None = None
    suggested_name: str = ""
    changed: datetime | None = None
    mentions: tuple[User, ...] = ()


def thread(project: Project, coding: UUID) -> list[Entry]:
    """All entries of a coding's thread, oldest first; of one that is gone as well. Four queries at most.

    One that was made by taking a suggestion goes on from the thread of the coding it took the place of. Raises
    NotThere when there never was such a coding, or its transcript is in the bin.
    """
    about = Q(coding=coding) | Q(verdict__coding=coding)
    here: dict[str, Any] = {"project": project, "transcript__binned": None}
    written = Comment.objects.filter(about, **here).select_related("author", "verdict")
    comments = {comment.pk: comment for comment in written}
    origins = {comment.verdict.coding for comment in comments.values() if comment.verdict} | {coding}
    verdicts = list(Verdict.objects.filter(coding__in=origins, **here).select_related("by"))
    if not comments and not verdicts:
        _check_there(project, coding)
    if origins != {coding}:
        before = Comment.objects.filter(coding__in=origins, **here).select_related("author")
        comments |= {comment.pk: comment for comment in before}
    called = User.objects.in_bulk({UUID(each) for comment in comments.values() for each in comment.mentions})
    entries = [_of_verdict(verdict) for verdict in verdicts]
    entries += [_of_comment(comment, called) for comment in comments.values()]
    return sorted(entries, key=lambda entry: (entry.at, entry.id))


def _check_there(project: Project, coding: UUID) -> None:
    if not Coding.objects.filter(pk=coding, segment__project=project, segment__transcript__binned=None).exists():
        raise NotThere("no_such_coding", _("There is no such coding in this project."))


def _of_verdict(verdict: Verdict) -> Entry:
    return Entry(
        id=verdict.pk,
        kind=verdict.state,
        label=verdict.get_state_display(),
        by=verdict.by,
        at=verdict.created,
        text=verdict.reason,
        is_verdict=True,
        ended=verdict.ended,
        code_name=verdict.code_name,
        suggested=verdict.suggested,
        suggested_name=verdict.suggested_name,
    )


def _of_comment(comment: Comment, called: Mapping[UUID, User]) -> Entry:
    return Entry(
        id=comment.pk,
        kind=comment.kind,
        label=comment.get_kind_display(),
        by=comment.author,
        at=comment.created,
        text=comment.text,
        is_verdict=False,
        changed=comment.changed,
        mentions=tuple(called[UUID(each)] for each in comment.mentions if UUID(each) in called),
    )
