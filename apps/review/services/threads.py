"""Comments in the thread of a coding. `@Name` calls a member."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.ground import on_firm_ground
from apps.coding.models import Coding
from apps.projects.models import Project
from apps.projects.permissions import Permission
from apps.projects.queries import is_allowed
from apps.projects.services import Verb
from apps.review.models import Comment, Notification, Verdict
from apps.review.services.about import cleaned, coding_to_discuss, comment_state, log_about
from apps.review.services.notices import notify
from apps.web.errors import Invalid, NotThere, Refused
from core.text.mentions import mentioned


@on_firm_ground
def comment(*, project: Project, user: User, coding: UUID, text: str) -> Comment:
    """Write in the thread of a coding. Raises Invalid "no_text", NotThere "no_such_coding"."""
    text = _text(text)
    row = coding_to_discuss(project, coding)
    called = members_called(project, text)
    written = Comment.objects.create(
        project=project,
        transcript=row.segment.transcript,
        segment=row.segment_id,
        coding=row.pk,
        author=user,
        text=text,
        mentions=[str(each) for each in called],
    )
    _tell(project, user, written, called, row.by_id)
    _log(project, user, Verb.COMMENT_CREATED, written, str(row.code), None, comment_state(written))
    return written


@on_firm_ground
def change_comment(*, project: Project, user: User, comment: UUID, text: str) -> Comment:
    """Change what one wrote. Raises Refused "not_yours", NotThere "no_such_comment"."""
    written = _own(project, user, comment)
    # Taking a suggestion is an answer without words.
    text = cleaned(text) if written.kind == Comment.Kind.DONE else _text(text)
    if text == written.text:
        return written
    before, called_before = comment_state(written), set(written.mentions)
    called = members_called(project, text)
    written.text, written.changed = text, timezone.now()
    written.mentions = [str(each) for each in called]
    written.save(update_fields=["text", "changed", "mentions"])
    _tell(project, user, written, [each for each in called if str(each) not in called_before], None)
    _log(project, user, Verb.COMMENT_CHANGED, written, _label(written), before, comment_state(written))
    return written


@on_firm_ground
def delete_comment(*, project: Project, user: User, comment: UUID) -> None:
    """Delete what one wrote; those who MANAGE the project delete anybody's."""
    written = _own(project, user, comment, or_manages=True)
    before = comment_state(written)
    label = _label(written)
    Comment.objects.filter(pk=written.pk).delete()
    _log(project, user, Verb.COMMENT_DELETED, written, label, before, None)


def members_called(project: Project, text: str) -> list[UUID]:
    """The members whose names follow an @ in the text."""
    if "@" not in text:
        return []
    return mentioned(text, dict(project.memberships.filter(user__is_active=True).values_list("user", "user__name")))


def _text(text: str) -> str:
    text = cleaned(text)
    if not text:
        message = _("Write something first. Nothing was saved.")
        raise Invalid("no_text", message, fields={"text": message})
    return text


def _own(project: Project, user: User, comment: UUID, *, or_manages: bool = False) -> Comment:
    rows = Comment.objects.select_for_update(of=("self",)).filter(project=project, transcript__binned=None)
    written = rows.select_related("transcript").filter(pk=comment).first()
    if written is None:
        raise NotThere("no_such_comment", _("This comment is no longer there. Nothing was changed."))
    may = or_manages and is_allowed(project, user, Permission.MANAGE)
    if written.author_id != user.pk and not may:
        raise Refused("not_yours", _("Somebody else wrote this. Write a comment of your own; nothing was changed."))
    return written


def _tell(project: Project, user: User, written: Comment, called: list[UUID], coder: UUID | None) -> None:
    """Those called by name are told that; of a new comment (`coder` named), so are the others of the thread."""
    tell: dict[str, Any] = {
        "project": project, "actor": user, "about": written.coding, "transcript": written.transcript,
    }  # fmt: skip
    if called:
        notify(**tell, users=called, kind=Notification.Kind.MENTIONED)
    if coder:
        wrote = Comment.objects.filter(coding=written.coding).values_list("author", flat=True)
        judged = Verdict.objects.filter(coding=written.coding).values_list("by", flat=True)
        others = {coder, *wrote, *judged} - set(called)
        notify(**tell, users=others, kind=Notification.Kind.COMMENTED)


def _label(written: Comment) -> str:
    """The code that the thread is about, if the coding is still there."""
    about = Q(pk__in=Coding.objects.filter(pk=written.coding).values("code"))
    return str(Code.objects.filter(about).first() or "")


def _log(project: Project, user: User, verb: Verb, written: Comment, label: str, before: Any, after: Any) -> None:
    segment = {"id": str(written.segment)}
    log_about(
        project, user, verb, segment=written.segment, transcript=written.transcript, label=label,
        before=segment | {"comment": before}, after=segment | {"comment": after},
    )  # fmt: skip
