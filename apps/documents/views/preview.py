"""The page that shows what was made of an uploaded file, to correct and confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.documents import cutting, queries, services
from apps.documents.forms import DetailsForm, RulesForm, SpeakersForm, TypedTable
from apps.documents.models import Upload
from apps.documents.reading import warning_sentences
from apps.documents.speakers import propose
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import show_error
from apps.web.http import ProjectRequest
from core.text.normalise import ENCODINGS
from core.text.rules import Rules
from core.text.turns import Structure


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@project_view(Permission.EDIT_DOCUMENTS)
def upload_preview(request: ProjectRequest, upload_id: UUID) -> HttpResponse:
    """What was made of a file. Each button of its form says what to do; htmx asks for what it changes alone.

    Rules are kept with the upload as soon as they are posted, so that nothing is lost by leaving the page.
    """
    found = queries.get_upload(request.project, upload_id)
    if found.state != Upload.State.READ:
        return back_to_uploads(request, found.job_id)
    asked = cutting.asked_for(request)
    form = cutting.rules_form(request, Rules.from_json(found.rules), asked)
    try:
        if asked == cutting.READ_AGAIN:
            services.reread_upload(upload=found, encoding=request.POST.get("encoding", ""))
        if form.is_bound:
            services.set_rules(upload=found, rules=form.rules(), asks=TypedTable.of(request.POST).asks)
        if asked == cutting.APPLY:
            _apply(request, found)
    except DomainError as error:
        messages.error(request, error.message)
    structure = services.turns_of_upload(found)
    return (
        _confirm(request, found, form, structure)
        if asked == cutting.CONFIRM
        else _show(request, found, form, structure)
    )


def _apply(request: ProjectRequest, found: Upload) -> None:
    applied = services.apply_rules(upload=found)
    said = ngettext("The rules cut %(n)s other file too.", "The rules cut %(n)s other files too.", applied)
    messages.success(request, said % {"n": applied})


def _confirm(request: ProjectRequest, found: Upload, form: RulesForm, structure: Structure) -> HttpResponse:
    details = DetailsForm(request.POST, project=request.project)
    speakers = _speakers(request, found, confirming=True)
    if not speakers.is_bound:
        messages.warning(request, _("The speakers are others now: look at them, then add the transcript."))
    elif details.is_valid() and speakers.is_valid() and (form.is_valid() or not form.is_bound):
        try:
            services.confirm_upload(
                project=request.project, user=request.user, upload=found, structure=structure,
                choices=speakers.chosen(), **details.cleaned_data,
            )  # fmt: skip
            return _after_confirming(request, found, details.cleaned_data["title"])
        except DomainError as error:
            show_error(details, error)
    return _show(request, found, form, structure, details=details, speakers=speakers)


def _speakers(request: ProjectRequest, found: Upload, *, confirming: bool = False) -> SpeakersForm:
    people = list(queries.participants_of(request.project))
    report = found.report
    speakers = [vars(each) for each in propose(report, people, report["title"])]
    if not speakers:
        # Where nobody is named, all of it can still be somebody's.
        nameless = {"label": "", "choice": None, "pseudonym": report["title"][:120], "interviewer": False}
        speakers = [{**nameless, "turns": report["turns"], "words": report["words"]}]
    bound = confirming and not cutting.other_labels(request, speakers)
    about: dict[str, Any] = {"participants": people, "office": found.office, "may_make": True}
    return cutting.speakers_form(request, speakers, bound=bound, **about)


def _show(
    request: ProjectRequest,
    found: Upload,
    form: RulesForm,
    structure: Structure,
    details: DetailsForm | None = None,
    speakers: SpeakersForm | None = None,
) -> HttpResponse:
    rules, report, asked = Rules.from_json(found.rules), found.report, cutting.asked_for(request)
    initial = {**services.guessed_details(found), "office": found.office_id, **request.POST.dict()}
    context = {
        **cutting.found_context(found.text, structure, asked),
        "upload": found,
        "rules": RulesForm(rules=rules) if form.is_bound and form.is_valid() else form,
        "has_rules": rules.cuts,
        "alike": len(services.alike_in_batch(found)) if rules.cuts and found.job_id else 0,
        "form": details or DetailsForm(project=request.project, initial=initial),
        "speakers": speakers or _speakers(request, found),
        "report": report,
        "warnings": warning_sentences(report),
        "twin": queries.same_texts(request.project, [report["sha256"]]).get(report["sha256"]),
        "encodings": ENCODINGS,
    }
    return render(request, cutting.fragment_for(request, asked) or "documents/upload_preview.html", context)


def _after_confirming(request: ProjectRequest, found: Upload, title: str) -> HttpResponse:
    messages.success(request, _("“%(title)s” is a transcript now.") % {"title": title})
    if queries.uploads_to_confirm(request.project, found.job_id).exists():
        return back_to_uploads(request, found.job_id)
    return redirect("documents:transcript_list", request.project.pk)


def back_to_uploads(request: ProjectRequest, job_id: UUID | None) -> HttpResponse:
    """The list that the upload belongs to: its batch, or all that are open."""
    if job_id:
        return redirect("documents:upload_batch", request.project.pk, job_id)
    return redirect("documents:upload_list", request.project.pk)
