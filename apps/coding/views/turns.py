"""Correcting one turn in place: a fragment for the dialog of the workspace, and a page without it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.coding.deciding import question_about
from apps.coding.forms.versions import TurnForm
from apps.coding.queries.doubts import open_doubts
from apps.coding.queries.versions import turns_of
from apps.coding.services.corrections import Correction
from apps.coding.services.turns import correct_turn
from apps.coding.wording import turn_sentence
from apps.documents.models import Transcript, Turn
from apps.documents.queries import get_transcript, speakers_of
from apps.documents.texts import load_text
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError, NotThere
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest
from core.text.diff import diff_words, words_changed


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def turn_edit(request: ProjectRequest, transcript_id: UUID, turn_index: int) -> HttpResponse:
    """The words of a turn in a field; after saving, the passages that need a decision are asked about at once."""
    transcript = get_transcript(request.project, transcript_id)
    turn = _turn(transcript, turn_index)
    words = load_text(transcript.version_id).text[turn.start : turn.end]
    initial = {"version": transcript.version_id, "speaker": turn.speaker, "words": words}
    form = TurnForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            done = correct_turn(
                project=request.project,
                user=request.user,
                transcript=transcript,
                expected=asked["version"],
                index=turn_index,
                words=asked["words"],
                speaker=asked["speaker"],
            )
        except DomainError as error:
            show_error(form, error)
        else:
            changed = words_changed(diff_words(words, asked["words"]))
            return _corrected(request, transcript, done, turn_sentence(done, changed))
    context = {
        "transcript": transcript,
        "turn": turn,
        "form": form,
        "speakers": [each["label"] for each in speakers_of(transcript) if each["label"]],
    }
    return render(request, "coding/_turn_edit.html" if request.htmx else "coding/turn_edit.html", context)


def _corrected(request: ProjectRequest, transcript: Transcript, done: Correction, said: str) -> HttpResponse:
    """What came of it: the first question, if there is one; else back to the text."""
    waiting = open_doubts(request.project, transcript).filter(version=done.version).values_list("pk", flat=True)
    first = waiting.first() if done.queue else None
    if request.htmx:
        context: dict[str, Any] = {"said": said}
        if first:
            sees_names = allows(request, Permission.SEE_REAL_NAMES)
            question = question_about(request.project, first, sees_names=sees_names, transcript=transcript.pk)
            context |= {"question": question, "scope": transcript.pk, "may_decide": True}
        return render(request, "coding/_turn_corrected.html", context)
    messages.success(request, said)
    if first:
        query = f"?transcript={transcript.pk}"
        return redirect(reverse("coding:doubt_detail", args=[request.project.pk, first]) + query)
    return redirect("coding:version_list", request.project.pk, transcript.pk)


def _turn(transcript: Transcript, index: int) -> Turn:
    turn = None if transcript.current is None else turns_of(transcript.current).filter(index=index).first()
    if turn is None:
        raise NotThere("no_such_turn", _("There is no such turn in this transcript."))
    return turn
