"""Reads about offices."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from apps.documents.models import Office, Upload
from apps.projects.models import Project
from apps.web.errors import Invalid, NotThere


@dataclass(frozen=True)
class OfficeRow:
    """An office in the tree: `depth` 0 at the top; counts are its own, without the offices below."""

    office: Office
    depth: int
    participants: int
    transcripts: int


def offices_of(project: Project) -> QuerySet[Office]:
    return project.offices.order_by("name")


def get_office(project: Project, office_id: UUID) -> Office:
    office = offices_of(project).filter(pk=office_id).first()
    if office is None:
        raise NotThere("no_such_office", _("There is no such office in this project."))
    return office


def find_office(project: Project, id_or_name: str) -> Office:
    """The office with this id or exact name. Raises NotThere, or Invalid when two offices share the name."""
    try:
        return get_office(project, UUID(id_or_name))
    except ValueError:
        found = list(offices_of(project).filter(name=id_or_name)[:2])
    if not found:
        raise NotThere("no_such_office", _("There is no office called “%(name)s”.") % {"name": id_or_name})
    if len(found) > 1:
        message = _("Two offices are called “%(name)s”; name the office by its id.") % {"name": id_or_name}
        raise Invalid("ambiguous_office", message)
    return found[0]


def office_tree(project: Project) -> list[OfficeRow]:
    """All offices depth first, children behind their parent, with counts."""
    live = project.transcripts.filter(binned=None)
    participants = dict(project.participants.order_by().values_list("office").annotate(n=Count("pk")))
    transcripts = dict(live.order_by().values_list("office").annotate(n=Count("pk")))
    return [
        OfficeRow(office, depth, participants.get(office.pk, 0), transcripts.get(office.pk, 0))
        for office, depth in _depth_first(project)
    ]


def offices_with(rows: Iterable[OfficeRow], text: str) -> list[OfficeRow]:
    """The rows of a tree whose name has the text in it, each below the offices it lies below."""
    above: list[OfficeRow] = []
    kept: dict[UUID, OfficeRow] = {}
    for row in rows:
        above = [*above[: row.depth], row]
        if text.casefold() in row.office.name.casefold():
            kept |= {each.office.pk: each for each in above}
    return list(kept.values())


def office_choices(project: Project) -> list[tuple[str, str]]:
    """(id, name indented by its depth) of all offices, for a select."""
    return [(str(office.pk), "\u2003" * depth + office.name) for office, depth in _depth_first(project)]


def offices_under(project: Project, office_id: UUID) -> set[UUID]:
    """The office and all offices below it."""
    children: dict[UUID | None, list[UUID]] = defaultdict(list)
    for pk, parent in project.offices.values_list("pk", "parent"):
        children[parent].append(pk)
    found, waiting = {office_id}, [office_id]
    while waiting:
        below = [pk for pk in children[waiting.pop()] if pk not in found]
        found.update(below)
        waiting.extend(below)
    return found


def office_usage(office: Office) -> dict[str, int]:
    """What stands in the way of deleting an office: counts of what uses it."""
    uploads = Upload.objects.filter(office=office).exclude(state__in=(Upload.State.CONFIRMED, Upload.State.CORRECTION))
    return {
        "offices": office.children.count(),
        "participants": office.participants.count(),
        "transcripts": office.transcripts.filter(binned=None).count(),
        "binned": office.transcripts.exclude(binned=None).count(),
        "uploads": uploads.count(),
    }


def _depth_first(project: Project) -> list[tuple[Office, int]]:
    children: dict[UUID | None, list[Office]] = defaultdict(list)
    for office in project.offices.order_by("-name"):
        children[office.parent_id].append(office)
    ordered: list[tuple[Office, int]] = []
    waiting = [(office, 0) for office in children[None]]
    while waiting:
        office, depth = waiting.pop()
        ordered.append((office, depth))
        waiting.extend((child, depth + 1) for child in children[office.pk])
    return ordered
