"""Pages of recordings: the file itself, adding and replacing it, where it begins, removing it."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.documents import queries, services
from apps.documents.forms import OffsetForm, RecordingForm
from apps.documents.models import Recording, Transcript
from apps.documents.playing import send_recording
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest
from apps.web.ranges import LongTransfer

MEGABYTE = 1024 * 1024


@require_safe
@project_view(Permission.VIEW)
def recording(request: ProjectRequest, transcript_id: UUID) -> HttpResponseBase:
    """The file, or the part of it that a player asks for; `?download` sends it as a file to keep."""
    found = queries.get_recording(request.project, transcript_id)
    return send_recording(request, found, as_attachment="download" in request.GET)


# The token is checked by `_recording_edit`: looking for it here would take the whole file in first, from anybody.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def recording_edit(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """Add a recording, or replace it; say where the transcript begins in it."""
    transcript = queries.get_transcript(request.project, transcript_id)
    if request.method != "POST":
        return _recording_edit(request, transcript)
    services.refuse_before_sending(int(request.headers.get("Content-Length") or 0))
    with LongTransfer():
        return _recording_edit(request, transcript)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def recording_offset(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    found = queries.get_recording(request.project, transcript_id)
    form = OffsetForm(request.POST)
    if form.is_valid():
        try:
            offset = form.cleaned_data["offset"]
            services.change_recording(project=request.project, user=request.user, recording=found, offset_ms=offset)
            messages.success(request, _("The transcript’s beginning was set."))
            return redirect("documents:recording_edit", request.project.pk, transcript_id)
        except DomainError as error:
            show_error(form, error)
    return _show(request, found.transcript, found, RecordingForm(), form)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def recording_remove(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    found = queries.get_recording(request.project, transcript_id)
    if request.method == "POST":
        services.remove_recording(project=request.project, user=request.user, recording=found)
        messages.success(request, _("The recording was removed. The transcript and its codings are as they were."))
        return redirect("documents:recording_edit", request.project.pk, transcript_id)
    return render(request, "documents/recording_remove.html", {"recording": found, "transcript": found.transcript})


@csrf_protect
def _recording_edit(request: ProjectRequest, transcript: Transcript) -> HttpResponse:
    form = RecordingForm(posted(request), request.FILES if request.method == "POST" else None)
    if form.is_valid():
        try:
            file = form.cleaned_data["file"]
            services.attach_recording(project=request.project, user=request.user, transcript=transcript, file=file)
            messages.success(request, _("The recording is here. It plays beside the text."))
            return redirect("documents:recording_edit", request.project.pk, transcript.pk)
        except DomainError as error:
            show_error(form, error)
    found = queries.recording_of(transcript)
    return _show(request, transcript, found, form, OffsetForm(initial={"offset": found.offset_ms}) if found else None)


def _show(
    request: ProjectRequest,
    transcript: Transcript,
    found: Recording | None,
    form: RecordingForm,
    offset_form: OffsetForm | None,
) -> HttpResponse:
    context = {
        "transcript": transcript,
        "recording": found,
        "form": form,
        "offset_form": offset_form,
        "most": settings.MAX_RECORDING_MB,
        "most_bytes": settings.MAX_RECORDING_MB * MEGABYTE,
    }
    return render(request, "documents/recording_edit.html", context)
