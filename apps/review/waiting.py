"""The number beside "Review" in the navigation."""

from typing import Any

from apps.projects.access import allows
from apps.projects.permissions import Permission
from apps.review.queries import MOST_COUNTED, known_waiting, waiting_for
from apps.web.http import ProjectRequest


def waiting_in_navigation(request: ProjectRequest) -> dict[str, Any]:
    """How much waits for the member, as the navigation shows it: "99+" beyond what is counted.

    Counting may take longer than all the rest of a page. Outside the pages of review, what is not counted yet since the
    last change of the project comes after the page: `is_known` is then False.
    """
    judges = allows(request, Permission.REVIEW)
    here = request.resolver_match
    count = waiting_for if here and here.namespace == "review" else known_waiting
    waiting = count(request.project, request.user)
    n = (waiting.to_judge if judges else waiting.returned) if waiting else 0
    return {
        "is_known": waiting is not None,
        "n": n,
        "text": f"{MOST_COUNTED - 1}+" if n >= MOST_COUNTED else str(n),
        "page": "review:queue" if judges else "review:returned",
        "judges": judges,
        "returned": waiting.returned if waiting else 0,
    }
