"""The typed request that views receive, and small answers that views share."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

if TYPE_CHECKING:
    from apps.accounts.models import User
    from apps.projects.models import Membership, Project


class Request(HttpRequest):
    """A signed-in person's request."""

    user: "User"
    htmx: HtmxDetails


class ProjectRequest(Request):
    """A member's request, after the door: `project` and `membership` are resolved."""

    project: "Project"
    membership: "Membership"


def client_redirect(request: HttpRequest, url: str) -> HttpResponse:
    """Send the browser to `url`, whether htmx or a plain form asked."""
    if getattr(request, "htmx", False):
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponse(status=303, headers={"Location": url})
