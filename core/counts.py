"""Counting: from plain facts to tables whose totals are right for whatever is counted.

A fact is (row, column, thing). What is counted once, such as a participant, may stand in several cells, so a
total is never the sum of its cells: every number is taken from all the things that belong to it.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

R = TypeVar("R", bound=Hashable)
C = TypeVar("C", bound=Hashable)
K = TypeVar("K", bound=Hashable)
T = TypeVar("T")

# None is a number that is not defined, such as a share of nothing.
Number = int | float | None


@dataclass(frozen=True, slots=True)
class Matrix:
    """Numbers by row and column, with the totals of rows, of columns and of everything."""

    cells: tuple[tuple[Number, ...], ...]
    rows: tuple[Number, ...]
    columns: tuple[Number, ...]
    all: Number


def tabulate(
    facts: Iterable[tuple[R, C, T]], rows: Sequence[R], columns: Sequence[C], size: Callable[[list[T]], int]
) -> Matrix:
    """Count the facts into a table of the given rows and columns, which must name all that occur.

    `size` says how much a list of things is: `sum` of numbers, `distinct` ids, `covered_words` of passages.
    """
    cells: dict[tuple[R, C], list[T]] = defaultdict(list)
    by_row: dict[R, list[T]] = defaultdict(list)
    by_column: dict[C, list[T]] = defaultdict(list)
    everything: list[T] = []
    for row, column, thing in facts:
        cells[row, column].append(thing)
        by_row[row].append(thing)
        by_column[column].append(thing)
        everything.append(thing)
    return Matrix(
        cells=tuple(tuple(size(cells.get((row, column), [])) for column in columns) for row in rows),
        rows=tuple(size(by_row.get(row, [])) for row in rows),
        columns=tuple(size(by_column.get(column, [])) for column in columns),
        all=size(everything),
    )


def distinct(things: Iterable[Hashable]) -> int:
    return len(set(things))


def covered_words(passages: Iterable[tuple[Hashable, int, int]]) -> int:
    """Words under passages (version, first word, last word exclusive); a word under several counts once."""
    by_version: dict[Hashable, list[tuple[int, int]]] = defaultdict(list)
    for version, first, last in passages:
        by_version[version].append((first, last))
    return sum(_union(intervals) for intervals in by_version.values())


def _union(intervals: list[tuple[int, int]]) -> int:
    """The total length of half-open intervals, overlaps once."""
    length, reached = 0, 0
    for first, last in sorted(intervals):
        length += max(0, last - max(first, reached))
        reached = max(reached, last)
    return length


def common(some: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What half-open intervals have in common with others; both ascend and none overlaps its neighbour."""
    one = other = 0
    while one < len(some) and other < len(others):
        first, last = max(some[one][0], others[other][0]), min(some[one][1], others[other][1])
        if first < last:
            yield first, last
        if some[one][1] < others[other][1]:
            one += 1
        else:
            other += 1


def rolled_up(facts: Iterable[tuple[R, C, T]], tops: Mapping[R, R]) -> Iterator[tuple[R, C, T]]:
    """The same facts, each in the row of the code at the top of its branch."""
    return ((tops[row], column, thing) for row, column, thing in facts)


def share_of_column(matrix: Matrix) -> Matrix:
    """Each count as a percentage of its column's total; undefined where the column is empty."""
    return _divided(matrix, [_number(total) / 100 for total in matrix.columns], _number(matrix.all) / 100)


def per_thousand(matrix: Matrix, words: Sequence[int], all_words: int) -> Matrix:
    """Each count per 1,000 of the words said in its column; undefined where nothing was said."""
    return _divided(matrix, [count / 1000 for count in words], all_words / 1000)


def divided(matrix: Matrix, by: Matrix) -> Matrix:
    """Each number by the one in its place, totals by totals; undefined where that is nothing."""
    return Matrix(
        cells=tuple(
            tuple(_ratio(value, _number(other)) for value, other in zip(values, others, strict=True))
            for values, others in zip(matrix.cells, by.cells, strict=True)
        ),
        rows=tuple(_ratio(value, _number(other)) for value, other in zip(matrix.rows, by.rows, strict=True)),
        columns=tuple(_ratio(value, _number(other)) for value, other in zip(matrix.columns, by.columns, strict=True)),
        all=_ratio(matrix.all, _number(by.all)),
    )


def _divided(matrix: Matrix, by_column: Sequence[float], by_all: float) -> Matrix:
    return Matrix(
        cells=tuple(tuple(map(_ratio, row, by_column)) for row in matrix.cells),
        rows=tuple(_ratio(total, by_all) for total in matrix.rows),
        columns=tuple(map(_ratio, matrix.columns, by_column)),
        all=_ratio(matrix.all, by_all),
    )


def _ratio(value: Number, by: float) -> Number:
    return _number(value) / by if by else None


def _number(value: Number) -> float:
    return value or 0


def cross(carried: Iterable[tuple[frozenset[K], int]], rows: Sequence[K], columns: Sequence[K]) -> Matrix:
    """How many segments carry a row's code and a column's code, both.

    `carried` says how many segments carry exactly this set of codes. A row's total counts the segments that
    carry its code and any of the columns'; the grand total those that carry any row's and any column's.
    """
    of_rows, of_columns = frozenset(rows), frozenset(columns)
    facts: list[tuple[frozenset[K], frozenset[K], int]] = [
        (codes & of_rows, codes & of_columns, segments)
        for codes, segments in carried
        if codes & of_rows and codes & of_columns
    ]
    both: dict[tuple[K, K], int] = defaultdict(int)
    by_row: dict[K, int] = defaultdict(int)
    by_column: dict[K, int] = defaultdict(int)
    for in_rows, in_columns, segments in facts:
        for row in in_rows:
            by_row[row] += segments
            for column in in_columns:
                both[row, column] += segments
        for column in in_columns:
            by_column[column] += segments
    return Matrix(
        cells=tuple(tuple(both.get((row, column), 0) for column in columns) for row in rows),
        rows=tuple(by_row.get(row, 0) for row in rows),
        columns=tuple(by_column.get(column, 0) for column in columns),
        all=sum(segments for _rows, _columns, segments in facts),
    )


def sets_rolled_up(
    carried: Iterable[tuple[frozenset[K], int]], tops: Mapping[K, K]
) -> Iterator[tuple[frozenset[K], int]]:
    """The same segments, each code replaced by the one at the top of its branch."""
    return ((frozenset(tops[code] for code in codes), segments) for codes, segments in carried)
