"""The base every stored thing shares. This app has no tables of its own."""

import uuid

from django.db import models
from django.utils import timezone


class UUIDModel(models.Model):
    """A row with an identifier that may be made by a client, and the time it was made."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # A default, not auto_now_add: undo puts a row back with the time it was first made.
    created = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        abstract = True
