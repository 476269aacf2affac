"""Changing many transcripts at once: choose, see in numbers what would change, change."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from apps.documents import services
from apps.documents.forms import ChangesForm, SelectionForm
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import show_error
from apps.web.http import ProjectRequest

STEPS = ("preview", "apply")
# Completes "12 …": what changes in so many of them.
NAMES = {
    "office": gettext_lazy("get another office"),
    "kind": gettext_lazy("get another kind"),
    "language": gettext_lazy("get another language"),
    "date": gettext_lazy("get another date"),
    "participants": gettext_lazy("get other participants"),
    "attributes": gettext_lazy("get another value of the attribute"),
    "binned": gettext_lazy("go to the bin, with their codings"),
}


@require_POST
@project_view(Permission.EDIT_DOCUMENTS)
def transcripts_change(request: ProjectRequest) -> HttpResponse:
    """The list posts what was chosen; this page posts itself `step` by step, and works without scripts."""
    selection = SelectionForm(request.POST, project=request.project)
    transcripts = selection.transcripts()
    step = request.POST.get("step")
    form = ChangesForm(request.POST if step in STEPS else None, project=request.project)
    context = {"selection": selection, "form": form, "total": transcripts.count(), "preview": None}
    if not context["total"]:
        messages.warning(request, _("Tick the transcripts that are to change first."))
        return _back_to_list(request, selection.asked)
    if step in STEPS and form.is_valid():
        asked: Any = {"project": request.project, "transcripts": transcripts, "changes": form.as_changes()}
        try:
            # What was shown is what is done: when other transcripts fit the filter by now, it is shown again.
            if step == "apply" and request.POST.get("expected") == str(context["total"]):
                change = services.change_transcripts(user=request.user, **asked)
                return _back_to_list(request, selection.asked, changed=change.pk if change else None)
            context["preview"] = preview = services.preview_changes(**asked)
            context["named"] = [(NAMES[name], count) for name, count in preview.counts.items()]
        except DomainError as error:
            show_error(form, error)
    return render(request, "documents/transcripts_change.html", context)


def _back_to_list(request: ProjectRequest, asked: str, changed: int | None = None) -> HttpResponse:
    parts = [asked, f"changed={changed}" if changed else ""]
    query = "&".join(part for part in parts if part)
    page = reverse("documents:transcript_list", args=[request.project.pk])
    return redirect(f"{page}?{query}" if query else page)
