"""How far the review has come, by coder and by office."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count

from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.queries.judged import codings_of

State = Coding.State


@dataclass(frozen=True)
class Progress:
    """Codings on current texts: how many, and how many of them stand where. `id` is a user's or an office's."""

    id: UUID
    name: str
    codings: int
    approved: int
    returned: int
    replaced: int

    @property
    def open(self) -> int:
        return self.codings - self.judged

    @property
    def judged(self) -> int:
        return self.approved + self.returned + self.replaced

    @property
    def share(self) -> float:
        """Of the codings that somebody judged, from 0 to 1."""
        return self.judged / self.codings if self.codings else 0.0


def review_progress(project: Project) -> tuple[list[Progress], list[Progress]]:
    """By coder and by office, in the order of their names; one query each."""
    return _by(project, "by"), _by(project, "segment__transcript__office")


def _by(project: Project, field: str) -> list[Progress]:
    rows = codings_of(project).order_by().values_list(field, f"{field}__name", "state").annotate(n=Count("pk"))
    found: dict[tuple[UUID, str], dict[str, int]] = defaultdict(dict)
    for pk, name, state, n in rows:
        found[pk, name][state] = n
    return [
        Progress(
            pk, name, sum(n.values()), n.get(State.APPROVED, 0), n.get(State.RETURNED, 0), n.get(State.REPLACED, 0)
        )
        for (pk, name), n in sorted(found.items(), key=lambda item: (item[0][1], item[0][0]))
    ]
