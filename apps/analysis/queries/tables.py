"""Codes counted by office, participant, transcript, coder or attribute, and codes crossed with codes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast

from apps.analysis.queries.columns import Heading, Placing, columns_of, placing
from apps.analysis.queries.filters import (
    COLUMN_OF_CODING,
    LEAVE_OUT,
    Filter,
    chosen_codes,
    counted,
    tops_of,
    words_said,
)
from apps.analysis.queries.kept import kept
from apps.analysis.queries.summed import SUMMED, summed
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codebook_version_number
from apps.coding.models import Coding
from apps.documents.models import Turn
from apps.projects.models import Project
from core.counts import (
    Matrix,
    common,
    covered_words,
    cross,
    distinct,
    divided,
    per_thousand,
    rolled_up,
    sets_rolled_up,
    share_of_column,
    tabulate,
)

PER_PARTICIPANT = "codings_per_participant"
MEASURES = (
    "codings", "share", "per_1000_words", "participants", PER_PARTICIPANT, "words", "segments", "transcripts",
)  # fmt: skip
# What a measure counts once; the others count codings.
PARTICIPANT = COLUMN_OF_CODING["participant"]
THINGS = {"segments": "segment", "transcripts": "segment__transcript", "participants": PARTICIPANT}
SIZES: dict[str, Callable[[list[Any]], int]] = {"words": covered_words, **dict.fromkeys(THINGS, distinct)}
Facts = Iterable[tuple[Any, Any, Any]]


@dataclass(frozen=True, slots=True)
class Table:
    """Numbers with what they are of: `n` is the total of what was counted before it was divided."""

    measure: str
    by: str
    rows: tuple[Heading, ...]
    columns: tuple[Heading, ...]
    numbers: Matrix
    n: int
    codebook_version: int


def frequencies(project: Project, chosen: Filter, *, measure: str = "codings", by: str = "office") -> Table:
    """How often each code was used in each column; codes never used and columns without codings included.

    With `rollup` the rows are the top codes of the filter, each with its whole branch.
    """
    question = ("frequencies", chosen, measure, by)
    return kept(project, question, lambda: _frequencies(project, chosen, measure, by))


def _frequencies(project: Project, chosen: Filter, measure: str, by: str) -> Table:
    codes = chosen_codes(project, chosen)
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    placed = placing(project, by)
    counting = measure if measure in SIZES else "codings"
    facts = list(rolled_up(_placed(project, chosen, placed, counting), tops))
    columns = columns_of(project, chosen, by, {column for _code, column, _thing in facts}, placed)
    rows = [code for code in codes if tops[code.pk] == code.pk]
    keys = [row.pk for row in rows], [column.id for column in columns]
    counts = tabulate(facts, *keys, SIZES.get(measure, sum))
    numbers = _measured(project, chosen, measure, placed, columns, counts)
    if measure == PER_PARTICIPANT:
        voices = rolled_up(_placed(project, chosen, placed, "participants"), tops)
        numbers = divided(counts, tabulate(voices, *keys, distinct))
    return Table(
        measure=measure,
        by=by,
        rows=headings(rows),
        columns=tuple(columns),
        numbers=numbers,
        n=int(counts.all or 0),
        codebook_version=codebook_version_number(project),
    )


def _placed(project: Project, chosen: Filter, placed: Placing, measure: str) -> Facts:
    """The facts of the measure, in the columns asked for."""
    facts = _facts(project, chosen, COLUMN_OF_CODING[placed.base], measure)
    return facts if placed.of is None else ((code, placed.place(where), thing) for code, where, thing in facts)


def _facts(project: Project, chosen: Filter, column: str, measure: str) -> Facts:
    """(code, column, what the measure counts) for each coding, as few as the database can make them."""
    codings = counted(project, chosen).order_by()
    if measure == "words":
        covered = _every_coding(codings, column, _text("segment__version"), "segment__first_word", "segment__last_word")
        return _without_questions(codings, covered) if chosen.interviewer == LEAVE_OUT else covered
    if measure == "segments":
        return ((code, where, thing) for code, where, (thing,) in _every_coding(codings, column, _text("segment")))
    if measure in THINGS:
        things = codings.exclude(**{THINGS[measure]: None}).annotate(thing=F(THINGS[measure]))
        return things.values_list("code", column, "thing").distinct()
    if column in SUMMED:
        return ((row[0], row[1 + SUMMED.index(column)], row[-1]) for row in summed(project, chosen))
    return codings.values_list("code", column).annotate(n=Count("pk"))


def _every_coding(codings: QuerySet[Coding], column: str, *about: Any) -> Facts:
    """(code, column, what is told about the segment) of every single coding."""
    for code, where, *told in codings.values_list(_text("code"), _text(column), *about).iterator(10_000):
        yield _id(code), _id(where), tuple(told)


def _without_questions(codings: QuerySet[Coding], covered: Facts) -> Facts:
    """Words covered without those of interviewers' turns, which a passage over several turns may hold."""
    crossing = codings.filter(segment__end__gt=F("segment__turn__end")).values("segment__version")
    turns = Turn.objects.filter(version__in=crossing).order_by("version", "index")
    spoken: dict[str, list[tuple[int, int]]] = defaultdict(list)
    said: Counter[str] = Counter()
    for version, words, asks in turns.values_list(_text("version"), "words", "interviewer"):
        if not asks:
            spoken[version].append((said[version], said[version] + words))
        said[version] += words
    for code, where, (version, first, last) in covered:
        for begin, end in common([(first, last)], spoken[version]) if version in said else [(first, last)]:
            yield code, where, (version, begin, end)


