"""Reads about projects, members and their activity."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.projects.figures import Figures, source
from apps.projects.models import TIME_IN_BIN, Activity, Membership, Project
from apps.projects.permissions import ROLE_PERMISSIONS, Permission, role_allows
from apps.web.errors import NotThere


def projects_of(user: User) -> QuerySet[Membership]:
    """The user's memberships with their projects, newest first."""
    return (
        Membership.objects.filter(user=user, project__binned=None)
        .select_related("project")
        .order_by("-project__created")
    )


def binned_projects_of(user: User) -> QuerySet[Project]:
    """The projects in the bin that the user may take back, latest first."""
    roles = [role for role in ROLE_PERMISSIONS if role_allows(role, Permission.MANAGE)]
    leading = Membership.objects.filter(user=user, role__in=roles)
    fresh = Project.objects.filter(binned__gte=timezone.now() - TIME_IN_BIN)
    return fresh.filter(memberships__in=leading).order_by("-binned")


def get_binned_project(user: User, project_id: UUID) -> Project:
    project = binned_projects_of(user).filter(pk=project_id).first()
    if project is None:
        raise NotThere("no_such_project", _("There is no such project in your bin."))
    return project


def project_cards(user: User) -> list[tuple[Membership, Figures]]:
    """The user's memberships, newest project first, with how much each project holds."""
    memberships = list(projects_of(user))
    figures = source.of_projects([membership.project_id for membership in memberships])
    return [(membership, figures.get(membership.project_id, Figures())) for membership in memberships]


def figures_of(project: Project) -> Figures:
    return source.of_projects([project.pk]).get(project.pk, Figures())


def find_project(name_or_id: str) -> Project:
    """The one project with this id or this exact name, for commands. Raises NotThere, also when two share the name."""
    projects = Project.objects.filter(binned=None)
    try:
        found = list(projects.filter(pk=UUID(name_or_id)))
    except ValueError:
        found = list(projects.filter(name=name_or_id)[:2])
    if len(found) != 1:
        raise NotThere("no_such_project", _("No single project is called %(name)s.") % {"name": name_or_id})
    return found[0]


def members_of(project: Project) -> QuerySet[Membership]:
    return project.memberships.select_related("user").order_by("user__name")


def activity_of(project: Project) -> QuerySet[Activity]:
    """The audit trail, newest first."""
    return project.activities.select_related("actor").order_by("-sequence")


def get_activity(project: Project, user: User, activity_id: int) -> Activity | None:
    """One of the user's own changes."""
    return Activity.objects.filter(project=project, actor=user, undoes=None, pk=activity_id).first()


def last_undoable(project: Project, user: User, transcript: UUID | None, verbs: Collection[str]) -> Activity | None:
    """The user's newest change of these kinds in the transcript (None: outside all) that still stands."""
    return _changes(project, user, transcript, verbs).filter(undone=False).order_by("-sequence").first()


def next_redoable(project: Project, user: User, transcript: UUID | None, verbs: Collection[str]) -> Activity | None:
    """The user's oldest taken-back change, unless they changed something else since."""
    standing = last_undoable(project, user, transcript, verbs)
    taken_back = _changes(project, user, transcript, verbs).filter(undone=True)
    if standing:
        taken_back = taken_back.filter(sequence__gt=standing.sequence)
    return taken_back.order_by("sequence").first()


def _changes(project: Project, user: User, transcript: UUID | None, verbs: Collection[str]) -> QuerySet[Activity]:
    return Activity.objects.filter(project=project, actor=user, transcript=transcript, undoes=None, verb__in=verbs)
