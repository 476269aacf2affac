"""Pages that bring files in: send them, watch them being read, check each, confirm."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.documents import queries, services
from apps.documents.forms import BatchForm, DetailsForm, SpeakersForm, UploadForm
from apps.documents.models import Office, Upload
from apps.documents.reading import LAYOUTS, MEGABYTE, SpeakerMode, describe, first_turns, warning_sentences
from apps.documents.speakers import propose
from apps.documents.views.shared import posted, show_error
from apps.jobs.models import Job
from apps.jobs.queries import get_job
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest
from core.text.readers import SUPPORTED
from core.text.turns import find_turns

STOP_POLLING = 286


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def upload(request: ProjectRequest) -> HttpResponse:
    """Choose an office and send files to it."""
    form = UploadForm(posted(request), project=request.project, initial={"office": request.GET.get("office")})
    files = request.FILES.getlist("files")
    if request.method == "POST" and form.is_valid():
        try:
            if not files:
                raise DomainError("no_files", _("Choose at least one file."))
            office = _office(request, form)
            job = services.store_uploads(project=request.project, user=request.user, office=office, files=files)
            return redirect("documents:upload_batch", request.project.pk, job.pk)
        except DomainError as error:
            show_error(form, error)
    context = {
        "form": form,
        "endings": sorted(SUPPORTED),
        "most": settings.MAX_UPLOAD_MB,
        "most_bytes": settings.MAX_UPLOAD_MB * MEGABYTE,
    }
    return render(request, "documents/upload.html", context)


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def upload_list(request: ProjectRequest) -> HttpResponse:
    """Every uploaded file that still asks for a person."""
    return _show_uploads(request, queries.open_uploads(request.project), job=None)


@require_GET
@project_view(Permission.EDIT_DOCUMENTS)
def upload_batch(request: ProjectRequest, job_id: UUID) -> HttpResponse:
    """The files that were sent together, while they are read and after."""
    job = get_job(request.project, job_id)
    return _show_uploads(request, queries.uploads_of_job(job), job=job)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_confirm_all(request: ProjectRequest) -> HttpResponse:
    """Confirm what raised no question, of the batch the form names, or of all open uploads."""
    job_id = _batch(request)
    confirmed, left = services.confirm_unquestioned(project=request.project, user=request.user, job_id=job_id)
    said = ngettext("%(n)s file became a transcript.", "%(n)s files became transcripts.", confirmed)
    messages.success(request, said % {"n": confirmed})
    if left:
        return _back_to(request, job_id)
    return redirect("documents:transcript_list", request.project.pk)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_discard_unread(request: ProjectRequest) -> HttpResponse:
    """Remove the files that could not be read, of the batch the form names, or of all."""
    job_id = _batch(request)
    removed = services.discard_unread(project=request.project, job_id=job_id)
    said = ngettext("%(n)s file was removed.", "%(n)s files were removed.", removed)
    messages.success(request, said % {"n": removed})
    return _back_to(request, job_id)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def upload_preview(request: ProjectRequest, upload_id: UUID) -> HttpResponse:
    """What was made of a file, to correct and confirm; htmx asks for speakers and turns alone."""
    found = queries.get_upload(request.project, upload_id)
    if found.state != Upload.State.READ:
        return _back_to(request, found.job_id)
    mode: SpeakerMode = "none" if (request.POST or request.GET).get("speakers") == "none" else "auto"
    structure = find_turns(found.text, mode)
    report = found.report if mode == "auto" else {**found.report, **describe(found.text, structure)}
    form = DetailsForm(posted(request), project=request.project, initial=_initial(found))
    speakers = _speakers_form(request, found, report)
    if request.method == "POST" and form.is_valid() and speakers.is_valid():
        try:
            services.confirm_upload(
                project=request.project,
                user=request.user,
                upload=found,
                structure=structure,
                choices=speakers.chosen(),
                **form.cleaned_data,
            )
            return _after_confirming(request, found, form.cleaned_data["title"])
        except DomainError as error:
            show_error(form, error)
    template = "documents/_upload_structure.html" if request.htmx else "documents/upload_preview.html"
    context = {
        "upload": found,
        "form": form,
        "speakers": speakers,
        "mode": mode,
        "report": report,
        "layout": LAYOUTS[report["pattern"]],
        "warnings": warning_sentences(report),
        "twin": queries.same_texts(request.project, [report["sha256"]]).get(report["sha256"]),
        "turns": first_turns(found.text, structure),
    }
    return render(request, template, context)


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def upload_discard(request: ProjectRequest, upload_id: UUID) -> HttpResponse:
    found = queries.get_upload(request.project, upload_id)
    services.discard_upload(upload=found)
    messages.success(request, _("“%(name)s” was removed.") % {"name": found.filename})
    return _back_to(request, found.job_id)


def _batch(request: ProjectRequest) -> UUID | None:
    form = BatchForm(request.POST)
    return form.cleaned_data["job"] if form.is_valid() else None


def _office(request: ProjectRequest, form: UploadForm) -> Office:
    if name := form.cleaned_data["new_office"]:
        return services.create_office(project=request.project, user=request.user, name=name)
    office: Office = form.cleaned_data["office"]
    return office


def _show_uploads(request: ProjectRequest, uploads: QuerySet[Upload], job: Job | None) -> HttpResponse:
    found = list(uploads)
    questions = services.questions_about(request.project, found)
    is_alive = bool(job and job.is_alive)
    context: dict[str, Any] = {
        "job": job,
        "is_alive": is_alive,
        "rows": [(each, questions.get(each.pk)) for each in found],
        "unquestioned": sum(1 for asked in questions.values() if not asked),
        "unread": sum(1 for each in found if each.state == Upload.State.FAILED),
    }
    if not request.htmx:
        return render(request, "documents/upload_batch.html", context)
    status = 200 if is_alive else STOP_POLLING
    return render(request, "documents/_upload_rows.html", context, status=status)


def _initial(found: Upload) -> dict[str, Any]:
    return {**services.guessed_details(found), "office": found.office_id}


def _speakers_form(request: ProjectRequest, found: Upload, report: dict[str, Any]) -> SpeakersForm:
    people = list(queries.participants_of(request.project))
    proposals = propose(report, people, report["title"])
    speakers = [
        {
            "label": each.label,
            "turns": each.turns,
            "words": each.words,
            "choice": each.choice,
            "pseudonym": each.pseudonym,
        }
        for each in proposals
    ]
    return SpeakersForm(posted(request), speakers=speakers, participants=people, office=found.office, may_make=True)


def _after_confirming(request: ProjectRequest, found: Upload, title: str) -> HttpResponse:
    messages.success(request, _("“%(title)s” is a transcript now.") % {"title": title})
    if queries.uploads_to_confirm(request.project, found.job_id).exists():
        return _back_to(request, found.job_id)
    return redirect("documents:transcript_list", request.project.pk)


def _back_to(request: ProjectRequest, job_id: UUID | None) -> HttpResponse:
    if job_id:
        return redirect("documents:upload_batch", request.project.pk, job_id)
    return redirect("documents:upload_list", request.project.pk)
