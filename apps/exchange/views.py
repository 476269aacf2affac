"""The page of exports: ask for one, follow it, take it away, make it again."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.exchange import queries, services
from apps.exchange.downloads import file_answer
from apps.exchange.forms import ExportForm, MemoExportForm, from_dashboard
from apps.exchange.sample_study import load_sample_study
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest, Request


@require_POST
def sample_create(request: Request) -> HttpResponse:
    """Load the sample study for somebody who wants to look around."""
    project = load_sample_study(visitor=request.user)
    return redirect("analysis:dashboard", project.pk)


@require_GET
@project_view(Permission.EXPORT)
def export_list(request: ProjectRequest) -> HttpResponse:
    """The form, filled with the filter of the dashboard when one comes from there, and the kept exports."""
    form = ExportForm(initial=from_dashboard(request.GET), project=request.project)
    return _page(request, form, {"also": queries.narrowed_in_words(request.project, form.carried)})


@require_POST
@project_view(Permission.EXPORT)
def export_create(request: ProjectRequest) -> HttpResponse:
    form = ExportForm(request.POST, project=request.project)
    if not form.is_valid():
        return _page(request, form)
    export = services.export_passages(
        project=request.project, user=request.user, format=form.cleaned_data["format"], options=form.options
    )
    return redirect("jobs:job_detail", request.project.pk, export.job_id)


@require_POST
@project_view(Permission.EXPORT)
def memos_export(request: ProjectRequest) -> HttpResponse:
    """The memos under the filter of the list that asks for it."""
    form = MemoExportForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This filter cannot be read. Nothing was exported."))
        return redirect("coding:memo_list", request.project.pk)
    export = services.export_memos(
        project=request.project, user=request.user, format=form.cleaned_data["format"], options=form.options
    )
    return redirect("jobs:job_detail", request.project.pk, export.job_id)


@require_POST
@project_view(Permission.EXPORT)
def export_again(request: ProjectRequest, export_id: UUID) -> HttpResponse:
    """The same filter and format, over what is in the project now."""
    earlier = queries.get_export(request.project, export_id)
    export = services.export_again(user=request.user, earlier=earlier)
    return redirect("jobs:job_detail", request.project.pk, export.job_id)


@require_GET
@project_view(Permission.EXPORT)
def export_file(request: ProjectRequest, export_id: UUID) -> FileResponse:
    return file_answer(queries.get_export(request.project, export_id))


def _page(request: ProjectRequest, form: ExportForm, context: dict[str, Any] | None = None) -> HttpResponse:
    page = Paginator(queries.exports_of(request.project), 25).get_page(request.GET.get("page"))
    return render(request, "exchange/export_list.html", {"form": form, "page": page, **(context or {})})
