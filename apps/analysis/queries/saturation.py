"""How many codes each further transcript brought, in all and in each office."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Min

from apps.analysis.queries.columns import Heading
from apps.analysis.queries.filters import Filter, chosen_codes, counted, tops_of
from apps.analysis.queries.kept import kept
from apps.analysis.queries.tables import headings
from apps.codebook.queries import codebook_version_number
from apps.projects.models import Project
from core.saturation import Step, steps

ORDERS = ("date", "coded")


@dataclass(frozen=True, slots=True)
class Interview:
    """A transcript in its order, with the codes it was the first to bring."""

    id: UUID
    title: str
    date: date | None
    new: tuple[Heading, ...]
    cumulative: int


@dataclass(frozen=True, slots=True)
class Series:
    """The interviews of an office, or of all; `id` is None for all."""

    id: UUID | None
    name: str
    interviews: tuple[Interview, ...]

    @property
    def new(self) -> list[int]:
        """How many codes each brought."""
        return [len(interview.new) for interview in self.interviews]


@dataclass(frozen=True)
class Saturation:
    """`codebook` is how many codes there are to find; `uncoded` and `undated` how many transcripts have no codings
    that count, and no date."""

    order: str
    all: Series
    offices: tuple[Series, ...]
    codebook: int
    uncoded: int
    undated: int
    codebook_version: int


@dataclass(frozen=True, slots=True)
class _Found:
    """A transcript and when each of its codes was first put on it."""

    id: UUID
    title: str
    date: date | None
    office: tuple[UUID, str]
    codes: dict[UUID, datetime]


def saturation(project: Project, chosen: Filter, order: str = "date") -> Saturation:
    """New codes by transcript, by its date (those without one last) or by when it was first coded.

    A transcript without a coding that counts is left out: it is not coded yet, or the filter hides it. With `rollup`
    a code stands for its branch, so that a second sub-code is not new.
    """
    return kept(project, ("saturation", chosen, order), lambda: _saturation(project, chosen, order))


def _saturation(project: Project, chosen: Filter, order: str) -> Saturation:
    codes = chosen_codes(project, chosen)
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    named = {heading.id: heading for heading in headings(code for code in codes if tops[code.pk] == code.pk)}
    found = _ordered(_found(project, chosen, tops), order)
    by_office: dict[tuple[UUID, str], list[_Found]] = defaultdict(list)
    for each in found:
        by_office[each.office].append(each)
    used = {code for each in found for code in each.codes}
    # What only groups others and was never used is nothing that could be found.
    groups = {code.pk for code in codes if not code.codable} - (
        {tops[code.pk] for code in codes if code.codable} | used
    )
    return Saturation(
        order=order,
        all=_series(None, "", found, named),
        offices=tuple(
            _series(pk, name, some, named)
            for (pk, name), some in sorted(by_office.items(), key=lambda item: item[0][1])
        ),
        codebook=len(named.keys() - groups),
        uncoded=project.transcripts.filter(binned=None).count() - len(found),
        undated=sum(each.date is None for each in found),
        codebook_version=codebook_version_number(project),
    )


def _found(project: Project, chosen: Filter, tops: dict[UUID, UUID]) -> list[_Found]:
    codings = counted(project, chosen).order_by()
    rows = codings.values_list("segment__transcript", "code").annotate(first=Min("created"))
    codes: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for transcript, code, first in rows:
        top = tops[code]
        codes[transcript][top] = min(first, codes[transcript].get(top, first))
    about = project.transcripts.filter(pk__in=list(codes)) if len(codes) < 500 else project.transcripts
    told = about.values_list("pk", "title", "date", "office", "office__name")
    return [_Found(pk, title, day, (office, name), codes[pk]) for pk, title, day, office, name in told if pk in codes]


def _ordered(found: list[_Found], order: str) -> list[_Found]:
    def by_date(each: _Found) -> tuple[Any, ...]:
        return each.date is None, each.date or date.min, each.title, each.id

    def by_coding(each: _Found) -> tuple[Any, ...]:
        return min(each.codes.values()), each.title, each.id

    return sorted(found, key=by_coding if order == "coded" else by_date)


def _series(pk: UUID | None, name: str, found: Sequence[_Found], named: dict[UUID, Heading]) -> Series:
    brought: Iterable[Step[UUID]] = steps(each.codes for each in found)
    order = {code: place for place, code in enumerate(named)}
    interviews = [
        Interview(
            each.id, each.title, each.date,
            tuple(named[code] for code in sorted(step.new, key=order.__getitem__)), step.cumulative,
        )
        for each, step in zip(found, brought, strict=True)
    ]  # fmt: skip
    return Series(pk, name, tuple(interviews))
