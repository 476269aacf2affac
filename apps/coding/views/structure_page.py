"""The page on which people correct who speaks where in a transcript that is there: it makes a new version."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django.views.decorators.vary import vary_on_headers

from apps.coding.queries.versions import get_version
from apps.coding.services.corrections import Speakers, correct_transcript
from apps.coding.wording import correction_sentence
from apps.documents import cutting
from apps.documents.models import Transcript, Version
from apps.documents.queries import get_transcript, participants_of
from apps.documents.reading import describe
from apps.documents.speakers import with_interviewers
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest
from core.text.rules import Rules
from core.text.turns import Structure, find_turns


@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
@project_view(Permission.EDIT_DOCUMENTS)
def structure_edit(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """The same form as before import, over the current version's text; nothing is kept until it is saved."""
    transcript = get_transcript(request.project, transcript_id)
    version = get_version(request.project, transcript, transcript.current.number if transcript.current else 0)
    asked = cutting.asked_for(request)
    form = cutting.rules_form(request, Rules.from_json(version.rules), asked)
    rules = form.rules() if form.is_bound else Rules.from_json(version.rules)
    structure = find_turns(version.text, rules=rules)
    if told := cutting.TypedTable.of(request.POST).asks:
        rules = with_interviewers(rules, structure, told)
        structure = find_turns(version.text, rules=rules)
    speakers = _speakers(request, transcript, version, structure, confirming=asked == cutting.CONFIRM)
    if asked == cutting.CONFIRM and _is_ready(request, form, speakers):
        try:
            return _save(request, transcript, version, structure, rules, speakers)
        except DomainError as error:
            messages.error(request, error.message)
    context = {
        **cutting.found_context(version.text, structure, asked),
        "transcript": transcript,
        "version": version,
        "rules": cutting.RulesForm(rules=rules) if form.is_bound and form.is_valid() else form,
        "has_rules": rules.cuts,
        "speakers": speakers,
        "report": describe(version.text, structure),
    }
    return render(request, cutting.fragment_for(request, asked) or "coding/structure_edit.html", context)


def _is_ready(request: ProjectRequest, form: cutting.RulesForm, speakers: cutting.SpeakersForm) -> bool:
    if not speakers.is_bound:
        messages.warning(request, _("The speakers are others now: look at them, then save."))
        return False
    return speakers.is_valid() and (form.is_valid() or not form.is_bound)


def _save(
    request: ProjectRequest,
    transcript: Transcript,
    version: Version,
    structure: Structure,
    rules: Rules,
    speakers: cutting.SpeakersForm,
) -> HttpResponse:
    done = correct_transcript(
        project=request.project, user=request.user, transcript=transcript, expected=_expected(request),
        text=version.text, structure=structure, rules=rules.to_json(), speaker_map=speakers.participants(),
        interviewers=speakers.interviewers(), note=_("Speakers and turns corrected"),
    )  # fmt: skip
    messages.success(request, correction_sentence(done))
    return redirect("coding:workspace", request.project.pk, transcript.pk)


def _expected(request: ProjectRequest) -> UUID:
    try:
        return UUID(request.POST.get("version", ""))
    except ValueError:
        raise Invalid("invalid_version", _("The page does not say which version it shows. Open it again.")) from None


def _speakers(
    request: ProjectRequest, transcript: Transcript, version: Version, structure: Structure, *, confirming: bool
) -> cutting.SpeakersForm:
    """The labels of these turns, with who stood behind them in the version."""
    known = Speakers.of(version)
    people, asking = known.people(request.project, structure), known.asking(structure)
    rows: list[dict[str, Any]] = [
        {
            "label": each.label, "turns": each.turns, "words": each.words, "pseudonym": "",
            "interviewer": each.label in asking, "choice": people.get(each.label),
        }
        for each in structure.speakers
    ]  # fmt: skip
    nameless = [turn.words for turn in structure.turns if not turn.speaker]
    if nameless and (people.get("") or not rows):
        rows.append(
            {"label": "", "turns": len(nameless), "words": sum(nameless), "interviewer": False, "pseudonym": "",
             "choice": people.get("")}
        )  # fmt: skip
    bound = confirming and not cutting.other_labels(request, rows)
    about: dict[str, Any] = {"participants": list(participants_of(request.project)), "office": transcript.office}
    return cutting.speakers_form(request, rows, bound=bound, **about)
