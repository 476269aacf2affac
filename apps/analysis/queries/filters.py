"""What is counted: one filter for every table, chart, list and API answer."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet, Sum
from django.utils import timezone

from apps.analysis.queries.conditions import Condition, fitting, stated
from apps.codebook.models import Code
from apps.codebook.queries import codes_of
from apps.coding.models import Coding
from apps.coding.queries import counted_codings
from apps.documents.models import Attribute, Office, Turn
from apps.documents.queries import offices_under
from apps.projects.models import Project
from core.codetree import subtree
from core.periods import days_of

# Where a coding stands when counted by one of these; `columns` knows the others.
COLUMN_OF_CODING = {
    "office": "segment__transcript__office",
    "participant": "segment__turn__participant",
    "transcript": "segment__transcript",
    "coder": "by",
}
# What the API and the address say to leave out what the interviewer says.
LEAVE_OUT = "leave_out"
# Interviews without a date, when a period is asked for.
UNDATED = "none"
# What `review` may be, and the states it looks at; without it all that are not rejected.
REVIEWS: Mapping[str, Sequence[str]] = {
    "approved": [Coding.State.APPROVED],
    "open": [Coding.State.OPEN],
    "rejected": Coding.REJECTED,
    "returned": [Coding.State.RETURNED],
    "replaced": [Coding.State.REPLACED],
    "all": Coding.State.values,
}
COLUMN_OF_TURN = {
    "office": "version__current_of__office",
    "participant": "participant",
    "transcript": "version__current_of",
}


@dataclass(frozen=True)
class Filter:
    """What is counted, beyond rule 3 of the domain. Days are whole and both included.

    With `rollup` a code stands for its whole branch, without it for itself alone. An office stands for itself and
    the offices below it. `nobody` keeps what no participant said. `review` looks at codings in other states than
    those not rejected: see REVIEWS. `attribute` is asked of participants, `transcript_attribute` of transcripts;
    conditions on one attribute are alternatives, those on several must all hold. `since` and `until` are days of
    coding; `interviewed_since`, `interviewed_until` and `period` ("2023-Q1", or UNDATED) of the interview.
    `interviewer` may be LEAVE_OUT: then what begins in an interviewer's turn is not counted, nor are the words
    of such turns.
    """

    dimension: UUID | None = None
    code: UUID | None = None
    rollup: bool = True
    office: UUID | None = None
    participant: UUID | None = None
    nobody: bool = False
    transcript: UUID | None = None
    coder: UUID | None = None
    review: str = ""
    kind: str = ""
    attribute: tuple[Condition, ...] = ()
    transcript_attribute: tuple[Condition, ...] = ()
    speaker: str = ""
    since: date | None = None
    until: date | None = None
    interviewed_since: date | None = None
    interviewed_until: date | None = None
    period: str = ""
    interviewer: str = ""

    def as_json(self) -> dict[str, Any]:
        """The filter in force as the API prints it, with the rules that always hold."""
        asked = {name: value for name, value in vars(self).items() if value and name != "rollup"}
        for name in ("attribute", "transcript_attribute"):
            if name in asked:
                asked[name] = [str(condition) for condition in asked[name]]
        return {"versions": "current", "review": "not rejected", "rollup": self.rollup, **asked}

    @property
    def is_everything(self) -> bool:
        """Whether nothing is narrowed; without a code it does not matter what one stands for."""
        return replace(self, rollup=True) == Filter()

    def without_codes(self) -> "Filter":
        """The same, whatever the code: for tables whose rows and columns choose the codes."""
        return replace(self, dimension=None, code=None)


def midnight(day: date | None) -> datetime | None:
    """Where a day begins in the site's time zone."""
    return timezone.make_aware(datetime.combine(day, time.min)) if day else None


def compared_offices(project: Project) -> QuerySet[Office]:
    """The offices that are compared: all but those that only group others and hold no transcript."""
    return project.offices.exclude(transcripts=None, children__isnull=False).distinct()


def counted(project: Project, chosen: Filter) -> QuerySet[Coding]:
    """The codings that the filter lets through."""
    codings = counted_codings(
        project,
        codes=with_branches(project, [chosen.code], rollup=chosen.rollup) if chosen.code else None,
        dimension=chosen.dimension,
        participant=chosen.participant,
        transcript=chosen.transcript,
        coder=chosen.coder,
        since=midnight(chosen.since),
        until=midnight(chosen.until + timedelta(days=1) if chosen.until else None),
        states=REVIEWS.get(chosen.review),
    )
    told_in = transcripts_asked(project, chosen, "segment__transcript__")
    return codings.filter(told_in, _said_by(project, chosen, "segment__turn__"))


