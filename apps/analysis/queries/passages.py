"""Coded passages: those behind a number, and those that carry or lack given codes."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet

from apps.analysis.queries.filters import LEAVE_OUT, Filter, counted, midnight, with_branches
from apps.analysis.queries.retrieval import found_keys
from apps.analysis.queries.sources import Raw, among_ids
from apps.coding.models import Coding, Segment
from apps.coding.queries import segments_of
from apps.documents.models import Turn, Version
from apps.projects.models import Project
from core.retrieval.query import (
    NEAR,
    Code,
    Coded,
    Field,
    Not,
    Placed,
    Query,
    Relation,
    all_of,
    among,
    any_of,
)
from core.retrieval.query import Filter as Narrowing
from core.text.context import around
from core.text.lines import line_at, line_starts
from core.text.offsets import Span

# Characters shown on either side of a passage.
CONTEXT = 120


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment with what stands before and after it, and the number of its first line."""

    segment: Segment
    before: str
    after: str
    line: int


def passages(project: Project, chosen: Filter, *, also: UUID | None = None) -> QuerySet[Segment]:
    """The segments behind a number, in order of transcript and place.

    With `also` they carry that code too; a dimension in the filter then binds the first code only.
    """
    segments = Segment.objects.filter(pk__in=counted(project, chosen).values("segment"))
    if also:
        second = replace(chosen, dimension=None, code=also)
        segments = segments.filter(pk__in=counted(project, second).values("segment"))
    return segments.order_by("transcript__title", "transcript", "start", "end", "pk")


def in_context(segments: Sequence[UUID]) -> list[Passage]:
    """The segments with these ids, in their order, with the words around them, cut between words.

    Four queries, however many segments and transcripts: ids can be sorted and cut into pages without their texts.
    """
    shown = Coding.objects.exclude(state__in=Coding.REJECTED).select_related("code").order_by("created")
    rows = Segment.objects.select_related("transcript__office", "turn__participant", "coder")
    found = rows.prefetch_related(Prefetch("codings", queryset=shown)).in_bulk(list(segments))
    texts = dict(Version.objects.filter(segments__in=list(found)).values_list("pk", "text"))
    spans: dict[UUID, list[Span]] = defaultdict(list)
    turns = Turn.objects.filter(version__in=texts).order_by("version", "index")
    for version, start, end in turns.values_list("version", "start", "end"):
        spans[version].append(Span(start, end))
    lines = {version: line_starts(text, spans[version]) for version, text in texts.items()}
    return [
        Passage(
            segment,
            *around(texts[segment.version_id], segment.start, segment.end, CONTEXT),
            line_at(lines[segment.version_id], segment.start),
        )
        for segment in (found[pk] for pk in segments)
    ]


def version_numbers(versions: Iterable[UUID]) -> dict[UUID, int]:
    """Version -> its number, by which people cite it."""
    return dict(Version.objects.filter(pk__in=set(versions)).values_list("pk", "number"))


@dataclass(frozen=True)
class Wanted:
    """What to retrieve: segments that carry all of `codes`, one of `any` and none of `none`.

    With `near` they stand at most `words` words from one that carries one of these, as `near/20` in core.retrieval.
    Codings that were rejected are not looked at, unless `review` asks for codings in one state. With `rollup`
    every code stands for its whole branch.
    """

    codes: list[UUID] = field(default_factory=list)
    any: list[UUID] = field(default_factory=list)
    none: list[UUID] = field(default_factory=list)
    near: list[UUID] = field(default_factory=list)
    words: int = NEAR
    rollup: bool = False
    text: str = ""
    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    coder: UUID | None = None
    review: str = ""
    since: date | None = None
    interviewer: str = ""


def retrieve(project: Project, wanted: Wanted) -> QuerySet[Segment]:
    """Segments on current versions that fit all that is wanted, in no order."""
    narrowed: dict[str, object] = {
        "transcript__office": wanted.office,
        "turn__participant": wanted.participant,
        "transcript": wanted.transcript,
        "coder": wanted.coder,
        "quote__icontains": wanted.text or None,
        "created__gte": midnight(wanted.since),
        "turn__interviewer": False if wanted.interviewer == LEAVE_OUT else None,
    }
    narrowed = {name: value for name, value in narrowed.items() if value is not None}
    found = segments_of(project).filter(version=F("transcript__current"), **narrowed)
    codings = Coding.objects.filter(segment=OuterRef("pk"))
    if wanted.review:
        codings = codings.filter(state=wanted.review)
    else:
        codings = codings.exclude(state__in=Coding.REJECTED)
    for code in wanted.codes:
        branch = with_branches(project, [code], rollup=wanted.rollup)
        found = found.filter(Exists(codings.filter(code__in=branch)))
    if wanted.any:
        branch = with_branches(project, wanted.any, rollup=wanted.rollup)
        found = found.filter(Exists(codings.filter(code__in=branch)))
    elif wanted.review and not wanted.codes:
        found = found.filter(Exists(codings))
    if wanted.none:
        branch = with_branches(project, wanted.none, rollup=wanted.rollup)
        found = found.filter(~Exists(codings.filter(code__in=branch)))
    if wanted.near:
        found = found.filter(pk__in=among_ids(_near(project, wanted)))
    return found


def _near(project: Project, wanted: Wanted) -> list[Raw]:
    """The segments near those wanted, of all that carry what else is wanted of their codes."""
    left = [_code(wanted, code) for code in wanted.codes]
    left += [any_of(*(_code(wanted, code) for code in wanted.any))] if wanted.any else []
    right = any_of(*(_code(wanted, code) for code in wanted.near))
    query: Query = Placed(Relation.NEAR, all_of(*left or [any_of(Coded(), Not(Coded()))]), right, wanted.words)
    if wanted.transcript:
        query = all_of(query, Narrowing(Field.TRANSCRIPT, (f"#{wanted.transcript}",)))
    elif wanted.office:
        query = all_of(query, Narrowing(Field.OFFICE, (f"#{wanted.office}",)))
    if wanted.review:
        query = among(query, Narrowing(Field.REVIEW, (wanted.review,)))
    return found_keys(project, query)


def _code(wanted: Wanted, code: UUID) -> Query:
    return Code((f"#{code}",), alone=not wanted.rollup)
