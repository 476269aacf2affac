"""Where in a transcript its passages lie, and in all transcripts of an office side by side."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from apps.analysis.queries.columns import Heading
from apps.analysis.queries.filters import Filter, chosen_codes, counted, tops_of
from apps.analysis.queries.kept import kept
from apps.analysis.queries.tables import headings
from apps.codebook.queries import codebook_version_number
from apps.documents.models import Turn
from apps.projects.models import Project
from core.portrait import Band, bands, merged, places

# As many transcripts as one picture can hold and be read.
MOST_TRANSCRIPTS = 40
# Of how many bands a lane of a small portrait is made at most: what is closer becomes one.
FINE = 150


@dataclass(frozen=True, slots=True)
class Said:
    """A turn's place among the words."""

    first: int
    last: int
    asks: bool
    who: str


@dataclass(frozen=True, slots=True)
class Text:
    """A transcript with its bands; its turns only where it is looked at alone."""

    id: UUID
    title: str
    words: int
    bands: tuple[Band[Any], ...]
    codings: int
    turns: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Portraits:
    """`lanes` are codes, or dimensions; `left_out` is the number of transcripts that found no room."""

    lanes: tuple[Heading, ...]
    texts: tuple[Text, ...]
    left_out: int
    codebook_version: int


def portrait(project: Project, chosen: Filter, *, by: str = "code") -> Portraits:
    """The transcript that the filter names: a band for every passage in the lane of each code it carries.

    `by` is "code" (with `rollup` the top codes) or "dimension". A passage with two codes of one lane is one band there.
    """
    return kept(project, ("portrait", chosen, by), lambda: _portraits(project, chosen, by, alone=True))


def portraits(project: Project, chosen: Filter, *, by: str = "code") -> Portraits:
    """Every transcript that the filter lets through and holds codings, by title, the first MOST_TRANSCRIPTS.

    Bands of a lane that touch, or nearly do, are one band.
    """
    return kept(project, ("portraits", chosen, by), lambda: _portraits(project, chosen, by, alone=False))


def _portraits(project: Project, chosen: Filter, by: str, *, alone: bool) -> Portraits:
    lanes, lane_of = _lanes(project, chosen, by)
    codings = counted(project, chosen).order_by()
    there = list(
        project.transcripts.filter(pk__in=codings.values("segment__transcript"))
        .order_by("title", "pk").values_list("pk", "title", "current__words", "current")
    )  # fmt: skip
    shown = there[:MOST_TRANSCRIPTS]
    about = ("segment__transcript", "segment", "code", "segment__first_word", "segment__last_word")
    found: dict[UUID, dict[tuple[UUID, UUID], tuple[Any, ...]]] = defaultdict(dict)
    numbers: dict[UUID, int] = defaultdict(int)
    rows = codings.filter(segment__transcript__in=[row[0] for row in shown])
    for transcript, segment, code, first, last in rows.values_list(*about).order_by("segment__start", "segment"):
        found[transcript][lane_of[code], segment] = (lane_of[code], first, last, segment)
        numbers[transcript] += 1
    used = {lane for each in found.values() for lane, _segment in each}
    return Portraits(
        lanes=tuple(lane for lane in lanes if lane.id in used),
        texts=tuple(
            Text(
                pk, title, words,
                _bands(found[pk].values(), words, alone=alone), numbers[pk],
                _turns(version) if alone else (),
            )
            for pk, title, words, version in shown
        ),
        left_out=len(there) - len(shown),
        codebook_version=codebook_version_number(project),
    )  # fmt: skip


def _lanes(project: Project, chosen: Filter, by: str) -> tuple[list[Heading], dict[UUID, UUID]]:
    """The lanes there may be, and the one of each code."""
    codes = chosen_codes(project, chosen)
    if by == "dimension":
        families = {code.dimension_id: code for code in reversed(codes)}
        lanes = [Heading(pk, code.dimension.name, color=code.color) for pk, code in reversed(families.items())]
        return lanes, {code.pk: code.dimension_id for code in codes}
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    return list(headings(code for code in codes if tops[code.pk] == code.pk)), tops


def _bands(rows: Any, words: int, *, alone: bool) -> tuple[Band[Any], ...]:
    made = bands(rows)
    return tuple(made if alone else merged(made, within=words // FINE))


def _turns(version: UUID) -> tuple[Said, ...]:
    rows = list(
        Turn.objects.filter(version=version).order_by("index")
        .values_list("words", "interviewer", "participant__pseudonym", "speaker")
    )  # fmt: skip
    return tuple(
        Said(first, last, asks, pseudonym or speaker)
        for (first, last), (_words, asks, pseudonym, speaker) in zip(places(row[0] for row in rows), rows, strict=True)
        if last > first
    )
