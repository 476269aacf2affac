"""The list of jobs, one job's progress, cancel and retry. All of it works as plain pages too."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from apps.jobs import queries, services
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def job_list(request: ProjectRequest) -> HttpResponse:
    page = Paginator(queries.jobs_of(request.project), 50).get_page(request.GET.get("page"))
    return render(request, "jobs/job_list.html", {"page": page})


@require_GET
@project_view(Permission.VIEW)
def job_detail(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """The page of a job, or for htmx its progress alone, which asks again only while the job is alive."""
    template = "jobs/_job_progress.html" if request.htmx else "jobs/job_detail.html"
    return render(request, template, {"job": queries.get_job(request.project, job_id)})


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def job_cancel(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    services.cancel_job(job=queries.get_job(request.project, job_id))
    return _back(request, job_id)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def job_retry(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    services.retry_job(job=queries.get_job(request.project, job_id))
    return _back(request, job_id)


def _back(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """To the page the job is shown on: its own, or the one of ours that the form names."""
    asked = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts=None):
        return redirect(asked)
    return redirect("jobs:job_detail", request.project.pk, job_id)
