"""The workspace page and the panel of what is selected in it."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from apps.coding import queries
from apps.coding.workspace import annotator_modules, families_of, transcript_html, workspace_data
from apps.documents.queries import get_transcript
from apps.documents.texts import load_text
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.projects.queries import members_of
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def workspace(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """One transcript to read and code; `?segment=` opens it at a passage."""
    transcript = get_transcript(request.project, transcript_id)
    coders = {str(member.user_id): str(member.user) for member in members_of(request.project)}
    coders |= {str(coder.pk): str(coder) for coder in queries.coders_of(request.project)}
    can_code = allows(request, Permission.CODE)
    context = {
        "transcript": transcript,
        "version": transcript.current,
        "text": transcript_html(transcript.version_id),
        "can_code": can_code,
        "families": families_of(request.project),
        "modules": annotator_modules(),
        "segments_url": f"/api/v1/projects/{request.project.pk}/transcripts/{transcript.pk}/segments",
        "data": workspace_data(
            request.project,
            transcript,
            request.user,
            can_code=can_code,
            coders=coders,
            focus=request.GET.get("segment", ""),
        ),
    }
    return render(request, "coding/workspace.html", context)


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
        page = redirect("coding:workspace", request.project.pk, segment.transcript_id)
        page.headers["Location"] += f"?segment={segment.pk}"
        return page
    text = load_text(segment.version_id)
    context = {
        "segment": segment,
        "is_mine": segment.coder_id == request.user.pk and allows(request, Permission.CODE),
        "first_line": text.line_of(segment.start),
        "last_line": text.line_of(segment.end - 1),
        "history": queries.history_of(request.project, segment),
    }
    return render(request, "coding/_segment_detail.html", context)
