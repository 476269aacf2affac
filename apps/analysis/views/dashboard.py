"""The dashboard, its panels and its charts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apps.analysis import queries
from apps.analysis.forms import MEASURE_NAMES, FilterForm, read_filter
from apps.analysis.panels import (
    Panel,
    crossed,
    crosstab_height,
    crosstab_panel,
    frequencies_panel,
    judged,
    verdict_caption,
    verdict_of,
)
from apps.analysis.pictures import TYPES, frame_of, spec_of, written
from apps.analysis.presentation import grid_of
from apps.analysis.verdicts import bars_of, verdict_in_words
from apps.analysis.views.addresses import passages_address, pushed
from apps.coding.queries import count_open_doubts
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.projects.queries import activity_of
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest
from core.charts import NARROW, WIDE, bars_height, inline_svg

RECENT = 6
SIZES = {"wide": WIDE, "narrow": NARROW}
PANELS = {"frequencies": frequencies_panel, "crosstab": crosstab_panel}


@require_GET
@project_view(Permission.VIEW)
def dashboard(request: ProjectRequest) -> HttpResponse:
    """Code frequencies first; the chart, the cross-table and the verdict follow as fragments."""
    project = request.project
    overview = queries.overview(project)
    form = read_filter(request.GET, project)
    context: dict[str, Any] = {"overview": overview, "form": form, "waiting": count_open_doubts(project)}
    if overview.codings:
        panel = frequencies_panel(project, form)
        frames = {size: frame_of(panel, "frequencies", width=width) for size, width in SIZES.items()}
        context |= {
            "panel": panel,
            "grid": grid_of(panel, form, passages_address(request)),
            # Room kept free for the chart, so that nothing moves when it comes.
            "sizes": [(size, frame.width, bars_height(frame)) for size, frame in frames.items()],
            "crossed": crossed(form),
            "crosstab_height": crosstab_height(form),
            "more_filters": form.chips(
                "code", "participant", "transcript", "attribute", "since", "until", "interviewer"
            ),
            "judged": judged(form),
            "address": form.address(),
            "formats": TYPES,
            "measures": MEASURE_NAMES.items(),
            "progress": queries.progress(project),
            "recent": activity_of(project)[:RECENT],
        }
    return pushed(request, render(request, "analysis/dashboard.html", context), form)


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def crosstab(request: ProjectRequest) -> HttpResponse:
    """Codes of two dimensions crossed: a panel of the dashboard, or a page of its own."""
    form = read_filter(request.GET, request.project)
    panel = _panel(request, form, "crosstab")
    grid = grid_of(panel, form, passages_address(request))
    template = "analysis/_crosstab.html" if request.htmx else "analysis/crosstab.html"
    context = {"panel": panel, "grid": grid, "address": form.address(), "formats": TYPES}
    return render(request, template, context)


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def dominance(request: ProjectRequest) -> HttpResponse:
    """The verdict of six rules: a panel of the dashboard, or a page of its own."""
    form = read_filter(request.GET, request.project)
    verdict = verdict_of(request.project, form)
    if verdict is None:
        raise NotThere("no_exclusive_dimension", _("The codebook has no exclusive dimension to judge."))
    context = {
        "verdict": verdict,
        "bars": bars_of(verdict),
        "words": verdict_in_words(verdict),
        "caption": verdict_caption(verdict, form),
    }
    return render(request, "analysis/_dominance.html" if request.htmx else "analysis/dominance.html", context)


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def chart(request: ProjectRequest, name: str, format: str) -> HttpResponse:
    """A panel's chart: inside the page for htmx, else a file to keep."""
    form = read_filter(request.GET, request.project)
    panel = _panel(request, form, name)
    asked = (name, format, form.address())
    if request.htmx:
        frame = frame_of(panel, name, width=SIZES.get(request.GET.get("size", ""), WIDE))
        spec = spec_of(panel, name, frame, form=form, passages=passages_address(request))
        drawn = queries.kept(request.project, ("inline", frame.width, asked), lambda: inline_svg(spec))
        return HttpResponse(drawn)
    if format not in TYPES:
        raise NotThere("no_such_format", _("Charts come as svg, png, pdf, csv and json."))
    content = queries.kept(request.project, ("file", asked), lambda: written(panel, name, format))
    filename = f"{slugify(request.project.name) or 'benang'}-{name}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)


def _panel(request: ProjectRequest, form: FilterForm, name: str) -> Panel:
    panel = PANELS[name](request.project, form) if name in PANELS else None
    if panel is None:
        message = _("There is no such chart here: a cross-table needs two dimensions in the codebook.")
        raise NotThere("no_such_chart", message)
    return panel
