"""Codes counted by office, participant, transcript, coder or attribute, and codes crossed with codes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import CharField, Count, F, QuerySet
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.queries.filters import (
    COLUMN_OF_CODING,
    LEAVE_OUT,
    Filter,
    chosen_codes,
    compared_offices,
    counted,
    stated,
    tops_of,
    words_said,
)
from apps.analysis.queries.kept import kept
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
    per_thousand,
    rolled_up,
    sets_rolled_up,
    share_of_column,
    tabulate,
)

MEASURES = ("codings", "share", "per_1000_words", "participants", "words", "segments", "transcripts")
# What a measure counts once; the others count codings.
PARTICIPANT = COLUMN_OF_CODING["participant"]
THINGS = {"segments": "segment", "transcripts": "segment__transcript", "participants": PARTICIPANT}
SIZES: dict[str, Callable[[list[Any]], int]] = {"words": covered_words, **dict.fromkeys(THINGS, distinct)}
# What `summed` keeps apart.
SUMMED = (COLUMN_OF_CODING["office"], COLUMN_OF_CODING["coder"])
Facts = Iterable[tuple[Any, Any, Any]]


@dataclass(frozen=True, slots=True)
class Heading:
    """A row or column: `id` is a UUID, an attribute's value, or None for no participant or nothing stated."""

    id: Any
    name: str
    path: str = ""
    depth: int = 0
    color: str = ""
    dimension: str = ""


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
    facts = list(_placed(project, chosen, measure, by))
    columns = _columns(project, chosen, by, {column for _code, column, _thing in facts})
    rows = [code for code in codes if tops[code.pk] == code.pk]
    keys = [row.pk for row in rows], [column.id for column in columns]
    counts = tabulate(rolled_up(facts, tops), *keys, SIZES.get(measure, sum))
    return Table(
        measure=measure,
        by=by,
        rows=headings(rows),
        columns=tuple(columns),
        numbers=_measured(project, chosen, measure, by, columns, counts),
        n=int(counts.all or 0),
        codebook_version=codebook_version_number(project),
    )


def _placed(project: Project, chosen: Filter, measure: str, by: str) -> Facts:
    """The facts of the measure, in the columns asked for."""
    facts = _facts(project, chosen, COLUMN_OF_CODING.get(by, PARTICIPANT), measure)
    if by in COLUMN_OF_CODING:
        return facts
    people = stated(project)
    return ((code, people.get(person, {}).get(by), thing) for code, person, thing in facts)


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


def summed(project: Project, chosen: Filter) -> list[tuple[UUID, UUID, UUID, int]]:
    """Codings by code, office and coder: one pass over the codings for what the dashboard asks most."""
    codings = counted(project, chosen).order_by()
    rows = codings.values_list("code", *SUMMED).annotate(n=Count("pk"))
    return kept(project, ("summed", chosen), lambda: list(rows))


def counted_coders(project: Project) -> list[tuple[UUID, str]]:
    """(id, name) of everyone whose codings count."""
    coders = {coder for _code, _office, coder, _n in summed(project, Filter())}
    return [(user.pk, str(user)) for user in User.objects.filter(pk__in=coders).order_by("name")]


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
    project: Project, chosen: Filter, measure: str, by: str, columns: Sequence[Heading], counts: Matrix
) -> Matrix:
    if measure == "share":
        return share_of_column(counts)
    if measure != "per_1000_words":
        return counts
    said, in_all = words_said(project, chosen, by)
    if by not in COLUMN_OF_CODING:
        said = _by_attribute(project, by, said)
    return per_thousand(counts, [said.get(column.id, 0) for column in columns], in_all)


def _by_attribute(project: Project, key: str, said: dict[Any, int]) -> dict[Any, int]:
    people, by_value = stated(project), defaultdict[Any, int](int)
    for person, words in said.items():
        by_value[people.get(person, {}).get(key)] += words
    return by_value


def _columns(project: Project, chosen: Filter, by: str, occurring: set[Any]) -> list[Heading]:
    """The columns that the filter does not exclude, and a last one for nobody where it occurs."""
    if by == "office":
        found = _named(compared_offices(project).values_list("pk", "name"), chosen.office)
    elif by == "transcript":
        transcripts = project.transcripts.filter(binned=None)
        if chosen.office:
            transcripts = transcripts.filter(office=chosen.office)
        found = _named(transcripts.values_list("pk", "title"), chosen.transcript)
    elif by == "coder":
        found = _named(counted_coders(project), chosen.coder)
    elif by == "participant":
        people = _named(project.participants.values_list("pk", "pseudonym"), chosen.participant)
        narrowed = chosen.office or chosen.transcript or chosen.attribute or chosen.nobody
        found = [person for person in people if not narrowed or person.id in occurring]
    else:
        values = sorted({attributes[by] for attributes in stated(project).values() if by in attributes})
        only = chosen.value if chosen.attribute == by else None
        found = _named(zip(values, values, strict=True), only)
    if None in occurring:
        found.append(Heading(None, _("No participant") if by == "participant" else _("Not stated")))
    return found


def _named(rows: Iterable[tuple[Any, str]], only: Any) -> list[Heading]:
    return [Heading(pk, name) for pk, name in rows if only in (None, pk)]


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
    codings = counted(project, chosen).filter(code__dimension__in=[rows.pk, columns.pk])
    carried = sets_rolled_up(_carried(codings), tops)
    counts = cross(carried, [code.pk for code in of_rows], [code.pk for code in of_columns])
    return Table(
        measure="segments",
        by=str(columns.pk),
        rows=headings(of_rows),
        columns=headings(of_columns),
        numbers=counts,
        n=int(counts.all or 0),
        codebook_version=codebook_version_number(project),
    )


def _carried(codings: QuerySet[Coding]) -> Iterable[tuple[frozenset[UUID], int]]:
    """How many segments carry exactly each set of codes that occurs."""
    by_segment: dict[str, list[str]] = defaultdict(list)
    for segment, code in codings.order_by().values_list(_text("segment"), _text("code")).iterator(10_000):
        by_segment[segment].append(code)
    sets = Counter(frozenset(codes) for codes in by_segment.values())
    return ((frozenset(UUID(code) for code in codes), segments) for codes, segments in sets.items())


def default_cross(dimensions: Sequence[Dimension]) -> tuple[Dimension, Dimension] | None:
    """Rows and columns to begin with: the first dimension that is not exclusive, by the first that is."""
    exclusive = next((dimension for dimension in dimensions if dimension.exclusive), None)
    other = next((dimension for dimension in dimensions if not dimension.exclusive), None)
    if exclusive and other:
        return other, exclusive
    return (dimensions[0], dimensions[1]) if len(dimensions) > 1 else None
