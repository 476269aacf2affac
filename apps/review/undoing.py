"""Review taken back and made again: registered with the undo of the coding app, which logs it.

A verdict that is taken back stays in the supervision log as one that ended, and the one before it stands again.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.live import MOST_CARRIED
from apps.coding.models import Coding, Segment
from apps.coding.patience import locked
from apps.coding.queries import segment_out
from apps.coding.restoring import Outcome, State, restore_segments
from apps.coding.undo import Restorer, nothing_on_passages
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.review.models import Comment, SignOff, Verdict
from apps.review.services.about import comment_state
from apps.review.services.judging import ROWS_AT_ONCE, end
from apps.web.errors import DomainError
from apps.web.rows import chunks


def changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("The review went on since, so the older change cannot be taken back. Nothing was changed."),
    )


def restore_verdicts(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    """Verdicts on one coding or on many: those that stand end, and those that stood stand again."""
    now, then = (_by_coding(states) for states in (present, wanted))
    for some in chunks(sorted(then), ROWS_AT_ONCE):
        there = locked(Coding.objects.filter(pk__in=some, segment__project=project).order_by("pk"))
        standing = dict(Verdict.objects.filter(coding__in=some, ended=None).values_list("coding", "pk"))
        if len(there) < len(some) or standing != {key: now[key][0] for key in some if now[key][0]}:
            raise changed_since()
        end(list(standing.values()), timezone.now())
        revived = [verdict for verdict, _state in map(then.__getitem__, some) if verdict]
        if Verdict.objects.filter(pk__in=revived).update(ended=None) < len(revived):
            raise changed_since()
        by_state = defaultdict(list)
        for key in some:
            by_state[then[key][1]].append(key)
        for state, keys in by_state.items():
            Coding.objects.filter(pk__in=keys).update(state=state)
    return {"segments": _segments(project, wanted), "deleted": []}


def _by_coding(states: Any) -> dict[UUID, tuple[UUID | None, str]]:
    """The standing verdict and the state of each coding."""
    return {
        UUID(state["coding"]): (UUID(state["verdict"]) if state["verdict"] else None, state["state"])
        for state in (states if isinstance(states, list) else [states])
    }


def _segments(project: Project, states: Any) -> list[dict[str, Any]]:
    """The passages in the API's shape; when they are many, whoever shows them loads them anew."""
    ids = {state["id"] for state in (states if isinstance(states, list) else [states])}
    if len(ids) > MOST_CARRIED:
        return []
    codings = Prefetch("codings", Coding.objects.order_by("created"))
    return [segment_out(each) for each in Segment.objects.filter(project=project, pk__in=ids).prefetch_related(codings)]


def restore_entry(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    """What was written in a thread; with the passage, when that took the suggested code."""
    outcome = nothing_on_passages()
    if "passage" in present:
        outcome = restore_segments(project, [present["passage"]], [wanted["passage"]])
    _restore_comment(project, activity, present["comment"], wanted["comment"])
    return outcome


def _restore_comment(project: Project, activity: Activity, present: State, wanted: State) -> None:
    pk = UUID((present or wanted or {})["id"])
    there = next(iter(locked(Comment.objects.filter(pk=pk, project=project))), None)
    if (comment_state(there) if there else None) != present:
        raise changed_since()
    if wanted is None:
        Comment.objects.filter(pk=pk).delete()
        return
    comment = there or Comment(pk=pk, project=project, segment=activity.object_id)
    if activity.transcript:
        comment.transcript_id = activity.transcript
    comment.coding = UUID(wanted["coding"])
    comment.kind, comment.text, comment.mentions = wanted["kind"], wanted["text"], wanted["mentions"]
    comment.author_id = UUID(wanted["author"])
    comment.verdict_id = UUID(wanted["verdict"]) if wanted["verdict"] else None
    comment.created = datetime.fromisoformat(wanted["created"])
    comment.changed = datetime.fromisoformat(wanted["changed"]) if wanted["changed"] else None
    comment.save(force_insert=there is None)


def restore_signoff(project: Project, user: User, activity: Activity, present: Any, wanted: Any) -> Outcome:
    standing = SignOff.objects.filter(project=project, code=activity.object_id, ended=None)
    now = standing.values_list("pk", flat=True).first()
    if (str(now) if now else None) != present["signoff"]:
        raise changed_since()
    standing.update(ended=timezone.now())
    if wanted["signoff"]:
        SignOff.objects.filter(project=project, pk=wanted["signoff"]).update(ended=None)
    return nothing_on_passages()


VERDICTS: dict[str, Restorer] = {
    Verb.VERDICT_GIVEN: restore_verdicts,
    Verb.VERDICTS_GIVEN: restore_verdicts,
    Verb.VERDICT_WITHDRAWN: restore_verdicts,
}
ANSWERS: dict[str, Restorer] = {Verb.RETURN_ANSWERED: restore_entry}
COMMENTS: dict[str, Restorer] = {
    Verb.COMMENT_CREATED: restore_entry,
    Verb.COMMENT_CHANGED: restore_entry,
    Verb.COMMENT_DELETED: restore_entry,
}
SIGNOFFS: dict[str, Restorer] = {
    Verb.THEME_SIGNED: restore_signoff,
    Verb.SIGNOFF_WITHDRAWN: restore_signoff,
}
