"""Pages of the key list and of erasing a participant: for leads."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.coding import services
from apps.coding.forms.names import EraseForm, HideForm, NameForm, SearchForm
from apps.documents.models import HiddenName
from apps.documents.queries import (
    get_hidden_name,
    get_participant,
    hidden_names_of,
    suggested_names,
    transcripts_with_names,
)
from apps.documents.services import change_listed_name, list_name, unlist_name
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

SUGGESTIONS_SHOWN = 60


@require_http_methods(["GET", "POST"])
@project_view(Permission.SEE_REAL_NAMES)
def name_list(request: ProjectRequest) -> HttpResponse:
    """The key list, with a form for another name; `?look=1` looks through the texts for names nobody listed."""
    form = NameForm(posted(request), project=request.project, initial={"name": request.GET.get("name", "")})
    if request.method == "POST" and form.is_valid():
        try:
            list_name(project=request.project, user=request.user, **form.cleaned_data)
            messages.success(request, _("The name is in the list. It is replaced when you say so, below."))
            return redirect(request.get_full_path())
        except DomainError as error:
            show_error(form, error)
    context = {"form": form, "names": hidden_names_of(request.project), "has_looked": "look" in request.GET}
    if context["has_looked"]:
        found, is_all = suggested_names(request.project)
        context |= {"suggestions": found[:SUGGESTIONS_SHOWN], "more": len(found) - SUGGESTIONS_SHOWN, "is_all": is_all}
    return render(request, "coding/name_list.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.SEE_REAL_NAMES)
def name_edit(request: ProjectRequest, name_id: UUID) -> HttpResponse:
    listed = get_hidden_name(request.project, name_id)
    form = NameForm(posted(request), project=request.project, initial=_initial(listed))
    if request.method == "POST" and form.is_valid():
        try:
            change_listed_name(project=request.project, user=request.user, listed=listed, **form.cleaned_data)
            return redirect("coding:name_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "coding/name_edit.html", {"form": form, "listed": listed})


@require_POST
@project_view(Permission.SEE_REAL_NAMES)
def name_delete(request: ProjectRequest, name_id: UUID) -> HttpResponse:
    unlist_name(project=request.project, user=request.user, listed=get_hidden_name(request.project, name_id))
    messages.success(request, _("The name is off the list. Transcripts in which it was replaced keep the pseudonym."))
    return redirect("coding:name_list", request.project.pk)


@require_GET
@project_view(Permission.SEE_REAL_NAMES)
def names_preview(request: ProjectRequest) -> HttpResponse:
    """Where the listed names stand, transcript by transcript, to choose what to replace."""
    search = SearchForm(request.GET, project=request.project)
    wanted = search.wanted()
    names = {each.name: each for each in hidden_names_of(request.project)}
    found = transcripts_with_names(request.project, names, any_case=wanted.any_case, transcript=wanted.transcript)
    counts: dict[str, int] = {}
    for each in found:
        for name, count in each.counts.items():
            counts[name] = counts.get(name, 0) + count
    context = {
        "search": search,
        "any_case": wanted.any_case,
        "found": found,
        "names": [(names[name], count) for name, count in sorted(counts.items())],
        "mentions": sum(counts.values()),
    }
    return render(request, "coding/names_preview.html", context)


@require_POST
@project_view(Permission.SEE_REAL_NAMES)
def names_hide(request: ProjectRequest) -> HttpResponse:
    """Start replacing the chosen names in the chosen transcripts."""
    form = HideForm(request.POST, project=request.project)
    try:
        if not form.is_valid():
            raise DomainError("nothing_chosen", _("Choose at least one name and one transcript. Nothing was changed."))
        job = services.start_hiding(project=request.project, user=request.user, **form.cleaned_data)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("coding:names_preview", request.project.pk)
    return redirect("jobs:job_detail", request.project.pk, job.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.MANAGE)
def participant_erase(request: ProjectRequest, participant_id: UUID) -> HttpResponse:
    """What erasing a participant does, in numbers; then do it, once the pseudonym is typed."""
    participant = get_participant(request.project, participant_id)
    form = EraseForm(posted(request), pseudonym=participant.pseudonym)
    if request.method == "POST" and form.is_valid():
        done = services.erase_participant(project=request.project, user=request.user, participant=participant)
        said = ngettext(
            "“%(name)s” is erased: %(n)s turn is unreadable now.",
            "“%(name)s” is erased: %(n)s turns are unreadable now.",
            done.turns,
        )
        messages.success(request, said % {"name": participant.pseudonym, "n": done.turns})
        return redirect("documents:participant_list", request.project.pk)
    context = {
        "participant": participant,
        "form": form,
        "numbers": services.what_erasing_does(request.project, participant),
    }
    return render(request, "coding/participant_erase.html", context)


def _initial(listed: HiddenName) -> dict[str, object]:
    return {"name": listed.name, "pseudonym": listed.pseudonym, "participant": listed.participant_id}
