"""A supervisor's word on codings: given, given to many at once, and withdrawn."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.queries import codebook_version_number
from apps.coding.ground import ground_of, on_firm_ground
from apps.coding.models import Coding
from apps.projects.models import Project
from apps.projects.permissions import ROLE_PERMISSIONS, Permission, role_allows
from apps.projects.services import Verb, record
from apps.review.models import Comment, Notification, Verdict
from apps.review.queries.judged import ANSWERS, codings_of, differs, fingerprint_of
from apps.review.services.about import cleaned, coding_to_judge, log_about, standing_verdict, verdict_state
from apps.review.services.notices import notify
from apps.web.errors import Invalid, NotThere, Refused
from apps.web.rows import chunks
from core.text.normalise import text_hash

MOST_AT_ONCE = 5000
ROWS_AT_ONCE = 500
TOLD = {Verdict.State.RETURNED: Notification.Kind.RETURNED, Verdict.State.REPLACED: Notification.Kind.REPLACED}


@on_firm_ground
def judge(
    *,
    project: Project,
    user: User,
    coding: UUID,
    state: str,
    reason: str = "",
    suggested: UUID | None = None,
    seen: str = "",
) -> Verdict:
    """Give a verdict (Verdict.State); the former one ends. The same verdict again changes nothing.

    `seen` is Standing.fingerprint of what was shown: Refused "changed_since_shown" when passage, code or verdict
    changed since. Raises Invalid "no_reason", "no_suggestion"; Refused "own_coding"; NotThere "no_such_coding".
    """
    row = coding_to_judge(project, coding)
    check_not_own(project, user, [row])
    former = standing_verdict(row.pk)
    check_seen(row, former, seen)
    verdict = build_verdict(project, user, row, _word(project, row, state, reason, suggested))
    if former and is_the_same(former, verdict, row):
        return former
    store([verdict], [former] if former else [])
    if state in TOLD:
        notify(
            project=project, actor=user, users=[row.by], kind=TOLD[Verdict.State(state)], about=row.pk,
            transcript=row.segment.transcript,
        )  # fmt: skip
    log_about(
        project, user, Verb.VERDICT_GIVEN, segment=row.segment_id, transcript=row.segment.transcript,
        label=str(row.code), before=verdict_state(row, former), after=verdict_state(row, verdict),
    )  # fmt: skip
    return verdict


@on_firm_ground
def judge_many(
    *, project: Project, user: User, codings: Sequence[UUID], state: str = Verdict.State.APPROVED
) -> int:  # fmt: skip
    """Approve up to 5,000 codings as one change, undone whole. Returns how many verdicts were given.

    Those that are gone, one's own, and those that stand approved as they are now are left out.
    """
    if state != Verdict.State.APPROVED:
        raise Invalid("approve_only", _("Only approval is given to many at once: a return needs a reason of its own."))
    if len(codings) > MOST_AT_ONCE:
        raise Invalid("too_many", _("At most %(most)s codings are judged at once.") % {"most": MOST_AT_ONCE})
    wanted = _to_approve(project, user, codings)
    if not wanted:
        return 0
    version = codebook_version_number(project)
    word = {"state": Verdict.State.APPROVED, "codebook_version": version}
    given = [build_verdict(project, user, row, word) for row, _former in wanted]
    store(given, [former for _row, former in wanted if former])
    transcripts = {row.segment.transcript_id for row, _former in wanted}
    record(
        project, user, Verb.VERDICTS_GIVEN, object_id=uuid4(), label=str(len(given)),
        transcript=transcripts.pop() if len(transcripts) == 1 else None,
        before=[verdict_state(row, former) for row, former in wanted],
        after=[verdict_state(row, verdict) for (row, _former), verdict in zip(wanted, given, strict=True)],
    )  # fmt: skip
    return len(given)


@on_firm_ground
def withdraw_verdict(*, project: Project, user: User, coding: UUID) -> None:
    """Take the standing verdict back: the coding is open again. Raises NotThere "no_such_verdict"."""
    row = coding_to_judge(project, coding)
    check_not_own(project, user, [row])
    former = standing_verdict(row.pk)
    if former is None:
        raise NotThere("no_such_verdict", _("Nobody's verdict stands on this coding. Nothing was changed."))
    end([former.pk])
    Coding.objects.filter(pk=row.pk).update(state=Coding.State.OPEN)
    log_about(
        project, user, Verb.VERDICT_WITHDRAWN, segment=row.segment_id, transcript=row.segment.transcript,
        label=str(row.code), before=verdict_state(row, former), after=verdict_state(row, None),
    )  # fmt: skip


# --- the rules ----------------------------------------------------------------------------------------------


def check_not_own(project: Project, user: User, rows: Iterable[Coding]) -> None:
    if any(row.by_id == user.pk for row in rows) and not may_judge_own(project, user):
        raise Refused("own_coding", _("This is your own coding. Somebody else has to judge it; nothing was changed."))


def may_judge_own(project: Project, user: User) -> bool:
    """Only where nobody else can: a review of oneself is weak evidence, and who works alone has no other.

    The log says of every verdict who gave it and whose coding it was.
    """
    roles = [role for role in ROLE_PERMISSIONS if role_allows(role, Permission.REVIEW)]
    others = project.memberships.filter(role__in=roles, user__is_active=True).exclude(user=user)
    return not others.exists()


def check_seen(row: Coding, former: Verdict | None, seen: str) -> None:
    now = fingerprint_of(row, former)
    if not seen or seen == now:
        return
    if former and seen.partition("-")[0] == now.partition("-")[0]:
        message = _("%(name)s judged this coding meanwhile: %(verdict)s. Nothing was changed; look at it again.")
        message %= {"name": former.by, "verdict": former.get_state_display()}
    else:
        message = _("This coding or its review was changed since you saw it. Nothing was changed; look at it again.")
    fields = {"seen": now, "state": row.state, "by": str(former.by_id) if former else None}
    raise Refused("changed_since_shown", message, status=409, fields=fields)


def _word(project: Project, row: Coding, state: str, reason: str, suggested: UUID | None) -> dict[str, object]:
    """What is said: the fields of a verdict that do not follow from the coding."""
    if state not in Verdict.State.values:
        raise Invalid("invalid_state", _("A coding is approved, returned, or another code is suggested for it."))
    reason = cleaned(reason)
    if state == Verdict.State.RETURNED and not reason:
        message = _("Say why the coding is returned, so that its coder knows what to do. Nothing was changed.")
        raise Invalid("no_reason", message, fields={"reason": message})
    code = _suggestion(project, row, suggested) if state == Verdict.State.REPLACED else None
    return {
        "state": state,
        "reason": reason,
        "suggested": code.pk if code else None,
        "suggested_name": str(code)[:200] if code else "",
        "codebook_version": codebook_version_number(project),
    }


def _suggestion(project: Project, row: Coding, suggested: UUID | None) -> Code:
    code = ground_of(project).codes.get(suggested) if suggested else None
    if code is None:
        message = _("Choose the code that fits better, from this project's codebook. Nothing was changed.")
    elif not code.codable:
        message = _("“%(code)s” is a heading and cannot be put on passages.") % {"code": code}
    elif code.pk == row.code_id:
        message = _("The passage has “%(code)s” already. Choose another code; nothing was changed.") % {"code": code}
    else:
        return code
    raise Invalid("no_suggestion", message, fields={"suggested": message})


def build_verdict(project: Project, user: User, row: Coding, word: dict[str, object]) -> Verdict:
    """A verdict that keeps what was judged."""
    segment = row.segment
    return Verdict(
        project=project,
        transcript_id=segment.transcript_id,
        segment=segment.pk,
        coding=row.pk,
        by=user,
        coder_id=row.by_id,
        code=row.code_id,
        code_name=str(row.code)[:200],
        version_id=segment.version_id,
        start=segment.start,
        end=segment.end,
        quote_hash=text_hash(segment.quote),
        **word,
    )


def is_the_same(former: Verdict, verdict: Verdict, row: Coding) -> bool:
    """Whether saying it again would say nothing new: nothing changed and nobody answered since."""
    same = ("by_id", "state", "reason", "suggested")
    return (
        all(getattr(former, name) == getattr(verdict, name) for name in same)
        and not differs(former, row)
        and not Comment.objects.filter(verdict=former, kind__in=ANSWERS).exists()
    )


def store(given: Sequence[Verdict], former: Sequence[Verdict]) -> None:
    """Let new verdicts of one state stand in place of the former ones."""
    end([verdict.pk for verdict in former])
    Verdict.objects.bulk_create(given, batch_size=ROWS_AT_ONCE)
    for some in chunks(given, ROWS_AT_ONCE):
        Coding.objects.filter(pk__in=[verdict.coding for verdict in some]).update(state=given[0].state)


def end(verdicts: Sequence[UUID], at: datetime | None = None) -> None:
    for some in chunks(verdicts, ROWS_AT_ONCE):
        Verdict.objects.filter(pk__in=some, ended=None).update(ended=at or timezone.now())


def _to_approve(project: Project, user: User, codings: Sequence[UUID]) -> list[tuple[Coding, Verdict | None]]:
    """The codings that an approval says something new of, locked in one order for everybody, with former verdicts."""
    wanted: list[tuple[Coding, Verdict | None]] = []
    may_own = may_judge_own(project, user)
    for some in chunks(sorted(set(codings)), ROWS_AT_ONCE):
        rows = codings_of(project).filter(pk__in=some).select_related("code", "segment").order_by("pk")
        standing = Verdict.objects.filter(coding__in=some, ended=None)
        found = list(rows.select_for_update(of=("self",)))
        former = {verdict.coding: verdict for verdict in standing}
        for row in found:
            verdict = former.get(row.pk)
            is_said = verdict and verdict.state == Verdict.State.APPROVED and not differs(verdict, row)
            if not is_said and (may_own or row.by_id != user.pk):
                wanted.append((row, verdict))
    return wanted
