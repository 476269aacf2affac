"""Long work with progress. The row is the truth; the broker only wakes workers."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.web.models import UUIDModel


class Job(UUIDModel):
    """One piece of long work. `kind` is "app.function": the function of that name in the app's tasks.py."""

    class State(models.TextChoices):
        QUEUED = "queued", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    MOST_ATTEMPTS = 3

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="jobs")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=60)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    message = models.CharField(max_length=300, blank=True)
    parameters: Any = models.JSONField(default=dict)
    result: Any = models.JSONField(null=True)
    error = models.TextField(blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancel_asked = models.BooleanField(default=False)
    enqueued = models.DateTimeField(null=True)
    started = models.DateTimeField(null=True)
    finished = models.DateTimeField(null=True)
    heartbeat = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "heartbeat"], name="job_recovery")]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_alive(self) -> bool:
        """Whether anything may still happen to it."""
        return self.state in {self.State.QUEUED, self.State.RUNNING}

    @property
    def can_retry(self) -> bool:
        return self.state in {self.State.FAILED, self.State.CANCELLED}

    @property
    def percent(self) -> int:
        if self.state == self.State.DONE:
            return 100
        return int(100 * self.done / self.total) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """How much longer it takes at the pace so far; None while nothing can be said."""
        if self.state != self.State.RUNNING or not self.started or not 0 < self.done < self.total:
            return None
        passed = (timezone.now() - self.started).total_seconds()
        return round(passed * (self.total - self.done) / self.done)
