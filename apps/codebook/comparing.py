"""Versions of the codebook beside each other: what changed from one to the next, and from the newest until today."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.fields.json import KT
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.codebook.models import CodebookVersion
from apps.codebook.queries import get_version, snapshot_of
from apps.projects.models import Project, Verb
from core.codediff import CodeChange, Difference, difference

EMPTY: dict[str, Any] = {"dimensions": [], "codes": []}


@dataclass(frozen=True)
class VersionRow:
    """A version, and what changed since the one before."""

    version: CodebookVersion
    difference: Difference


@dataclass(frozen=True)
class Comparison:
    """What changed from `old` to `new` (None: today). `stories` say which codes were merged and split, by their ids."""

    old: CodebookVersion
    new: CodebookVersion | None
    difference: Difference
    stories: dict[str, str]

    @property
    def codes(self) -> list[tuple[CodeChange, str]]:
        """The changed codes, each with what the log says became of it."""
        return [(each, self.stories.get(each.id, "")) for each in self.difference.codes]


def version_numbers(project: Project) -> list[int]:
    """The numbers of all versions, newest first."""
    return list(project.codebook_versions.order_by("-number").values_list("number", flat=True))


def version_rows(project: Project, versions: Iterable[CodebookVersion]) -> list[VersionRow]:
    """The versions of a page, newest first, each compared with the one before; one query more for all of them."""
    shown = list(versions)
    needed = {number for each in shown for number in (each.number, each.number - 1)}
    snapshots = dict(project.codebook_versions.filter(number__in=needed).values_list("number", "snapshot"))
    return [
        VersionRow(each, difference(snapshots.get(each.number - 1, EMPTY), snapshots[each.number])) for each in shown
    ]


def since_newest(project: Project) -> Difference | None:
    """What changed since the newest version; None when none was frozen."""
    newest = project.codebook_versions.order_by("-number").first()
    return difference(newest.snapshot, snapshot_of(project)) if newest else None


def compare(project: Project, old: int, new: int | None) -> Comparison:
    """Two versions, or a version and today. Raises NotThere."""
    first = get_version(project, old)
    second = get_version(project, new) if new else None
    after = second.snapshot if second else snapshot_of(project)
    until = second.created if second else timezone.now()
    stories = _stories(project, *sorted((first.created, until)))
    return Comparison(first, second, difference(first.snapshot, after), stories)


def _stories(project: Project, since: datetime, until: datetime) -> dict[str, str]:
    """What was merged and split in that time and still is: a sentence for each code that went or came."""
    logged = project.activities.filter(undone=False, verb__in=(Verb.CODES_MERGED, Verb.CODE_SPLIT))
    logged = logged.filter(at__gte=since, at__lte=until).order_by("sequence")
    names = _names(project)
    stories = {}
    for verb, key, label, was, now in logged.annotate(was=KT("before__codes"), now=KT("after__codes")).values_list(
        "verb", "object_id", "label", "was", "now"
    ):
        first, _arrow, last = label.rpartition(" → ")
        if verb == Verb.CODE_SPLIT:
            stories[str(key)] = _("split from “%(name)s”") % {"name": first}
            continue
        for gone in _keys(was) - _keys(now):
            stories[gone] = _("merged into “%(name)s”") % {"name": names.get(str(key), last)}
    return stories


def _names(project: Project) -> dict[str, str]:
    return {str(pk): name for pk, name in project.codes.values_list("pk", "name")}


def _keys(states: Any) -> set[str]:
    return set(json.loads(states) if isinstance(states, str) else states or {})
