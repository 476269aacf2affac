"""What was taken out of a project, and from what it was made."""

from typing import Any

from django.conf import settings
from django.db import models

from apps.jobs.models import Job
from apps.projects.models import Project
from apps.web.models import UUIDModel


class Export(UUIDModel):
    """One exported file with the filter and codebook version it was made from, so that it can be made again."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="exports")
    job = models.OneToOneField(Job, null=True, on_delete=models.SET_NULL, related_name="export")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    format = models.CharField(max_length=10)
    options: Any = models.JSONField(default=dict)
    codebook_version = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="exports/%Y/%m", max_length=255, blank=True)
    rows = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["-created"]

    def __str__(self) -> str:
        return f"{self.format} {self.created:%Y-%m-%d %H:%M}"
