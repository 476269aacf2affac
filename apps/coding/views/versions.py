"""Pages of the versions of a transcript: the list, an old one to read, two compared, a new one made."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.coding.comparing import compare, preview_correction, turns_between
from apps.coding.forms.versions import CompareForm, ConfirmForm, CorrectionForm
from apps.coding.history import version_rows
from apps.coding.queries.versions import get_version, versions_of
from apps.coding.queries.waiting import segments_left
from apps.coding.real_names import refuse_names
from apps.coding.services.corrections import correct_transcript
from apps.coding.services.files import correct_from_file, keep_corrected_file
from apps.coding.views.workspace_page import show_workspace
from apps.coding.wording import correction_sentence
from apps.documents.models import Transcript, Version
from apps.documents.originals import send_original
from apps.documents.queries import get_transcript
from apps.documents.services import checked_text
from apps.documents.texts import load_text
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError, Invalid
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

ROWS_SHOWN = 200
TURNS_UNFOLDED = 400
LEFT_SHOWN = 200
PREVIEW_ROWS = 60


@require_GET
@project_view(Permission.VIEW)
def version_list(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """Every version with what became of the passages, and those that stayed on older ones."""
    transcript = get_transcript(request.project, transcript_id)
    left = Paginator(segments_left(request.project, transcript), LEFT_SHOWN).get_page(request.GET.get("page"))
    for segment in left:
        segment.line = load_text(segment.version_id).line_of(segment.start)  # type: ignore[attr-defined]
    context = {
        "transcript": transcript,
        "rows": version_rows(request.project, transcript),
        "page": left,
        "sees_names": allows(request, Permission.SEE_REAL_NAMES),
    }
    return render(request, "coding/version_list.html", context)


@require_GET
@project_view(Permission.VIEW)
def version_detail(request: ProjectRequest, transcript_id: UUID, number: int) -> HttpResponse:
    """A version to read, with the passages that stand on it; the current one opens in the workspace."""
    transcript = get_transcript(request.project, transcript_id)
    version = get_version(request.project, transcript, number)
    refuse_names(request, version.pk)
    if version.pk == transcript.current_id:
        return redirect("coding:workspace", request.project.pk, transcript.pk)
    return show_workspace(request, transcript, version, "coding/version_detail.html")


@require_GET
@project_view(Permission.EXPORT)
def version_original(request: ProjectRequest, transcript_id: UUID, number: int) -> FileResponse:
    """The file a version was made from, as it was sent. It may hold real names, so it counts as taking data out."""
    transcript = get_transcript(request.project, transcript_id)
    version = get_version(request.project, transcript, number)
    refuse_names(request, version.pk)
    return send_original(version)


@require_GET
@project_view(Permission.VIEW)
def version_diff(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """What changed between two versions; `?open=12-25` unfolds unchanged turns, alone when htmx asks."""
    transcript = get_transcript(request.project, transcript_id)
    versions = list(versions_of(request.project, transcript))
    form = CompareForm(request.GET, versions=versions)
    form.full_clean()
    old, new = _pair(versions, form.cleaned_data.get("old"), form.cleaned_data.get("new"))
    for version in (old, new):
        refuse_names(request, version.pk)
    view = form.cleaned_data.get("view", "")
    unfolded = _range(request.GET.get("open", ""))
    shown: dict[str, Any] = {"transcript": transcript, "old": old, "new": new, "unfolded": unfolded}
    if unfolded:
        shown["turns"] = turns_between(new.pk, *unfolded)
        if request.htmx:
            return render(request, "coding/_unfolded_turns.html", shown)
    found = compare(old.pk, new.pk)
    page = Paginator(found.rows, ROWS_SHOWN).get_page(request.GET.get("page"))
    shown |= {
        "form": CompareForm({"old": old.number, "new": new.number, "view": view}, versions=versions),
        "view": view,
        "is_alone": len(versions) == 1,
        "totals": found.totals,
        "page": page,
        "rows": found.show(list(page)),
    }
    return render(request, "coding/version_diff.html", shown)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def transcript_correct(request: ProjectRequest, transcript_id: UUID) -> HttpResponse:
    """Send a corrected file or edit the whole text, see what would change, and confirm."""
    transcript = get_transcript(request.project, transcript_id)
    if "confirm" in request.POST:
        return _confirm(request, transcript)
    version = Version.objects.get(pk=transcript.version_id)
    form = CorrectionForm(posted(request), request.FILES or None, initial={"version": version.pk, "text": version.text})
    context: dict[str, Any] = {"transcript": transcript, "form": form}
    if request.method == "POST" and "back" not in request.POST and form.is_valid():
        try:
            context |= _preview(request, transcript, version, form)
        except DomainError as error:
            context["form"] = _again(transcript, form.cleaned_data, error)
    return render(request, "coding/transcript_correct.html", context)


def _preview(request: ProjectRequest, transcript: Transcript, version: Version, form: CorrectionForm) -> dict[str, Any]:
    """What would change, and a form that holds all that is needed to do it."""
    asked = form.cleaned_data
    if asked["version"] != version.pk:
        raise stale_page()
    upload = None
    if asked["file"]:
        upload = keep_corrected_file(
            project=request.project, user=request.user, transcript=transcript, file=asked["file"]
        )
        text = upload.text
    else:
        text = checked_text(asked["text"])
    if text == version.text:
        raise Invalid("unchanged", _("This is the text as it is already. Change some of it, or choose another file."))
    found = preview_correction(version, text)
    changed = [row for row in found.comparison.rows if row.kind != "same"]
    held = {"version": version.pk, "note": asked["note"], "upload": upload.pk if upload else None}
    return {
        "preview": found,
        "rows": found.comparison.show(changed[:PREVIEW_ROWS]),
        "more": max(0, len(changed) - PREVIEW_ROWS),
        "confirm": ConfirmForm(initial={**held, "text": "" if upload else text}),
        "upload": upload,
        "text": text,
    }


def _confirm(request: ProjectRequest, transcript: Transcript) -> HttpResponse:
    """Make the version that was previewed; what is refused comes back in the form, with its words."""
    confirm = ConfirmForm(request.POST)
    if not confirm.is_valid():
        raise Invalid("not_confirmed", _("The preview came back incomplete. Nothing was changed; preview it again."))
    asked = confirm.cleaned_data
    who: dict[str, Any] = {"project": request.project, "user": request.user, "transcript": transcript}
    try:
        if asked["upload"]:
            done = correct_from_file(**who, expected=asked["version"], upload_id=asked["upload"], note=asked["note"])
        else:
            done = correct_transcript(**who, expected=asked["version"], text=asked["text"], note=asked["note"])
    except DomainError as error:
        form = _again(transcript, asked, error)
        return render(request, "coding/transcript_correct.html", {"transcript": transcript, "form": form})
    messages.success(request, correction_sentence(done))
    return redirect("coding:version_list", request.project.pk, transcript.pk)


def _again(transcript: Transcript, asked: dict[str, Any], error: DomainError) -> CorrectionForm:
    """The form with what was typed and why it was refused, to be tried again on the version that is current now."""
    form = CorrectionForm({**asked, "version": transcript.version_id})
    form.full_clean()
    show_error(form, error)
    return form


def stale_page() -> DomainError:
    return DomainError(
        "stale_version",
        _("Somebody corrected this transcript meanwhile. Your text is kept below; look at what changed first."),
    )


def _pair(versions: list[Version], old: int | None, new: int | None) -> tuple[Version, Version]:
    """The versions asked for; otherwise the newest and the one before it."""
    by_number = {version.number: version for version in versions}
    newest = by_number.get(new or 0, versions[0])
    before = [version for version in versions if version.number < newest.number]
    return by_number.get(old or 0, before[0] if before else newest), newest


def _range(asked: str) -> tuple[int, int] | None:
    """ "12-25" as numbers of turns, not too many of them."""
    first, dash, last = asked.partition("-")
    if not (dash and first.isdecimal() and last.isdecimal()):
        return None
    return int(first), min(int(last), int(first) + TURNS_UNFOLDED)
