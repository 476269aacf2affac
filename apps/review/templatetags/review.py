"""Template tags of the review app: what waits, for the navigation and the dashboard."""

from collections import Counter
from typing import Any
from uuid import UUID

from django import template
from django.core.cache import cache
from django.utils.safestring import SafeString, mark_safe

from apps.coding.models import Coding
from apps.coding.queries.tally import tally
from apps.projects.models import Project
from apps.review.queries import Progress
from apps.review.waiting import waiting_in_navigation

register = template.Library()
SECONDS = 3600
BAR = ("approved", "returned", "replaced", "open")


@register.simple_tag(takes_context=True)
def review_waiting(context: template.Context) -> dict[str, Any]:
    """See waiting_in_navigation."""
    return waiting_in_navigation(context["request"])


@register.inclusion_tag("review/_unjudged.html", takes_context=True)
def unjudged(context: template.Context) -> dict[str, Any]:
    """While reviews are required: how many counted codings nobody has judged yet. Nothing when there are none."""
    request = context["request"]
    project: Project = request.project
    counts = counts_of_unjudged(project) if project.review_required else (0, 0)
    return {"request": request, "open": counts[0], "codings": counts[1]}


def counts_of_unjudged(project: Project) -> tuple[int, int]:
    """Counted codings that nobody judged, and all counted ones; counted once for each state of the project."""
    key = f"review:unjudged:{project.pk}:{project.sequence}"
    found: tuple[int, int] | None = cache.get(key)
    if found is None:
        by_state = Counter[str]()
        for *_place, state, n in tally(project):
            by_state[state] += n
        counted = sum(n for state, n in by_state.items() if state not in Coding.REJECTED)
        found = by_state[Coding.State.OPEN], counted
        cache.set(key, found, SECONDS)
    return found


@register.simple_tag
def progress_bar(progress: Progress) -> SafeString:
    """How many codings stand where, as a bar. The numbers stand beside it, so it is hidden from screen readers."""
    parts, x = [], 0.0
    for name in BAR:
        width = 100 * getattr(progress, name) / progress.codings if progress.codings else 0
        if width:
            parts.append(f'<rect class="rv-bar-{name}" x="{x:.3f}%" width="{width:.3f}%" height="12"></rect>')
        x += width
    svg = f'<svg class="rv-bar" width="100%" height="12" aria-hidden="true">{"".join(parts)}</svg>'
    return mark_safe(svg)  # noqa: S308 - numbers of ours between words of ours


@register.filter
def in_office(offices: Any, office: UUID) -> Any:
    """What a theme has in one office, if anything."""
    return next((each for each in offices if each.office == office), None)
