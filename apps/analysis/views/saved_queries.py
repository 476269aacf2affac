"""Questions kept under a name: one's own, and those that others share."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.analysis import services
from apps.analysis.forms.recoding import SavedQueryForm
from apps.analysis.models import SavedQuery
from apps.analysis.queries.saved_queries import get_saved_query, saved_queries
from apps.analysis.views.asking import address_of
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def saved_query_list(request: ProjectRequest) -> HttpResponse:
    """One's own queries, and those that others share."""
    found = list(saved_queries(request.project, request.user))
    context = {
        "mine": [(query, True) for query in found if query.owner_id == request.user.pk],
        "shared": [(query, _may_change(request, query)) for query in found if query.owner_id != request.user.pk],
    }
    return render(request, "analysis/saved_query_list.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.SAVE_QUERIES)
def saved_query_create(request: ProjectRequest) -> HttpResponse:
    """Keep the query of the address under a name."""
    form = SavedQueryForm(posted(request), initial={"text": request.GET.get("q", "")})
    if request.method == "POST" and form.is_valid():
        try:
            saved = services.save_query(project=request.project, user=request.user, **form.cleaned_data)
            messages.success(request, _("The query is saved as “%(name)s”.") % {"name": saved})
            return redirect(address_of(request.project, saved.text))
        except DomainError as error:
            show_error(form, error)
    return render(request, "analysis/saved_query_create.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.SAVE_QUERIES)
def saved_query_edit(request: ProjectRequest, query_id: UUID) -> HttpResponse:
    """Give a query another name or text, share it or keep it to oneself."""
    saved = get_saved_query(request.project, request.user, query_id)
    initial = {"name": saved.name, "text": saved.text, "shared": saved.shared}
    form = SavedQueryForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_query(
                project=request.project, user=request.user, query_id=saved.pk, **form.cleaned_data
            )  # fmt: skip
            messages.success(request, _("The query was changed."))
            return redirect("analysis:saved_query_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "analysis/saved_query_edit.html", {"form": form, "saved": saved})


@require_POST
@project_view(Permission.SAVE_QUERIES)
def saved_query_delete(request: ProjectRequest, query_id: UUID) -> HttpResponse:
    """Delete a query; the list then offers to take that back."""
    address = reverse("analysis:saved_query_list", args=[request.project.pk])
    try:
        saved = get_saved_query(request.project, request.user, query_id)
        activity = services.delete_query(project=request.project, user=request.user, query_id=saved.pk)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": saved})
        address += f"?undo={activity.pk}"
    except DomainError as error:
        messages.error(request, error.message)
    return redirect(address)


def _may_change(request: ProjectRequest, query: SavedQuery) -> bool:
    return query.owner_id == request.user.pk or allows(request, Permission.MANAGE)
