"""Every page of a project opens in a real browser without an error or a breach of the content policy."""

import pytest
from django.urls import reverse

PAGES = [
    "projects:project_settings",
    "projects:member_list",
    "projects:activity_list",
    "jobs:job_list",
    "analysis:dashboard",
    "codebook:codebook",
    "documents:transcript_list",
    "documents:search",
    "documents:attribute_list",
    "documents:attributes_import",
]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_a_project_opens(name, open_as, lead, project):
    path = reverse(name, args=[project.pk])
    page = open_as(lead, path)
    assert page.url.endswith(path)
    assert page.locator("h1").count() == 1


def test_a_stranger_is_asked_to_sign_in(context, project):
    page = context.new_page()
    page.goto(reverse("analysis:dashboard", args=[project.pk]))
    assert reverse("account_login") in page.url
    assert page.locator("input[type=email]").is_visible()
