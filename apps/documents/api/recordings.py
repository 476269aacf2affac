"""Recordings over HTTP."""

import datetime as dt
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status

from apps.documents import queries, services
from apps.documents.models import Recording
from apps.documents.playing import send_recording
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest
from apps.web.ranges import LongTransfer

router = Router()
PATH = "/projects/{project_id}/transcripts/{uuid:transcript_id}/recording"
MULTIPART = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {"file": {"type": "string", "format": "binary"}},
                    "required": ["file"],
                }
            }
        },
    }
}


class RecordingChange(Schema):
    offset_ms: int


class RecordingOut(Schema):
    id: UUID
    filename: str
    size: int
    content_type: str
    offset_ms: int
    added: dt.datetime
    file: str


@router.get(PATH, response=RecordingOut)
@project_api(Permission.VIEW)
def recording_detail(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> Any:
    """What the recording is. `offset_ms` says where 0:00 of the transcript's timestamps lies in it."""
    return recording_out(request, queries.get_recording(request.project, transcript_id))


@router.get(f"{PATH}/file")
@project_api(Permission.VIEW)
def recording_file(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> Any:
    """The recording itself, whole or a single range of it."""
    found = queries.get_recording(request.project, transcript_id)
    return send_recording(request, found, as_attachment=True)


@router.put(PATH, response={200: RecordingOut, 201: RecordingOut}, openapi_extra=MULTIPART)
@project_api(Permission.EDIT_DOCUMENTS)
def recording_put(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> Any:
    """Add the recording, or replace it (200): multipart, field `file`. It is taken in after the door, never before."""
    transcript = queries.get_transcript(request.project, transcript_id)
    services.refuse_before_sending(int(request.headers.get("Content-Length") or 0))
    is_new = queries.recording_of(transcript) is None
    with LongTransfer():
        file = _sent_file(request)
        try:
            made = services.attach_recording(
                project=request.project, user=request.user, transcript=transcript, file=file
            )
        finally:
            file.close()
    return Status(201 if is_new else 200, recording_out(request, made))


@router.patch(PATH, response=RecordingOut)
@project_api(Permission.EDIT_DOCUMENTS)
def recording_change(request: ProjectRequest, project_id: UUID, transcript_id: UUID, body: RecordingChange) -> Any:
    found = queries.get_recording(request.project, transcript_id)
    services.change_recording(project=request.project, user=request.user, recording=found, offset_ms=body.offset_ms)
    return recording_out(request, found)


@router.delete(PATH, response={204: None})
@project_api(Permission.EDIT_DOCUMENTS)
def recording_delete(request: ProjectRequest, project_id: UUID, transcript_id: UUID) -> Any:
    """Remove the recording and its file for good."""
    found = queries.get_recording(request.project, transcript_id)
    services.remove_recording(project=request.project, user=request.user, recording=found)
    return Status(204, None)


def recording_out(request: ProjectRequest, recording: Recording) -> dict[str, Any]:
    address = reverse("api-1:recording_file", args=[request.project.pk, recording.transcript_id])
    return {
        "id": recording.pk,
        "filename": recording.filename,
        "size": recording.size,
        "content_type": recording.content_type,
        "offset_ms": recording.offset_ms,
        "added": recording.created,
        "file": address,
    }


def _sent_file(request: ProjectRequest) -> UploadedFile[Any]:
    """The file of a multipart body. Django itself reads those of POST only."""
    if request.content_type == "multipart/form-data":
        with suppress(MultiPartParserError):
            _fields, files = request.parse_file_upload(request.META, request)
            file = files.get("file")
            if isinstance(file, UploadedFile):
                return file
    message = _("Send the recording as multipart/form-data, in a field called “file”. Nothing was changed.")
    raise Invalid("no_file", message)
