"""Every change to projects and members, and the one function that writes the activity log."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.accounts.queries import user_by_email
from apps.projects.leaving import leaving
from apps.projects.live import announce_on_commit
from apps.projects.models import CODING_VERBS, TIME_IN_BIN, Activity, Membership, Project, Role
from apps.projects.models import Verb as Verb  # every service names its verb through here
from apps.web.errors import DomainError, Invalid

LOGGED_AT_ONCE = 200
# Changes that may quote several transcripts, and then name none.
SPANNING_VERBS = (Verb.SEGMENTS_CREATED, Verb.DOUBT_DECIDED, Verb.UNDONE, Verb.REDONE)


def record(
    project: Project,
    actor: User | None,
    verb: Verb,
    *,
    object_id: UUID,
    label: str = "",
    transcript: UUID | None = None,
    before: Any = None,
    after: Any = None,
    undoes: Activity | None = None,
) -> Activity:
    """Write one activity row. Call it last in a service: it holds the project's row lock until the commit.

    `before` and `after` are plain values that undo can put back; they hold pseudonyms, never real names.
    A coding raises StructureChanged when codebook or transcripts changed since `project` was read.
    """
    count_up(project, is_coding=verb in CODING_VERBS)
    announce_on_commit(project.pk)
    return Activity.objects.create(
        project=project,
        sequence=project.sequence,
        actor=actor,
        verb=verb,
        object_id=object_id,
        label=label[:200],
        transcript=transcript,
        before=before,
        after=after,
        undoes=undoes,
    )


def rewrite_log(project: Project, *, transcript: UUID, rewrite: Callable[[Activity], None]) -> None:
    """Let `rewrite` change label, before and after of all that was logged about a transcript, alone or among others.

    For names and words that must leave the project; that something was done, by whom and when, stays.
    """
    spanning = Q(transcript=None, verb__in=SPANNING_VERBS)
    about = list(project.activities.filter(Q(transcript=transcript) | Q(object_id=transcript) | spanning))
    for activity in about:
        rewrite(activity)
    Activity.objects.bulk_update(about, ["label", "before", "after"], batch_size=LOGGED_AT_ONCE)


class StructureChanged(Exception):
    """What a coding was checked against is no longer what is stored. Roll back, read the project anew, try again."""


def count_up(project: Project, *, is_coding: bool) -> None:
    """Take the next number of the project's activity log under its row lock, in one statement."""
    structure = "structure" if is_coding else "sequence + 1"
    key = Project._meta.pk.get_db_prep_value(project.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE projects_project SET sequence = sequence + 1, structure = {structure}"  # noqa: S608 - our own words
            " WHERE id = %s RETURNING sequence, structure",
            [key],
        )
        project.sequence, found = cursor.fetchone()
    if is_coding and found != project.structure:
        raise StructureChanged
    project.structure = found


@transaction.atomic
def create_project(*, user: User, name: str, description: str = "", language: str = "id") -> Project:
    """Make a project with its maker as lead. The codebook template is applied by the codebook app."""
    project = Project.objects.create(name=name, description=description, language=language)
    Membership.objects.create(project=project, user=user, role=Role.LEAD)
    record(project, user, Verb.PROJECT_CREATED, object_id=project.pk, label=name)
    return project


@transaction.atomic
def change_project(*, project: Project, user: User, **changes: str | bool) -> Project:
    """Change name, description, language, or whether codings are to be reviewed; what is not named stays."""
    # Read anew: a form may have written into `project` already.
    stored = Project.objects.select_for_update().get(pk=project.pk)
    before = {field: getattr(stored, field) for field in changes}
    for field, value in changes.items():
        setattr(project, field, value)
    project.save(update_fields=list(changes))
    record(
        project,
        user,
        Verb.PROJECT_CHANGED,
        object_id=project.pk,
        label=project.name,
        before=before,
        after=changes,
    )
    return project


@transaction.atomic
def bin_project(*, project: Project, user: User) -> None:
    """Move the project to the bin, where it stays for TIME_IN_BIN."""
    project.binned = timezone.now()
    project.save(update_fields=["binned"])
    record(project, user, Verb.PROJECT_BINNED, object_id=project.pk, label=project.name)


@transaction.atomic
def restore_project(*, project: Project, user: User) -> None:
    """Take the project back from the bin, with everything in it."""
    project.binned = None
    project.save(update_fields=["binned"])
    record(project, user, Verb.PROJECT_RESTORED, object_id=project.pk, label=project.name)


