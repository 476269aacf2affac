"""Saved queries: kept in canonical form, one's own until shared, changed by their owner, and undoable."""

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.analysis.models import SavedQuery
from apps.analysis.queries.saved_queries import saved_queries
from apps.analysis.services import change_query, delete_query, rewrite_queries, save_query
from apps.coding.undo import redo, undo
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError, Invalid, NotThere, Refused


def names(project: Project, user: User) -> list[str]:
    return [query.name for query in saved_queries(project, user)]


def latest(project: Project) -> Activity:
    return project.activities.latest("sequence")


def test_a_query_is_kept_canonical_and_to_oneself_until_shared(project: Project, coder: User, lead: User):
    saved = save_query(project=project, user=coder, name="  Rules  ", text="Aturan dan tidak B dekat C")
    assert (saved.name, saved.text) == ("Rules", "Aturan and not B near/20 C")
    assert (names(project, coder), names(project, lead)) == (["Rules"], [])
    assert latest(project).label == ""
    change_query(project=project, user=coder, query_id=saved.pk, shared=True)
    assert names(project, lead) == ["Rules"]
    assert latest(project).label == "Rules"


def test_only_its_owner_and_leads_change_what_is_shared(project: Project, coder: User, second_coder: User, lead: User):
    me = {"project": project, "user": second_coder}
    shared = save_query(project=project, user=coder, name="Rules", text="A", shared=True)
    with pytest.raises(Refused):
        change_query(**me, query_id=shared.pk, name="Mine")
    with pytest.raises(Refused):
        delete_query(**me, query_id=shared.pk)
    change_query(project=project, user=lead, query_id=shared.pk, shared=False)
    with pytest.raises(NotThere):
        delete_query(**me, query_id=shared.pk)


def test_names_are_there_once_for_each_owner(project: Project, coder: User, lead: User):
    save_query(project=project, user=coder, name="Rules", text="A", shared=True)
    with pytest.raises(DomainError, match="already called “rules”"):
        save_query(project=project, user=coder, name="rules", text="B")
    other = save_query(project=project, user=coder, name="Other", text="B")
    with pytest.raises(DomainError, match="Choose another name"):
        change_query(project=project, user=coder, query_id=other.pk, name="RULES")
    save_query(project=project, user=lead, name="Rules", text="A")
    assert names(project, lead) == ["Rules", "Rules"]


@pytest.mark.parametrize(("name", "text"), [("", "A"), ("x" * 121, "A"), ("A", "A and"), ("A", "")])
def test_what_cannot_be_kept(project: Project, coder: User, name: str, text: str):
    with pytest.raises(Invalid):
        save_query(project=project, user=coder, name=name, text=text)
    assert not SavedQuery.objects.exists()


def test_every_change_is_taken_back_and_made_again(project: Project, coder: User):
    me = {"project": project, "user": coder}
    states: list[list[tuple]] = [[]]
    saved = save_query(**me, name="Rules", text="A")
    for change in ({"name": "Laws"}, {"text": "B or C"}, {"shared": True}):
        states.append(list(SavedQuery.objects.values_list("pk", "name", "text", "shared")))
        change_query(**me, query_id=saved.pk, **change)
    states.append(list(SavedQuery.objects.values_list("pk", "name", "text", "shared")))
    delete_query(**me, query_id=saved.pk)
    changes = list(project.activities.filter(verb__startswith="query_").order_by("-sequence"))
    for activity in changes:
        undo(**me, activity_id=activity.pk)
        assert list(SavedQuery.objects.values_list("pk", "name", "text", "shared")) == states.pop()
    for activity in reversed(changes):
        redo(**me, activity_id=activity.pk)
    assert not SavedQuery.objects.exists()


def test_undo_never_overwrites(project: Project, coder: User):
    me = {"project": project, "user": coder}
    saved = save_query(**me, name="Rules", text="A")
    made = latest(project).pk
    change_query(**me, query_id=saved.pk, name="Laws")
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=made)
    activity = delete_query(**me, query_id=saved.pk)
    save_query(**me, name="laws", text="B")
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=activity.pk)


def test_a_key_pressed_over_a_text_takes_no_query_back(project: Project, coder: User):
    save_query(project=project, user=coder, name="Rules", text="A")
    with pytest.raises(DomainError, match="nothing to take back"):
        undo(project=project, user=coder)


def test_names_that_are_hidden_leave_queries_and_the_log(project: Project, coder: User):
    me = {"project": project, "user": coder}
    saved = save_query(**me, name="About Budi", text="A near/20 text:Budi or participant:Budi and not since:2024")
    change_query(**me, query_id=saved.pk, shared=True)
    rewrite_queries(project, lambda words: words.replace("Budi", "Informan 1"))
    saved.refresh_from_db()
    assert saved.name == "About Informan 1"
    assert saved.text == 'A near/20 text:"Informan 1" or participant:"Informan 1" and not (since:2024)'
    assert "Budi" not in str(list(project.activities.values_list("label", "before", "after")))
    undo(**me, activity_id=latest(project).pk)
    assert not SavedQuery.objects.get().shared


def test_over_http(project: Project, api: Client):
    url = f"/api/v1/projects/{project.pk}/queries"
    json = {"content_type": "application/json"}
    made = api.post(url, {"name": "Rules", "text": "A  AND B"}, **json)
    assert made.status_code == 201
    one = f"{url}/{made.json()['id']}"
    assert made.json()["text"] == "A and B"
    assert api.patch(one, {"shared": True}, **json).json() | {"changed": ""} == api.get(one).json() | {"changed": ""}
    assert [query["shared"] for query in api.get(url).json()["items"]] == [True]
    assert api.post(url, {"name": "Rules", "text": "B"}, **json).json()["error"] == "name_taken"
    wrong = api.post(url, {"name": "Wrong", "text": "A near/x B"}, **json)
    assert (wrong.status_code, wrong.json()["error"], wrong.json()["fields"]["at"]) == (422, "bad_query", 8)
    assert api.delete(one).status_code == 204
    assert api.get(one).status_code == 404
