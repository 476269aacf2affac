"""Pages of transcripts: the list, metadata, the bin, the original file."""

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
from apps.documents.models import Participant, Transcript
from apps.documents.originals import send_original
from apps.projects.access import allows, project_view
from apps.projects.models import Activity, Verb
from apps.projects.permissions import Permission
from apps.projects.queries import get_activity
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

PAGE_SIZE = 50
# With more participants than this, a form shows those who are near, and takes others by name.
MANY_PEOPLE = 100


@require_GET
@project_view(Permission.VIEW)
def transcript_list(request: ProjectRequest) -> HttpResponse:
    """The table of transcripts; the filter bar asks by htmx for the table alone."""
    form = FilterForm(request.GET, project=request.project)
    wanted = form.as_filter()
    found = queries.filtered_transcripts(request.project, wanted)
    page = Paginator(found, form.page_size()).get_page(request.GET.get("page"))
    asked = urlencode({key: value for key, value in request.GET.items() if value and key not in {"page", "changed"}})
    shown = queries.transcript_page(found, max(0, page.start_index() - 1), page.end_index())
    context = {
        "form": form,
        "sort": wanted.sort,
        "page": page,
        "rows": queries.transcript_rows(shown),
        "totals": queries.transcript_totals(found),
        "is_filtered": wanted.filters,
        "asked": asked,
        # Asked once, not in every row.
        "may_edit": allows(request, Permission.EDIT_DOCUMENTS),
    }
    if request.htmx and not request.htmx.history_restore_request:
        response = render(request, "documents/_transcript_table.html", context)
        push_url(response, f"{request.path}?{asked}" if asked else request.path)
    else:
        context["open_uploads"] = queries.open_uploads(request.project).count()
        context["changed"] = _change_just_made(request)
        response = render(request, "documents/transcript_list.html", context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def transcript_edit(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    transcript = queries.get_transcript(request.project, transcript_id)
    people, are_all = queries.participants_near(request.project, transcript, MANY_PEOPLE)
    near = None if are_all else people
    form = TranscriptForm(posted(request), project=request.project, near=near, initial=_initial(transcript))
    speakers = _speakers_form(request, transcript, people)
    if request.method == "POST" and form.is_valid() and speakers.is_valid():
        try:
            services.change_transcript(
                project=request.project,
                user=request.user,
                transcript=transcript,
                speaker_map=speakers.participants(),
                interviewers=speakers.interviewers(),
                **form.cleaned_data,
            )
            messages.success(request, _("The transcript's details were saved."))
            return redirect("documents:transcript_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
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
@project_view(Permission.EXPORT)
def original(request: ProjectRequest, transcript_id: UUID) -> FileResponse:
    """The file a transcript was made from, as it was sent. It may hold real names, so it counts as taking data out."""
    return send_original(queries.get_transcript(request.project, transcript_id).current)


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


def _change_just_made(request: ProjectRequest) -> Activity | None:
    """The change of many transcripts that the address names, as long as it can be taken back."""
    asked = request.GET.get("changed", "")
    change = get_activity(request.project, request.user, int(asked)) if asked.isdecimal() and len(asked) < 19 else None
    return change if change and change.verb == Verb.TRANSCRIPTS_CHANGED and not change.undone else None


def _speakers_form(request: ProjectRequest, transcript: Transcript, people: list[Participant]) -> SpeakersForm:
    by_id = {participant.pk: participant for participant in people}
    speakers = [
        {**each, "choice": by_id.get(each["participant"]), "pseudonym": ""} for each in queries.speakers_of(transcript)
    ]
    return SpeakersForm(posted(request), speakers=speakers, participants=people, office=transcript.office)
