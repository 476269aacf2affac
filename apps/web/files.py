"""Files that rows name in the storage."""

import time
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

# Longer than any file is on its way.
STRAY_AFTER_SECONDS = 2 * 24 * 60 * 60


def remove_files(rows: QuerySet[Any], field: str) -> None:
    """Remove the files that a FileField of the rows names, once this is committed. Call it before they go."""
    storage = getattr(rows.model, field).field.storage
    for name in rows.exclude(**{field: ""}).values_list(field, flat=True):
        transaction.on_commit(partial(storage.delete, name), robust=True)


def remove_stray_uploads() -> int:
    """Remove files that were on their way when the server was killed. Returns how many."""
    removed = 0
    for path in Path(settings.FILE_UPLOAD_TEMP_DIR).iterdir():
        # One that arrives just now may be gone by the time it is looked at.
        with suppress(OSError):
            if path.is_file() and path.stat().st_mtime < time.time() - STRAY_AFTER_SECONDS:
                path.unlink()
                removed += 1
    return removed
