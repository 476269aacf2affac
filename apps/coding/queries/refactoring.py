"""What merging, splitting and moving codes would change: the numbers people see before, and the plan carried out.

A plan is made of the same two states that the activity log keeps for undo: the codes and codings that differ, before
and after. So what the preview says is what happens.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from apps.codebook.models import Code
from apps.coding.code_forest import Forest
from apps.coding.models import Coding
from apps.coding.queries.segments import segments_of
from apps.documents.models import Version
from apps.projects.models import Project
from apps.web.errors import DomainError
from core.text.context import around

# Characters shown on either side of a passage.
CONTEXT = 120

# Where codings become one, the one with the best verdict stays, and of those the oldest: nobody has to approve a
# passage twice, what counted before under either code counts after, and a verdict stays with the coding it was about.
BEST_FIRST = (Coding.State.APPROVED, Coding.State.OPEN, Coding.State.RETURNED, Coding.State.REPLACED)


class OnConflict(StrEnum):
    """What to do with a passage that would carry two codes of an exclusive dimension."""

    REFUSE = "refuse"
    # The code that comes replaces the one that is there.
    REPLACE = "replace"
    # The passage keeps the code it has in that dimension.
    KEEP = "keep"


class Row(NamedTuple):
    """A coding as it is stored."""

    pk: UUID
    segment: UUID
    code: UUID
    by: UUID
    state: str
    created: Any


@dataclass
class Fate:
    """What becomes of codings: `stays` says code and state of those that stay and are logged, `gone` the others."""

    rows: dict[UUID, Row] = field(default_factory=dict)
    stays: dict[UUID, tuple[UUID, str]] = field(default_factory=dict)
    gone: set[UUID] = field(default_factory=set)
    moved: int = 0
    overlapping: int = 0
    conflicts: int = 0

    def states(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The codings that differ, before and after; who made it when stands where undo has to make it again."""
        before, after = {}, {}
        for pk, row in self.rows.items():
            whole = [str(row.segment), str(row.by), row.created.isoformat()] if pk in self.gone else []
            before[str(pk)] = [str(row.code), row.state, *whole]
            if pk not in self.gone:
                code, state = self.stays[pk]
                after[str(pk)] = [str(code), state]
        return before, after


@dataclass(frozen=True)
class Plan:
    """One change of the codebook with the codings it touches. `codes` counts those merged, made or moved.

    `moved` passages change their code (or go along with it), `overlapping` ones have several of the merged codes
    and keep one coding; `conflicts` would carry two codes of an exclusive dimension.
    """

    codes: int
    children: int
    moved: int
    overlapping: int
    conflicts: int
    touched: frozenset[UUID]
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def changes_dimension(self) -> bool:
        """Whether a code that is there goes to another dimension."""
        codes = self.before["codes"], self.after["codes"]
        return any(codes[0][key]["dimension"] != codes[1][key]["dimension"] for key in codes[0].keys() & codes[1])

    def checked(self, on_conflict: OnConflict) -> "Plan":
        """Itself. Refuses what would break an exclusive dimension, unless somebody said what to do then."""
        if self.conflicts and on_conflict == OnConflict.REFUSE:
            raise DomainError(
                "exclusive_dimension",
                _(
                    "%(count)s passages would carry two codes of an exclusive dimension. Say which code they keep;"
                    " nothing was changed."
                )
                % {"count": self.conflicts},
                fields={"passages": self.conflicts},
            )
        return self


def plan_merge(
    project: Project,
    *,
    into: UUID,
    sources: Collection[UUID],
    on_conflict: OnConflict = OnConflict.REFUSE,
    keep_definitions: bool = False,
) -> Plan:
    """`sources` become one with `into`. Raises Invalid or DomainError when the codes cannot be merged."""
    forest = Forest(project)
    before = forest.states()
    arriving = set(sources)
    children = forest.merge(into, arriving, keep_definitions=keep_definitions)
    # The codes below come along; in another dimension they may meet another rule.
    entering = arriving | forest.entered(before)
    fate = settle(
        rows_about(entering, forest.present(exclusive_only=True) | arriving | {into}),
        target_of=lambda row: into if row.code in arriving else row.code,
        arrives=lambda row: row.code in entering,
        forest=forest,
        on_conflict=on_conflict,
        merges=arriving,
    )
    forest.check_codable(into, fate.moved + fate.overlapping)
    return _plan(forest, before, fate, codes=len(arriving), children=children, touched=entering | {into})


def plan_split(
    project: Project,
    *,
    code: UUID,
    new: UUID,
    name: str,
    definition: str,
    under: UUID | None,
    codings: Collection[UUID],
    on_conflict: OnConflict = OnConflict.REFUSE,
) -> Plan:
    """The picked `codings` of a code get a new code; `under` is a dimension or a code (None: beside the old code)."""
    forest = Forest(project)
    before = forest.states()
    forest.add_beside(code, new, name=name, definition=definition, under=under)
    picked = set(codings)
    rows = rows_about({code}, forest.present(exclusive_only=True) | {code})
    forest.check_picked(picked, {row.pk for row in rows if row.code == code})
    segments = {row.segment for row in rows if row.pk in picked}
    fate = settle(
        [row for row in rows if row.segment in segments],
        target_of=lambda row: new if row.pk in picked else row.code,
        arrives=lambda row: row.pk in picked,
        forest=forest,
        on_conflict=on_conflict,
    )
    return _plan(forest, before, fate, codes=1, children=0, touched={code})


