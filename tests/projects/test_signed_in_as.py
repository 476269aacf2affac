"""A page that stayed open says whose it is, so that nobody changes anything under another's name."""

from collections.abc import Callable

from django.test import Client

from apps.accounts.models import User
from apps.projects.models import Project


def test_a_page_of_somebody_else_is_refused(
    project: Project, lead: User, coder: User, client_of: Callable[[User], Client]
) -> None:
    browser, address = client_of(lead), f"/api/v1/projects/{project.pk}"
    refused = browser.get(address, headers={"x-signed-in-as": str(coder.pk)})
    assert (refused.status_code, refused.json()["error"]) == (409, "someone_else")
    assert browser.get(address, headers={"x-signed-in-as": str(lead.pk)}).status_code == 200
    assert browser.get(address).status_code == 200


def test_so_is_one_of_a_project_the_other_cannot_see(
    project: Project, lead: User, client_of: Callable[[User], Client], stranger: User
) -> None:
    refused = client_of(stranger).get(f"/api/v1/projects/{project.pk}", headers={"x-signed-in-as": str(lead.pk)})
    assert refused.json()["error"] == "someone_else"
