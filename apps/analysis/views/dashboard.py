"""The dashboard, its panels and its charts."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apps.analysis import queries
from apps.analysis.charting import SIZES, TYPES, height_of, linked
from apps.analysis.forms import CELL_NAMES, MEASURE_NAMES, SHAPE_NAMES, FilterForm, read_filter
from apps.analysis.panels.cards import cards
from apps.analysis.panels.shapes import chart_of
from apps.analysis.panels.tables import Panel, crossed, crosstab_height, crosstab_panel, frequencies_panel
from apps.analysis.panels.verdict import judged, verdict_caption, verdict_of
from apps.analysis.presentation import grid_of
from apps.analysis.verdicts import bars_of, offices_of, verdict_in_words
from apps.analysis.views.addresses import passages_address, pushed
from apps.analysis.wording import crossing_verdict, outcome_figures, shares_verdict
from apps.coding.queries import count_open_doubts
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.projects.queries import activity_of
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest

RECENT = 6


@require_GET
@project_view(Permission.VIEW)
def dashboard(request: ProjectRequest) -> HttpResponse:
    """Code frequencies first; the chart, the cross-table and the verdict follow as fragments."""
    project = request.project
    overview = queries.overview(project)
    form = read_filter(request.GET, project)
    context: dict[str, Any] = {"overview": overview, "form": form, "waiting": count_open_doubts(project)}
    if overview.codings:
        context |= _counts(request, form)
    return pushed(request, render(request, "analysis/dashboard.html", context), form)


def _counts(request: ProjectRequest, form: FilterForm) -> dict[str, Any]:
    """What the dashboard shows as soon as something is coded."""
    panel = frequencies_panel(request.project, form)
    drawn = chart_of(panel, request.project, form, "frequencies", form.shape_chosen)
    return {
        "panel": panel,
        "grid": grid_of(panel, form, passages_address(request)),
        "drawn": drawn,
        # Room kept free for the chart, so that nothing moves when it comes. The heat map is the table itself.
        "sizes": [
            (size, width, height_of(drawn, width)) for size, width in SIZES.items() if form.shape_chosen != "heat"
        ],
        "crossed": crossed(form),
        "crosstab_height": crosstab_height(form),
        "chips": form.chips(),
        "judged": judged(form),
        "address": form.address(),
        "formats": TYPES,
        "measures": [(key, name, form.address(measure=key)) for key, name in MEASURE_NAMES.items()],
        "shapes": [(key, name, form.address(shape=key)) for key, name in SHAPE_NAMES.items()],
        "cards": cards(),
        "progress": queries.progress(request.project),
        "recent": activity_of(request.project)[:RECENT],
    }


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def crosstab(request: ProjectRequest) -> HttpResponse:
    """Codes of two dimensions crossed: a panel of the dashboard, or a page of its own."""
    form = read_filter(request.GET, request.project)
    panel = _panel(request, form)
    grid = grid_of(panel, form, passages_address(request))
    template = "analysis/_crosstab.html" if request.htmx else "analysis/crosstab.html"
    test = queries.tested(panel.counted)
    context = {
        "panel": panel,
        "grid": grid,
        "address": form.address(),
        "formats": TYPES,
        "readings": [(key, name, form.address(cells=key)) for key, name in CELL_NAMES.items()],
        "cells": form.cells_chosen,
        "test": test and (outcome_figures(test), crossing_verdict(test)),
        "several": queries.counts_several(panel.counted),
    }
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
        "offices": offices_of(verdict),
        "test": verdict.test and (outcome_figures(verdict.test), shares_verdict(verdict.test)),
        "address": form.address(),
        "formats": TYPES,
        "passages": linked(passages_address(request), form, {"dimension": verdict.dimension, "code": ""}),
    }
    return render(request, "analysis/_dominance.html" if request.htmx else "analysis/dominance.html", context)


def _panel(request: ProjectRequest, form: FilterForm) -> Panel:
    panel = crosstab_panel(request.project, form)
    if panel is None:
        message = _("There is no such chart here: a cross-table needs two dimensions in the codebook.")
        raise NotThere("no_such_chart", message)
    return panel
