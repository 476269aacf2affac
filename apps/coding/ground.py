"""What every coding stands on: the project's codes and the current versions of its transcripts, kept in memory.

Both change seldom and are asked for at every save. `Project.structure` is the number of the last change that was not
a coding, so what was read under one number is right as long as the project still has it. `record` compares the number
under the project's row lock when a coding is logged; `on_firm_ground` does the work again when it has moved on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache, wraps
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from apps.projects.services import StructureChanged
from apps.web.errors import DomainError

PROJECTS_KEPT = 32
# Who corrects a text or changes codes does so a few times a minute at most.
TRIES = 5


@dataclass(frozen=True)
class Ground:
    """Codes by id, with their dimensions; and the current version of every transcript that is not in the bin."""

    codes: Mapping[UUID, Code]
    versions: Mapping[UUID, UUID | None]


def ground_of(project: Project) -> Ground:
    return _load(project.pk, project.structure)


@lru_cache(maxsize=PROJECTS_KEPT)
def _load(project: UUID, structure: int) -> Ground:
    codes = Code.objects.filter(project=project).select_related("dimension")
    versions = Transcript.objects.filter(project=project, binned=None).values_list("pk", "current_id")
    return Ground({code.pk: code for code in codes}, dict(versions))


def on_firm_ground(service: Callable[..., Any]) -> Callable[..., Any]:
    """Make a service one transaction that is done again when codes or versions changed while it ran."""
    work = transaction.atomic(service)

    @wraps(service)
    def firmly(*, project: Project, **rest: Any) -> Any:
        for _attempt in range(TRIES):
            known = project.structure
            try:
                return work(project=project, **rest)
            except (StructureChanged, IntegrityError, DomainError) as error:
                # A code deleted between check and insert shows as a broken foreign key; one that was made since
                # `project` was read, as a refusal.
                project.refresh_from_db(fields=["structure"])
                if isinstance(error, DomainError) and project.structure == known:
                    raise
        return work(project=project, **rest)

    return firmly
