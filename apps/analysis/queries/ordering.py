"""What a question found, in another order than that of transcripts and places."""

from collections.abc import Sequence
from uuid import UUID

from apps.analysis.queries.retrieval import Answer
from apps.coding.models import Segment
from apps.projects.models import Project

PLACES = ("transcript__title", "transcript", "start", "end", "pk")
ORDERS: dict[str, tuple[str, ...]] = {
    "": (),
    "office": ("transcript__office__name", "transcript__office", *PLACES),
    "participant": ("turn__participant__pseudonym", "turn__participant", *PLACES),
    "newest": ("-created", "pk"),
    "oldest": ("created", "pk"),
}
# More ids than this in one statement cost more than reading all there are.
MOST_IDS = 5000


def ordered(project: Project, answer: Answer, order: str) -> Sequence[UUID]:
    """The segments found in one of ORDERS; one query more, unless it is the usual one."""
    if not ORDERS[order] or not answer.total:
        return answer.segments
    rows = Segment.objects.filter(project=project).order_by(*ORDERS[order]).values_list("pk", flat=True)
    wanted = set(answer.segments)
    if len(wanted) <= MOST_IDS:
        return list(rows.filter(pk__in=wanted))
    return [pk for pk in rows if pk in wanted]
