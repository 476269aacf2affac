"""Reads about jobs."""

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.jobs.models import Job
from apps.projects.models import Project
from apps.web.errors import NotThere


def jobs_of(project: Project) -> QuerySet[Job]:
    return project.jobs.select_related("started_by").order_by("-created")


def get_job(project: Project, job_id: UUID) -> Job:
    job = jobs_of(project).filter(pk=job_id).first()
    if job is None:
        raise NotThere("no_such_job", _("There is no such job in this project."))
    return job
