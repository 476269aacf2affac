"""The preview of an upload in a real browser: every change of a rule brings speakers and turns anew."""

from collections.abc import Callable
from typing import Literal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.documents.models import Upload
from apps.documents.services import create_office, create_transcript, set_rules, store_uploads
from apps.jobs.services import run_job
from apps.projects.models import Project
from core.text.rules import Rules
from tests.browser.test_accessibility import violations

TEXT = (
    "P: Apa kabar?\nPak Budi: Baik.\nCatatan: ia berdiri.\nP: Lalu?\nBudi: Begini.\nP: Ya?\nBudi: Ya.\nPak Budi: Itu."
)


@pytest.fixture
def upload(project: Project, lead: User) -> Upload:
    office = create_office(project=project, user=lead, name="KPPN Metro")
    file = SimpleUploadedFile("metro.txt", TEXT.encode())
    job = store_uploads(project=project, user=lead, office=office, files=[file])
    run_job(job_id=job.pk)
    return Upload.objects.get()


def test_rules_are_looked_at_as_they_are_typed(
    open_as: Callable[..., Page], lead: User, project: Project, upload: Upload
) -> None:
    page = open_as(lead, reverse("documents:upload_preview", args=[project.pk, upload.pk]))
    speakers = page.locator("#found tbody th")
    expect(speakers).to_have_text(["P", "Pak Budi", "Budi"])
    page.get_by_label("Title").fill("Metro satu")
    page.get_by_text("Correct what was found").click()
    rows = page.locator("[data-row]")
    expect(rows).to_have_count(1)

    rows.nth(0).get_by_label("Rule", exact=True).select_option("same")
    rows.nth(0).get_by_label("Beginning of the line, or label").fill("Budi")
    expect(rows).to_have_count(2)
    rows.nth(0).get_by_label("Speaker").fill("Pak Budi")
    rows.nth(1).get_by_label("Rule", exact=True).select_option("silent")
    expect(rows.nth(1).get_by_label("Speaker")).to_be_hidden()
    expect(speakers).to_have_text(["P", "Pak Budi"])
    rows.nth(1).get_by_label("Beginning of the line, or label").fill("Catatan")
    page.keyboard.press("Tab")
    expect(page.locator(".doc-turns")).not_to_contain_text("ia berdiri")
    expect(rows).to_have_count(3)

    rows.nth(1).get_by_role("button", name="Remove this rule").click()
    expect(page.locator(".doc-turns")).to_contain_text("ia berdiri")
    expect(page.get_by_label("Title")).to_have_value("Metro satu")
    page.reload()
    expect(speakers).to_have_text(["P", "Pak Budi"])

    page.get_by_label("Title").fill("Metro satu")
    page.get_by_role("button", name="Add transcript").first.click()
    expect(page.get_by_text("“Metro satu” is a transcript now.")).to_be_visible()
    version = project.transcripts.get().current
    assert version is not None
    assert set(version.turns.values_list("speaker", flat=True)) == {"P", "Pak Budi"}


def test_more_turns_come_below_the_first(
    open_as: Callable[..., Page], lead: User, project: Project, upload: Upload
) -> None:
    Upload.objects.update(text="\n".join(f"{'PN'[n % 2]}: kata {n}." for n in range(80)), layout={})
    page = open_as(lead, reverse("documents:upload_preview", args=[project.pk, upload.pk]))
    turns = page.locator(".doc-turn")
    expect(turns).to_have_count(12)
    page.get_by_role("button", name="Show 50 more turns").click()
    expect(turns).to_have_count(62)
    page.get_by_role("button", name="Show 18 more turns").click()
    expect(turns).to_have_count(80)
    expect(page.get_by_role("button", name="more turns")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    open_as: Callable[..., Page], lead: User, project: Project, upload: Upload, scheme: Literal["light", "dark"]
) -> None:
    rules = Rules(silent=("Catatan",), same=(("Budi", "Pak Budi"),))
    set_rules(upload=upload, rules=rules)
    transcript = create_transcript(
        project=project, user=lead, title="Metro 02", office=upload.office, text=TEXT, rules=rules.to_json()
    )
    for address in (
        reverse("documents:upload_preview", args=[project.pk, upload.pk]),
        reverse("coding:structure_edit", args=[project.pk, transcript.pk]),
    ):
        page = open_as(lead, address)
        page.emulate_media(color_scheme=scheme)
        assert violations(page) == []
