"""What every change of the review begins and ends with: the coding it is about, and its line in the log."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record
from apps.review.models import Comment, Verdict
from apps.web.errors import DomainError, Invalid, NotThere

MOST_CHARACTERS = 10_000


def coding_to_judge(project: Project, coding: UUID) -> Coding:
    """`coding_to_discuss`, if its passage stands in the current text."""
    found = coding_to_discuss(project, coding)
    if found.segment.version_id != found.segment.transcript.current_id:
        raise DomainError(
            "in_doubt",
            _("The text under this passage was corrected. Somebody has to decide where it belongs before it can be "
              "judged; nothing was changed."),
        )  # fmt: skip
    return found


def coding_to_discuss(project: Project, coding: UUID) -> Coding:
    """The coding with all that is said of it locked. Raises NotThere."""
    rows = Coding.objects.select_for_update(of=("self",)).select_related("code", "by", "segment__transcript")
    found = rows.filter(pk=coding, segment__project=project, segment__transcript__binned=None).first()
    if found is None:
        raise gone()
    return found


def gone() -> NotThere:
    return NotThere(
        "no_such_coding", _("This coding was removed meanwhile. Nothing was changed; go on with another one.")
    )


def standing_verdict(coding: UUID) -> Verdict | None:
    return Verdict.objects.filter(coding=coding, ended=None).select_related("by").first()


def cleaned(text: str) -> str:
    """What somebody wrote, as it is kept. Raises Invalid "text_too_long"."""
    text = text.replace("\r\n", "\n").replace("\x00", "").strip()
    if len(text) > MOST_CHARACTERS:
        message = _("At most %(most)s characters fit. Nothing was saved.") % {"most": MOST_CHARACTERS}
        raise Invalid("text_too_long", message, fields={"text": message})
    return text


def verdict_state(coding: Coding, verdict: Verdict | None) -> dict[str, Any]:
    """For the log. The segment's id comes first, as in what coding logs; words that people wrote are not kept twice."""
    return {
        "id": str(coding.segment_id),
        "coding": str(coding.pk),
        "verdict": str(verdict.pk) if verdict else None,
        "state": verdict.state if verdict else Coding.State.OPEN.value,
    }


def comment_state(comment: Comment) -> dict[str, Any]:
    """A comment as plain values that can be put back."""
    return {
        "id": str(comment.pk),
        "coding": str(comment.coding),
        "kind": comment.kind,
        "author": str(comment.author_id),
        "text": comment.text,
        "mentions": comment.mentions,
        "created": comment.created.isoformat(),
        "changed": comment.changed.isoformat() if comment.changed else None,
        "verdict": str(comment.verdict_id) if comment.verdict_id else None,
    }


def log_about(
    project: Project, user: User, verb: Verb, *, segment: UUID, transcript: Transcript | UUID, label: str,
    before: Any, after: Any,
) -> Activity:  # fmt: skip
    """One line, found with the history of the passage. The label never quotes: it is kept when a quote has to go."""
    where = transcript.pk if isinstance(transcript, Transcript) else transcript
    return record(
        project, user, verb, object_id=segment, label=label, transcript=where, before=before, after=after
    )  # fmt: skip
