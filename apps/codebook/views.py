"""The codebook's pages: the tree, and something beside it. Creating a project is here too."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.codebook import queries, services
from apps.codebook.forms import (
    CodeForm,
    DimensionForm,
    FreezeForm,
    MoveForm,
    NewCodeForm,
    ProjectForm,
    TemplateForm,
    show_refusal,
)
from apps.codebook.template_data import TEMPLATES
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.http import ProjectRequest, Request
from core.colors import PALETTE


def _page(request: ProjectRequest, pane: str, **context: Any) -> HttpResponse:
    """The tree, and beside it the template `pane`."""
    context |= {
        "branches": queries.branches_of(request.project),
        "version": queries.codebook_version_number(request.project),
        "pane": f"codebook/_{pane}.html",
        "templates": TEMPLATES,
    }
    return render(request, "codebook/codebook.html", context)


@require_http_methods(["GET", "POST"])
def project_create(request: Request) -> HttpResponse:
    form = ProjectForm(request.POST or None, initial={"language": get_language()})
    if request.method == "POST" and form.is_valid():
        project = services.create_study(user=request.user, **form.cleaned_data)
        messages.success(request, _("The project is ready. Upload transcripts next."))
        return redirect("documents:transcript_list", project.pk)
    return render(request, "codebook/project_create.html", {"form": form, "templates": TEMPLATES})


@require_GET
@project_view(Permission.VIEW)
def codebook(request: ProjectRequest) -> HttpResponse:
    return _page(request, "overview")


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def template_apply(request: ProjectRequest) -> HttpResponse:
    form = TemplateForm(request.POST)
    if form.is_valid():
        services.apply_template(project=request.project, user=request.user, **form.cleaned_data)
    return redirect("codebook:codebook", request.project.pk)


# --- dimensions ---------------------------------------------------------------------------------------------


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
    return _page(request, "dimension_add", form=form)


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
    return _page(request, "dimension_edit", form=form, dimension=dimension)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def dimension_delete(request: ProjectRequest, dimension_id: UUID) -> HttpResponse:
    dimension = queries.get_dimension(request.project, dimension_id)
    if request.method == "POST":
        services.delete_dimension(project=request.project, user=request.user, dimension=dimension)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": dimension.name})
        return redirect("codebook:codebook", request.project.pk)
    return _page(request, "dimension_delete", dimension=dimension, codes=dimension.codes.count())


# --- codes --------------------------------------------------------------------------------------------------


@require_GET
@project_view(Permission.VIEW)
def code_detail(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    code = queries.placed_code(request.project, code_id)
    count = queries.code_counts(request.project).get(code.pk, 0)
    return _page(request, "code_detail", code=code, count=count, has_children=code.children.exists())


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
    return _page(request, "code_add", form=form)


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
    return _page(request, "code_edit", form=form, code=code, palette=PALETTE)


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
    return _page(request, "code_move", form=form, code=code)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_delete(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    code = queries.get_code(request.project, code_id)
    if request.method == "POST":
        services.delete_code(project=request.project, user=request.user, code=code)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": code.name})
        return redirect("codebook:codebook", request.project.pk)
    return _page(request, "code_delete", code=code, usage=queries.usage_of(code))


# --- versions -----------------------------------------------------------------------------------------------


@require_GET
@project_view(Permission.VIEW)
def codebook_versions(request: ProjectRequest) -> HttpResponse:
    context = {"versions": queries.versions_of(request.project), "form": FreezeForm()}
    return render(request, "codebook/codebook_versions.html", context)


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def codebook_freeze(request: ProjectRequest) -> HttpResponse:
    form = FreezeForm(request.POST)
    if form.is_valid():
        version = services.freeze_codebook(project=request.project, user=request.user, **form.cleaned_data)
        messages.success(request, _("Version %(number)s was frozen.") % {"number": version.number})
    return redirect("codebook:codebook_versions", request.project.pk)


@require_GET
@project_view(Permission.VIEW)
def codebook_version(request: ProjectRequest, number: int) -> HttpResponse:
    version = queries.get_version(request.project, number)
    return render(request, "codebook/codebook_version.html", {"version": version})
