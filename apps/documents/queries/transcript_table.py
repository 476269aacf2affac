"""The table of transcripts: filter, order, one page of rows, totals. Fast with ten thousand of them.

Counts are read from indexes alone. A version's text lies in its row before the numbers, so a number read from the
row of every version would read every text: `version_figures` holds those that the table needs.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import CharField, Count, Exists, F, Max, Model, OuterRef, Q, QuerySet, Subquery, Sum, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce

from apps.documents.models import Participant, Transcript, Turn, Version
from apps.documents.queries.offices import offices_under
from apps.documents.queries.transcripts import transcripts_of, turn_counts
from apps.projects.models import Project

SORTS: Mapping[str, str] = {
    "title": "title",
    "office": "office__name",
    "kind": "kind",
    "language": "language",
    "date": "date",
}
SORTED_COUNTS = frozenset({"turns", "segments", "codings"})
SORTED_FIGURES = {"words": "words", "version": "number"}


@dataclass(frozen=True)
class TranscriptFilter:
    """What the list of transcripts shows; an office stands for the offices below it too.

    `participant` is a pseudonym or a part of one; `since` and `until` are both included; `attribute` is the name
    whose value is `value`; `doubts` are those with passages to decide about, `uncoded` those without any passage.
    """

    office: UUID | None = None
    kind: str = ""
    language: str = ""
    text: str = ""
    participant: str = ""
    since: date | None = None
    until: date | None = None
    attribute: str = ""
    value: str = ""
    doubts: bool = False
    uncoded: bool = False
    sort: str = "title"

    @property
    def filters(self) -> bool:
        """Whether anything is left out."""
        return replace(self, sort="title") != TranscriptFilter()


@dataclass(frozen=True)
class CoderProgress:
    """How far one coder came: `reached` is the last turn they coded, `percent` its share of all turns."""

    name: str
    segments: int
    reached: int
    percent: int


@dataclass(frozen=True)
class TranscriptRow:
    transcript: Transcript
    turns: int
    segments: int
    codings: int
    coders: list[CoderProgress] = field(default_factory=list)


def filtered_transcripts(project: Project, wanted: TranscriptFilter) -> QuerySet[Transcript]:
    """The transcripts a filter lets through, in its order ("-words" is most words first)."""
    found = _with_details(project, transcripts_of(project), wanted)
    if wanted.office:
        found = found.filter(office__in=offices_under(project, wanted.office))
    if wanted.participant:
        found = found.filter(pk__in=_naming(project, wanted.participant))
    if wanted.attribute:
        stated = Cast(KeyTextTransform(wanted.attribute, "attributes"), TextField())
        found = found.alias(stated=stated).filter(stated__iexact=wanted.value)
    if wanted.doubts:
        found = found.filter(Exists(_open_doubts().filter(transcript=OuterRef("pk"))))
    if wanted.uncoded:
        found = found.filter(~Exists(_rows("Segment").filter(version=OuterRef("current"))))
    return _ordered(found, wanted.sort).prefetch_related("participants")


def transcript_page(found: QuerySet[Transcript], first: int, last: int) -> list[Transcript]:
    """The transcripts [first, last) of what a filter lets through: sorted by their ids alone, then read."""
    ids = list(found.values_list("pk", flat=True)[first:last])
    rows = {each.pk: each for each in found.order_by().filter(pk__in=ids)}
    return [rows[pk] for pk in ids if pk in rows]


def transcript_rows(transcripts: Iterable[Transcript]) -> list[TranscriptRow]:
    """The transcripts of one page with their counts, in three queries however many there are."""
    page = list(transcripts)
    versions = [each.current_id for each in page]
    turns = turn_counts(versions)
    codings = dict(_live_codings(versions).values_list("segment__version").annotate(n=Count("*")))
    coders = _coder_progress(versions, turns)
    return [
        TranscriptRow(
            transcript=each,
            turns=turns.get(each.current_id, 0),
            segments=sum(coder.segments for coder in coders[each.current_id]),
            codings=codings.get(each.current_id, 0),
            coders=coders[each.current_id],
        )
        for each in page
    ]


def transcript_totals(found: QuerySet[Transcript]) -> dict[str, int]:
    """Words, turns and codings of all transcripts that a filter lets through."""
    found = found.order_by()
    versions = found.values("current")
    return {
        "words": found.annotate(said=_figure("words")).aggregate(n=Sum("said"))["n"] or 0,
        "turns": Turn.objects.filter(version__in=versions).count(),
        "codings": _live_codings(versions).count(),
    }


def _with_details(project: Project, found: QuerySet[Transcript], wanted: TranscriptFilter) -> QuerySet[Transcript]:
    """What stands in the transcript's own columns."""
    asked = {
        "kind": wanted.kind,
        "language": wanted.language,
        "title__icontains": wanted.text,
        "date__gte": wanted.since,
        "date__lte": wanted.until,
    }
    return found.filter(**{name: value for name, value in asked.items() if value})


