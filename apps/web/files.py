"""Files that rows name in the storage."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import QuerySet


def remove_files(rows: QuerySet[Any], field: str) -> None:
    """Remove the files that a FileField of the rows names, once this is committed. Call it before they go."""
    storage = getattr(rows.model, field).field.storage
    for name in rows.exclude(**{field: ""}).values_list(field, flat=True):
        transaction.on_commit(partial(storage.delete, name), robust=True)
