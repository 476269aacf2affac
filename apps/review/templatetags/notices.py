"""Template tags of pages that belong to no project: the bell, and what waits in each project."""

from uuid import UUID

from django import template

from apps.review.queries.home import Waits, what_waits
from apps.review.queries.notices import unread_count

register = template.Library()


@register.simple_tag(takes_context=True)
def unread_notices(context: template.Context) -> int:
    """How many notices the reader has not read; one query, none for strangers."""
    request = context.get("request")
    return unread_count(request.user) if request and request.user.is_authenticated else 0


@register.simple_tag(takes_context=True)
def waits_in(context: template.Context, project: UUID) -> Waits | None:
    """What waits for the reader in a project; all projects of a page are asked for at once."""
    request = context["request"]
    if not hasattr(request, "what_waits"):
        request.what_waits = what_waits(request.user)
    found: dict[UUID, Waits] = request.what_waits
    return found.get(project)