def _naming(project: Project, participant: str) -> QuerySet[Any]:
    """The transcripts that name the participant of this name, or those whose name has it in it."""
    people = Participant.objects.filter(project=project).order_by()
    exactly = list(people.filter(pseudonym__iexact=participant).values_list("pk", flat=True))
    named: Any = exactly or people.filter(pseudonym__icontains=participant).values("pk")
    links = Transcript.participants.through._default_manager.filter(participant__in=named)
    return links.values("transcript")


def _ordered(found: QuerySet[Transcript], sort: str) -> QuerySet[Transcript]:
    key = sort.removeprefix("-")
    if key in SORTED_COUNTS:
        found = found.alias(sorted_by=Coalesce(Subquery(_count_of(key)), 0))
    elif key in SORTED_FIGURES:
        found = found.alias(sorted_by=_figure(SORTED_FIGURES[key]))
    order = F("sorted_by" if key in SORTED_COUNTS or key in SORTED_FIGURES else SORTS.get(key, "title"))
    ordered = order.desc(nulls_last=True) if sort.startswith("-") else order.asc(nulls_last=True)
    return found.order_by(ordered, "title", "id")


def _figure(name: str) -> Subquery:
    """A number of the current version. The cast keeps a database from taking the way over the row and its text."""
    key = Cast("id", CharField())
    version = Version.objects.alias(key=key).filter(
        transcript=OuterRef("pk"), key=Cast(OuterRef("current"), CharField())
    )
    return Subquery(version.values(name)[:1])


def _count_of(key: str) -> QuerySet[Any]:
    """The number of turns, segments or codings of the current version, for each transcript."""
    here = OuterRef("current")
    if key == "turns":
        counted: QuerySet[Any] = Turn.objects.filter(version=here).values("version")
    elif key == "segments":
        counted = _rows("Segment").filter(version=here).values("version")
    else:
        counted = _counting(_rows("Coding")).filter(segment__version=here).values("segment__version")
    found: QuerySet[Any] = counted.order_by().annotate(n=Count("*")).values("n")
    return found


def _rows(model: str) -> "QuerySet[Model, Any]":
    """Rows of the app above, which owns them; so they are found by name."""
    rows: QuerySet[Model, Any] = apps.get_model("coding", model)._default_manager.all()
    return rows


def _counting(codings: "QuerySet[Model, Any]") -> "QuerySet[Model, Any]":
    """The codings that count (rule 3 of the domain)."""
    rejected: Any = apps.get_model("coding", "Coding").REJECTED
    return codings.filter(~Q(state__in=rejected))


def _open_doubts() -> "QuerySet[Model, Any]":
    decision: Any = apps.get_model("coding", "Doubt").Decision
    return _rows("Doubt").filter(decision=decision.OPEN)


def _live_codings(versions: Any) -> "QuerySet[Model, Any]":
    return _counting(_rows("Coding")).filter(segment__version__in=versions)


def _coder_progress(
    versions: Iterable[UUID | None], turns: Mapping[UUID | None, int]
) -> dict[UUID | None, list[CoderProgress]]:
    rows = (
        _rows("Segment")
        .filter(version__in=list(versions))
        .values_list("version", "coder", "coder__name")
        .annotate(n=Count("*"), reached=Max("turn__index"))
        .order_by("coder__name")
    )
    progress: dict[UUID | None, list[CoderProgress]] = defaultdict(list)
    for version, _coder, name, segments, last in rows:
        percent = round(100 * (last + 1) / turns[version])
        progress[version].append(CoderProgress(name, segments, last + 1, percent))
    return progress