def empty_bin() -> int:
    """Delete the projects for good whose time in the bin is over, with all rows and files. Returns how many."""
    gone = list(Project.objects.filter(binned__lt=timezone.now() - TIME_IN_BIN))
    for project in gone:
        for leave in leaving:
            leave(project)
        project.delete()
    return len(gone)


@transaction.atomic
def add_member(*, project: Project, user: User, email: str, role: str) -> Membership:
    """Add the person with this address. Raises Invalid when nobody has it, DomainError when already a member."""
    person = user_by_email(email)
    if person is None:
        raise Invalid(
            "no_such_user",
            _("Nobody here signs in as %(email)s. Ask them to sign up first, then add them.") % {"email": email},
        )
    membership, made = Membership.objects.get_or_create(project=project, user=person, defaults={"role": role})
    if not made:
        raise DomainError("already_member", _("%(name)s is already a member.") % {"name": person})
    record(project, user, Verb.MEMBER_ADDED, object_id=membership.pk, label=str(person), after=_role_of(membership))
    return membership


@transaction.atomic
def change_role(*, project: Project, user: User, membership: Membership, role: str) -> Membership:
    """Give a member another role. A project keeps at least one lead."""
    if membership.role == Role.LEAD and role != Role.LEAD:
        _keep_a_lead(project, membership)
    before, membership.role = {"role": membership.role}, role
    membership.save(update_fields=["role"])
    label = str(membership.user)
    record(
        project,
        user,
        Verb.MEMBER_CHANGED,
        object_id=membership.pk,
        label=label,
        before=before,
        after={"role": role},
    )
    return membership


@transaction.atomic
def arrange_desk(*, membership: Membership, desk: dict[str, list[str]]) -> None:
    """Keep how a member has arranged the workspace. It changes nothing in the project and is not logged."""
    membership.desk = desk
    membership.save(update_fields=["desk"])


@transaction.atomic
def remove_member(*, project: Project, user: User, membership: Membership) -> None:
    """Take a member out. What they coded stays."""
    _keep_a_lead(project, membership)
    before = _role_of(membership)
    record(project, user, Verb.MEMBER_REMOVED, object_id=membership.pk, label=str(membership.user), before=before)
    membership.delete()


@transaction.atomic
def restore_project_details(*, project: Project, present: dict[str, str | bool], wanted: dict[str, str | bool]) -> None:
    """Bring name, description and other settings back as the log has them. For undo, as `restore_membership`."""
    stored = Project.objects.select_for_update().get(pk=project.pk)
    if any(getattr(stored, field) != value for field, value in present.items()):
        raise _changed_since()
    for field, value in wanted.items():
        setattr(project, field, value)
    project.save(update_fields=list(wanted))


@transaction.atomic
def restore_membership(
    *, project: Project, membership_id: UUID, present: dict[str, str] | None, wanted: dict[str, str] | None
) -> None:
    """Bring a membership back: its role, or in or out. Raises DomainError "changed_since", "last_lead"."""
    membership = project.memberships.select_for_update().filter(pk=membership_id).first()
    if (membership.role if membership else None) != (present["role"] if present else None):
        raise _changed_since()
    if membership and (wanted is None or wanted["role"] != Role.LEAD):
        _keep_a_lead(project, membership)
    if wanted is None:
        project.memberships.filter(pk=membership_id).delete()
    elif membership:
        project.memberships.filter(pk=membership_id).update(role=wanted["role"])
    else:
        person = User.objects.filter(pk=wanted.get("user") or UUID(int=0)).first()
        if person is None or project.memberships.filter(user=person).exists():
            raise _changed_since()
        Membership.objects.create(pk=membership_id, project=project, user=person, role=wanted["role"])


def _changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("This was changed since, so the older change cannot be taken back. Nothing was changed."),
    )


def _role_of(membership: Membership) -> dict[str, str]:
    return {"role": membership.role, "user": str(membership.user_id)}


def _keep_a_lead(project: Project, leaving: Membership) -> None:
    leads = project.memberships.select_for_update().filter(role=Role.LEAD)
    if leaving.role == Role.LEAD and not leads.exclude(pk=leaving.pk).exists():
        raise DomainError("last_lead", _("A project needs a lead. Make somebody else lead first; nothing was changed."))
