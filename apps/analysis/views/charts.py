"""Every chart: as a fragment inside a page, as a file, and on a page of its own with its table."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from apps.analysis import queries
from apps.analysis.charting import SIZES, TYPES, Chart, height_of, inline, written
from apps.analysis.forms import FilterForm, read_filter
from apps.analysis.panels import CHARTS
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest
from core.charts import WIDE


@require_GET
@vary_on_headers("HX-Request")
@project_view(Permission.VIEW)
def chart(request: ProjectRequest, name: str, format: str) -> HttpResponse:
    """A chart: inside the page for htmx, else a file to keep."""
    form = read_filter(request.GET, request.project)
    asked = (name, format, form.address())
    if request.htmx:
        width = SIZES.get(request.GET.get("size", ""), WIDE)
        drawing = (request.path, width, asked)
        drawn = queries.kept(
            request.project, ("inline", drawing), lambda: inline(chart_named(request, form, name), width)
        )
        return HttpResponse(drawn)
    if format not in TYPES:
        raise NotThere("no_such_format", _("Charts come as svg, png, pdf, csv and json."))
    found = chart_named(request, form, name)
    content = queries.kept(request.project, ("file", asked), lambda: written(found, format))
    filename = f"{slugify(request.project.name) or 'benang'}-{name}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{filename}"'}
    return HttpResponse(content, content_type=TYPES[format], headers=headers)


@require_GET
@project_view(Permission.VIEW)
def chart_page(request: ProjectRequest, name: str) -> HttpResponse:
    """A chart with what it says in words, its table and its files."""
    form = read_filter(request.GET, request.project)
    found = chart_named(request, form, name)
    context = {
        "chart": found,
        "form": form,
        "sizes": [(size, width, height_of(found, width)) for size, width in SIZES.items()],
        "address": form.address(),
        "formats": TYPES,
    }
    return render(request, "analysis/chart_page.html", context)


def chart_named(request: ProjectRequest, form: FilterForm, name: str) -> Chart:
    """The chart of this name. Raises NotThere where there is none, or nothing to draw it of."""
    found = CHARTS[name](request.project, form) if name in CHARTS else None
    if found is None:
        message = _("There is no such chart here: a cross-table needs two dimensions in the codebook.")
        raise NotThere("no_such_chart", message)
    return found
