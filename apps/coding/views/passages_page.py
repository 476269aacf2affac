"""A code's passages beside its definition, and passages that become its examples."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.codebook.queries import get_code, placed_code
from apps.coding import services
from apps.coding.forms.codebook import PassagesForm
from apps.coding.queries.code_passages import passages_of_code
from apps.coding.queries.refactoring import picks_in_context
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest

PAGE_SIZE = 20


@require_GET
@project_view(Permission.VIEW)
def code_passages(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """The fragment beside the definition; pages after the first bring their rows only. By itself: all passages."""
    code = placed_code(request.project, code_id)
    if not request.htmx:
        return redirect(f"{reverse('analysis:passages', args=[request.project.pk])}?code={code.pk}&rollup=0")
    form = PassagesForm(request.GET, project=request.project)
    narrowed = form.narrowed()
    found = passages_of_code(request.project, code, **narrowed)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "code": code,
        "form": form,
        "page": page,
        "passages": picks_in_context(page.object_list),
        "below": narrowed["below"],
        "has_children": code.children.exists(),
    }
    part = "passages_rows" if page.number > 1 else "passages_list"
    return render(request, f"coding/_{part}.html", context)


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def code_example(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """Use a passage as example or counter-example (`field`) of the code."""
    code = get_code(request.project, code_id)
    try:
        coding = UUID(request.POST.get("coding", ""))
    except ValueError as error:
        raise Invalid("invalid_coding", _("Choose a passage. Nothing was changed.")) from error
    try:
        services.use_as_example(
            project=request.project, user=request.user, code=code.pk, coding=coding,
            field=request.POST.get("field", ""),
        )  # fmt: skip
        messages.success(request, _("The passage stands among the examples now."))
    except DomainError as error:
        messages.error(request, error.message)
    return redirect("codebook:code_detail", request.project.pk, code.pk)
