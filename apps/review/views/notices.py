"""A person's notices across projects, and the end of e-mails about them. They belong to no project."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from apps.review.queries.notices import get_notice, notices_of, told
from apps.review.services.digests import stop_digests, user_of_stop_ticket
from apps.review.services.notices import read_all_notices, read_notice
from apps.web.http import Request
from apps.web.views import public


@require_GET
def notice_list(request: Request) -> HttpResponse:
    page = Paginator(notices_of(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "review/notice_list.html", {"page": page, "notices": told(page.object_list)})


@require_GET
def notice_open(request: Request, notice_id: UUID) -> HttpResponse:
    """Go to what a notice is about, which marks it read; where that is gone, back to the list."""
    notice = get_notice(request.user, notice_id)
    read_notice(notice=notice)
    address = told([notice])[0].address
    if not address:
        messages.info(request, _("What this notice was about is no longer there. The supervision log keeps it."))
    return redirect(address or "review:notice_list")


@require_POST
def notices_read(request: Request) -> HttpResponse:
    read_all_notices(user=request.user)
    return redirect("review:notice_list")


# A mail program stops the e-mails by posting here with no page of ours open (RFC 8058); the ticket says who asks.
@csrf_exempt
@require_http_methods(["GET", "POST"])
@public
def digest_stop(request: HttpRequest, ticket: str) -> HttpResponse:
    user = user_of_stop_ticket(ticket)
    if user is None:
        raise Http404
    if request.method == "POST":
        stop_digests(user=user)
    context = {"reader": user, "is_stopped": request.method == "POST"}
    with override(user.language or settings.LANGUAGE_CODE):
        return render(request, "review/digest_stop.html", context)
