"""A panel's table as a chart: heat map, bars, parts of a whole, or small multiples of the same numbers."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.analysis.charting import Chart, Entry, Size, figure_of, framed, linked
from apps.analysis.forms import FilterForm
from apps.analysis.panels.tables import Panel, crosstab_panel, frequencies_panel
from apps.analysis.queries import Heading
from apps.analysis.wording import in_language
from apps.projects.models import Project
from core.charts import SERIES, Figure, Frame, Spec, grouped_bars, heat_map, share_bars, small_multiples

Draw = Callable[[Frame, Sequence[Figure]], Spec]
SHAPES: dict[str, Draw] = {
    "heat": heat_map,
    "bars": grouped_bars,
    "shares": share_bars,
    "multiples": small_multiples,
}
# How many columns a shape has colours, or width, for.
MOST_PARTS = 12
ROOM = {"heat": 16, "bars": len(SERIES), "shares": 24, "multiples": 24}


def frequencies_chart(project: Project, form: FilterForm) -> Chart:
    """Codes by office, or by whatever the address asks for, in the shape it asks for."""
    return chart_of(frequencies_panel(project, form), project, form, "frequencies", form.shape_chosen)


def crosstab_chart(project: Project, form: FilterForm) -> Chart | None:
    panel = crosstab_panel(project, form)
    return chart_of(panel, project, form, "crosstab", "heat") if panel else None


def chart_of(panel: Panel, project: Project, form: FilterForm, name: str, shape: str) -> Chart:
    """The panel's whole table, drawn; where there are more columns than room for them, the greatest are drawn."""
    table, numbers = panel.table, panel.table.numbers
    passages = reverse("analysis:passages", args=[project.pk])
    cells = [
        [
            Entry(value, in_language(value, table.measure), linked(passages, form, where) if there else "")
            for value, where, there in zip(values, places, counts, strict=True)
        ]
        for values, places, counts in zip(numbers.cells, panel.where, panel.counted.numbers.cells, strict=True)
    ]
    totals = [Entry(value, in_language(value, table.measure)) for value in numbers.rows]
    rows = [
        (Entry(row.dimension, row.dimension), Entry(row.path or row.name, row.path or row.name), *entries, total)
        for row, entries, total in zip(table.rows, cells, totals, strict=True)
    ]
    last = [Entry(value, in_language(value, table.measure)) for value in (*numbers.columns, numbers.all)]
    shown = greatest_columns(panel, ROOM[shape])
    names = unique_names(table.rows), unique_names(table.columns)

    def draw(size: Size) -> Spec:
        told = panel.caption + _left_out(len(shown), len(table.columns))
        columns = [names[1][column] for column in shown]
        frame = framed(size, names[0], columns, title=panel.title, caption=told)
        figures = [
            figure_of(row, names[1][column], entries[column], size)
            for row, entries in zip(names[0], cells, strict=True)
            for column in shown
        ]
        if shape == "shares":
            return _parts(frame, figures, [row.color for row in table.rows])
        return SHAPES[shape](frame, figures)

    return Chart(
        name=name,
        title=panel.title,
        caption=panel.caption,
        description=description_of(panel),
        header=(_("Dimension"), _("Code"), *names[1], _("Total")),
        rows=(*rows, (Entry("", ""), Entry(_("Total"), _("Total")), *last)),
        draw=draw,
    )


def _parts(frame: Frame, figures: Sequence[Figure], colors: Sequence[str]) -> Spec:
    """Bars of 100 %; beside so many rows the least are drawn as one part, for slivers tell nothing.

    Rows that outnumber the colours of charts keep their codes' own.
    """
    by_row, wholes = _sums(figures, "row"), _sums(figures, "column")
    kept = set(sorted(by_row, key=lambda row: -by_row[row])[:MOST_PARTS])
    rows = [row for row in frame.rows if row in kept]
    own = [color for row, color in zip(frame.rows, colors, strict=True) if row in kept]
    shown = [figure for figure in figures if figure.row in kept]
    if len(rows) < len(frame.rows):
        others = _("%(n)s others") % {"n": len(frame.rows) - len(rows)}
        rest = _sums([figure for figure in figures if figure.row not in kept], "column")
        shown += [Figure(others, column, value, "") for column, value in rest.items()]
        rows, own = [*rows, others], [*own, SERIES[-1]]
    parts = [replace(each, text=_percent(each.value, wholes[each.column])) for each in shown]
    return share_bars(replace(frame, rows=rows), parts, own if len(rows) > len(SERIES) else ())


def _sums(figures: Iterable[Figure], by: str) -> dict[str, float]:
    sums: dict[str, float] = {}
    for figure in figures:
        key = getattr(figure, by)
        sums[key] = sums.get(key, 0) + (figure.value or 0)
    return sums


def _percent(value: float | None, whole: float) -> str:
    return f"{in_language(100 * (value or 0) / whole, 'codings')} %" if whole else ""


def _left_out(shown: int, there_are: int) -> str:
    if shown == there_are:
        return ""
    return " · " + _("the %(shown)s greatest of %(all)s columns") % {"shown": shown, "all": there_are}


def description_of(panel: Panel) -> str:
    """The greatest cell and the greatest row, in a sentence or two."""
    table, numbers = panel.table, panel.table.numbers
    cells = [
        (value or 0, row.name, column.name)
        for row, values in zip(table.rows, numbers.cells, strict=True)
        for column, value in zip(table.columns, values, strict=True)
    ]
    most = max(cells, default=(0, "", ""), key=lambda cell: cell[0])
    told = {"title": panel.title, "rows": len(table.rows), "columns": len(table.columns)}
    if not most[0]:
        return _("%(title)s: nothing is counted under this filter.") % told
    told |= {"row": most[1], "column": most[2], "value": in_language(most[0], table.measure)}
    if numbers.all is None:
        return _("%(title)s: the greatest number is %(value)s, for %(row)s in %(column)s.") % told
    told |= {"all": in_language(numbers.all, table.measure)}
    return (
        _(
            "%(title)s: %(rows)s codes in %(columns)s columns, %(all)s in all. "
            "The greatest number is %(value)s, for %(row)s in %(column)s."
        )
        % told
    )


def greatest_columns(panel: Panel, room: int) -> list[int]:
    """Positions of the columns that are drawn, in the table's order."""
    totals = panel.counted.numbers.columns
    ranked = sorted(range(len(totals)), key=lambda column: -(totals[column] or 0))
    return sorted(ranked[:room])


def unique_names(headings: Iterable[Heading]) -> list[str]:
    """Names to draw with; those that two share are told apart by their path, or their dimension."""
    headings = list(headings)
    shared = Counter(heading.name for heading in headings)
    names = [heading.path or heading.name if shared[heading.name] > 1 else heading.name for heading in headings]
    twice = Counter(names)
    return [
        f"{name} ({heading.dimension or heading.id})" if twice[name] > 1 else name
        for name, heading in zip(names, headings, strict=True)
    ]
