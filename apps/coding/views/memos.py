"""The pages of memos: the searchable list, one memo, writing it, and what happens when two write at once."""

from dataclasses import asdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.coding import services
from apps.coding.forms.memos import MemoFilterForm, MemoForm
from apps.coding.memo_links import address_of, targets_of
from apps.coding.models import Memo
from apps.coding.queries import memos as queries
from apps.coding.undo import undo
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest
from core.markdown import Ref, links_in

ON_A_PAGE = 25


@require_GET
@project_view(Permission.VIEW)
def memo_list(request: ProjectRequest) -> HttpResponse:
    """All memos of the project, those on passages too, under the filter that stands in the address."""
    form = MemoFilterForm(request.GET, project=request.project)
    chosen = form.chosen
    page = Paginator(queries.memo_rows(request.project, chosen), ON_A_PAGE).get_page(request.GET.get("page"))
    with_names = allows(request, Permission.SEE_REAL_NAMES)
    context = {
        "form": form,
        "page": page,
        "memos": queries.entries(request.project, page.object_list, words=chosen.words, with_names=with_names),
        "is_filtered": chosen != queries.MemoFilter(),
        "kept": {name: value for name, value in asdict(chosen).items() if value},
        "about": _chosen_thing(chosen) or f"project:{request.project.pk}",
    }
    return render(request, "coding/memo_list.html", context)


@require_GET
@project_view(Permission.VIEW)
def memo_detail(request: ProjectRequest, memo_id: UUID) -> HttpResponse:
    memo = queries.get_memo(request.project, memo_id)
    context = {
        "memo": memo,
        "entry": queries.entry_of(request.project, memo),
        "history": queries.history_of_memo(request.project, memo.pk),
        "may_edit": _may_edit(request, memo),
    }
    return render(request, "coding/memo_detail.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.WRITE_MEMOS)
def memo_create(request: ProjectRequest) -> HttpResponse:
    """Write a memo; `?about=code:…` says about what, the project itself otherwise."""
    ref = _ref(request)
    target = targets_of(request.project, [ref]).get(ref)
    if target is None:
        raise Http404
    form = MemoForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            memo = services.create_memo(
                project=request.project,
                user=request.user,
                kind=ref.kind,
                about=ref.id,
                title=form.cleaned_data["title"],
                text=form.cleaned_data["text"],
            )
            return redirect("coding:memo_detail", request.project.pk, memo.pk)
        except DomainError as error:
            show_error(form, error)
    context = {"form": form, "about": target, "kind_name": Memo.Kind(ref.kind).label, "back": target.url}
    return render(request, "coding/memo_create.html", context)


@require_http_methods(["GET", "POST"])
@project_view(Permission.WRITE_MEMOS)
def memo_edit(request: ProjectRequest, memo_id: UUID) -> HttpResponse:
    """Write a memo anew. When somebody else did so meanwhile, both texts are shown to choose from."""
    memo = queries.get_memo(request.project, memo_id)
    form = MemoForm(posted(request), initial={"title": memo.title, "text": memo.text, "version": memo.version})
    theirs = None
    if request.method == "POST" and form.is_valid():
        try:
            services.change_memo(project=request.project, user=request.user, memo_id=memo.pk, **_written(form))
            return redirect("coding:memo_detail", request.project.pk, memo.pk)
        except DomainError as error:
            theirs = error.fields.get("memo") if error.code == "memo_changed" else None
            if theirs:
                # Saving once more says: mine shall stand, over what I have now seen.
                form = MemoForm(initial={**form.cleaned_data, "version": theirs["version"]})
            else:
                show_error(form, error)
    context = {
        "memo": memo,
        "form": form,
        "theirs": theirs,
        "last": queries.history_of_memo(request.project, memo.pk).first() if theirs else None,
        "back": address_of(request.project, Ref("memo", memo.pk)),
    }
    return render(request, "coding/memo_edit.html", context)


@require_POST
@project_view(Permission.WRITE_MEMOS)
def memo_delete(request: ProjectRequest, memo_id: UUID) -> HttpResponse:
    try:
        done = services.delete_memo(project=request.project, user=request.user, memo_id=memo_id)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("coding:memo_list", request.project.pk)
    messages.success(request, _("The memo “%(title)s” is deleted.") % {"title": done.label})
    return redirect(f"{reverse('coding:memo_list', args=[request.project.pk])}?undo={done.pk}")


@require_POST
@project_view(Permission.WRITE_MEMOS)
def memo_undo(request: ProjectRequest, activity_id: int) -> HttpResponse:
    """Take back a change to a memo; a lead, also somebody else's."""
    try:
        outcome = undo(project=request.project, user=request.user, activity_id=activity_id)
    except DomainError as error:
        messages.error(request, error.message)
        return redirect("coding:memo_list", request.project.pk)
    messages.success(request, outcome["undone"]["said"])
    there = queries.memos_of(request.project).filter(pk=outcome["undone"]["object"]).first()
    if there:
        return redirect("coding:memo_detail", request.project.pk, there.pk)
    return redirect("coding:memo_list", request.project.pk)


@require_POST
@project_view(Permission.WRITE_MEMOS)
def memo_preview(request: ProjectRequest) -> HttpResponse:
    """The text of a memo as it will be shown: a fragment of the page on which it is written."""
    form = MemoForm(request.POST)
    text = form.cleaned_data.get("text", "") if form.is_valid() else ""
    context = {"form": form, "text": text, "targets": targets_of(request.project, links_in(text))}
    return render(request, "coding/_memo_preview.html", context)


def _written(form: MemoForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("title", "text")} | {
        "version": form.cleaned_data["version"] or 0
    }


def _may_edit(request: ProjectRequest, memo: Memo) -> bool:
    own = memo.author_id == request.user.pk and allows(request, Permission.WRITE_MEMOS)
    return own or allows(request, Permission.EDIT_MEMOS)


def _ref(request: ProjectRequest) -> Ref:
    """What `?about=` names. Raises Http404 when it names no kind of thing that memos are about."""
    kind, _colon, pk = request.GET.get("about", f"project:{request.project.pk}").partition(":")
    try:
        ref = Ref(Memo.Kind(kind).value, UUID(pk))
    except ValueError:
        raise Http404 from None
    if kind == Memo.Kind.PROJECT and ref.id != request.project.pk:
        raise Http404
    return ref


def _chosen_thing(chosen: queries.MemoFilter) -> str:
    """The one thing that the list is narrowed to, as `?about=` names it."""
    for kind in ("code", "transcript", "participant", "office"):
        if pk := getattr(chosen, kind):
            return f"{kind}:{pk}"
    return ""
