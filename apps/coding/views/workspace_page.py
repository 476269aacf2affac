"""The workspace page and the panel of what is selected in it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from apps.coding import queries
from apps.coding.queries.doubts import count_open_doubts
from apps.coding.real_names import refuse_names
from apps.coding.views.histories import told_to
from apps.coding.workspace import annotator_modules, families_of, packed_transcript, player_data, workspace_data
from apps.documents.models import Transcript, Version
from apps.documents.queries import get_transcript, recording_of
from apps.documents.texts import load_text
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.projects.queries import members_of
from apps.web.http import ProjectRequest
from apps.web.pieces import page_with

# How fast a recording can play: where speech can still be followed.
SPEEDS = (0.5, 0.75, 1, 1.25, 1.5, 1.75, 2)
# Where the transcript goes in the page.
TEXT = mark_safe("<!-- transcript -->")


@require_GET
@project_view(Permission.VIEW)
def workspace(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """One transcript to read and code; `?segment=` opens it at a passage."""
    transcript = get_transcript(request.project, transcript_id)
    if transcript.current is None:
        raise LookupError(f"transcript {transcript.pk} has no version")
    return show_workspace(request, transcript, transcript.current, "coding/workspace.html")


def show_workspace(request: ProjectRequest, transcript: Transcript, version: Version, template: str) -> HttpResponse:
    """The workspace with one version of a transcript: to be coded if it is the current one, else only to be read."""
    is_old = version.pk != transcript.current_id
    coders = {str(member.user_id): str(member.user) for member in members_of(request.project)}
    coders |= {str(coder.pk): str(coder) for coder in queries.coders_of(request.project)}
    can_code = allows(request, Permission.CODE) and not is_old
    can_edit = allows(request, Permission.EDIT_DOCUMENTS) and not is_old
    recording = recording_of(transcript)
    context = {
        "transcript": transcript,
        "version": version,
        "is_old": is_old,
        "waiting": count_open_doubts(request.project, transcript),
        "text": TEXT,
        "can_code": can_code,
        "can_edit": can_edit,
        "recording": recording,
        "speeds": SPEEDS,
        "families": families_of(request.project),
        "modules": annotator_modules(),
        "segments_url": f"/api/v1/projects/{request.project.pk}/transcripts/{transcript.pk}/segments?form=compact"
        + (f"&version={version.pk}" if is_old else ""),
        "data": workspace_data(
            request.project,
            transcript,
            version.pk,
            request.user,
            can_code=can_code,
            can_edit=can_edit,
            coders=coders,
            pinned=request.membership.desk.get("pinned", []),
            focus=request.GET.get("segment", ""),
            recording=player_data(transcript, recording) if recording else None,
        ),
    }
    text = packed_transcript(
        version.pk, request.project.structure, get_language() or "", playable=recording is not None
    )
    return page_with(request, render_to_string(template, context, request), TEXT, text)


@require_GET
@project_view(Permission.VIEW)
def code_families(request: ProjectRequest) -> HttpResponse:
    """The code tree of the workspace, fetched again when a code was made while reading."""
    return render(request, "coding/_code_families.html", {"families": families_of(request.project)})


@require_GET
@project_view(Permission.VIEW)
def segment_detail(request: ProjectRequest, segment_id: UUID) -> HttpResponse:
    """What is known of a segment: quote, codes, memo, history. A fragment of the workspace; else its place there."""
    segment = queries.get_segment(request.project, segment_id)
    if not request.htmx:
        place = (request.project.pk, segment.transcript_id)
        page = redirect("coding:workspace", *place)
        if segment.version_id != segment.transcript.current_id:
            page = redirect("coding:version_detail", *place, segment.version.number)
        page.headers["Location"] += f"?segment={segment.pk}"
        return page
    refuse_names(request, segment.version_id)
    text = load_text(segment.version_id)
    is_current = segment.version_id == segment.transcript.current_id
    context = {
        "segment": segment,
        "is_mine": is_current and segment.coder_id == request.user.pk and allows(request, Permission.CODE),
        "first_line": text.line_of(segment.start),
        "last_line": text.line_of(segment.end - 1),
        "on_page": text.page_of(segment.start),
        "history": told_to(request, queries.history_of(request.project, segment)),
        "in_workspace": True,
    }
    return render(request, "coding/_segment_detail.html", context)
