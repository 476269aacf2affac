"""The versions of a transcript with what became of the passages of the one before."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from apps.coding.models import Doubt
from apps.coding.queries.versions import versions_of
from apps.documents.models import Transcript, Version
from apps.projects.models import Project

Decision = Doubt.Decision


@dataclass(frozen=True)
class VersionRow:
    """A version and the fate of the passages that had to be carried onto it.

    `kept` and `moved` needed nobody; `decided` were accepted or adjusted; `waiting` are in the queue still; `left`
    stayed behind, by decision or because their words are gone. `passages` stand on it now.
    """

    version: Version
    is_current: bool
    passages: int
    kept: int
    moved: int
    decided: int
    waiting: int
    left: int


def version_rows(project: Project, transcript: Transcript) -> list[VersionRow]:
    """All versions, newest first; three queries however many there are."""
    doubts = Doubt.objects.filter(project=project, transcript=transcript)
    counted: dict[UUID, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    rows = doubts.values_list("version", "kind", "decision").annotate(n=Count("pk")).order_by()
    for version, kind, decision, n in rows:
        fate = "gone" if kind == Doubt.Kind.GONE and decision == Decision.OPEN else decision
        counted[version][fate] += n
    return [
        VersionRow(
            version=each,
            is_current=each.pk == transcript.current_id,
            passages=each.passages,  # type: ignore[attr-defined]
            kept=each.outcome.get("carried", 0),
            moved=each.outcome.get("moved", 0),
            decided=counted[each.pk][Decision.ACCEPTED] + counted[each.pk][Decision.ADJUSTED],
            waiting=counted[each.pk][Decision.OPEN],
            left=counted[each.pk][Decision.LEFT] + counted[each.pk]["gone"],
        )
        for each in versions_of(project, transcript)
    ]
