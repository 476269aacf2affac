"""Every change to recordings. The file goes into the storage, and the row says what it is."""

import shutil
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.documents.models import Recording, Transcript
from apps.projects.models import Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError
from apps.web.files import remove_files
from core.media import Media, recognise

MEGABYTE = 1024 * 1024
# What stays free on the disk: the database and everybody else's work need room too.
ROOM_LEFT = 256 * MEGABYTE
# What a form sends around its file, at most.
FORM_BYTES = 64 * 1024
# A transcript's clock may begin a day before or after its recording's.
MOST_OFFSET_MS = 24 * 60 * 60 * 1000


def refuse_before_sending(size: int) -> None:
    """Raise when a request of so many bytes need not be read: too large, or the disk has no room for it."""
    _refuse_too_large(size - FORM_BYTES)
    free = shutil.disk_usage(settings.FILE_UPLOAD_TEMP_DIR).free - ROOM_LEFT
    if size > free:
        message = _("The server has no room for this file. Nothing was changed. Ask those who run it for more space.")
        raise DomainError("no_room", message, status=507, fields={"bytes": size, "free": max(0, free)})


def attach_recording(*, project: Project, user: User, transcript: Transcript, file: File[bytes]) -> Recording:
    """Put a recording beside a transcript, in place of the one that may be there; where it starts stays as it was.

    The content says what the file is, not its name. Raises DomainError "empty", "too_large", "no_room",
    "not_a_recording" or "not_playable".
    """
    filename = (file.name or "").rpartition("/")[2][-255:]
    size = file.size or 0
    media = _judged(file, size)
    recording = Recording(
        transcript=transcript, filename=filename or f"recording.{media.ending}", size=size,
        content_type=media.content_type, added_by=user,
    )  # fmt: skip
    # Before the transaction: storing gigabytes while the database waits would stop everybody. The name in the
    # storage is our own, so that no person's name lies there.
    recording.file.save(f"{uuid4().hex}.{media.ending}", file, save=False)
    try:
        _put_in_place(project, user, recording)
    except Exception:
        recording.file.storage.delete(str(recording.file.name))
        raise
    return recording


@transaction.atomic
def change_recording(*, project: Project, user: User, recording: Recording, offset_ms: int) -> Recording:
    """Say where 0:00 of the transcript's timestamps lies in the recording, in milliseconds."""
    if abs(offset_ms) > MOST_OFFSET_MS:
        message = _("A recording begins at most a day before or after its transcript. Nothing was changed.")
        raise DomainError("offset_out_of_range", message, status=422, fields={"offset_ms": offset_ms})
    before = recording_state(recording)
    recording.offset_ms = offset_ms
    recording.save(update_fields=["offset_ms"])
    if before != recording_state(recording):
        _log(project, user, Verb.RECORDING_CHANGED, recording, before=before, after=recording_state(recording))
    return recording


@transaction.atomic
def remove_recording(*, project: Project, user: User, recording: Recording) -> None:
    """Delete a recording and its file for good. The transcript and its codings stay."""
    before = recording_state(recording)
    remove_files(Recording.objects.filter(pk=recording.pk), "file")
    _log(project, user, Verb.RECORDING_REMOVED, recording, before=before, after=None)
    recording.delete()


def recording_state(recording: Recording) -> dict[str, Any]:
    return {
        "filename": recording.filename,
        "size": recording.size,
        "content_type": recording.content_type,
        "offset_ms": recording.offset_ms,
    }


@transaction.atomic
def _put_in_place(project: Project, user: User, recording: Recording) -> None:
    # Two who add one at the same time come one after the other: the later replaces the earlier.
    Transcript.objects.select_for_update(of=("self",)).filter(pk=recording.transcript_id).first()
    old = Recording.objects.filter(transcript=recording.transcript_id).first()
    before = None
    if old:
        before, recording.offset_ms = recording_state(old), old.offset_ms
        remove_files(Recording.objects.filter(pk=old.pk), "file")
        old.delete()
    # A new row, never the old one changed: what browsers keep of a recording goes by its identifier.
    recording.save(force_insert=True)
    verb = Verb.RECORDING_CHANGED if old else Verb.RECORDING_ADDED
    _log(project, user, verb, recording, before=before, after=recording_state(recording))


def _log(project: Project, user: User, verb: Verb, recording: Recording, **states: Any) -> None:
    transcript = recording.transcript
    record(project, user, verb, object_id=recording.pk, label=transcript.title, transcript=transcript.pk, **states)


def _refuse_too_large(size: int) -> None:
    most = settings.MAX_RECORDING_MB
    if size > most * MEGABYTE:
        message = _(
            "This file is larger than %(most)s MB. Nothing was changed. Save it with a lower bit rate, or cut it, "
            "and send that."
        )
        raise DomainError("too_large", message % {"most": most}, status=413, fields={"limit": most * MEGABYTE})


def _judged(file: File[bytes], size: int) -> Media:
    if not size:
        raise DomainError("empty", _("This file is empty. Nothing was changed; choose another."), status=422)
    _refuse_too_large(size)
    media = recognise(file)
    if media is None:
        message = _(
            "This is no audio or video file that Benang knows. Nothing was changed. Save it as MP3, M4A or MP4 and "
            "send that."
        )
        raise DomainError("not_a_recording", message, status=415)
    if not media.plays:
        message = _(
            "No browser plays %(format)s files. Nothing was changed. Save it as MP3, M4A or MP4 with the program it "
            "came from, or any audio converter, and send that."
        )
        raise DomainError("not_playable", message % {"format": media.name}, status=415)
    return media
