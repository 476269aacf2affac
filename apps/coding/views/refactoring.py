"""Pages that merge, split and move codes: first the numbers, then the change, and a way back."""

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.codebook.queries import code_and_below, placed_code
from apps.coding import services
from apps.coding.forms.refactoring import MergeForm, OfficeForm, RelocateForm, SplitForm
from apps.coding.queries.refactoring import OnConflict, Plan, passages_to_pick, picks_in_context
from apps.coding.services import Refactoring
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest

PAGE_SIZE = 50


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_merge(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """Choose the codes that become one with this one; `?sources=` shows what would change."""
    code = placed_code(request.project, code_id)
    form = MergeForm(_asked(request, "sources"), project=request.project, into=code)

    def act(*, on_conflict: OnConflict, dry_run: bool) -> Refactoring:
        chosen = form.cleaned_data | {"on_conflict": on_conflict}
        return services.merge_codes(
            project=request.project, user=request.user, into=code.pk, dry_run=dry_run, **chosen
        )  # fmt: skip

    done, preview = _attempt(request, form, act)
    if done:
        return _to_code(request, done, _("The codes were merged."))
    return render(request, "coding/code_merge.html", {"code": code, "form": form, "preview": preview})


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_relocate(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """Choose where a code goes, also in another dimension; `?under=` shows what would change."""
    code = placed_code(request.project, code_id)
    branch = code_and_below(request.project, code.pk)
    form = RelocateForm(_asked(request, "under"), project=request.project, without=branch)

    def act(*, on_conflict: OnConflict, dry_run: bool) -> Refactoring:
        chosen = form.cleaned_data | {"on_conflict": on_conflict}
        return services.relocate_code(
            project=request.project, user=request.user, code=code.pk, dry_run=dry_run, **chosen
        )  # fmt: skip

    done, preview = _attempt(request, form, act)
    if done:
        return _to_code(request, done, _("“%(name)s” was moved.") % {"name": code})
    context = {"code": code, "form": form, "preview": preview, "place": form.place()}
    return render(request, "coding/code_relocate.html", context)


@require_POST
@project_view(Permission.EDIT_CODEBOOK)
def code_shift(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """One level up (`to=promote`) or under the code before it (`to=demote`)."""
    shift = services.demote_code if request.POST.get("to") == "demote" else services.promote_code
    try:
        done = shift(project=request.project, user=request.user, code=code_id)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("codebook:code_detail", request.project.pk, code_id)
    return _to_code(request, done, _("The code was moved."))


@require_http_methods(["GET", "POST"])
@project_view(Permission.EDIT_CODEBOOK)
def code_split(request: ProjectRequest, code_id: UUID) -> HttpResponse:
    """The code's passages in their context, to tick those that get a new code.

    One form holds everything, so that what was ticked is kept from page to page: `step` says what was asked for.
    """
    code = placed_code(request.project, code_id)
    step = request.POST.get("step", "")
    narrowing = OfficeForm(posted(request) or {}, project=request.project)
    found = passages_to_pick(request.project, code, narrowing.wanted())
    picked = _picked(request.POST)
    if step == "all":
        picked |= set(found.values_list("pk", flat=True))
    elif step == "none":
        picked = set()
    is_asked = step in {"preview", "split"}
    form = SplitForm(request.POST if is_asked else None, project=request.project, initial=_words(request.POST))

    def act(*, on_conflict: OnConflict, dry_run: bool) -> Refactoring:
        chosen = form.cleaned_data | {"on_conflict": on_conflict, "codings": sorted(picked)}
        return services.split_code(project=request.project, user=request.user, code=code.pk, dry_run=dry_run, **chosen)

    done, preview = _attempt(request, form, act, is_final=step == "split")
    if done:
        return _to_code(request, done, _said_of_split(done.plan))
    page = Paginator(found, PAGE_SIZE).get_page(
        step.removeprefix("page-") if "page-" in step else request.POST.get("at")
    )
    context = {
        "code": code,
        "form": form,
        "narrowing": narrowing,
        "page": page,
        "passages": picks_in_context(page.object_list),
        "picked": picked,
        "elsewhere": ",".join(sorted(pk.hex for pk in picked)),
        "shown": ",".join(coding.pk.hex for coding in page.object_list),
        "beyond": len(picked - {coding.pk for coding in page.object_list}),
        "preview": preview,
    }
    return render(request, "coding/code_split.html", context)


def _asked(request: ProjectRequest, field: str) -> QueryDict | None:
    """What the form is bound to: a change to make, or one to preview; None when nothing was chosen yet."""
    return posted(request) or (request.GET if field in request.GET else None)


def _attempt(
    request: ProjectRequest, form: forms.Form, act: Callable[..., Refactoring], *, is_final: bool = True
) -> tuple[Refactoring | None, Plan | None]:
    """Do what a valid form asks for when it was posted, else say what would change. Refusals go to the form."""
    if not form.is_bound or not form.is_valid():
        return None, None
    choice: OnConflict = form.cleaned_data["on_conflict"]
    try:
        preview = act(on_conflict=choice, dry_run=True).plan
    except DomainError as error:
        show_error(form, error)
        return None, None
    if request.method == "POST" and is_final:
        try:
            return act(on_conflict=choice, dry_run=False), None
        except DomainError as error:
            show_error(form, error)
    return None, preview


def _to_code(request: ProjectRequest, done: Refactoring, said: str) -> HttpResponse:
    """To the page of the code, with a button that takes the change back."""
    messages.success(request, said)
    address = reverse("codebook:code_detail", args=[request.project.pk, done.code])
    return redirect(f"{address}?undo={done.activity}")


def _said_of_split(plan: Plan) -> str:
    said = ngettext("The new code has %(n)s passage.", "The new code has %(n)s passages.", plan.moved)
    return said % {"n": plan.moved}


def _picked(asked: QueryDict) -> set[UUID]:
    """What was ticked on other pages and on this one, whose boxes are `shown`."""
    elsewhere, shown = _ids(asked.get("picked", "")), _ids(asked.get("shown", ""))
    return (elsewhere - shown) | _ids(",".join(asked.getlist("codings")))


def _ids(listed: str) -> set[UUID]:
    """Identifiers with commas between; what is none counts as not there."""
    found = set()
    for each in filter(None, listed.split(",")):
        try:
            found.add(UUID(each))
        except ValueError:
            continue
    return found


def _words(asked: QueryDict) -> dict[str, str]:
    return {name: str(asked[name]) for name in ("name", "definition", "under", "on_conflict") if name in asked}