def plan_move(
    project: Project,
    *,
    code: UUID,
    under: UUID,
    position: int | None = None,
    on_conflict: OnConflict = OnConflict.REFUSE,
) -> Plan:
    """A code with all below it goes under another code, or to the top of a dimension, of the same one or another."""
    forest = Forest(project)
    before = forest.states()
    branch = forest.branch(code)
    forest.move(code, under, position)
    fate = settle(
        rows_about(branch, forest.present(exclusive_only=True) | branch),
        target_of=lambda row: row.code,
        arrives=lambda row: row.code in branch,
        forest=forest,
        on_conflict=on_conflict,
    )
    return _plan(forest, before, fate, codes=1, children=len(branch) - 1, touched=branch)


def rows_about(touched: Collection[UUID], codes: Collection[UUID]) -> list[Row]:
    """The codings with some of `codes` on segments that carry any of `touched`; the oldest of a segment first."""
    segments = Coding.objects.filter(code__in=touched).values("segment")
    rows = Coding.objects.filter(segment__in=segments, code__in=codes).order_by("segment", "created", "pk")
    return [Row(*row) for row in rows.values_list("pk", "segment", "code", "by", "state", "created")]


def settle(
    rows: Iterable[Row],
    *,
    target_of: Callable[[Row], UUID],
    arrives: Callable[[Row], bool],
    forest: Forest,
    on_conflict: OnConflict,
    merges: Collection[UUID] = (),
) -> Fate:
    """What becomes of the codings when each gets its target's code, segment by segment."""
    fate = Fate()
    for _segment, group in groupby(rows, key=lambda row: row.segment):
        here = list(group)
        by_target: dict[UUID, list[Row]] = defaultdict(list)
        for row in here:
            by_target[target_of(row)].append(row)
        comes = {target: any(map(arrives, those)) for target, those in by_target.items()}
        is_one = any(len(those) > 1 for those in by_target.values())
        fate.overlapping += is_one
        fate.moved += not is_one and any(arrives(row) and (not merges or row.code in merges) for row in here)
        lost = _losers(by_target, comes, forest, prefer_coming=on_conflict == OnConflict.REPLACE)
        fate.conflicts += bool(lost)
        for target, those in by_target.items():
            _decide(fate, target, those, is_lost=target in lost)
    return fate


def _losers(
    by_target: Mapping[UUID, list[Row]], comes: Mapping[UUID, bool], forest: Forest, *, prefer_coming: bool
) -> set[UUID]:
    """The codes of exclusive dimensions that cannot stay beside a preferred one."""
    rivals: dict[UUID, list[UUID]] = defaultdict(list)
    for target in by_target:
        dimension = forest.exclusive_dimension(target)
        if dimension:
            rivals[dimension].append(target)
    lost: set[UUID] = set()
    for those in rivals.values():
        # Rows come oldest first, and sorting keeps that order.
        lost.update(sorted(those, key=lambda target: comes[target] != prefer_coming)[1:])
    return lost


def _decide(fate: Fate, target: UUID, those: list[Row], *, is_lost: bool) -> None:
    kept = min(those, key=lambda row: BEST_FIRST.index(row.state))
    others = [row for row in those if row is not kept]
    if is_lost:
        others = those
    elif others or kept.code != target:
        fate.rows[kept.pk] = kept
        fate.stays[kept.pk] = (target, kept.state)
    fate.rows |= {row.pk: row for row in others}
    fate.gone |= {row.pk for row in others}


def _plan(
    forest: Forest, before: dict[str, Any], fate: Fate, *, codes: int, children: int, touched: Collection[UUID]
) -> Plan:
    forest.check_names()
    codes_before, codes_after = forest.changes(before)
    codings_before, codings_after = fate.states()
    return Plan(
        codes=codes,
        children=children,
        moved=fate.moved,
        overlapping=fate.overlapping,
        conflicts=fate.conflicts,
        touched=frozenset(touched),
        before=codes_before | {"codings": codings_before},
        after=codes_after | {"codings": codings_after},
    )


def passages_to_pick(project: Project, code: Code, office: UUID | None = None) -> QuerySet[Coding]:
    """The code's codings on current versions, in the order of transcript and place, to choose from."""
    segments = segments_of(project).filter(version=F("transcript__current"))
    if office:
        segments = segments.filter(transcript__office=office)
    found = Coding.objects.filter(code=code, segment__in=segments)
    return found.order_by("segment__transcript__title", "segment__transcript", "segment__start", "segment__end", "pk")


@dataclass(frozen=True, slots=True)
class Pick:
    """A coding that can be picked, with the words around its passage."""

    coding: Coding
    before: str
    after: str


def picks_in_context(codings: Iterable[Coding]) -> list[Pick]:
    """The codings of one page with their passages; three queries however many there are."""
    rows = Coding.objects.select_related("code", "segment__transcript__office", "segment__turn__participant", "by")
    found = rows.in_bulk([coding.pk for coding in codings])
    versions = {coding.segment.version_id for coding in found.values()}
    texts = dict(Version.objects.filter(pk__in=versions).values_list("pk", "text"))
    picks = []
    for coding in codings:
        segment = found[coding.pk].segment
        before, after = around(texts[segment.version_id], segment.start, segment.end, CONTEXT)
        picks.append(Pick(found[coding.pk], before, after))
    return picks
