"""What a file of the codebook is made of: the codes as they stand or stood, and how often they were used."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext as _

from apps.analysis.queries.filters import Filter, compared_offices, counted
from apps.codebook.queries import get_version, snapshot_of
from apps.projects.models import Project
from core.codebooks.entries import Entry, entries_of

# What can be said of how often codes were used.
COUNTS = ("", "codings", "offices")


@dataclass(frozen=True)
class Material:
    """A codebook on its way out. `version` is the frozen one it was made from; 0 is the codebook as it stands.

    With `counts`, `filter` says in words what is counted; with `offices` also how much of it is each one's.
    """

    project: str
    language: str
    version: int
    made: datetime
    entries: tuple[Entry, ...]
    note: str = ""
    filter: str = ""
    counts: Mapping[UUID, int] | None = None
    offices: tuple[str, ...] = ()
    by_office: Mapping[UUID, list[int]] = field(default_factory=dict)

    @property
    def codes(self) -> int:
        return sum(bool(entry.path) for entry in self.entries)

    def used(self, code: UUID | None) -> int:
        return (self.counts or {}).get(code, 0) if code else 0

    def used_in(self, code: UUID | None) -> list[int]:
        """How often each of the offices has the code, in their order."""
        nowhere = [0] * len(self.offices)
        return self.by_office.get(code, nowhere) if code else nowhere


def material_of(
    project: Project, *, made: datetime, version: int = 0, counts: str = "", chosen: Filter, words: str
) -> Material:
    """The codebook as it stands, or as version `version` froze it. `words` are the filter `chosen` in words."""
    frozen = get_version(project, version) if version else None
    snapshot = frozen.snapshot if frozen else snapshot_of(project)
    said: dict[str, Any] = {"filter": words, "counts": _counts(project, chosen)} if counts else {}
    if counts == "offices":
        said |= _by_office(project, chosen)
    return Material(
        project=project.name, language=project.language, version=version, made=made,
        entries=tuple(entries_of(snapshot)), note=frozen.note if frozen else "", **said,
    )  # fmt: skip


def content_in_words(version: int, counts: str, words: str) -> str:
    """What an export of the codebook holds, for the list of exports."""
    parts = [_("codebook, version %(number)s") % {"number": version} if version else _("codebook as it stands")]
    if counts:
        parts.append(_("counted: %(filter)s") % {"filter": words})
    return "; ".join(parts)


def _counts(project: Project, chosen: Filter) -> dict[UUID, int]:
    return dict(counted(project, chosen).order_by().values_list("code").annotate(n=Count("pk")))


def _by_office(project: Project, chosen: Filter) -> dict[str, Any]:
    offices = list(compared_offices(project).order_by("name", "pk"))
    place = {office.pk: at for at, office in enumerate(offices)}
    found: dict[UUID, list[int]] = defaultdict(lambda: [0] * len(offices))
    rows = (
        counted(project, chosen).order_by().values_list("code", "segment__transcript__office").annotate(n=Count("pk"))
    )
    for code, office, number in rows:
        if office in place:
            found[code][place[office]] += number
    return {"offices": tuple(office.name for office in offices), "by_office": dict(found)}
