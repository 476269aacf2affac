"""How a member has arranged the workspace: theirs alone, of one project, and no part of its history."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.projects.models import Project


def url(project: Project) -> str:
    return f"/api/v1/projects/{project.pk}/desk"


@pytest.fixture
def put(client_of: Callable[[User], Client], project: Project) -> Callable[..., Any]:
    def send(user: User, body: Any) -> Any:
        return client_of(user).put(url(project), body, content_type="application/json")

    return send


def test_pins_are_each_members_own(
    put: Callable[..., Any], client_of: Callable[[User], Client], project: Project, lead: User, viewer: User
) -> None:
    first, second = str(uuid4()), str(uuid4())
    before = project.activities.count()
    assert put(lead, {"pinned": [second, first]}).json() == {"pinned": [second, first]}
    assert put(viewer, {"pinned": [first]}).json() == {"pinned": [first]}
    assert client_of(lead).get(url(project)).json() == {"pinned": [second, first]}
    assert put(lead, {"pinned": []}).json() == {"pinned": []}
    assert client_of(viewer).get(url(project)).json() == {"pinned": [first]}
    assert project.activities.count() == before


def test_nothing_is_pinned_at_first(client_of: Callable[[User], Client], project: Project, coder: User) -> None:
    assert client_of(coder).get(url(project)).json() == {"pinned": []}


def test_a_code_is_pinned_once(put: Callable[..., Any], lead: User) -> None:
    first, second = str(uuid4()), str(uuid4())
    assert put(lead, {"pinned": [first, second, first]}).json() == {"pinned": [first, second]}


@pytest.mark.parametrize(
    "body",
    [
        {"pinned": [str(uuid4()) for _ in range(10)]},
        {"pinned": ["innovation"]},
        {"pinned": "innovation"},
        {"pinned": None},
        {"pinned": [], "more": "x" * 10},
        [],
    ],
    ids=["too many", "no ids", "no list", "nothing", "more", "no object"],
)
def test_what_is_no_desk_is_refused(put: Callable[..., Any], project: Project, lead: User, body: Any) -> None:
    kept = {"pinned": [str(uuid4())]}
    assert put(lead, kept).status_code == 200
    assert put(lead, body).status_code == 422
    assert project.memberships.get(user=lead).desk == kept


def test_a_stranger_has_no_desk_here(put: Callable[..., Any], stranger: User) -> None:
    assert put(stranger, {"pinned": []}).status_code == 404
