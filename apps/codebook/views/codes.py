"""A code beside the tree: looked at, added, changed, moved, deleted."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from apps.codebook import queries, services
from apps.codebook.forms import CodeForm, MoveForm, NewCodeForm, show_refusal
from apps.codebook.views.page import codebook_page
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest
from core.colors import PALETTE


@require_GET
@project_view(Permission.VIEW)
def code_detail(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    code = queries.placed_code(request.project, code_id)
    context = {
        "code": code,
        "count": queries.code_counts(request.project).get(code.pk, 0),
        "has_children": code.children.exists(),
        "missing": queries.missing_words(code),
    }
    return codebook_page(request, "code_detail", **context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_add(request: ProjectRequest) -> HttpResponse:
    """A new code, under the dimension or code that the address names (?under=)."""
    initial = {"under": request.GET.get("under")}
    form = NewCodeForm(request.POST or None, project=request.project, initial=initial)
    if request.method == "POST" and form.is_valid():
        dimension, parent = form.place
        words = {field: value for field, value in form.cleaned_data.items() if field != "under"}
        try:
            code = services.add_code(
                project=request.project, user=request.user, dimension=dimension, parent=parent, **words
            )
            return redirect("codebook:code_detail", request.project.pk, code.pk)
        except DomainError as error:
            show_refusal(form, error)
    return codebook_page(request, "code_add", form=form)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_edit(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    code = queries.get_code(request.project, code_id)
    form = CodeForm(request.POST or None, instance=code, project=request.project)
    if request.method == "POST" and form.is_valid():
        try:
            services.change_code(project=request.project, user=request.user, code=code, **form.cleaned_data)
            return redirect("codebook:code_detail", request.project.pk, code.pk)
        except DomainError as error:
            show_refusal(form, error)
    return codebook_page(request, "code_edit", form=form, code=code, palette=PALETTE)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_move(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    code = queries.get_code(request.project, code_id)
    form = MoveForm(request.POST or None, code=code, initial={"parent": code.parent_id})
    if request.method == "POST" and form.is_valid():
        parent_id, position = form.cleaned_data["parent"], form.cleaned_data["position"]
        parent = queries.get_code(request.project, parent_id) if parent_id else None
        services.move_code(project=request.project, user=request.user, code=code, parent=parent, position=position)
        return redirect("codebook:code_detail", request.project.pk, code.pk)
    return codebook_page(request, "code_move", form=form, code=code)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_delete(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """Delete a code that nothing hangs on; one that is used has a page of its own, with numbers."""
    code = queries.get_code(request.project, code_id)
    if queries.usage_of(code).is_used and request.method == "GET":
        return redirect("coding:code_remove", request.project.pk, code.pk)
    if request.method == "POST":
        services.delete_code(project=request.project, user=request.user, code=code)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": code.name})
        return redirect("codebook:codebook", request.project.pk)
    return codebook_page(request, "code_delete", code=code)
