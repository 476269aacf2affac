"""Search across the project with the keyboard: from the head of any page to the place, and on to coding all hits."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, wait_until_ready

FILLER = "\n\n".join(f"Informan 1: Kalimat nomor {n} tentang hal lain." for n in range(60))
TEXT = f"""Pewawancara: Apa yang dibicarakan kantor ini?

{FILLER}

Informan 1: Kami bekerja keras. Pekerjaan kami banyak.

Informan 2: Saya mengerjakan laporan setiap bulan.
"""


@pytest.fixture
def transcript(interview: Callable[[str], Transcript]) -> Transcript:
    return interview(TEXT)


def test_from_any_page_to_the_place_and_to_all_its_relatives(
    open_as: Callable[..., Page], project: Project, codes: dict[str, Code], transcript: Transcript, lead: User
) -> None:
    page = open_as(lead, f"/projects/{project.pk}/transcripts/")
    box = page.get_by_role("search", name="Search all transcripts").get_by_role("searchbox")
    box.focus()
    page.keyboard.type("kerja")
    page.keyboard.press("Enter")
    hits = page.locator(".find-hit")
    expect(hits).to_have_count(2)
    expect(hits.locator("mark")).to_have_text(["bekerja", "Pekerjaan", "mengerjakan"])
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1280, "height": 800})

    page.get_by_role("combobox", name="Said by").select_option("interviewer")
    expect(page.get_by_text("No turn has this.")).to_be_visible()
    page.get_by_role("combobox", name="Said by").select_option("others")
    expect(hits).to_have_count(2)

    hits.first.locator(".find-about a").first.focus()
    page.keyboard.press("Enter")
    wait_until_ready(page)
    desk = Desk(page, transcript)
    expect(page.locator(".turn-text", has_text="bekerja keras")).to_be_in_viewport()

    page.go_back()
    page.get_by_role("link", name="Code these").first.focus()
    page.keyboard.press("Enter")
    wait_until_ready(page)
    expect(page.locator("[data-search=field]")).to_have_value("kerja")
    expect(page.locator("[data-search=count]")).to_have_text("1 of 3")
    desk.expect_painted("hit-now", "bekerja")
