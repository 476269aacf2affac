"""What the views of uploads and of transcripts share."""

from typing import Any

from apps.documents.cutting.rules import RulesForm
from apps.documents.cutting.shown import shown_turns
from apps.documents.cutting.table import SpeakersForm, TypedTable
from apps.documents.reading import LAYOUTS
from apps.web.http import ProjectRequest
from core.text.rules import Rules
from core.text.turns import Structure

# What the buttons of the page say, as `do`; the last two go on with a number.
CONFIRM, LOOK, READ_AGAIN, APPLY, TURNS, REMOVE = "confirm", "look", "encoding", "apply", "turns-", "remove-"


def asked_for(request: ProjectRequest) -> str:
    """What the button that was pressed says; a form sent without any is meant to be saved."""
    return request.POST.get("do", CONFIRM) if request.method == "POST" else LOOK


def rules_form(request: ProjectRequest, rules: Rules, asked: str) -> RulesForm:
    """The rules as typed, without the row that a button asked to remove; where none were typed, as they are."""
    if "layout" not in request.POST:
        return RulesForm(rules=rules)
    form = RulesForm(request.POST, without=asked.removeprefix(REMOVE) if asked.startswith(REMOVE) else "")
    form.full_clean()
    return form


def speakers_form(request: ProjectRequest, speakers: list[dict[str, Any]], *, bound: bool, **rest: Any) -> SpeakersForm:
    """The table of speakers: bound to be judged, or filled with what was chosen before for the same labels."""
    if bound:
        return SpeakersForm(request.POST, speakers=speakers, **rest)
    typed = TypedTable.of(request.POST)
    return SpeakersForm(speakers=speakers, initial=typed.initial(each["label"] for each in speakers), **rest)


def other_labels(request: ProjectRequest, speakers: list[dict[str, Any]]) -> bool:
    """Whether the speakers are no longer those of the table that was posted."""
    typed = TypedTable.of(request.POST).labels
    return bool(typed) and typed != [each["label"] for each in speakers]


def found_context(text: str, structure: Structure, asked: str) -> dict[str, Any]:
    """What the parts of the page that show speakers and turns are made of."""
    return {
        "layout": LAYOUTS[structure.pattern],
        "turn_count": len(structure.turns),
        "shown": shown_turns(text, structure, asked.removeprefix(TURNS) if asked.startswith(TURNS) else ""),
        "labels": [speaker.label for speaker in structure.speakers],
    }


def fragment_for(request: ProjectRequest, asked: str) -> str:
    """The template of the part that htmx asks for, "" for the whole page."""
    if not request.htmx or request.htmx.history_restore_request:
        return ""
    if asked.startswith(TURNS):
        return "documents/_turn_rows.html"
    return "documents/_upload_found.html" if request.htmx.target == "found" else "documents/_upload_structure.html"
