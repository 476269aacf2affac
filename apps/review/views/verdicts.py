"""A supervisor's word on one coding, given and withdrawn."""

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from apps.accounts.auth import check_is_expected
from apps.projects.access import project_view
from apps.projects.permissions import Permission
from apps.review import services
from apps.review.forms import VerdictForm
from apps.review.models import Verdict
from apps.review.views.desks import done, refused
from apps.web.errors import DomainError, Invalid
from apps.web.http import ProjectRequest


@require_POST
@project_view(Permission.REVIEW)
def coding_judge(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """Approve, return with a reason, or suggest another code."""
    form = VerdictForm(request.POST)
    try:
        check_is_expected(request)
        if not form.is_valid():
            raise Invalid("no_verdict", _("This is no verdict. Approve, return, or suggest another code."))
        services.judge(project=request.project, user=request.user, coding=coding_id, **form.cleaned_data)
    except DomainError as error:
        return refused(request, coding_id, error)
    said = {
        Verdict.State.APPROVED: _("Approved."),
        Verdict.State.RETURNED: _("Returned to its coder."),
        Verdict.State.REPLACED: _("Another code was suggested to its coder."),
    }
    return done(request, coding_id, said[form.cleaned_data["state"]])


@require_POST
@project_view(Permission.REVIEW)
def verdict_withdraw(request: ProjectRequest, coding_id: UUID) -> HttpResponse:
    """Take the verdict that stands back: the coding waits again."""
    try:
        check_is_expected(request)
        services.withdraw_verdict(project=request.project, user=request.user, coding=coding_id)
    except DomainError as error:
        return refused(request, coding_id, error)
    return done(request, coding_id, _("The verdict was withdrawn."))
