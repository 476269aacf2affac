"""Taking changes back and making them again from outside the workspace."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from apps.coding.pages import page_of
from apps.coding.undo import redo, undo
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest


@require_POST
@project_view(Permission.DISCUSS)
def change_undo(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """Take back one of one's own changes, as undo in the workspace does; a lead, also somebody else's."""
    return _travel(request, undo, activity_id)


@require_POST
@project_view(Permission.DISCUSS)
def change_redo(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """Make a change that was taken back again."""
    return _travel(request, redo, activity_id)


def _travel(request: ProjectRequest, service: Callable[..., Any], activity_id: int) -> HttpResponse:
    here = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(here, allowed_hosts=None):
        here = ""
    try:
        outcome = service(project=request.project, user=request.user, activity_id=activity_id)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect(here or "projects:activity_list", *([] if here else [request.project.pk]))
    messages.success(request, outcome["undone"]["said"])
    return redirect(here or page_of(request.project, outcome["undone"], outcome))
