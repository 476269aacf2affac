"""One change on many results, first in numbers; and a memo about a query."""

from collections.abc import Sequence
from dataclasses import asdict
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from apps.analysis.forms.query_rows import choices_of
from apps.analysis.forms.recoding import ChangeForm, QueryMemoForm
from apps.analysis.queries.retrieval import ask
from apps.analysis.views.asking import Asked, address_of, asked_as
from apps.coding.models import Memo
from apps.coding.services import Recoding, create_memo, recode
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.web.errors import DomainError
from apps.web.forms import posted, show_error
from apps.web.http import ProjectRequest


@require_POST
@project_view(Permission.CODE)
def retrieval_change(request: ProjectRequest) -> HttpResponse:
    """What is to be done with the passages chosen, or with all that the query finds; `step` says do it."""
    asked, order = asked_as(request.POST.get("q", "")), request.POST.get("order", "")
    back = address_of(request.project, asked.text, order=order)
    which = "all" if request.POST.get("which") == "all" else "selected"
    chosen = _chosen(request, asked, which)
    if not chosen:
        messages.error(request, _("Choose at least one passage. Nothing was changed."))
        return redirect(back)
    form = ChangeForm(request.POST if "act" in request.POST else None, project=request.project)
    step = request.POST.get("step", "")
    preview = _previewed(request, form, chosen) if form.is_bound and (step or form.is_filled) else None
    seen = _seen(chosen, preview) if preview else ""
    if preview and step == "do":
        if request.POST.get("seen") != seen:
            form.add_error(None, _("This changed since you looked. Look at the numbers again; nothing was changed."))
        elif (done := _done(request, form, chosen)) is not None:
            return redirect(address_of(request.project, asked.text, order=order, undo=done.activity))
    context: dict[str, Any] = {
        "asked": asked, "order": order, "back": back, "which": which, "chosen": chosen, "form": form,
        "preview": preview, "seen": seen, "choices": {"code": choices_of(request.project)["code"]},
    }  # fmt: skip
    return render(request, "analysis/retrieval_change.html", context)


def _chosen(request: ProjectRequest, asked: Asked, which: str) -> Sequence[UUID]:
    if which == "all":
        return list(ask(request.project, asked.query, request.user).segments) if asked.query else []
    ids = []
    for told in request.POST.getlist("segment"):
        try:
            ids.append(UUID(told))
        except ValueError:
            continue
    return ids


def _previewed(request: ProjectRequest, form: ChangeForm, chosen: Sequence[UUID]) -> Recoding | None:
    if not form.is_valid() or form.change is None:
        return None
    try:
        return recode(project=request.project, user=request.user, segments=chosen, change=form.change, dry_run=True)
    except DomainError as error:
        show_error(form, error)
        return None


def _done(request: ProjectRequest, form: ChangeForm, chosen: Sequence[UUID]) -> Recoding | None:
    """Do it and say so; a refusal goes to the form."""
    if form.change is None:
        return None
    try:
        done = recode(project=request.project, user=request.user, segments=chosen, change=form.change)
    except DomainError as error:
        show_error(form, error)
        return None
    said = ngettext("%(n)s passage was changed.", "%(n)s passages were changed.", done.touched)
    messages.success(request, said % {"n": done.touched})
    return done


def _seen(chosen: Sequence[UUID], preview: Recoding) -> str:
    """A mark of what the page showed: other passages, or other numbers, are another page."""
    numbers = asdict(preview) | {"others": sorted(preview.others.items())}
    return sha256(repr((sorted(chosen), sorted(numbers.items()))).encode()).hexdigest()[:32]


@require_http_methods(["GET", "POST"])
@project_view(Permission.WRITE_MEMOS)
def retrieval_memo(request: ProjectRequest) -> HttpResponse:
    """Write a memo about a query: it belongs to the project, and its text begins with a link to the query."""
    asked = asked_as((request.POST or request.GET).get("q", ""))
    back = address_of(request.project, asked.text)
    form = QueryMemoForm(posted(request), initial=_first_words(request, asked, back))
    if request.method == "POST" and form.is_valid():
        try:
            memo = create_memo(
                project=request.project, user=request.user, kind=Memo.Kind.PROJECT, about=request.project.pk,
                title=form.cleaned_data["title"], text=form.cleaned_data["text"],
            )  # fmt: skip
            return redirect("coding:memo_detail", request.project.pk, memo.pk)
        except DomainError as error:
            show_error(form, error)
    return render(request, "analysis/retrieval_memo.html", {"asked": asked, "back": back, "form": form})


def _first_words(request: ProjectRequest, asked: Asked, address: str) -> dict[str, str]:
    if asked.query is None:
        return {}
    n = ask(request.project, asked.query, request.user).total
    said = ngettext("%(n)s passage on %(day)s", "%(n)s passages on %(day)s", n)
    told = said % {"n": n, "day": date_format(timezone.localdate())}
    return {"text": f"[`` {asked.text} ``]({address})\n{told}\n\n"}
