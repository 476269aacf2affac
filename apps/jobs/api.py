"""Progress of long work over HTTP."""

from uuid import UUID

from ninja import Router, Schema

from apps.jobs import queries, services
from apps.jobs.models import Job
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest

router = Router(tags=["jobs"])


class JobOut(Schema):
    id: UUID
    kind: str
    state: str
    done: int
    total: int
    message: str
    result: dict[str, object] | None
    error: str


@router.get("/projects/{project_id}/jobs/{job_id}", response=JobOut)
@project_api(Permission.VIEW)
def job_detail(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Job:
    return queries.get_job(request.project, job_id)


@router.post("/projects/{project_id}/jobs/{job_id}/cancel", response=JobOut)
@project_api(Permission.EDIT_DOCUMENTS)
def job_cancel(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Job:
    services.cancel_job(job=queries.get_job(request.project, job_id))
    return queries.get_job(request.project, job_id)


@router.post("/projects/{project_id}/jobs/{job_id}/retry", response=JobOut)
@project_api(Permission.EDIT_DOCUMENTS)
def job_retry(request: ProjectRequest, project_id: UUID, job_id: UUID) -> Job:
    services.retry_job(job=queries.get_job(request.project, job_id))
    return queries.get_job(request.project, job_id)
