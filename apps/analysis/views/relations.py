"""Pages of the charts that have choices of their own: co-occurrence, network, saturation, portrait, timeline."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from apps.analysis import queries
from apps.analysis.charting import SIZES, TYPES, height_of
from apps.analysis.forms import FilterForm, read_filter
from apps.analysis.panels import CHARTS
from apps.analysis.panels.cooccurrence import sense_in_words, sense_of
from apps.analysis.panels.saturation import saturation_of, source, verdict_in_words
from apps.analysis.queries.cooccurrence import as_question, met
from apps.analysis.queries.evidence import with_all_codings
from apps.analysis.views.addresses import pushed
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest
from core.retrieval.writing import write

PASSAGES_PER_PAGE = 25
PAGES = {
    "cooccurrence": gettext_lazy("Co-occurrence"),
    "network": gettext_lazy("Network"),
    "saturation": gettext_lazy("Saturation"),
    "portrait": gettext_lazy("Portrait"),
    "timeline": gettext_lazy("Timeline"),
}


@require_GET
@project_view(Permission.VIEW)
def cooccurrence(request: ProjectRequest) -> HttpResponse:
    """Codes that stand together, as a matrix."""
    form, context = _context(request, "cooccurrence", "sense", "words", "hands", "shown")
    return pushed(request, render(request, "analysis/cooccurrence.html", context), form)


@require_GET
@project_view(Permission.VIEW)
def network(request: ProjectRequest) -> HttpResponse:
    """Codes that stand together, as a network."""
    form, context = _context(request, "network", "sense", "words", "hands", "least", "edges")
    return pushed(request, render(request, "analysis/network.html", context), form)


@require_GET
@project_view(Permission.VIEW)
def saturation(request: ProjectRequest) -> HttpResponse:
    """New codes by transcript, with a verdict for all and for each office."""
    form, context = _context(request, "saturation", "order", "base", "run", "quiet")
    found = saturation_of(request.project, form)
    context["verdicts"] = [
        (each.name, verdict_in_words(each, form)) for each in found.offices if len(found.offices) > 1
    ]
    context["source"] = source()
    return pushed(request, render(request, "analysis/saturation.html", context), form)


@require_GET
@project_view(Permission.VIEW)
def portrait(request: ProjectRequest) -> HttpResponse:
    """One transcript's passages along its words, or those of many side by side."""
    form, context = _context(request, "portrait", "transcript", "lanes")
    return pushed(request, render(request, "analysis/portrait.html", context), form)


@require_GET
@project_view(Permission.VIEW)
def timeline(request: ProjectRequest) -> HttpResponse:
    """When codings were made and judged."""
    form, context = _context(request, "timeline", "step")
    return pushed(request, render(request, "analysis/timeline.html", context), form)


@require_GET
@project_view(Permission.VIEW)
def together(request: ProjectRequest) -> HttpResponse:
    """The passages that are counted for two codes that stand together; without two codes, back to the matrix."""
    form = read_filter(request.GET, request.project)
    chosen, also = form.chosen, form.also_chosen
    if chosen.code is None or also is None:
        return redirect(f"{reverse('analysis:cooccurrence', args=[request.project.pk])}?{form.address()}")
    sense = sense_of(form)
    found = met(request.project, chosen, sense, code=chosen.code, also=also)
    question = as_question(chosen.without_codes(), sense, code=chosen.code, also=also)
    page = Paginator(found, PASSAGES_PER_PAGE).get_page(request.GET.get("page"))
    shown = queries.in_context(list(page))
    if chosen.review:
        with_all_codings(each.segment for each in shown)
    context = {
        "form": form,
        "page": page,
        "passages": shown,
        "said": sense_in_words(sense),
        "chips": form.chips(),
        "back": form.address(code="", also=""),
        "question": write(question) if question else "",
    }
    return render(request, "analysis/together.html", context)


def _context(request: ProjectRequest, name: str, *fields: str) -> tuple[FilterForm, dict[str, Any]]:
    """What every page of a chart shows; `fields` are its own choices, which stand before the filter."""
    form = read_filter(request.GET, request.project)
    chart = CHARTS[name](request.project, form)
    here = form.address()
    pages = [
        (reverse(f"analysis:{page}", args=[request.project.pk]), title, page == name) for page, title in PAGES.items()
    ]
    return form, {
        "chart": chart,
        "name": name,
        "form": form,
        "own": [form[field] for field in fields],
        "pages": pages,
        "page_title": PAGES[name],
        "sizes": [(size, width, height_of(chart, width)) for size, width in SIZES.items()] if chart else [],
        "address": here,
        "chips": form.chips(),
        "formats": TYPES,
    }
