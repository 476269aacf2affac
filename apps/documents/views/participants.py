"""Pages of participants."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.documents import queries, services
from apps.documents.forms import ParticipantForm
from apps.documents.models import Participant
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

PAGE_SIZE = 100


@require_GET
@project_view(Permission.VIEW)
def participant_list(request: ProjectRequest) -> HttpResponse:
    """The participants by pseudonym; `?text=` shows those whose name or office has the text in it."""
    text = request.GET.get("text", "").strip()
    sees_names = allows(request, Permission.SEE_REAL_NAMES)
    found = queries.filtered_participants(request.project, text, with_real_names=sees_names)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    rows = queries.participant_rows(page.object_list)
    context = {"page": page, "rows": rows, "text": text, "is_large": page.paginator.num_pages > 1 or text}
    return render(request, "documents/participant_list.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def participant_add(request: ProjectRequest) -> HttpResponse:
    form = _form(request, initial={"office": request.GET.get("office")})
    if request.method == "POST" and form.is_valid():
        try:
            services.create_participant(project=request.project, user=request.user, **form.cleaned_data)
            return redirect("documents:participant_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "documents/participant_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def participant_edit(request: ProjectRequest, participant_id: UUID) -> HttpResponse:
    participant = queries.get_participant(request.project, participant_id)
    name = participant.pseudonym
    form = _form(request, initial=_initial(participant))
    if request.method == "POST" and form.is_valid():
        try:
            services.change_participant(
                project=request.project, user=request.user, participant=participant, **form.cleaned_data
            )
            messages.success(request, _("The participant was saved."))
            return redirect("documents:participant_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    context = {"form": form, "name": name, "participant": participant}
    return render(request, "documents/participant_edit.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def participant_delete(request: ProjectRequest, participant_id: UUID) -> HttpResponse:
    participant = queries.get_participant(request.project, participant_id)
    if request.method == "POST":
        services.delete_participant(project=request.project, user=request.user, participant=participant)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": participant.pseudonym})
        return redirect("documents:participant_list", request.project.pk)
    context = {"participant": participant, "refusal": services.refusal_of_participant(participant)}
    return render(request, "documents/participant_delete.html", context)


def _form(request: ProjectRequest, initial: dict[str, object]) -> ParticipantForm:
    sees_names = allows(request, Permission.SEE_REAL_NAMES)
    return ParticipantForm(posted(request), project=request.project, with_real_name=sees_names, initial=initial)


def _initial(participant: Participant) -> dict[str, object]:
    return {
        "pseudonym": participant.pseudonym,
        "real_name": participant.real_name,
        "office": participant.office_id,
        "attributes": participant.attributes,
    }
