"""The passages behind every number."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from apps.analysis import queries
from apps.analysis.forms import read_filter
from apps.analysis.queries.evidence import with_all_codings
from apps.analysis.views.addresses import pushed
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

PASSAGES_PER_PAGE = 25


@require_GET
@project_view(Permission.VIEW)
def passages(request: ProjectRequest) -> HttpResponse:
    """Passages in context: all that are coded, or those behind one number."""
    form = read_filter(request.GET, request.project)
    found = queries.PassageIds(request.project, form.chosen, also=form.also_chosen)
    page = Paginator(found, PASSAGES_PER_PAGE).get_page(request.GET.get("page"))
    shown = queries.in_context(list(page))
    if form.chosen.review:
        with_all_codings(each.segment for each in shown)
    context = {"form": form, "page": page, "passages": shown, "chips": form.chips()}
    return pushed(request, render(request, "analysis/passages.html", context), form)
