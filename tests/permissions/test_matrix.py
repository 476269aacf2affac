"""Walks every URL and every API route: each carries a stamp or is public, and answers what the table predicts."""

import re
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from apps.accounts.models import User
from apps.projects.models import Project, Role
from apps.projects.permissions import ROLE_PERMISSIONS, Permission
from config.api import api
from tests.permissions.world import World, build_world

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# Pages that belong to no project, and need only a sign-in.
PERSONAL = {
    "home", "projects:project_list", "projects:bin", "projects:project_restore", "codebook:project_create",
    "exchange:sample_create", "review:notice_list", "review:notice_open", "review:notices_read", "accounts:preferences",
    "accounts:token_list", "accounts:token_revoke",
    "api-1:openapi-json",
    "api-1:openapi-view",
    "api-1:api-root",
}  # fmt: skip
# Other people's code: it guards itself.
FOREIGN = ("allauth.", "ninja.")


def patterns(resolver: URLResolver, prefix: str = "", space: str = "") -> Iterator[tuple[str, str, Any]]:
    """(route, name, view) of every URL of ours."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{entry.namespace}:" if entry.namespace else space
            yield from patterns(entry, route, inner)
        elif isinstance(entry, URLPattern) and not entry.callback.__module__.startswith(FOREIGN):
            yield route, f"{space}{entry.name}", entry.callback


def operations() -> Iterator[tuple[str, str, Any]]:
    """(method, path, view function) of every API route."""
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield method, f"/api/v1{prefix}{path}", operation.view_func


PAGES = [(route, name, view) for route, name, view in patterns(get_resolver()) if "<uuid:project_id>" in route]
ROUTES = [(method, path, view) for method, path, view in operations() if "project_id" in path]
# Parameters that choose a picture and its format, and name nothing that is kept.
NO_OBJECTS = {"name", "format"}
OUTSIDE_PROJECTS = {
    (method, path) for path, method in
    [("/api/v1/projects", "GET"), ("/api/v1/projects", "POST"), ("/api/v1/me/keys", "GET"), ("/api/v1/me/keys", "PUT")]
}  # fmt: skip


def test_every_page_of_a_project_is_stamped() -> None:
    assert [name for _route, name, view in PAGES if not isinstance(getattr(view, "permission", None), Permission)] == []


def test_every_api_route_of_a_project_is_stamped() -> None:
    unstamped = [
        (method, path) for method, path, view in ROUTES if not isinstance(getattr(view, "permission", None), Permission)
    ]
    assert unstamped == []


def test_every_other_page_says_that_it_is_public_or_personal() -> None:
    undeclared = [
        name
        for route, name, view in patterns(get_resolver())
        if "<uuid:project_id>" not in route and name not in PERSONAL and not getattr(view, "is_public", False)
    ]
    assert undeclared == []


def test_every_other_api_route_is_known() -> None:
    others = {(method, path) for method, path, view in operations() if "project_id" not in path}
    assert others == OUTSIDE_PROJECTS


@pytest.fixture
def world(project: Project, lead: User) -> World:
    return build_world(project, lead)


@pytest.fixture
def cast(
    lead: User, coder: User, supervisor: User, viewer: User, client_of: Callable[[User], Client]
) -> dict[str, Client]:
    people = {Role.LEAD: lead, Role.CODER: coder, Role.SUPERVISOR: supervisor, Role.VIEWER: viewer}
    return {role: client_of(person) for role, person in people.items()}


def address(route: str, world: World) -> str:
    """The route with its parameters filled by things that exist."""

    def fill(match: re.Match[str]) -> str:
        return str(world.parameter(match.group(1).rpartition(":")[2]))

    return "/" + re.sub(r"[<{]([^>}]+)[>}]", fill, route).lstrip("/")


def ask(client: Client, method: str, url: str) -> int:
    return client.generic(method, url, "{}", content_type="application/json").status_code


@pytest.mark.parametrize(("route", "view"), [(r, v) for r, _n, v in PAGES], ids=[name for _r, name, _v in PAGES])
def test_pages_answer_what_the_table_predicts(
    route: str,
    view: Any,
    world: World,
    cast: dict[str, Client],
    stranger: User,
    client_of: Callable[[User], Client],
) -> None:
    url = address(route, world)
    assert Client().get(url).status_code == 302, "nobody sees a page of a project without signing in"
    outsider = client_of(stranger)
    for method in ("GET", "POST"):
        assert ask(outsider, method, url) in {404, 405}, "for a stranger the project does not exist"
    for role, client in cast.items():
        if view.permission not in ROLE_PERMISSIONS[role]:
            answers = {ask(client, method, url) for method in ("GET", "POST")}
            assert answers <= {403, 405}, f"{role} must not get in"
            assert 403 in answers
        else:
            answer = ask(client, "GET", url)
            assert answer not in {401, 403, 404}, f"{role} must get in, not {answer}"
            assert answer < 500


@pytest.mark.parametrize(("method", "path", "view"), ROUTES, ids=[f"{method} {path}" for method, path, _v in ROUTES])
def test_api_routes_answer_what_the_table_predicts(
    method: str,
    path: str,
    view: Any,
    world: World,
    cast: dict[str, Client],
    stranger: User,
    client_of: Callable[[User], Client],
) -> None:
    url = address(path, world)
    assert ask(Client(), method, url) == 401
    assert ask(client_of(stranger), method, url) in {404, 422}, "for a stranger the project does not exist"
    # Roles without the permission first: a role that has it may change or remove what the address names.
    for role, client in sorted(cast.items(), key=lambda each: view.permission in ROLE_PERMISSIONS[each[0]]):
        response = client.generic(method, url, "{}", content_type="application/json")
        answer = response.status_code
        # Past the door a service may still say no: the segment is another coder's, say.
        refused_at_the_door = answer in {401, 403} and response.json()["error"] in {"not_signed_in", "forbidden"}
        if view.permission not in ROLE_PERMISSIONS[role]:
            # A body that cannot be read is refused before the door, and tells nothing.
            assert refused_at_the_door or answer == 422, f"{role} must not get in"
        else:
            assert answer < 500
            assert not refused_at_the_door, f"{role} must get in"


def test_another_projects_things_do_not_exist_here(
    world: World, project: Project, lead: User, client_of: Callable[[User], Client]
) -> None:
    """A lead of one project cannot reach another project's objects through their own."""
    from apps.projects.services import create_project

    own = create_project(user=lead, name="Another study")
    client = client_of(lead)
    foreign = [(method, path) for method, path, _view in ROUTES if path.count("{") > 1 and method == "GET"]
    assert foreign
    for method, path in foreign:
        url = address(path, world).replace(str(project.pk), str(own.pk))
        assert ask(client, method, url) == 404, f"{method} {path}"
    for route, name, _view in PAGES:
        if set(re.findall(r"<\w+:(\w+)>", route)) - {"project_id", *NO_OBJECTS}:
            url = address(route, world).replace(str(project.pk), str(own.pk))
            assert ask(client, "GET", url) in {404, 405}, name


def test_an_unknown_project_does_not_exist(lead: User, client_of: Callable[[User], Client]) -> None:
    assert ask(client_of(lead), "GET", f"/projects/{UUID(int=1)}/") == 404
