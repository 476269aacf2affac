"""Who may do what in the workspace: viewers read, coders change their own passages only."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Request, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
TRAINING = "bimbingan teknis untuk satker"


@pytest.fixture
def of_the_lead(transcript: Transcript, codes: Codes, lead: User) -> None:
    code_passage(lead, transcript, TRAINING, codes["Innovation"], memo="Compare with Kotabumi")


def changes(desk: Desk) -> list[str]:
    """Filled, from now on, with every request that would change something."""
    sent: list[str] = []

    def note(request: Request) -> None:
        if request.method != "GET":
            sent.append(f"{request.method} {request.url}")

    desk.page.on("request", note)
    return sent


@pytest.mark.usefixtures("of_the_lead")
def test_a_viewer_reads(sit_down: Callable[[User], Desk], viewer: User, codes: Codes) -> None:
    desk = sit_down(viewer)
    sent = changes(desk)
    expect(desk.page.locator("[data-command=undo], [data-command=redo]")).to_have_count(0)
    desk.expect_painted(codes["Innovation"], TRAINING)
    desk.press("n")
    expect(desk.panel).to_contain_text("Compare with Kotabumi")
    expect(desk.panel.locator("button, textarea")).to_have_count(0)
    expect(desk.page.locator(".ws-grip:visible")).to_have_count(0)
    for key in ("1", "c", "v", "m", "x", "Delete", "]", "u", "Shift+U", "r"):
        desk.press(key)
        expect(desk.toast).to_contain_text("You can read this transcript but not code it.")
        desk.toast.get_by_role("button", name="Close").click()
    desk.drag("Setiap triwulan")
    desk.expect_selected_words("Setiap triwulan")
    desk.row(codes["Mimetic"]).get_by_role("button").click()
    desk.press("1")
    expect(desk.picker).to_be_hidden()
    desk.expect_painted(codes["Innovation"], TRAINING)
    assert set(desk.painted()) <= {str(codes["Innovation"].pk), "selected", "pending"}
    assert sent == []
    desk.expect_stored((TRAINING, ["Innovation"]))


@pytest.mark.usefixtures("of_the_lead")
def test_a_coder_leaves_the_segments_of_others_and_marks_their_own(
    sit_down: Callable[[User], Desk], lead: User, coder: User, codes: Codes
) -> None:
    desk = sit_down(coder)
    sent = changes(desk)
    desk.click("bimbingan")
    desk.expect_painted("selected", TRAINING)
    expect(desk.page.locator(".ws-grip:visible")).to_have_count(0)
    for key in ("Delete", "x", "["):
        desk.press(key)
        expect(desk.toast).to_contain_text("Lestari marked this passage, and nobody else can change it.")
        desk.toast.get_by_role("button", name="Close").click()
    assert sent == []
    desk.press("4")
    desk.expect_stored((TRAINING, ["Innovation"]), (TRAINING, ["Work-unit education"]))
    assert {segment.coder: segment.memo for segment in desk.segments()} == {lead: "Compare with Kotabumi", coder: ""}
    expect(desk.panel).to_contain_text("Cahya")
    # Now the selected segment is their own, and everything can be done to it.
    desk.press("[", "1")
    desk.expect_stored((TRAINING, ["Innovation"]), (f"mengadakan {TRAINING}", ["Coercive", "Work-unit education"]))
    desk.press("Delete")
    desk.expect_stored((TRAINING, ["Innovation"]))


@pytest.mark.usefixtures("of_the_lead")
def test_a_segment_removed_by_its_maker_meanwhile(sit_down: Callable[[User], Desk], lead: User, codes: Codes) -> None:
    desk = sit_down(lead)
    for segment in desk.segments():
        segment.delete()
    desk.press("n", "1")
    dialog = desk.page.get_by_role("dialog", name="Your change met another one")
    expect(dialog).to_contain_text("This passage is no longer there.")
    desk.expect_painted(codes["Coercive"])
