"""Reads about projects, members and their activity."""

import datetime as dt
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.accounts.models import User
from apps.projects.figures import Figures, source
from apps.projects.models import TIME_IN_BIN, Activity, Membership, Project, Verb
from apps.projects.permissions import ROLE_PERMISSIONS, Permission, role_allows
from apps.web.errors import NotThere

# What a change is about, by how its verb begins; the rest is about the project itself.
KINDS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "coding": (gettext_lazy("Coding"), ("segment", "doubt")),
    "codebook": (gettext_lazy("Codebook"), ("code", "dimension")),
    "memos": (gettext_lazy("Memos"), ("memo",)),
    "documents": (
        gettext_lazy("Transcripts and people"),
        ("transcript", "office", "participant", "attribute", "recording", "names"),
    ),
    "exports": (gettext_lazy("Exports"), ("export",)),
    "project": (gettext_lazy("Project and members"), ("project", "member", "went")),
}


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


def audit_trail(project: Project) -> QuerySet[Activity]:
    """Every change with what was before and after, newest first."""
    return project.activities.select_related("actor").order_by("-sequence")


def activity_of(project: Project) -> QuerySet[Activity]:
    """Who did what and when, newest first; before and after, which may be long, stay in the database."""
    return audit_trail(project).defer("before", "after")


def activity_after(project: Project, sequence: int, *, most: int) -> list[Activity]:
    """The changes after that number of the log, oldest first, at most so many; before and after stay unread."""
    rows = project.activities.filter(sequence__gt=sequence).select_related("actor", "undoes")
    return list(rows.defer("before", "after", "undoes__before", "undoes__after").order_by("sequence")[:most])


def kind_of(verb: str) -> str:
    """Which of KINDS a verb belongs to."""
    return next((kind for kind, (_said, beginnings) in KINDS.items() if verb.startswith(beginnings)), "project")


def chosen_activity(
    project: Project,
    *,
    person: User | None = None,
    kind: str = "",
    transcript: UUID | None = None,
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> QuerySet[Activity]:
    """`activity_of`, narrowed; what was taken back or made again is of the kind of what it is about."""
    rows = activity_of(project).select_related("actor", "undoes__actor")
    rows = rows.defer("before", "after", "undoes__before", "undoes__after")
    if person:
        rows = rows.filter(actor=person)
    if kind:
        verbs = [verb for verb in Verb.values if kind_of(verb) == kind]
        rows = rows.filter(Q(verb__in=verbs) | Q(undoes__verb__in=verbs))
    if transcript:
        rows = rows.filter(Q(transcript=transcript) | Q(object_id=transcript))
    if since:
        rows = rows.filter(at__date__gte=since)
    return rows.filter(at__date__lte=until) if until else rows


def actors_of(project: Project) -> QuerySet[User]:
    """Everybody who changed something in the project."""
    return User.objects.filter(pk__in=project.activities.order_by().values("actor").distinct()).order_by("name")


def get_activity(project: Project, user: User, activity_id: int) -> Activity | None:
    """One of the user's own changes."""
    found = get_change(project, activity_id)
    return found if found and found.actor_id == user.pk else None


def get_change(project: Project, activity_id: int) -> Activity | None:
    """A change by anybody; what only took another back or made it again is none."""
    return audit_trail(project).filter(undoes=None, pk=activity_id).first()


def last_undoable(project: Project, user: User, verbs: Collection[str], transcript: UUID | None) -> Activity | None:
    """The user's newest change of these kinds that still stands, in the project or in one transcript of it."""
    return _changes(project, user, verbs, transcript).filter(undone=False).order_by("-sequence").first()


def next_redoable(project: Project, user: User, verbs: Collection[str], transcript: UUID | None) -> Activity | None:
    """What the user took back last, unless they changed something else since, or somebody else decided about it."""
    latest = _changes(project, user, verbs, transcript).order_by("-sequence").values_list("sequence", flat=True)[:1]
    taken_back = _of_user(project, user, transcript).filter(verb=Verb.UNDONE, undoes__undone=True)
    for since in latest:
        taken_back = taken_back.filter(sequence__gt=since)
    row = taken_back.filter(pk=_last_word_about(OuterRef("undoes"))).order_by("-sequence")
    found = row.select_related("undoes").first()
    return found.undoes if found else None


def taken_back_by(activity: Activity) -> UUID | None:
    """Who took a change back, if it is by a row of its own that it was taken back."""
    return Activity.objects.filter(pk=_last_word_about(activity.pk)).values_list("actor", flat=True).first()


def is_allowed(project: Project, user: User, permission: Permission) -> bool:
    """Whether the user has a role in the project that allows it; for rules that hang on what is touched."""
    role = project.memberships.filter(user=user).values_list("role", flat=True).first()
    return role is not None and role_allows(role, permission)


def _changes(project: Project, user: User, verbs: Collection[str], transcript: UUID | None) -> QuerySet[Activity]:
    return _of_user(project, user, transcript).filter(undoes=None, verb__in=verbs)


def _of_user(project: Project, user: User, transcript: UUID | None) -> QuerySet[Activity]:
    mine = Activity.objects.filter(project=project, actor=user)
    return mine.filter(transcript=transcript) if transcript else mine


def _last_word_about(change: Any) -> Subquery:
    """The latest row that took a change back or made it again."""
    return Subquery(Activity.objects.filter(undoes=change).order_by("-sequence").values("pk")[:1])
