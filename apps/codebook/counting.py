"""How often each code was used. The coding app, above, fills this in at the start: it knows what counts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from apps.projects.models import Project


def _nothing(project: Project) -> Mapping[UUID, int]:
    return {}


@dataclass
class CodeCounter:
    by_code: Callable[[Project], Mapping[UUID, int]] = _nothing


counter = CodeCounter()
