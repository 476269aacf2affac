"""Adding, changing and deleting dimensions, beside the tree."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from apps.codebook import queries, services
from apps.codebook.forms import DimensionForm, show_refusal
from apps.codebook.views.page import codebook_page
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def dimension_add(request: ProjectRequest) -> HttpResponse:
    form = DimensionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_dimension(project=request.project, user=request.user, **form.cleaned_data)
            return redirect("codebook:codebook", request.project.pk)
        except DomainError as error:
            show_refusal(form, error)
    return codebook_page(request, "dimension_add", form=form)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def dimension_edit(request: ProjectRequest, dimension_id: UUID) -> HttpResponse:
    dimension = queries.get_dimension(request.project, dimension_id)
    form = DimensionForm(request.POST or None, instance=dimension)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_dimension(
                project=request.project, user=request.user, dimension=dimension, **form.cleaned_data
            )
            return redirect("codebook:codebook", request.project.pk)
        except DomainError as error:
            show_refusal(form, error)
    crowded = form.errors and queries.violations_of(dimension)
    return codebook_page(request, "dimension_edit", form=form, dimension=dimension, crowded=crowded)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def dimension_delete(request: ProjectRequest, dimension_id: UUID) -> HttpResponse:
    dimension = queries.get_dimension(request.project, dimension_id)
    if request.method == "POST":
        services.delete_dimension(project=request.project, user=request.user, dimension=dimension)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": dimension.name})
        return redirect("codebook:codebook", request.project.pk)
    return codebook_page(
        request, "dimension_delete", dimension=dimension, codes=queries.siblings(request.project, dimension.pk, None)
    )
