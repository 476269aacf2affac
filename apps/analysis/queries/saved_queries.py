"""Reads about the questions that people keep."""

from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.models import SavedQuery
from apps.projects.models import Project
from apps.projects.permissions import Permission
from apps.projects.queries import is_allowed
from apps.web.errors import NotThere


def saved_queries(project: Project, user: User) -> QuerySet[SavedQuery]:
    """One's own and those that are shared, by name, each with its owner."""
    rows = SavedQuery.objects.filter(Q(owner=user) | Q(shared=True), project=project)
    return rows.select_related("owner").order_by(Lower("name"), "created", "pk")


def get_saved_query(project: Project, user: User, query_id: UUID) -> SavedQuery:
    """One that the user may see. Raises NotThere."""
    found = saved_queries(project, user).filter(pk=query_id).first()
    if found is None:
        raise NotThere("no_such_query", _("There is no such saved query in this project."))
    return found


def may_change(project: Project, user: User, query: SavedQuery) -> bool:
    """Its owner changes it, and whoever manages the project."""
    return query.owner_id == user.pk or is_allowed(project, user, Permission.MANAGE)


def query_state(query: SavedQuery) -> dict[str, Any]:
    """A saved query as the activity log keeps it."""
    return {
        "name": query.name, "text": query.text, "shared": query.shared, "owner": str(query.owner_id),
        "created": query.created.isoformat(),
    }  # fmt: skip
