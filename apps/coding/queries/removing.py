"""What passages would lose when a used code is deleted or a dimension made exclusive: numbers before, and the plan."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.codebook.models import Code, Dimension
from apps.coding.code_forest import Forest
from apps.coding.models import Coding, Memo, Segment
from apps.coding.queries.refactoring import Fate, Row
from apps.projects.models import Project
from apps.web.errors import Invalid

# Which code a passage keeps when its dimension becomes exclusive, if no code is named.
NEWEST, FIRST = "newest", "first"


@dataclass(frozen=True)
class Removal:
    """A code taken away with `children` below it and everything coded with them, in any state and on any version.

    `bare` passages are left without any code: they stay in the transcript with their memos. So do the `memos` about
    the codes themselves, which find them again when the change is taken back.
    """

    children: int
    passages: int
    codings: int
    coders: int
    transcripts: int
    bare: int
    memos: int
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True)
class Resolution:
    """A dimension made exclusive: `passages` lose `codings` so that each keeps one of its codes a coder."""

    passages: int
    codings: int
    before: dict[str, Any]
    after: dict[str, Any]


def plan_remove(project: Project, *, code: UUID) -> Removal:
    """The code leaves with all below it, and their codings with them."""
    forest = Forest(project)
    before = forest.states()
    leaving = forest.remove(code)
    gone = _rows(Coding.objects.filter(code__in=leaving))
    segments = {row.segment for row in gone}
    found = Coding.objects.filter(code__in=leaving)
    transcripts = found.aggregate(n=Count("segment__transcript", distinct=True))["n"]
    kept = Coding.objects.filter(segment__in=found.values("segment")).exclude(code__in=leaving)
    codes_before, codes_after = forest.changes(before)
    codings_before, codings_after = _fate_of(gone).states()
    return Removal(
        children=len(leaving) - 1,
        passages=len(segments),
        codings=len(gone),
        coders=len({row.by for row in gone}),
        transcripts=transcripts,
        bare=len(segments) - kept.aggregate(n=Count("segment", distinct=True))["n"],
        memos=project.memos.filter(kind=Memo.Kind.CODE, about__in=leaving).count(),
        before=codes_before | {"codings": codings_before},
        after=codes_after | {"codings": codings_after},
    )


def plan_exclusive(project: Project, dimension: Dimension, *, keep: str) -> Resolution:
    """Each passage keeps one code of the dimension a coder: the NEWEST, the FIRST, or the one with the id `keep`.

    Who has not put that code on a passage keeps the newest there.
    """
    forest = Forest(project)
    before = forest.dimension_states()[str(dimension.pk)]
    lost: list[Row] = []
    for those in crowded(dimension):
        stays = _chosen(those, keep)
        lost += [row for row in those if row is not stays]
    codings_before, codings_after = _fate_of(lost).states()
    nothing: dict[str, Any] = {"codes": {}, "positions": {}}
    changes = {} if before["exclusive"] else {str(dimension.pk): before}
    return Resolution(
        passages=len({row.segment for row in lost}),
        codings=len(lost),
        before={**nothing, "codings": codings_before, "dimensions": changes},
        after={
            **nothing,
            "codings": codings_after,
            "dimensions": {key: state | {"exclusive": True} for key, state in changes.items()},
        },
    )


def crowded(dimension: Dimension) -> Iterator[list[Row]]:
    """The codings of each passage on which one coder put several codes of the dimension, oldest first."""
    found = Coding.objects.filter(code__dimension=dimension)
    several = found.values("segment", "by").annotate(codes=Count("pk")).filter(codes__gt=1).order_by()
    found = found.filter(segment__in=several.values("segment"))
    for _key, group in groupby(_rows(found), key=lambda row: (row.segment, row.by)):
        those = list(group)
        if len(those) > 1:
            yield those


def crowded_codes(dimension: Dimension) -> list[tuple[Code, int]]:
    """The codes that stand on crowded passages, in the order of the tree, each with how many of them."""
    counts: dict[UUID, int] = {}
    for those in crowded(dimension):
        for row in those:
            counts[row.code] = counts.get(row.code, 0) + 1
    codes = dimension.codes.filter(pk__in=counts).order_by("position", "name")
    return [(code, counts[code.pk]) for code in codes]


def crowded_passages(dimension: Dimension) -> QuerySet[Segment]:
    """The passages that stand in the way of an exclusive dimension, in the order of transcript and place."""
    segments = {those[0].segment for those in crowded(dimension)}
    found = Segment.objects.filter(project=dimension.project, pk__in=segments)
    return found.order_by("transcript__title", "transcript", "start", "end", "pk")


def _chosen(those: list[Row], keep: str) -> Row:
    if keep == FIRST:
        return those[0]
    named = [row for row in those if str(row.code) == keep]
    return named[0] if named else those[-1]


def check_keep(dimension: Dimension, keep: str) -> None:
    """Only the newest, the first, or a code of the dimension can be kept."""
    if keep in (NEWEST, FIRST):
        return
    if keep not in {str(pk) for pk in dimension.codes.values_list("pk", flat=True)}:
        raise Invalid("invalid_keep", _("Say which code the passages keep. Nothing was changed."))


def _rows(codings: QuerySet[Coding]) -> list[Row]:
    rows = codings.order_by("segment", "by", "created", "pk")
    return [Row(*row) for row in rows.values_list("pk", "segment", "code", "by", "state", "created")]


def _fate_of(gone: Collection[Row]) -> Fate:
    return Fate(rows={row.pk: row for row in gone}, gone={row.pk for row in gone})
