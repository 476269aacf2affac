"""Pages of offices."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.documents import queries, services
from apps.documents.forms import OfficeForm
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

PAGE_SIZE = 100


@require_GET
@project_view(Permission.VIEW)
def office_list(request: ProjectRequest) -> HttpResponse:
    """The tree of offices; `?text=` shows those called so, with the offices above them."""
    rows, text = queries.office_tree(request.project), request.GET.get("text", "").strip()
    found = queries.offices_with(rows, text) if text else rows
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": page.object_list, "text": text, "is_large": len(rows) > PAGE_SIZE or text}
    return render(request, "documents/office_list.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def office_add(request: ProjectRequest) -> HttpResponse:
    form = OfficeForm(posted(request), project=request.project, initial={"parent": request.GET.get("below")})
    if request.method == "POST" and form.is_valid():
        try:
            services.create_office(project=request.project, user=request.user, **form.cleaned_data)
            return redirect("documents:office_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "documents/office_add.html", {"form": form})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def office_edit(request: ProjectRequest, office_id: UUID) -> HttpResponse:
    office = queries.get_office(request.project, office_id)
    initial = {"name": office.name, "parent": office.parent_id, "attributes": office.attributes}
    form = OfficeForm(posted(request), project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_office(project=request.project, user=request.user, office=office, **form.cleaned_data)
            messages.success(request, _("The office was saved."))
            return redirect("documents:office_list", request.project.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "documents/office_edit.html", {"form": form, "office": initial["name"]})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_DOCUMENTS)
def office_delete(request: ProjectRequest, office_id: UUID) -> HttpResponse:
    office = queries.get_office(request.project, office_id)
    if request.method == "POST":
        services.delete_office(project=request.project, user=request.user, office=office)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": office.name})
        return redirect("documents:office_list", request.project.pk)
    refusal = services.refusal_of_office(office)
    return render(request, "documents/office_delete.html", {"office": office, "refusal": refusal})