def transcripts_asked(project: Project, chosen: Filter, transcript: str) -> Q:
    """The part of the filter that asks for transcripts; `transcript` leads from the rows to them."""
    asked: dict[str, object] = {
        "kind": chosen.kind or None,
        "date__gte": chosen.interviewed_since,
        "date__lte": chosen.interviewed_until,
    }
    if chosen.office:
        # An office that holds no other is asked for by itself, which the database can plan better.
        below = offices_under(project, chosen.office)
        asked |= {"office": chosen.office} if len(below) == 1 else {"office__in": below}
    if chosen.transcript_attribute:
        asked["pk__in"] = fitting(stated(project, Attribute.Subject.TRANSCRIPT), chosen.transcript_attribute)
    if chosen.period and chosen.period != UNDATED:
        asked["date__range"] = days_of(chosen.period)
    wanted = Q(**{f"{transcript}{field}": value for field, value in asked.items() if value is not None})
    return wanted & Q(**{f"{transcript}date": None}) if chosen.period == UNDATED else wanted


def words_said(project: Project, chosen: Filter, by: str) -> tuple[dict[Any, int], int]:
    """Words said per column and in all, in the current versions of what the filter lets through.

    A coder's column holds the transcripts that the coder coded.
    """
    turns = Turn.objects.filter(version__current_of__project=project, version__current_of__binned=None)
    wanted = {"version__current_of": chosen.transcript, "participant": chosen.participant}
    turns = turns.filter(**{field: value for field, value in wanted.items() if value is not None})
    turns = turns.filter(transcripts_asked(project, chosen, "version__current_of__"), _said_by(project, chosen, ""))
    if by == "coder":
        return _words_read(project, chosen, turns)
    spoken = _sums(turns, COLUMN_OF_TURN.get(by, "participant"))
    return spoken, sum(spoken.values())


def _words_read(project: Project, chosen: Filter, turns: QuerySet[Turn]) -> tuple[dict[Any, int], int]:
    spoken = _sums(turns, "version__current_of")
    pairs = set(counted(project, chosen).order_by().values_list("by", "segment__transcript").distinct())
    read: dict[Any, int] = {}
    for coder, transcript in pairs:
        read[coder] = read.get(coder, 0) + spoken.get(transcript, 0)
    return read, sum(spoken.get(transcript, 0) for transcript in {transcript for _coder, transcript in pairs})


def _sums(turns: QuerySet[Turn], column: str) -> dict[Any, int]:
    return dict(turns.order_by().values_list(column).annotate(said=Sum("words")))


def _said_by(project: Project, chosen: Filter, turn: str) -> Q:
    """The part of the filter that asks who spoke; `turn` leads from the rows to the turn."""
    said = Q(**{f"{turn}interviewer": False}) if chosen.interviewer == LEAVE_OUT else Q()
    if chosen.speaker:
        said &= Q(**{f"{turn}speaker__iexact": chosen.speaker})
    return said & _said_by_people(project, chosen, turn)


def _said_by_people(project: Project, chosen: Filter, turn: str) -> Q:
    if chosen.nobody:
        return Q(**{f"{turn}participant": None})
    if not chosen.attribute:
        return Q()
    said = Q(**{f"{turn}participant__in": fitting(stated(project), chosen.attribute)})
    # Nobody states nothing.
    nobody = all(any(each.holds({}) for each in chosen.attribute if each.key == key.key) for key in chosen.attribute)
    return said | Q(**{f"{turn}participant": None}) if nobody else said


def with_branches(project: Project, codes: Iterable[UUID], *, rollup: bool) -> set[UUID]:
    """The codes, and with `rollup` everything below them."""
    if not rollup:
        return set(codes)
    parents = dict(project.codes.values_list("pk", "parent"))
    return {below for code in codes for below in subtree(parents, code)}


def chosen_codes(project: Project, chosen: Filter) -> list[Code]:
    """The codes that can occur under the filter, in the codebook's order, with depth and path."""
    codes = [code for code in codes_of(project) if chosen.dimension in (None, code.dimension_id)]
    if chosen.code is None:
        return codes
    branch = with_branches(project, [chosen.code], rollup=chosen.rollup)
    return [code for code in codes if code.pk in branch]


def tops_of(codes: Sequence[Code]) -> dict[UUID, UUID]:
    """Each code's highest ancestor among the codes given, itself where it has none there."""
    tops: dict[UUID, UUID] = {}
    for code in codes:  # depth-first: a parent comes before its children
        tops[code.pk] = tops.get(code.parent_id, code.pk) if code.parent_id else code.pk
    return tops
