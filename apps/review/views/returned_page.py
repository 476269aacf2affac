"""What came back to a coder, and what they do about it."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from apps.accounts.auth import check_is_expected
from apps.accounts.models import User
from apps.coding.queries import coders_of
from apps.projects.access import allows, project_view
from apps.projects.permissions import Permission
from apps.review import queries, services
from apps.review.desk import Codebook, Group, neighbours, page_of, rows_of
from apps.review.forms import AnswerForm
from apps.review.models import Comment
from apps.review.views.desks import done, item_context, refused
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest


@require_GET
@project_view(Permission.VIEW)
def returned(request: ProjectRequest) -> HttpResponse:
    """One's own returned codings; who judges may look at any coder's."""
    coder, others = _whose(request)
    book = Codebook(request.project)
    page = page_of(queries.returned_to(request.project, coder), request.GET.get("page"))
    rows = rows_of(request.project, page.object_list)
    asked = request.GET.get("coding", "")
    wanted = next((row.coding.pk for row in rows if str(row.coding.pk) == asked), rows[0].coding.pk if rows else None)
    context: dict[str, Any] = {
        "desk": "returned",
        "coder": coder,
        "others": others,
        "page": page,
        "groups": _groups(rows),
        "waiting": sum(not row.standing.answered for row in rows),
        "item": None,
    }
    if wanted:
        context |= item_context(request, wanted, book) | neighbours(rows, wanted)
    return render(request, "review/returned.html", context)


@require_POST
@project_view(Permission.CODE)
def coding_answer(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """Stand by a coding with a reason, or say that what was asked is done."""
    form = AnswerForm(request.POST)
    try:
        check_is_expected(request)
        if not form.is_valid():
            raise Invalid("no_answer", _("This is no answer. Write why you stand by it, or say that it is done."))
        services.answer(project=request.project, user=request.user, coding=coding_id, **form.cleaned_data)
    except DomainError as error:
        return refused(request, coding_id, error)
    stands = form.cleaned_data["kind"] == Comment.Kind.STANDS
    return done(request, coding_id, _("Your reason was sent.") if stands else _("Said to be done."))


@require_POST
@project_view(Permission.CODE)
def suggestion_take(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """Put the suggested code in place of the coded one."""
    try:
        check_is_expected(request)
        made = services.take_suggestion(project=request.project, user=request.user, coding=coding_id)
    except DomainError as error:
        return refused(request, coding_id, error)
    return done(request, made, _("The suggested code was taken."))


def _whose(request: ProjectRequest) -> tuple[User, list[User]]:
    """Whose codings are shown, and whose others may be."""
    if not allows(request, Permission.REVIEW):
        return request.user, []
    coders = list(coders_of(request.project))
    asked = request.GET.get("coder", "")
    chosen = next((coder for coder in coders if str(coder.pk) == asked), None)
    if chosen is None and request.user not in coders and coders:
        chosen = coders[0]
    return chosen or request.user, coders


def _groups(rows: list[Any]) -> list[Group]:
    parts = [
        (_("To answer"), tuple(row for row in rows if not row.standing.answered)),
        (_("Answered"), tuple(row for row in rows if row.standing.answered)),
    ]
    return [Group(name, len(inside), "", inside) for name, inside in parts if inside]
