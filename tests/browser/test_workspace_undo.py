"""Undo that outlives the page: what was done in one transcript is taken back from another, and made again."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.services import change_segment
from apps.documents.models import Transcript
from apps.documents.services import create_transcript
from tests.browser.workspace import Desk, address, code_passage, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"


@pytest.fixture
def other(transcript: Transcript, lead: User) -> Transcript:
    """A second transcript of the project, with other words."""
    text = "Pewawancara: Sejak kapan?\n\nInforman 2: Sejak ada arahan dari Kanwil."
    return create_transcript(
        project=transcript.project, user=lead, title="Kotabumi 01", office=transcript.office, text=text
    )


def go_to(desk: Desk, transcript: Transcript) -> Desk:
    desk.page.goto(address(transcript))
    wait_until_ready(desk.page)
    return Desk(desk.page, transcript)


def test_undo_after_reload_in_another_document(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes, transcript: Transcript, other: Transcript
) -> None:
    first = sit_down(lead)
    first.press("j", "s", "1")
    first.expect_stored((FIRST, ["Coercive"]))
    second = go_to(first, other)
    second.page.reload()
    wait_until_ready(second.page)
    second.press("u")
    expect(second.toast).to_contain_text(f"Taken back in “{transcript.title}”: coded a passage ({FIRST}).")
    first.expect_stored()
    second.press("Shift+u")
    expect(second.toast).to_contain_text(f"Made again in “{transcript.title}”")
    first.expect_stored((FIRST, ["Coercive"]))
    second.toast.get_by_role("button", name="Undo").click()
    expect(second.toast).to_contain_text("Taken back in")
    first.expect_stored()
    second.toast.get_by_role("button", name="Redo").click()
    expect(second.toast).to_contain_text("Made again in")
    first.expect_stored((FIRST, ["Coercive"]))
    second.toast.get_by_role("link", name="Show it").click()
    expect(second.page).to_have_url(re.compile(rf"{transcript.pk}/code/\?segment="))
    wait_until_ready(second.page)
    first.expect_painted(codes["Coercive"], FIRST)


def test_what_was_done_on_the_page_goes_back_before_what_was_done_elsewhere(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes, transcript: Transcript, other: Transcript
) -> None:
    desk = sit_down(lead)
    desk.press("j", "s", "1")
    desk.expect_stored((FIRST, ["Coercive"]))
    elsewhere = Desk(desk.page, other)
    code_passage(lead, other, "arahan dari Kanwil", codes["Mimetic"])
    desk.press("u")
    desk.expect_stored()
    elsewhere.expect_stored(("arahan dari Kanwil", ["Mimetic"]))
    desk.press("u")
    expect(desk.toast).to_contain_text("Taken back in “Kotabumi 01”: coded a passage (arahan dari Kanwil).")
    elsewhere.expect_stored()
    desk.press("Shift+u")
    expect(desk.toast).to_contain_text("Made again in “Kotabumi 01”")
    desk.press("Shift+u")
    desk.expect_stored((FIRST, ["Coercive"]))
    elsewhere.expect_stored(("arahan dari Kanwil", ["Mimetic"]))


def test_the_history_of_a_segment_says_what_changed_and_takes_it_back(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes, transcript: Transcript
) -> None:
    segment = code_passage(lead, transcript, FIRST, codes["Coercive"], memo="penting")
    change_segment(
        project=transcript.project, user=lead, segment_id=segment, codes=[codes["Mimetic"].pk], memo="sangat penting"
    )
    desk = sit_down(lead)
    desk.press("n")
    row = desk.panel.locator(".history > li").first
    expect(row).to_contain_text("changed a coded passage")
    expect(row.locator("del.history-code")).to_have_text("Coercive")
    expect(row.locator("ins.history-code")).to_have_text("Mimetic")
    expect(row.locator(".history-words ins")).to_have_text("sangat")
    row.get_by_role("button", name="Take back").click()
    desk.expect_stored((FIRST, ["Coercive"]))
    desk.expect_painted(codes["Coercive"], FIRST)
    expect(row).to_contain_text("took back a change")
    again = desk.panel.get_by_role("button", name="Make again")
    again.click()
    desk.expect_stored((FIRST, ["Mimetic"]))
    desk.expect_painted(codes["Mimetic"], FIRST)
