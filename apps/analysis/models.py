"""Queries that people keep. Everything else in this app is read from what others store."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from apps.projects.models import Project
from apps.web.models import UUIDModel


class SavedQuery(UUIDModel):
    """A question to the coded passages, under a name, in its compact text form (see core.retrieval)."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="saved_queries")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_queries")
    name = models.CharField(_("Name"), max_length=120)
    text = models.TextField(_("Query"))
    # Everybody in the project sees it; only its owner, and leads, change it.
    shared = models.BooleanField(_("Shared with the project"), default=False)
    changed = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        indexes = [models.Index(fields=["project", "owner"], name="query_of_owner")]
        constraints = [models.UniqueConstraint("project", "owner", Lower("name"), name="query_name_once")]

    def __str__(self) -> str:
        return self.name