def _text(field: str) -> Cast:
    """An id as the database's text: making a UUID of each is most of the time a large table takes to read."""
    return Cast(field, CharField())


@lru_cache(maxsize=10_000)
def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None


def _measured(
    project: Project, chosen: Filter, measure: str, placed: Placing, columns: Sequence[Heading], counts: Matrix
) -> Matrix:
    """The counts as the measure wants them: as they are, or divided by what stands in their column."""
    if measure == "share":
        return share_of_column(counts)
    if measure != "per_1000_words":
        return counts
    said, in_all = words_said(project, chosen, placed.base)
    spoken: dict[Any, int] = defaultdict(int)
    for where, words in said.items():
        spoken[placed.place(where)] += words
    return per_thousand(counts, [spoken.get(column.id, 0) for column in columns], in_all)


def headings(codes: Iterable[Code]) -> tuple[Heading, ...]:
    return tuple(Heading(code.pk, code.name, code.path, code.depth, code.color, code.dimension.name) for code in codes)


def crosstab(project: Project, chosen: Filter, *, rows: Dimension, columns: Dimension) -> Table:
    """How many segments carry both a code of one dimension and a code of another (or of the same).

    The filter's own dimension and code are set aside: the table's rows and columns choose the codes.
    """
    chosen = chosen.without_codes()
    question = ("crosstab", chosen, rows.pk, columns.pk)
    return kept(project, question, lambda: _crosstab(project, chosen, rows, columns))


def _crosstab(project: Project, chosen: Filter, rows: Dimension, columns: Dimension) -> Table:
    codes = chosen_codes(project, chosen)
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    shown = [code for code in codes if tops[code.pk] == code.pk]
    of_rows = [code for code in shown if code.dimension_id == rows.pk]
    of_columns = [code for code in shown if code.dimension_id == columns.pk]
    everywhere = chain.from_iterable(carried(project, chosen, rows, columns).values())
    counts = cross(sets_rolled_up(everywhere, tops), [code.pk for code in of_rows], [code.pk for code in of_columns])
    return Table(
        measure="segments",
        by=str(columns.pk),
        rows=headings(of_rows),
        columns=headings(of_columns),
        numbers=counts,
        n=int(counts.all or 0),
        codebook_version=codebook_version_number(project),
    )


def crossed_by_office(
    project: Project, chosen: Filter, *, rows: Dimension, columns: Dimension
) -> dict[UUID, list[Mapping[UUID, int]]]:
    """Office -> for each row's code that occurs, how many segments carry it and each column's code."""
    chosen = chosen.without_codes()
    codes = chosen_codes(project, chosen)
    tops = tops_of(codes) if chosen.rollup else {code.pk: code.pk for code in codes}
    family = {code.pk: code.dimension_id for code in codes}
    found: dict[UUID, dict[UUID, Counter[UUID]]] = {}
    for office, sets in carried(project, chosen, rows, columns).items():
        factors = found.setdefault(office, defaultdict(Counter))
        for together, segments in sets_rolled_up(sets, tops):
            of_columns = [code for code in together if family[code] == columns.pk]
            for row in (code for code in together if family[code] == rows.pk):
                factors[row].update(dict.fromkeys(of_columns, segments))
    return {office: list(factors.values()) for office, factors in found.items()}


def carried(
    project: Project, chosen: Filter, rows: Dimension, columns: Dimension
) -> dict[UUID, list[tuple[frozenset[UUID], int]]]:
    """Office -> how many segments carry exactly each set of these dimensions' codes that occurs; one pass over all."""
    dimensions = sorted({rows.pk, columns.pk})
    chosen = replace(chosen.without_codes(), rollup=True)
    codings = counted(project, chosen).filter(code__dimension__in=dimensions)
    return kept(project, ("carried", chosen, dimensions), lambda: _carried(codings))


def _carried(codings: QuerySet[Coding]) -> dict[UUID, list[tuple[frozenset[UUID], int]]]:
    by_segment: dict[tuple[str, str], list[str]] = defaultdict(list)
    told = codings.order_by().values_list(_text(COLUMN_OF_CODING["office"]), _text("segment"), _text("code"))
    for office, segment, code in told.iterator(10_000):
        by_segment[office, segment].append(code)
    sets = Counter((office, frozenset(codes)) for (office, _segment), codes in by_segment.items())
    found: dict[UUID, list[tuple[frozenset[UUID], int]]] = defaultdict(list)
    for (office, codes), segments in sets.items():
        found[UUID(office)].append((frozenset(map(UUID, codes)), segments))
    return dict(found)


def default_cross(dimensions: Sequence[Dimension]) -> tuple[Dimension, Dimension] | None:
    """Rows and columns to begin with: the first dimension that is not exclusive, by the first that is."""
    exclusive = next((dimension for dimension in dimensions if dimension.exclusive), None)
    other = next((dimension for dimension in dimensions if not dimension.exclusive), None)
    if exclusive and other:
        return other, exclusive
    return (dimensions[0], dimensions[1]) if len(dimensions) > 1 else None
