"""Ticking rows of the transcript table and changing them, and a table of attributes on its way in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.documents.models import Attribute, Office
from apps.documents.services import create_attribute, create_office, create_participant, create_transcript
from apps.projects.models import Project
from tests.browser.test_accessibility import violations

OpenAs = Callable[..., Page]


@pytest.fixture
def office(transactional_db: None, project: Project, lead: User) -> Office:
    me: dict[str, Any] = {"project": project, "user": lead}
    made = create_office(**me, name="KPPN Metro")
    create_attribute(**me, subject="participant", name="age", kind="number")
    create_participant(**me, pseudonym="Informan 1", office=made)
    for number in range(4):
        create_transcript(**me, title=f"Metro {number}", office=made, text="Satu kata.")
    return made


def test_rows_are_ticked_changed_and_put_back(project: Project, lead: User, office: Office, open_as: OpenAs) -> None:
    page = open_as(lead, reverse("documents:transcript_list", args=[project.pk]))
    change = page.get_by_role("button", name="Change the selected")
    expect(change).to_be_disabled()
    page.get_by_role("checkbox", name="Metro 0").check()
    page.get_by_role("checkbox", name="Metro 2").click(modifiers=["Shift"])
    expect(page.locator("output")).to_have_text("3 selected")
    assert violations(page) == []
    page.get_by_role("checkbox", name="Select all on this page").click()
    expect(page.locator("output")).to_have_text("4 selected")
    page.get_by_role("checkbox", name="Metro 3").uncheck()
    change.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change 3 transcripts")
    assert violations(page) == []
    page.get_by_label("Kind").select_option("observation")
    page.get_by_role("button", name="Show what would change").click()
    page.get_by_role("button", name="Change 3 transcripts").click()
    expect(page.get_by_role("row", name="Observation")).to_have_count(3)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row", name="Observation")).to_have_count(0)


def test_the_table_that_a_filter_brings_can_be_ticked_too(
    project: Project, lead: User, office: Office, open_as: OpenAs
) -> None:
    page = open_as(lead, reverse("documents:transcript_list", args=[project.pk]))
    page.get_by_role("searchbox", name="Title has").fill("Metro 3")
    expect(page.locator("[data-row]")).to_have_count(1)
    page.locator("[data-row]").check()
    expect(page.locator("output")).to_have_text("1 selected")
    page.get_by_role("button", name="Change the 1 that matches the filter").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change 1 transcript")


def test_a_table_of_attributes(project: Project, lead: User, office: Office, open_as: OpenAs, tmp_path: Any) -> None:
    file = tmp_path / "people.csv"
    file.write_text("pseudonym;age;rank\nInforman 1;41;Staf\nInforman 9;x;Staf\n")
    page = open_as(lead, reverse("documents:attributes_import", args=[project.pk]))
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_text("There is none of this name in the project.")).to_be_visible()
    assert violations(page) == []
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 row was left out")
    assert violations(page) == []
    assert project.participants.get().attributes == {"age": 41, "rank": "Staf"}
    for name in ("edit", "delete"):
        attribute = Attribute.objects.get(name="age")
        page.goto(reverse(f"documents:attribute_{name}", args=[project.pk, attribute.pk]))
        assert violations(page) == []
