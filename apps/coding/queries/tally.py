"""All codings of a project summed up in one pass, for the pages that add up all of it."""

from uuid import UUID

from django.core.cache import cache
from django.db.models import Count

from apps.coding.models import Coding
from apps.coding.queries.segments import counted_codings
from apps.projects.models import Project

SECONDS_KEPT = 3600
Tally = list[tuple[UUID, UUID, UUID, str, int]]


def tally(project: Project) -> Tally:
    """(code, office, coder, state, codings) on current versions outside the bin, rejected ones too.

    Counted once for each state of the project. At 400,000 codings one such pass is most of what a page takes.
    """
    key = f"coding:tally:{project.pk}:{project.sequence}"
    found: Tally | None = cache.get(key)
    if found is None:
        codings = counted_codings(project, states=Coding.State.values).order_by()
        by = ("code", "segment__transcript__office", "by", "state")
        # One object for each id: kept by value, thousands of equal ones take longer to read than all the rest.
        same: dict[UUID, UUID] = {}
        found = [
            (same.setdefault(code, code), same.setdefault(office, office), same.setdefault(by_whom, by_whom), state, n)
            for code, office, by_whom, state, n in codings.values_list(*by).annotate(n=Count("pk"))
        ]
        cache.set(key, found, SECONDS_KEPT)
    return found
