"""The passages behind a number, by pages: counted by transcript, so that a page reads those of its own transcripts.

Sorting all of a large project's passages for a page of twenty-five takes seconds.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any, overload
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, QuerySet

from apps.analysis.queries.filters import Filter, counted, transcripts_asked
from apps.analysis.queries.kept import kept
from apps.coding.models import Coding, Segment
from apps.documents.models import Transcript
from apps.projects.models import Project

# What of a filter asks for transcripts alone.
ABOUT_TRANSCRIPTS = (
    "office", "transcript", "kind", "transcript_attribute", "interviewed_since", "interviewed_until", "period",
    "rollup",
)  # fmt: skip
EVERYTHING = Filter()


class PassageIds(Sequence[UUID]):
    """The ids of the passages, in order of transcript and place. Its length is kept until the project changes."""

    def __init__(self, project: Project, chosen: Filter, *, also: UUID | None = None) -> None:
        self._segments = _segments(project, chosen, also)
        self._groups = kept(project, ("passages", chosen, also), lambda: _by_transcript(project, self._segments))

    def __len__(self) -> int:
        return sum(n for _version, n in self._groups)

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> list[UUID]: ...
    def __getitem__(self, at: int | slice) -> UUID | list[UUID]:
        if isinstance(at, int):
            return self[at : at + 1][0]
        start, stop, _step = at.indices(len(self))
        ends = list(accumulate(n for _version, n in self._groups))
        starts = [end - n for end, (_version, n) in zip(ends, self._groups, strict=True)]
        touched = [n for n in range(len(ends)) if starts[n] < stop and ends[n] > start]
        if not touched:
            return []
        versions = [self._groups[n][0] for n in touched]
        found = self._segments.filter(version__in=versions)
        ordered = found.order_by("transcript__title", "transcript", "start", "end", "pk").values_list("pk", flat=True)
        first = starts[touched[0]]
        return list(ordered[start - first : stop - first])

    def __iter__(self) -> Iterator[UUID]:
        return iter(self[:])


def _segments(project: Project, chosen: Filter, also: UUID | None) -> QuerySet[Segment]:
    others: dict[str, Any] = {name: getattr(EVERYTHING, name) for name in ABOUT_TRANSCRIPTS}
    if also is None and replace(chosen, **others) == EVERYTHING:
        return _coded_in(project, chosen)
    segments = Segment.objects.filter(pk__in=counted(project, chosen).values("segment"))
    if also:
        # A dimension in the filter binds the first code only.
        second = replace(chosen, dimension=None, code=also)
        segments = segments.filter(pk__in=counted(project, second).values("segment"))
    return segments


def _coded_in(project: Project, chosen: Filter) -> QuerySet[Segment]:
    """All passages of some transcripts that carry a coding which counts: found from indexes alone."""
    told_in = Transcript.objects.filter(transcripts_asked(project, chosen, ""), project=project, binned=None)
    if chosen.transcript:
        told_in = told_in.filter(pk=chosen.transcript)
    codings = Coding.objects.filter(segment=OuterRef("pk")).exclude(state__in=Coding.REJECTED)
    return Segment.objects.filter(Exists(codings), version__in=told_in.order_by().values("current"))


def _by_transcript(project: Project, segments: QuerySet[Segment]) -> list[tuple[UUID, int]]:
    """(current version, how many) of each transcript that has some, in the order of titles."""
    counts = dict(segments.order_by().values_list("version").annotate(n=Count("pk")))
    order = Transcript.objects.filter(project=project, binned=None).order_by("title", "pk")
    return [(version, counts[version]) for version in order.values_list("current", flat=True) if version in counts]
