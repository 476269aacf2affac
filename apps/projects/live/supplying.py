"""What a page needs to show changes without asking again. Apps above fill this in when they start."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from apps.projects.models import Activity, Project


@dataclass(frozen=True)
class Supplement:
    """The present state of what some activities touched, so that the same ones again do no harm.

    `segments` in the API's shape, `deleted` ids of those no longer on a current text, `codebook` whole when codes or
    dimensions changed. By the number of an activity: `touched` ids of segments, `reload` what is too large to be here.
    """

    segments: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)
    codebook: dict[str, Any] | None = None
    touched: dict[int, list[str]] = field(default_factory=dict)
    reload: dict[int, list[str]] = field(default_factory=dict)


def _nothing(project: Project, rows: Sequence[Activity]) -> Supplement:
    return Supplement()


@dataclass
class Supplier:
    of_activities: Callable[[Project, Sequence[Activity]], Supplement] = _nothing


supplier = Supplier()
