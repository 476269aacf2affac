"""Pages that change the codebook where passages feel it: first the numbers, then the change, and a way back."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from apps.codebook.queries import code_named, get_dimension, get_version, placed_code
from apps.coding import services
from apps.coding.forms.codebook import InsteadForm, KeepForm
from apps.coding.queries.removing import crowded_codes, crowded_passages
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import show_error
from apps.web.http import ProjectRequest

PASSAGES_SHOWN = 50


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_remove(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """What is lost with a used code, in numbers, and merging it into another beside; `?into=` goes there."""
    code = placed_code(request.project, code_id)
    instead = InsteadForm(request.GET or None, project=request.project, code=code)
    if instead.is_bound and instead.is_valid():
        address = reverse("coding:code_merge", args=[request.project.pk, instead.cleaned_data["into"]])
        return redirect(f"{address}?sources={code.pk}")
    asked: dict[str, Any] = {"project": request.project, "user": request.user, "code": code.pk}
    if request.method == "POST":
        done = services.remove_code(**asked)
        messages.success(request, _("“%(name)s” was deleted.") % {"name": code})
        return _to_codebook(request, done.activity)
    plan = services.remove_code(**asked, dry_run=True).plan
    return render(request, "coding/code_remove.html", {"code": code, "plan": plan, "form": instead})


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def code_place(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """Put a code where it was dropped in the tree; what leaves its dimension goes to the page with the numbers."""
    code = placed_code(request.project, code_id)
    under, position = request.POST.get("under", ""), request.POST.get("position", "")
    asked: dict[str, Any] = {
        "project": request.project, "user": request.user, "code": code.pk,
        "under": _uuid(under), "position": int(position) if position.isdecimal() else None,
    }  # fmt: skip
    try:
        plan = services.relocate_code(**asked, dry_run=True).plan
        if plan.changes_dimension or plan.conflicts:
            address = reverse("coding:code_relocate", args=[request.project.pk, code.pk])
            address += f"?under={under}&position={position}"
            return HttpResponseClientRedirect(address) if request.htmx else redirect(address)
        services.relocate_code(**asked)
        messages.success(request, _("“%(name)s” was moved.") % {"name": code})
    except DomainError as error:
        messages.error(request, error.message)
    at = code_named(request.project, request.POST.get("at", ""))
    if at:
        return redirect("codebook:code_detail", request.project.pk, at.pk)
    return redirect("codebook:codebook", request.project.pk)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def dimension_exclusive(request: ProjectRequest, dimension_id: UUID) -> HttpResponse:
    """The passages that stand in the way of an exclusive dimension, and what they keep; `?keep=` shows the numbers."""
    dimension = get_dimension(request.project, dimension_id)
    form = KeepForm(request.POST or request.GET or None, dimension=dimension)

    def act(*, dry_run: bool) -> Any:
        asked: dict[str, Any] = {"project": request.project, "user": request.user, "dimension": dimension.pk}
        return services.make_exclusive(**asked, **form.cleaned_data, dry_run=dry_run)

    done, preview = _attempt(request, form, act)
    if done:
        messages.success(request, _("“%(name)s” is exclusive now.") % {"name": dimension})
        return _to_codebook(request, done.activity)
    passages = crowded_passages(dimension)
    context = {
        "dimension": dimension,
        "form": form,
        "preview": preview,
        "codes": crowded_codes(dimension),
        "count": passages.count(),
        "passages": passages.select_related("transcript", "coder").prefetch_related("codings__code")[:PASSAGES_SHOWN],
    }
    return render(request, "coding/dimension_exclusive.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def codebook_restore(request: ProjectRequest, number: int) -> HttpResponse:
    """What bringing back a version changes, code by code, and then the change."""
    version = get_version(request.project, number)
    asked: dict[str, Any] = {"project": request.project, "user": request.user, "number": number}
    if request.method == "POST":
        try:
            done = services.restore_codebook(**asked)
        except DomainError as error:
            messages.error(request, error.message)
            return redirect("codebook:codebook_versions", request.project.pk)
        messages.success(request, _("Version %(number)s was brought back.") % {"number": number})
        return _to_codebook(request, done.activity)
    plan = services.restore_codebook(**asked, dry_run=True).plan
    return render(request, "coding/codebook_restore.html", {"version": version, "plan": plan})


def _attempt(request: ProjectRequest, form: KeepForm, act: Callable[..., Any]) -> tuple[Any, Any]:
    """(What was done, None) where a valid form was posted, else (None, what would be done)."""
    if not form.is_bound or not form.is_valid():
        return None, None
    try:
        done = act(dry_run=request.method != "POST")
    except DomainError as error:
        show_error(form, error)
        return None, None
    return (done, None) if request.method == "POST" else (None, done.plan)


def _to_codebook(request: ProjectRequest, activity: int | None) -> HttpResponse:
    """To the codebook, with a button that takes the change back."""
    return redirect(f"{reverse('codebook:codebook', args=[request.project.pk])}?undo={activity}")


def _uuid(written: str) -> UUID:
    """An id as it was sent; what is none is nobody's."""
    try:
        return UUID(written)
    except ValueError:
        return UUID(int=0)
