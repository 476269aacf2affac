"""Words that must leave: names in saved queries, and in what the log keeps of questions."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q

from apps.analysis.models import SavedQuery
from apps.projects.models import Activity, Project
from apps.projects.services import LOGGED_AT_ONCE, Verb
from core.retrieval.parsing import parse
from core.retrieval.query import reworded
from core.retrieval.writing import write

QUERY_VERBS = (Verb.QUERY_SAVED, Verb.QUERY_CHANGED, Verb.QUERY_DELETED)
Rewrite = Callable[[str], str]


@transaction.atomic
def rewrite_queries(project: Project, rewrite: Rewrite) -> None:
    """Rewrite the names and texts of saved queries, and the questions in the log. Each still asks the same."""
    queries = list(SavedQuery.objects.select_for_update().filter(project=project))
    for query in queries:
        state = _rewritten({"name": query.name, "text": query.text}, rewrite)
        query.name, query.text = state["name"], state["text"]
    SavedQuery.objects.bulk_update(queries, ["name", "text"], batch_size=LOGGED_AT_ONCE)
    verbs = (*QUERY_VERBS, Verb.EXPORTED)
    logged = list(project.activities.filter(Q(verb__in=verbs) | Q(undoes__verb__in=verbs)))
    for activity in logged:
        activity.label = rewrite(activity.label)[:200]
        for state in (activity.before, activity.after):
            if state:
                state.update(_rewritten(state, rewrite))
    Activity.objects.bulk_update(logged, ["label", "before", "after"], batch_size=LOGGED_AT_ONCE)


def _rewritten(state: dict[str, Any], rewrite: Rewrite) -> dict[str, Any]:
    """What of a state holds words, rewritten: of a saved query, or of an export that a question asked for."""
    changed: dict[str, Any] = {}
    if "name" in state and "text" in state:
        changed = {"name": rewrite(state["name"])[:120], "text": _asked_anew(state["text"], rewrite)}
    if "question" in state:
        changed["question"] = _asked_anew(state["question"], rewrite)
    return changed


def _asked_anew(text: str, rewrite: Rewrite) -> str:
    return write(reworded(parse(text), rewrite))
