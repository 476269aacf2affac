"""Files come in one by one: kept, read, and removed. What they become is decided in `confirming`."""

import logging
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from apps.documents.guesses import office_named
from apps.documents.layouts import layout_of
from apps.documents.models import Office, Upload
from apps.documents.reading import read_file, refusal
from apps.projects.models import Project
from apps.web.errors import DomainError
from apps.web.files import remove_files
from core.text.normalise import text_hash
from core.text.rules import Rules

logger = logging.getLogger(__name__)
State = Upload.State
# A file that killed its worker so often is not read again.
MOST_TRIES = 2
# What a person may still decide about, or remove.
OPEN = (State.WAITING, State.READ, State.FAILED)


def read_upload(*, upload: Upload, offices: Iterable[Office] = ()) -> Upload:
    """Read one waiting file: its text and a report, or the sentence that says why there is none.

    That it was tried is written down first, so that a file that kills its worker is given up at last.
    """
    upload.report["tries"] = tries = upload.report.get("tries", 0) + 1
    _keep(upload, "report")
    if tries > MOST_TRIES:
        upload.state, upload.error = State.FAILED, refusal("crashed").message
    else:
        take_text(upload, offices)
    keep_read([upload])
    return upload


def take_text(upload: Upload, offices: Iterable[Office] = ()) -> None:
    """Read a file into its row, which `keep_read` stores. Of `offices` it goes to the one its name or folder names."""
    upload.office = office_named(upload.filename, offices) or upload.office
    try:
        _take_text(upload)
    except DomainError as error:
        upload.state, upload.error = State.FAILED, error.message
    except Exception:
        # One file must never stop the others, whatever is in it.
        logger.exception("upload %s could not be read", upload.pk)
        upload.state, upload.error = State.FAILED, refusal("crashed").message


@transaction.atomic
def keep_read(uploads: Iterable[Upload]) -> None:
    """Store what was read of the files: many at once, for waiting for the disk takes as long as reading."""
    for upload in uploads:
        _keep(upload, "state", "text", "report", "layout", "error", "office")


def fail_upload(*, upload: Upload, message: str) -> None:
    """Say why an upload that was read became no transcript."""
    Upload.objects.filter(pk=upload.pk).update(state=State.FAILED, error=message)


@transaction.atomic
def discard_upload(*, upload: Upload) -> None:
    """Remove an upload's file and text; the batch's report keeps its line. What became a transcript stays."""
    discard(Upload.objects.filter(pk=upload.pk))


@transaction.atomic
def discard_unread(*, project: Project, job_id: UUID | None = None) -> int:
    """Remove all uploads (of one batch) that could not be read, with their files. Returns how many."""
    unread = Upload.objects.filter(project=project, state=State.FAILED)
    return discard(unread.filter(job=job_id) if job_id else unread)


def discard(uploads: QuerySet[Upload]) -> int:
    """Remove those of the uploads that a person may still remove. Returns how many."""
    found = uploads.filter(state__in=OPEN)
    remove_files(found, "file")
    return found.update(state=State.DISCARDED, text="", layout={}, file="")


def stored_name(filename: str) -> str:
    """A short name that every file system takes, with the same ending."""
    path = PurePath(filename)
    stem, ending = (re.sub(r"[^\w-]+", "_", part) for part in (path.stem, path.suffix.removeprefix(".")))
    return f"{stem[:50] or 'file'}.{ending[:10]}"


def _keep(upload: Upload, *fields: str) -> None:
    """Store some fields; an upload that was removed while it was read stays removed."""
    waiting = Upload.objects.filter(pk=upload.pk, state=State.WAITING)
    waiting.update(**{field: getattr(upload, field) for field in fields})


def _take_text(upload: Upload) -> None:
    with upload.file.open("rb") as file:
        data = file.read()
    speakers = asked_speakers(upload)
    rules = Rules.from_json(upload.rules)
    reading = read_file(data, upload.filename, speakers, encoding=upload.encoding, rules=rules)
    upload.text = reading.text
    upload.report |= {**reading.report, "sha256": text_hash(reading.text)}
    upload.layout = layout_of(reading.structure, reading.formatting, speakers, upload.rules)
    upload.state = State.READ


def asked_speakers(upload: Upload) -> Any:
    """How its turns are to be found: as was asked when it was sent."""
    return upload.report.get("asked", {}).get("speakers") or "auto"
