"""What a panel of the dashboard shows: a table and all it is told with, for page, chart and file alike."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from apps.analysis.forms import BY_NAMES, MEASURE_NAMES, NOBODY, FilterForm
from apps.analysis.queries import (
    Dominance,
    Heading,
    Table,
    crosstab,
    default_cross,
    default_judged,
    dominance,
    frequencies,
)
from apps.analysis.wording import caption
from apps.codebook.models import Dimension
from apps.projects.models import Project

Address = dict[str, object]
# What the filter of a table that chooses its own codes is said with.
BESIDE_CODES = ("office", "participant", "transcript", "coder", "attribute", "since", "until", "interviewer")


@dataclass(frozen=True)
class Panel:
    """A table with its title and caption.

    `where` is what each cell changes in the address of its passages, `whole` what a column's heading changes;
    None where there is no such list.
    """

    title: str
    caption: str
    table: Table
    where: list[list[Address]]
    whole: list[Address | None]


def frequencies_panel(project: Project, form: FilterForm) -> Panel:
    """Codes by office, or by whatever the address asks for."""
    table = frequencies(project, form.chosen, measure=form.measure_chosen, by=form.by_chosen)
    columns = [_column_address(table.by, column) for column in table.columns]
    told = {"measure": MEASURE_NAMES[table.measure], "columns": str(BY_NAMES.get(table.by, table.by)).lower()}
    return Panel(
        title=_("%(measure)s by %(columns)s") % told,
        caption=caption(table.n, table.measure, form.chips(), table.codebook_version),
        table=table,
        where=[[{"code": row.id, **column} for column in columns] for row in table.rows],
        whole=list(columns),
    )


def crosstab_panel(project: Project, form: FilterForm) -> Panel | None:
    """Codes of one dimension by codes of another; None when the codebook has no two to cross."""
    dimensions = crossed(form)
    if dimensions is None:
        return None
    rows, columns = dimensions
    table = crosstab(project, form.chosen, rows=rows, columns=columns)
    return Panel(
        title=_("%(rows)s by %(columns)s") % {"rows": rows.name, "columns": columns.name.lower()},
        caption=caption(table.n, "segments", form.chips(*BESIDE_CODES), table.codebook_version),
        table=table,
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


def judged(form: FilterForm) -> tuple[Dimension, Dimension | None] | None:
    """The dimension whose dominance is asked, and that of the factors.

    The first exclusive dimension unless the address chooses another, and the first that is not exclusive.
    """
    judged, factors = default_judged(form.dimensions)
    if judged is None:
        return None
    asked = form.dimension_chosen("dimension")
    return (asked if asked and asked.exclusive else judged), factors


def verdict_of(project: Project, form: FilterForm) -> Dominance | None:
    """The verdict on an exclusive dimension; None when the codebook has none."""
    dimensions = judged(form)
    if dimensions is None:
        return None
    return dominance(project, form.chosen, dimension=dimensions[0], factors=dimensions[1])


def verdict_caption(verdict: Dominance, form: FilterForm) -> str:
    return caption(verdict.codings, "codings", form.chips(*BESIDE_CODES), verdict.codebook_version)


def _column_address(by: str, column: Heading) -> Address:
    if by in BY_NAMES:
        return {by: column.id or NOBODY}
    return {"attribute": f"{by}:{column.id or ''}"}
