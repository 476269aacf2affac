"""What a panel of the dashboard shows: a table and all it is told with, for page, chart and file alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.analysis.forms import BESIDE_CODES, MEASURE_NAMES, NOBODY, FilterForm
from apps.analysis.queries import (
    COLUMN_OF_CODING,
    OF_TRANSCRIPTS,
    UNDATED,
    Heading,
    Table,
    crosstab,
    default_cross,
    frequencies,
    read_as,
)
from apps.analysis.wording import caption
from apps.codebook.models import Dimension
from apps.projects.models import Project
from core.periods import STEPS

Address = dict[str, object]


@dataclass(frozen=True)
class Panel:
    """A table with its title and caption.

    `counted` is the table before its cells were read in another way: where it counts none, nothing leads anywhere.
    `where` is what each cell changes in the address of its passages, `whole` what a column's heading changes;
    None where there is no such list.
    """

    title: str
    caption: str
    table: Table
    counted: Table
    where: list[list[Address]]
    whole: list[Address | None]


def frequencies_panel(project: Project, form: FilterForm) -> Panel:
    """Codes by office, or by whatever the address asks for."""
    table = frequencies(project, form.chosen, measure=form.measure_chosen, by=form.by_chosen)
    columns = [_column_address(form, table.by, column) for column in table.columns]
    told = {"measure": MEASURE_NAMES[table.measure], "columns": form.by_name().lower()}
    return Panel(
        title=_("%(measure)s by %(columns)s") % told,
        caption=caption(table.n, table.measure, form.chips(), table.codebook_version),
        table=table,
        counted=table,
        where=[[{"code": row.id, **column} for column in columns] for row in table.rows],
        whole=list(columns),
    )


def crosstab_panel(project: Project, form: FilterForm) -> Panel | None:
    """Codes of one dimension by codes of another; None when the codebook has no two to cross."""
    dimensions = crossed(form)
    if dimensions is None:
        return None
    rows, columns = dimensions
    counted = crosstab(project, form.chosen, rows=rows, columns=columns)
    table = read_as(counted, form.cells_chosen)
    return Panel(
        title=_("%(rows)s by %(columns)s") % {"rows": rows.name, "columns": columns.name.lower()},
        caption=caption(table.n, table.measure, form.chips(*BESIDE_CODES), table.codebook_version),
        table=table,
        counted=counted,
        where=[
            [{"code": row.id, "also": column.id, "dimension": ""} for column in table.columns] for row in table.rows
        ],
        whole=[None for _column in table.columns],
    )


def crossed(form: FilterForm) -> tuple[Dimension, Dimension] | None:
    """Rows and columns of the cross-table: what the address asks for, else the codebook's first pair."""
    default = default_cross(form.dimensions)
    rows, columns = form.dimension_chosen("rows"), form.dimension_chosen("columns")
    if default is None:
        return (rows, columns) if rows and columns else None
    return rows or default[0], columns or default[1]


# Pixels of a row of the cross-table, and of all that stands around its rows.
ROW, AROUND_ROWS = 34, 150


def crosstab_height(form: FilterForm) -> int:
    """About how high the cross-table will stand, so that nothing moves when it comes."""
    dimensions, rollup = crossed(form), form.chosen.rollup
    rows = [code for code in form.codes if dimensions and code.dimension_id == dimensions[0].pk]
    return AROUND_ROWS + ROW * sum(1 for code in rows if not (rollup and code.parent_id))


def _column_address(form: FilterForm, by: str, column: Heading) -> Address:
    """What a column changes in the address of its passages."""
    if by in COLUMN_OF_CODING:
        return {by: column.id or NOBODY}
    if by in STEPS:
        return {"period": column.id or UNDATED}
    if by == "kind":
        return {"kind": column.id}
    name = "transcript_attribute" if by.startswith(OF_TRANSCRIPTS) else "attribute"
    key = by.removeprefix(OF_TRANSCRIPTS)
    # Beside what the filter asks of other attributes.
    others = [str(each) for each in form.cleaned_data[name] if each.key != key]
    return {name: [*others, f"{key}:{column.id or ''}"]}
