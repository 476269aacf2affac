"""What coders do about codings that came back."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.ground import on_firm_ground
from apps.coding.models import Coding
from apps.coding.services.segments import codes_on, codes_to_put, own_segment, write_changes
from apps.projects.models import Project
from apps.projects.services import Verb
from apps.review.models import Comment, Notification, Verdict
from apps.review.queries.judged import ANSWERS
from apps.review.services.about import (
    cleaned,
    coding_to_discuss,
    coding_to_judge,
    comment_state,
    gone,
    log_about,
    standing_verdict,
)
from apps.review.services.notices import notify
from apps.review.services.threads import members_called
from apps.web.errors import DomainError, Invalid, Refused


@on_firm_ground
def answer(*, project: Project, user: User, coding: UUID, kind: str, text: str = "") -> Comment:
    """Answer one's returned coding: Comment.Kind STANDS (needs a text) or DONE. It is not counted until judged again.

    The same answer again, sent because the first one's receipt was lost, changes nothing. Raises Refused "not_yours",
    DomainError "not_returned", Invalid "no_text"; NotThere "no_such_coding".
    """
    if kind not in ANSWERS:
        raise Invalid("invalid_kind", _("Say whether you stand by the coding or did what was asked."))
    text = cleaned(text)
    if kind == Comment.Kind.STANDS and not text:
        message = _("Say why you stand by the coding. Nothing was saved.")
        raise Invalid("no_text", message, fields={"text": message})
    row = coding_to_discuss(project, coding)
    verdict = _returned(row, user)
    last = verdict.answers.order_by("created").last()
    if last and (last.author_id, last.kind, last.text) == (user.pk, kind, text):
        return last
    written = _answer(project, user, row.pk, row, verdict, kind, text)
    _log(project, user, row, {}, {}, written)
    return written


@on_firm_ground
def take_suggestion(*, project: Project, user: User, coding: UUID) -> UUID:
    """Put the suggested code on one's passage in place of the coded one. Returns the id of the new coding: it is open.

    Raises DomainError "no_suggestion" when none stands, and what changing a segment raises.
    """
    # The segment is locked first, as by everybody who changes it.
    about = Coding.objects.filter(pk=coding, segment__project=project).values_list("segment", flat=True).first()
    if about is None:
        raise gone()
    segment = own_segment(project, user, about)
    row = coding_to_judge(project, coding)
    verdict = _returned(row, user)
    if verdict.suggested is None or not project.codes.filter(pk=verdict.suggested, codable=True).exists():
        raise DomainError(
            "no_suggestion",
            _("No code is suggested for this passage any more. Nothing was changed; answer in words instead."),
        )
    wanted = [verdict.suggested if code.pk == row.code_id else code.pk for code in codes_on(segment)]
    codes = codes_to_put(project, wanted)
    before, after = write_changes(user, segment, segment.start, segment.end, codes, segment.memo)
    made = next(each["id"] for each in after["codings"] if each["code"] == str(verdict.suggested))
    written = _answer(project, user, UUID(made), row, verdict, Comment.Kind.DONE, "")
    _log(project, user, row, {"passage": before}, {"passage": after}, written)
    return UUID(made)


def _returned(row: Coding, user: User) -> Verdict:
    if row.by_id != user.pk:
        raise Refused("not_yours", _("Another coder coded this passage, and has to answer. Write a comment instead."))
    verdict = standing_verdict(row.pk)
    if verdict is None or verdict.state == Verdict.State.APPROVED:
        raise DomainError("not_returned", _("This coding is not returned any more. Nothing was changed."))
    return verdict


def _answer(
    project: Project, user: User, coding: UUID, row: Coding, verdict: Verdict, kind: str, text: str
) -> Comment:  # fmt: skip
    """Write the answer to a verdict on `row` into the thread of `coding`, and tell who gave the verdict."""
    written = Comment.objects.create(
        project=project,
        transcript=row.segment.transcript,
        segment=row.segment_id,
        coding=coding,
        kind=kind,
        author=user,
        text=text,
        mentions=[str(each) for each in members_called(project, text)],
        verdict=verdict,
    )
    notify(
        project=project, actor=user, users=[verdict.by], kind=Notification.Kind.ANSWERED, about=coding,
        transcript=row.segment.transcript,
    )  # fmt: skip
    return written


def _log(
    project: Project, user: User, row: Coding, before: dict[str, Any], after: dict[str, Any], written: Comment
) -> None:  # fmt: skip
    segment = {"id": str(row.segment_id)}
    log_about(
        project, user, Verb.RETURN_ANSWERED, segment=row.segment_id, transcript=row.segment.transcript,
        label=str(row.code), before=segment | {"comment": None} | before,
        after=segment | {"comment": comment_state(written)} | after,
    )  # fmt: skip
