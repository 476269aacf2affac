"""Every change to the questions that people keep. They are kept in their canonical text."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.accounts.models import User
from apps.analysis.models import SavedQuery
from apps.analysis.queries.retrieval import read_question
from apps.analysis.queries.saved_queries import get_saved_query, may_change, query_state
from apps.coding.patience import locked
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, record
from apps.web.errors import DomainError, Invalid, Refused
from core.retrieval.writing import write

NAME_LENGTH = 120
State = dict[str, Any] | None


@transaction.atomic
def save_query(*, project: Project, user: User, name: str, text: str, shared: bool = False) -> SavedQuery:
    """Keep a question under a name. Raises Invalid when it cannot be read, DomainError "name_taken"."""
    query = SavedQuery(project=project, owner=user, name=_name(name), text=_canonical(text), shared=shared)
    _check_name_is_free(query)
    query.save(force_insert=True)
    _log(project, user, Verb.QUERY_SAVED, query, None, query_state(query))
    return query


@transaction.atomic
def change_query(
    *,
    project: Project,
    user: User,
    query_id: UUID,
    name: str | None = None,
    text: str | None = None,
    shared: bool | None = None,
) -> SavedQuery:
    """Rename a saved query, ask something else by it, share it or take it back; what is None stays.

    Raises Refused "not_yours" when it is another's.
    """
    query = _own(project, user, query_id)
    before = query_state(query)
    query.name = query.name if name is None else _name(name)
    query.text = query.text if text is None else _canonical(text)
    query.shared = query.shared if shared is None else shared
    if query_state(query) == before:
        return query
    _check_name_is_free(query)
    query.changed = timezone.now()
    query.save()
    _log(project, user, Verb.QUERY_CHANGED, query, before, query_state(query))
    return query


@transaction.atomic
def delete_query(*, project: Project, user: User, query_id: UUID) -> Activity:
    """Take a saved query away. Undo brings it back."""
    query = _own(project, user, query_id)
    before = query_state(query)
    query.delete()
    query.pk = query_id
    return _log(project, user, Verb.QUERY_DELETED, query, before, None)


@transaction.atomic
def restore_query(*, project: Project, query_id: UUID, present: State, wanted: State) -> None:
    """Bring a saved query from one state to another; None means that it is not there. For undo.

    Raises DomainError "changed_since" when it is no longer as `present` says, or its name is in use by now.
    """
    query = next(iter(locked(SavedQuery.objects.filter(pk=query_id, project=project))), None)
    if (query_state(query) if query else None) != present:
        raise _changed_since()
    if wanted is None:
        SavedQuery.objects.filter(pk=query_id).delete()
        return
    query = query or SavedQuery(pk=query_id, project=project, created=datetime.fromisoformat(wanted["created"]))
    query.owner_id = UUID(wanted["owner"])
    query.name, query.text, query.shared = wanted["name"], wanted["text"], wanted["shared"]
    query.changed = timezone.now()
    if _is_taken(query) or not User.objects.filter(pk=query.owner_id).exists():
        raise _changed_since()
    query.save()


# --- steps --------------------------------------------------------------------------------------------------


def _own(project: Project, user: User, query_id: UUID) -> SavedQuery:
    query = get_saved_query(project, user, query_id)
    if not may_change(project, user, query):
        raise Refused("not_yours", _("Somebody else saved this query. Save one of your own; nothing was changed."))
    return query


def _name(told: str) -> str:
    name = " ".join(told.replace("\x00", "").split())
    if not 0 < len(name) <= NAME_LENGTH:
        message = _("A saved query needs a name of at most %(most)s characters. Nothing was saved.")
        message %= {"most": NAME_LENGTH}
        raise Invalid("invalid_name", message, fields={"name": message})
    return name


def _canonical(text: str) -> str:
    return write(read_question(text))


def _is_taken(query: SavedQuery) -> bool:
    others = SavedQuery.objects.filter(project=query.project, owner=query.owner_id, name__iexact=query.name)
    return others.exclude(pk=query.pk).exists()


def _check_name_is_free(query: SavedQuery) -> None:
    if _is_taken(query):
        message = _("A saved query is already called “%(name)s”. Choose another name; nothing was saved.")
        message %= {"name": query.name}
        raise DomainError("name_taken", message, fields={"name": message})


def _changed_since() -> DomainError:
    return DomainError(
        "changed_since",
        _("This query was changed since, so the older change cannot be taken back. Nothing was changed."),
    )


def _log(project: Project, user: User, verb: Verb, query: SavedQuery, before: State, after: State) -> Activity:
    # Everybody reads the list of activities, and only what is shared is for everybody.
    is_public = any(state and state["shared"] for state in (before, after))
    return record(
        project, user, verb, object_id=query.pk, label=query.name if is_public else "", before=before, after=after
    )
