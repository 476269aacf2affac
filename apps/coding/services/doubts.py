"""Deciding where a passage belongs that a corrected transcript could not carry over. Its coder stays its author."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.coding.ground import ground_of, on_firm_ground
from apps.coding.models import Doubt, Segment
from apps.coding.queries import segment_out
from apps.coding.queries.doubts import doubt_state, get_doubt, open_doubts
from apps.coding.services.carrying import PLACE_FIELDS, version_key
from apps.coding.services.segments import LABEL_LENGTH, place
from apps.documents.models import Transcript
from apps.documents.texts import load_text
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid, NotThere
from apps.web.rows import change_rows, key_value

Decision = Doubt.Decision
# Candidates this much alike differ in little more than a typing error.
ALIKE = 0.9


@dataclass(frozen=True)
class Choice:
    """What is decided about one doubt: the place [start, end) in `version`, or None to leave the passage behind."""

    doubt: UUID
    version: UUID
    decision: Decision
    span: tuple[int, int] | None


def accept_doubt(
    *, project: Project, user: User, doubt_id: UUID, candidate: int = 0, expected: UUID | None = None
) -> dict[str, Any]:
    """Put the passage where one of its candidates says (0 is the best). Returns the segment in the API's shape.

    `expected` is the version the person looked at: DomainError "stale_version" when the transcript was corrected
    since. Raises DomainError "already_decided", Invalid "no_such_candidate".
    """
    doubt = get_doubt(project, doubt_id)
    check_expected(doubt, expected)
    if not 0 <= candidate < len(doubt.candidates):
        raise Invalid("no_such_candidate", _("There is no such place to choose. Mark the passage yourself instead."))
    start, end, _score = doubt.candidates[candidate]
    return _decide_one(project, user, Choice(doubt.pk, doubt.version_id, Decision.ACCEPTED, (start, end)))


def adjust_doubt(
    *, project: Project, user: User, doubt_id: UUID, start: int, end: int, expected: UUID | None = None
) -> dict[str, Any]:
    """Put the passage on [start, end) of the current version. Returns the segment; raises as `accept_doubt`."""
    doubt = get_doubt(project, doubt_id)
    check_expected(doubt, expected)
    return _decide_one(project, user, Choice(doubt.pk, doubt.version_id, Decision.ADJUSTED, (start, end)))


def leave_doubt(*, project: Project, user: User, doubt_id: UUID, expected: UUID | None = None) -> dict[str, Any]:
    """Leave the passage on the old version, where it is not counted. Returns the segment; raises as `accept_doubt`."""
    doubt = get_doubt(project, doubt_id)
    check_expected(doubt, expected)
    return _decide_one(project, user, Choice(doubt.pk, doubt.version_id, Decision.LEFT, None))


def accept_all(
    *, project: Project, user: User, transcript: Transcript | UUID | None = None, least: float = ALIKE
) -> int:
    """Accept the best candidate of every open doubt where it scores `least` or more, as one change.

    Returns how many there were: as many as `count_alike` said, unless somebody decided some meanwhile.
    """
    choices = [
        Choice(pk, version, Decision.ACCEPTED, (candidates[0][0], candidates[0][1]))
        for pk, version, candidates in _alike(project, transcript, least)
    ]
    return len(_decide(project=project, user=user, choices=choices, skip_decided=True)) if choices else 0


def count_alike(project: Project, transcript: Transcript | UUID | None = None, least: float = ALIKE) -> int:
    """How many open doubts `accept_all` would accept."""
    return len(_alike(project, transcript, least))


def _alike(
    project: Project, transcript: Transcript | UUID | None, least: float
) -> list[tuple[UUID, UUID, list[list[Any]]]]:
    rows = open_doubts(project, transcript).values_list("pk", "version", "candidates")
    return [row for row in rows if row[2] and row[2][0][2] >= least]


def _decide_one(project: Project, user: User, choice: Choice) -> dict[str, Any]:
    decided: list[dict[str, Any]] = _decide(project=project, user=user, choices=[choice])
    return decided[0]


@on_firm_ground
def _decide(
    *, project: Project, user: User, choices: Sequence[Choice], skip_decided: bool = False
) -> list[dict[str, Any]]:
    """Carry the choices out as one change. Returns the segments as they are then."""
    wanted = {choice.doubt: choice for choice in choices}
    # The segments are locked first, as everywhere: two people who decide the same come here one after the other.
    segments = Segment.objects.filter(doubt__in=wanted).select_for_update(of=("self",)).order_by("pk")
    there = {segment.pk: segment for segment in segments.prefetch_related("codings")}
    doubts = Doubt.objects.filter(pk__in=wanted, project=project).select_related("decided_by")
    open_ones = [doubt for doubt in doubts if not (skip_decided and doubt.decision != Decision.OPEN)]
    if not skip_decided and len(open_ones) < len(wanted):
        raise NotThere("no_such_doubt", _("This passage no longer waits for a decision."))
    for doubt in open_ones:
        check_open(doubt)
        check_current(project, doubt, wanted[doubt.pk].version)
    pairs = [(doubt, there[doubt.segment_id]) for doubt in open_ones]
    before = [state_of(doubt, segment) for doubt, segment in pairs]
    now = timezone.now()
    for doubt, segment in pairs:
        choice = wanted[doubt.pk]
        doubt.decision, doubt.decided_by, doubt.decided_at = choice.decision, user, now
        if choice.span:
            move(segment, choice.version, *choice.span)
    change_rows(Segment, PLACE_FIELDS, [place_row(segment) for _doubt, segment in pairs])
    Doubt.objects.bulk_update([doubt for doubt, _segment in pairs], ["decision", "decided_by", "decided_at"], 500)
    after = [state_of(doubt, segment) for doubt, segment in pairs]
    if pairs:
        log(project, user, [segment for _doubt, segment in pairs], before, after)
    return [state["segment"] for state in after]


# --- the rules ----------------------------------------------------------------------------------------------


def check_open(doubt: Doubt) -> None:
    if doubt.decision != Decision.OPEN:
        raise DomainError(
            "already_decided",
            _("%(name)s has decided about this passage already: %(decision)s. Nothing was changed.")
            % {"name": doubt.decided_by or _("Somebody"), "decision": doubt.get_decision_display()},
            fields={"decision": doubt.decision},
        )


def check_expected(doubt: Doubt, expected: UUID | None) -> None:
    check_open(doubt)
    if expected is not None and doubt.version_id != expected:
        raise stale(doubt.version_id)


def check_current(project: Project, doubt: Doubt, version: UUID) -> None:
    """Refuse to put a passage on a text that has been corrected since: the words may have moved."""
    versions = ground_of(project).versions
    if doubt.transcript_id not in versions:
        raise NotThere("no_such_transcript", _("There is no such transcript in this project."))
    if {version, doubt.version_id} != {versions[doubt.transcript_id]}:
        raise stale(versions[doubt.transcript_id])


def stale(current: UUID | None) -> DomainError:
    return DomainError(
        "stale_version",
        _("The transcript was corrected meanwhile. Nothing was changed; look at the passage again."),
        fields={"current_version": str(current)},
    )


def move(segment: Segment, version: UUID, start: int, end: int) -> None:
    """Make a segment stand elsewhere, without storing it. Raises Invalid when that is no passage."""
    placed = place(load_text(version), start, end)
    segment.version_id = version
    for name, value in placed.items():
        setattr(segment, name, value)


def place_row(segment: Segment) -> tuple[Any, ...]:
    """The segment's key and PLACE_FIELDS, as `change_rows` takes them."""
    return (
        key_value(segment), version_key(segment.version_id), segment.turn_id, segment.start, segment.end,
        segment.quote, segment.first_word, segment.last_word,
    )  # fmt: skip


def state_of(doubt: Doubt, segment: Segment) -> dict[str, Any]:
    """Segment and doubt as undo needs them."""
    return {"segment": segment_out(segment), "doubt": doubt_state(doubt)}


def log(
    project: Project,
    user: User,
    segments: Sequence[Segment],
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
) -> None:
    first, alone = segments[0], len(segments) == 1
    transcripts = {segment.transcript_id for segment in segments}
    record(
        project, user, Verb.DOUBT_DECIDED,
        object_id=first.pk if alone else uuid4(),
        label=" ".join(first.quote.split())[:LABEL_LENGTH] if alone else str(len(segments)),
        transcript=transcripts.pop() if len(transcripts) == 1 else None, before=before, after=after,
    )  # fmt: skip
