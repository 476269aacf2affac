"""The whole of coding with the keyboard alone: from the list of transcripts to the text and back, without one click."""

import re
from collections.abc import Callable

from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.workspace import Desk, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
SECOND = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan."
# More than there are stops on any page.
MOST_STOPS = 150


def tab_to(page: Page, selector: str, key: str = "Tab") -> None:
    """Press a key until the focus is where it is wanted."""
    for _ in range(MOST_STOPS):
        page.keyboard.press(key)
        if page.evaluate("(selector) => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{key} does not reach {selector}")


def test_from_the_list_to_the_text_and_back(
    open_as: Callable[[User, str], Page], project: Project, transcript: Transcript, codes: Codes, lead: User
) -> None:
    page = open_as(lead, reverse("documents:transcript_list", args=[project.pk]))
    tab_to(page, f'a[href="{reverse("coding:workspace", args=[project.pk, transcript.pk])}"]')
    page.keyboard.press("Enter")
    wait_until_ready(page)
    desk = Desk(page, transcript)
    code_the_first_sentence(desk)
    make_a_code_on_the_spot(desk)
    write_a_memo(desk)
    move_a_border(desk)
    take_it_back_and_do_it_again(desk)
    search_and_code_all(desk)
    tab_to(page, f'a[href="{reverse("documents:transcript_list", args=[project.pk])}"]', "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(reverse("documents:transcript_list", args=[project.pk]) + "$"))


def code_the_first_sentence(desk: Desk) -> None:
    """Past the toolbar and the codebook by the second link of the page."""
    tab_to(desk.page, '.skip-link[href="#transcript"]')
    desk.press("Enter")
    expect(desk.page.locator("#transcript")).to_be_focused()
    desk.press("j", "s", "c")
    desk.choose("work-unit ed")
    desk.expect_stored((FIRST, ["Work-unit education"]))


def make_a_code_on_the_spot(desk: Desk) -> None:
    desk.press("j", "s", "c")
    expect(desk.picker).to_be_visible()
    desk.page.keyboard.type("Ritme bulanan")
    create = desk.picker.get_by_role("option").filter(has_text="Ritme bulanan").first
    expect(create).to_be_visible()
    desk.press("Enter")
    desk.expect_stored((FIRST, ["Work-unit education"]), (SECOND, ["Ritme bulanan"]))


def write_a_memo(desk: Desk) -> None:
    expect(desk.panel.locator(".ws-quote")).to_have_text(SECOND)
    desk.press("m")
    memo = desk.panel.get_by_role("textbox", name=re.compile("Memo"))
    expect(memo).to_be_focused()
    desk.page.keyboard.type("Setiap bulan!")
    desk.press("Control+Enter")
    expect(desk.page.locator("#transcript")).to_be_focused()
    desk.eventually(lambda: desk.segments()[1].memo, "Setiap bulan!")


def move_a_border(desk: Desk) -> None:
    desk.press("Shift+}")
    desk.expect_stored(
        (FIRST, ["Work-unit education"]),
        (SECOND.removesuffix("."), ["Ritme bulanan"]),
    )


def take_it_back_and_do_it_again(desk: Desk) -> None:
    desk.press("u")
    desk.expect_stored((FIRST, ["Work-unit education"]), (SECOND, ["Ritme bulanan"]))
    desk.press("Shift+u")
    desk.expect_stored((FIRST, ["Work-unit education"]), (SECOND.removesuffix("."), ["Ritme bulanan"]))
    desk.press("u")
    desk.expect_stored((FIRST, ["Work-unit education"]), (SECOND, ["Ritme bulanan"]))


def search_and_code_all(desk: Desk) -> None:
    desk.press("/")
    expect(desk.page.get_by_role("searchbox", name="Search in this transcript")).to_be_focused()
    desk.page.keyboard.type("target")
    expect(desk.page.locator("[data-search=count]")).to_have_text("1 hit")
    tab_to(desk.page, "[data-search=list]")
    desk.press("Enter")
    tab_to(desk.page, "[data-search=code]")
    desk.press("Enter")
    desk.choose("monitoring")
    expect(desk.page.locator("[data-search=code]")).to_be_focused()
    desk.expect_stored((FIRST, ["Work-unit education"]), (SECOND, ["Ritme bulanan"]), ("target", ["Monitoring"]))
    desk.press("Escape")
    expect(desk.page.locator("#transcript")).to_be_focused()
