"""When the codings were made, by whom, and when they were judged."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from apps.analysis.charting import Chart, Entry, Size, framed, passages_link
from apps.analysis.forms import FilterForm
from apps.analysis.forms.relations import OWN
from apps.analysis.queries.timeline import Stretch, Timeline, timeline
from apps.analysis.wording import caption, counted_as, in_language
from apps.projects.models import Project
from apps.review.models import Verdict
from core.charts import Spec
from core.charts.timeline import BARS, SMALL, Bar, Row, Times, color_of, ruled, ticked
from core.charts.timeline import timeline as draw_timeline

BLANK = dict.fromkeys(OWN, "")
# The same in every picture: green, red, ochre of the chart's colours.
OF_STATES = {"approved": color_of(2), "returned": color_of(6), "replaced": color_of(1)}
# Coders that can be told apart; the others stand together.
MOST_CODERS = 7


def timeline_chart(project: Project, form: FilterForm) -> Chart | None:
    """Codings and verdicts by day, week or month; None where there is neither."""
    found = timeline(project, form.chosen, form.cleaned_data["step"])
    if not found.stretches:
        return None
    told = _caption(found, form)

    def draw(size: Size) -> Spec:
        times = Times(
            len(found.stretches),
            [(at, _short(found, found.stretches[at])) for at in ticked(len(found.stretches), size.width)],
        )
        rows = [_codings(found, project, form, size), *_verdicts(found, project, form, size)]
        sums = [stretch.so_far for stretch in found.stretches]
        numbers = {n for most in _greatest(found) for height in (BARS, SMALL) for n in ruled(most, height)}
        frame = framed(size, (), (), title=_title(found), caption=told)
        so_far = (_("Codings so far"), sums)
        return draw_timeline(frame, rows, times, so_far, {n: in_language(n) for n in sorted(numbers)})

    states = [str(Verdict.State(state).label) for state in found.states]
    return Chart(
        name="timeline",
        title=_title(found),
        caption=told,
        description=_described(found),
        header=(_("From"), _("To"), *(name for _pk, name in found.coders), _("Codings"), _("Codings so far"), *states),
        rows=tuple(_row(found, stretch, project, form) for stretch in found.stretches),
        draw=draw,
    )


def _title(found: Timeline) -> str:
    return {"day": _("Coding day by day"), "week": _("Coding week by week"), "month": _("Coding month by month")}[
        found.step
    ]


def _greatest(found: Timeline) -> tuple[int, int, int]:
    return (
        max(stretch.all for stretch in found.stretches),
        max(sum(stretch.verdicts.values()) for stretch in found.stretches),
        found.stretches[-1].so_far,
    )


def _short(found: Timeline, stretch: Stretch) -> str:
    """A stretch's name on the axis."""
    return date_format(stretch.first, "M Y" if found.step == "month" else "j M")


def _days(stretch: Stretch) -> str:
    if stretch.first == stretch.last:
        return str(date_format(stretch.first))
    return f"{date_format(stretch.first)} – {date_format(stretch.last)}"


def _link(project: Project, form: FilterForm, stretch: Stretch, **more: object) -> str:
    """The passages coded in a stretch, within the days that were asked for."""
    asked = form.chosen
    since = max(filter(None, (stretch.first, asked.since)))
    until = min(filter(None, (stretch.last, asked.until)))
    return passages_link(project, form, **(BLANK | {"since": since, "until": until} | more))


def _codings(found: Timeline, project: Project, form: FilterForm, size: Size) -> Row:
    series = {pk: min(place, MOST_CODERS) for place, (pk, _name) in enumerate(found.coders)}
    names = [name for _pk, name in found.coders[:MOST_CODERS]]
    if len(found.coders) > MOST_CODERS:
        names.append(_("others"))
    coders = dict(found.coders)
    bars = [
        Bar(
            at, series[coder], n, f"{coders[coder]}, {_days(stretch)}: {counted_as(n, 'codings')}",
            _link(project, form, stretch, coder=coder) if size.linked else "",
        )
        for at, stretch in enumerate(found.stretches)
        for coder, n in stretch.codings.items()
    ]  # fmt: skip
    return Row(_("Codings"), [(name, color_of(number)) for number, name in enumerate(names)], bars)


def _verdicts(found: Timeline, project: Project, form: FilterForm, size: Size) -> list[Row]:
    """A second row where anything was judged; its bars lead to what was judged so, on whatever day."""
    if not found.states:
        return []
    names = {state: str(Verdict.State(state).label) for state in found.states}
    bars = [
        Bar(
            at, found.states.index(state), n, f"{names[state]}, {_days(stretch)}: {in_language(n)}",
            _judged(project, form, state) if size.linked else "",
        )
        for at, stretch in enumerate(found.stretches)
        for state, n in stretch.verdicts.items()
    ]  # fmt: skip
    return [Row(_("Verdicts"), [(names[state], OF_STATES[state]) for state in found.states], bars)]


def _judged(project: Project, form: FilterForm, state: str) -> str:
    return passages_link(project, form, **(BLANK | {"review": state}))


def _caption(found: Timeline, form: FilterForm) -> str:
    n = found.stretches[-1].so_far
    return " · ".join(
        [
            caption(n, "codings", form.chips(), found.codebook_version),
            _("codings that still count, on the day they were made"),
        ]
    )


def _described(found: Timeline) -> str:
    most = max(found.stretches, key=lambda stretch: stretch.all)
    idle = sum(not (stretch.codings or stretch.verdicts) for stretch in found.stretches)
    told = {
        "n": counted_as(found.stretches[-1].so_far, "codings"), "first": _on(found.stretches[0].first),
        "last": _on(found.stretches[-1].last), "most": in_language(most.all), "when": _days(most),
        "verdicts": in_language(sum(sum(stretch.verdicts.values()) for stretch in found.stretches)),
        "idle": in_language(idle), "bars": in_language(len(found.stretches)),
    }  # fmt: skip
    return (
        _(
            "%(n)s between %(first)s and %(last)s, the most in one bar %(most)s (%(when)s); verdicts: %(verdicts)s. "
            "Nothing happened in %(idle)s of %(bars)s bars."
        )
        % told
    )


def _on(day: date) -> str:
    return str(date_format(day))


def _row(found: Timeline, stretch: Stretch, project: Project, form: FilterForm) -> tuple[Entry, ...]:
    days = (Entry(stretch.first.isoformat(), _on(stretch.first)), Entry(stretch.last.isoformat(), _on(stretch.last)))
    coders = [
        Entry(n := stretch.codings.get(pk, 0), in_language(n), _link(project, form, stretch, coder=pk) if n else "")
        for pk, _name in found.coders
    ]
    together = Entry(stretch.all, in_language(stretch.all), _link(project, form, stretch) if stretch.all else "")
    verdicts = [Entry(n := stretch.verdicts.get(state, 0), in_language(n)) for state in found.states]
    return (*days, *coders, together, Entry(stretch.so_far, in_language(stretch.so_far)), *verdicts)
