"""Pages of transcripts: the list, metadata, the bin, the original file."""

from pathlib import PurePath
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import push_url

from apps.documents import queries, services
from apps.documents.forms import FilterForm, SpeakersForm, TranscriptForm
from apps.documents.models import Transcript
from apps.documents.views.shared import posted
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import NotThere
from apps.web.http import ProjectRequest

PAGE_SIZE = 50


@require_GET
@project_view(Permission.VIEW)
def transcript_list(request: ProjectRequest) -> HttpResponse:
    """The table of transcripts; the filter bar asks by htmx for the table alone."""
    form = FilterForm(request.GET, project=request.project)
    wanted = form.as_filter()
    found = queries.filtered_transcripts(request.project, wanted)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "sort": wanted.sort,
        "page": page,
        "rows": queries.transcript_rows(page.object_list),
        "totals": queries.transcript_totals(found),
        "is_filtered": wanted.filters,
        "open_uploads": queries.open_uploads(request.project).count(),
    }
    if request.htmx and not request.htmx.history_restore_request:
        asked = urlencode({key: value for key, value in request.GET.items() if value})
        response = render(request, "documents/_transcript_table.html", context)
        push_url(response, f"{request.path}?{asked}" if asked else request.path)
    else:
        response = render(request, "documents/transcript_list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def transcript_edit(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    transcript = queries.get_transcript(request.project, transcript_id)
    form = TranscriptForm(posted(request), project=request.project, initial=_initial(transcript))
    speakers = _speakers_form(request, transcript)
    if request.method == "POST" and form.is_valid() and speakers.is_valid():
        services.change_transcript(
            project=request.project,
            user=request.user,
            transcript=transcript,
            speaker_map=speakers.participants(),
            **form.cleaned_data,
        )
        messages.success(request, _("The transcript's details were saved."))
        return redirect("documents:transcript_list", request.project.pk)
    context = {"form": form, "speakers": speakers, "transcript": transcript}
    return render(request, "documents/transcript_edit.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def transcript_bin(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    transcript = queries.get_transcript(request.project, transcript_id)
    if request.method == "POST":
        services.bin_transcript(project=request.project, user=request.user, transcript=transcript)
        messages.success(request, _("“%(title)s” is in the bin.") % {"title": transcript.title})
        return redirect("documents:transcript_list", request.project.pk)
    context = {"transcript": transcript, "counts": queries.coding_counts(transcript)}
    return render(request, "documents/transcript_bin.html", context)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def transcript_restore(request: ProjectRequest, binned_id: UUID) -> HttpResponse:
    transcript = queries.get_binned(request.project, binned_id)
    services.restore_transcript(project=request.project, user=request.user, transcript=transcript)
    messages.success(request, _("“%(title)s” is back, with its codings.") % {"title": transcript.title})
    return redirect("documents:bin", request.project.pk)


@require_GET
@project_view(Permission.VIEW)
def bin(request: ProjectRequest) -> HttpResponse:  # noqa: A001 - a view is named like its page
    page = Paginator(queries.bin_of(request.project), PAGE_SIZE).get_page(request.GET.get("page"))
    return render(request, "documents/bin.html", {"page": page})


@require_GET
@project_view(Permission.VIEW)
def original(request: ProjectRequest, transcript_id: UUID) -> FileResponse:
    """The file a transcript was made from, as it was sent."""
    version = queries.get_transcript(request.project, transcript_id).current
    if version is None or not version.original:
        raise NotThere("no_original", _("This transcript was not made from a file."))
    name = PurePath(version.original.name or "").name
    response = FileResponse(
        version.original.open("rb"),
        as_attachment=True,
        filename=name,
        content_type="application/octet-stream",
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _initial(transcript: Transcript) -> dict[str, object]:
    return {
        "title": transcript.title,
        "office": transcript.office_id,
        "kind": transcript.kind,
        "language": transcript.language,
        "date": transcript.date,
        "participants": list(transcript.participants.all()),
        "attributes": transcript.attributes,
    }


def _speakers_form(request: ProjectRequest, transcript: Transcript) -> SpeakersForm:
    people = list(queries.participants_of(request.project))
    by_id = {participant.pk: participant for participant in people}
    speakers = [
        {**each, "choice": by_id.get(each["participant"]), "pseudonym": ""} for each in queries.speakers_of(transcript)
    ]
    return SpeakersForm(posted(request), speakers=speakers, participants=people, office=transcript.office)
