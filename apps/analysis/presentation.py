"""How a panel's table is shown: in the page's language, in steps of colour, with links to the passages."""

from dataclasses import dataclass

from apps.analysis.charting import linked
from apps.analysis.forms import FilterForm
from apps.analysis.panels.tables import Panel
from apps.analysis.queries import Heading
from apps.analysis.wording import in_language
from core.counts import Number

STEPS = 10
# A page shows so many columns; the file has them all.
MOST_COLUMNS = 40


@dataclass(frozen=True, slots=True)
class Cell:
    """A number as it is shown: `heat` is its step of colour 0-9, None for nothing; `reads` says all of it."""

    text: str
    heat: int | None
    link: str
    reads: str


@dataclass(frozen=True, slots=True)
class Row:
    """`family` is the dimension's name on its first row when the table holds several dimensions."""

    heading: Heading
    family: str
    cells: list[Cell]
    total: str


@dataclass(frozen=True, slots=True)
class Grid:
    """A table ready for the page. `left_out` is the number of columns that found no room."""

    rows: list[Row]
    columns: list[tuple[Heading, str]]
    totals: list[str]
    all: str
    left_out: int


def step_of(value: Number, most: float) -> int | None:
    """Which of ten steps of colour a number takes: 0 for almost nothing, 9 for the most, None for nothing."""
    if not value or value < 0:
        return None
    return min(int(value / most * STEPS), STEPS - 1)


def grid_of(panel: Panel, form: FilterForm, passages: str) -> Grid:
    """A panel's table with a link to its passages in every cell; `passages` is the address of that page."""
    table, numbers = panel.table, panel.table.numbers
    most = max((value or 0 for row in numbers.cells for value in row), default=0)
    columns = table.columns[:MOST_COLUMNS]
    several = len({row.dimension for row in table.rows}) > 1
    rows, family = [], ""
    for row, values, total, where, counts in zip(
        table.rows, numbers.cells, numbers.rows, panel.where, panel.counted.numbers.cells, strict=True
    ):
        cells = [
            _cell(f"{row.name}, {column.name}", value, table.measure, most, linked(passages, form, there) if n else "")
            for column, value, there, n in zip(columns, values, where, counts, strict=False)
        ]
        new_family = row.dimension if several and row.dimension != family else ""
        family = row.dimension
        rows.append(Row(row, new_family, cells, in_language(total, table.measure)))
    return Grid(
        rows=rows,
        columns=[
            (column, linked(passages, form, there) if there else "")
            for column, there in zip(columns, panel.whole, strict=False)
        ],
        totals=[in_language(value, table.measure) for value in numbers.columns[:MOST_COLUMNS]],
        all=in_language(numbers.all, table.measure),
        left_out=len(table.columns) - len(columns),
    )


def _cell(name: str, value: Number, measure: str, most: float, link: str) -> Cell:
    text = in_language(value, measure)
    return Cell(text, step_of(value, most), link, f"{name}: {text}")
