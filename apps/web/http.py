"""The typed requests that views receive, before and after the door."""

from typing import TYPE_CHECKING

from django.http import HttpRequest
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
