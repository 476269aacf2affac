"""A cross-table's other readings: percentages of rows and columns, residuals, and its test."""

from dataclasses import replace

from apps.analysis.queries.tables import Table
from core.counts import Matrix, Number
from core.exact import Outcome, adjusted_residuals, independence

# What the cells of a cross-table can hold.
CELLS = ("count", "row_share", "column_share", "residual")


def read_as(table: Table, cells: str) -> Table:
    """A table of counts with its cells read in another way."""
    if cells == "residual":
        return replace(table, measure=cells, numbers=_residuals(table.numbers))
    if cells in ("row_share", "column_share"):
        return replace(table, measure=cells, numbers=_shares(table.numbers, of_rows=cells == "row_share"))
    return table


def tested(table: Table) -> Outcome | None:
    """Whether the rows' codes and the columns' go together.

    The cells are taken as they stand: a passage with several codes of the rows counts in each of their cells.
    """
    return independence(_whole(table.numbers))


def counts_several(table: Table) -> bool:
    """Whether passages stand in several cells, so that the test sees them several times."""
    return sum(map(sum, _whole(table.numbers))) > table.n


def _whole(numbers: Matrix) -> list[list[int]]:
    return [[int(value or 0) for value in row] for row in numbers.cells]


def _residuals(numbers: Matrix) -> Matrix:
    cells = adjusted_residuals(_whole(numbers))
    nothing: tuple[Number, ...] = (None,)
    return Matrix(
        cells=tuple(map(tuple, cells)),
        rows=nothing * len(numbers.rows),
        columns=nothing * len(numbers.columns),
        all=None,
    )


def _shares(numbers: Matrix, *, of_rows: bool) -> Matrix:
    """Percentages of the passages with the row's code, or with the column's; totals are of those totals."""

    def percent(value: Number, whole: Number) -> Number:
        return 100 * (value or 0) / whole if whole else None

    return Matrix(
        cells=tuple(
            tuple(percent(value, numbers.rows[i] if of_rows else numbers.columns[j]) for j, value in enumerate(values))
            for i, values in enumerate(numbers.cells)
        ),
        rows=tuple(percent(total, total if of_rows else numbers.all) for total in numbers.rows),
        columns=tuple(percent(total, numbers.all if of_rows else total) for total in numbers.columns),
        all=percent(numbers.all, numbers.all),
    )
