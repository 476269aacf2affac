"""How many passages wait for a decision, transcript by transcript."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet

from apps.coding.models import Segment
from apps.coding.queries.doubts import open_doubts
from apps.documents.models import Transcript
from apps.projects.models import Project


@dataclass(frozen=True)
class Waiting:
    transcript: UUID
    title: str
    count: int


def doubts_waiting(project: Project) -> list[Waiting]:
    """The transcripts with passages that wait, by title."""
    rows = open_doubts(project).order_by("transcript__title", "transcript")
    counts = rows.values_list("transcript", "transcript__title").annotate(n=Count("pk"))
    return [Waiting(*row) for row in counts]


def segments_left(project: Project, transcript: Transcript) -> QuerySet[Segment]:
    """The segments that stand on older versions, oldest version first, with codes and coder."""
    rows = Segment.objects.filter(project=project, transcript=transcript).exclude(version=transcript.current_id)
    rows = rows.select_related("coder", "doubt", "version").defer("version__text", "version__formatting")
    return rows.prefetch_related("codings__code").order_by("version__number", "start", "end")
