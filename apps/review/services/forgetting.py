"""Words that must leave: what is kept of judged texts follows one made unreadable, names leave what people wrote."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from apps.coding.models import Coding
from apps.documents.models import Version
from apps.projects.models import Activity, Project
from apps.projects.services import LOGGED_AT_ONCE, Verb
from apps.review.models import Comment, SignOff, Verdict
from apps.review.queries.signed import digest, pack, unpack
from core.text.normalise import text_hash

# The verbs whose states hold what people wrote.
WRITTEN = (Verb.RETURN_ANSWERED, Verb.COMMENT_CREATED, Verb.COMMENT_CHANGED, Verb.COMMENT_DELETED)


@transaction.atomic
def follow_text(old: UUID, version: Version) -> None:
    """A version takes another's place, with the same offsets: what was judged there is still what was judged.

    Their hashes are made anew, because one could find out a short passage by its hash.
    """
    verdicts = list(Verdict.objects.filter(version=old))
    for verdict in verdicts:
        verdict.version = version
        verdict.quote_hash = text_hash(version.text[verdict.start : verdict.end])
    Verdict.objects.bulk_update(verdicts, ["version", "quote_hash"], batch_size=LOGGED_AT_ONCE)
    _follow_in_signoffs(version)


def _follow_in_signoffs(version: Version) -> None:
    project = version.transcript.project_id
    rows = Coding.objects.filter(segment__version=version).select_related("segment").only(
        "code", "segment__quote", "segment__start", "segment__end"
    )  # fmt: skip
    new = {}
    for row in rows:
        quote = version.text[row.segment.start : row.segment.end]
        if quote != row.segment.quote:
            new[row.pk] = digest(row.code_id, row.segment.quote), digest(row.code_id, quote)
    for signoff in SignOff.objects.filter(project=project):
        listed = unpack(signoff.passages)
        followed = {pk: new[pk][1] if new.get(pk, ("",))[0] == held else held for pk, held in listed.items()}
        if followed != listed:
            signoff.passages = pack({signoff.code: followed})
            signoff.save(update_fields=["passages"])


@transaction.atomic
def rewrite_reviews(project: Project, rewrite: Callable[[str], str]) -> None:
    """Rewrite reasons, comments and remarks, and what the log keeps of them."""
    _rewrite(Verdict.objects.filter(project=project).exclude(reason=""), "reason", rewrite)
    _rewrite(Comment.objects.filter(project=project).exclude(text=""), "text", rewrite)
    _rewrite(SignOff.objects.filter(project=project).exclude(remark=""), "remark", rewrite)
    logged = list(project.activities.filter(Q(verb__in=WRITTEN) | Q(undoes__verb__in=WRITTEN)))
    for activity in logged:
        for state in (activity.before, activity.after):
            if state and state.get("comment"):
                state["comment"]["text"] = rewrite(state["comment"]["text"])
    Activity.objects.bulk_update(logged, ["before", "after"], batch_size=LOGGED_AT_ONCE)


def _rewrite(rows: Any, field: str, rewrite: Callable[[str], str]) -> None:
    changed = []
    for row in rows.only(field).select_for_update():
        words = rewrite(getattr(row, field))
        if words != getattr(row, field):
            setattr(row, field, words)
            changed.append(row)
    rows.model._default_manager.bulk_update(changed, [field], batch_size=LOGGED_AT_ONCE)
