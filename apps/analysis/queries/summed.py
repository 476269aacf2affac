"""Codings summed up once for all that asks the same of them."""

from collections import Counter
from uuid import UUID

from django.db.models import Count, Exists, OuterRef

from apps.accounts.models import User
from apps.analysis.queries.filters import COLUMN_OF_CODING, Filter, counted
from apps.analysis.queries.kept import kept
from apps.coding.models import Coding
from apps.coding.queries.tally import Tally, tally
from apps.projects.models import Project

# What `summed` keeps apart.
SUMMED = (COLUMN_OF_CODING["office"], COLUMN_OF_CODING["coder"])


def summed(project: Project, chosen: Filter) -> list[tuple[UUID, UUID, UUID, int]]:
    """Codings by code, office and coder: one pass over the codings for what the dashboard asks most."""
    if chosen.is_everything:
        return _counted_of(tally(project))
    codings = counted(project, chosen).order_by()
    rows = codings.values_list("code", *SUMMED).annotate(n=Count("pk"))
    return kept(project, ("summed", chosen), lambda: list(rows))


def _counted_of(everything: Tally) -> list[tuple[UUID, UUID, UUID, int]]:
    sums = Counter[tuple[UUID, UUID, UUID]]()
    for code, office, coder, state, n in everything:
        if state not in Coding.REJECTED:
            sums[code, office, coder] += n
    return [(*place, n) for place, n in sums.items()]


def counted_coders(project: Project) -> list[tuple[UUID, str]]:
    """(id, name) of everyone whose codings count."""
    # One coding of each is enough to know.
    theirs = counted(project, Filter()).filter(by=OuterRef("pk"))
    members = User.objects.filter(Exists(Coding.objects.filter(by=OuterRef("pk"))), Exists(theirs))
    return [(user.pk, str(user)) for user in members.order_by("name")]
