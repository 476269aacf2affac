"""Correcting a transcript in a real browser: a typo in place, the passages it touches, and what is left to read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, Route, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Doubt, Segment
from apps.coding.services import Correction, correct_transcript
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.workspace import Desk, address, code_passage, wait_until_ready

Codes = dict[str, Code]
SEGMENTS = "**/api/v1/projects/*/segments/*"


@pytest.fixture
def desk(sit_down: Callable[..., Desk], transcript: Transcript, codes: Codes, lead: User) -> Desk:
    code_passage(lead, transcript, "bimbingan teknis untuk satker", codes["Normative"])
    code_passage(lead, transcript, "Setiap triwulan ada nilai", codes["Coercive"])
    return sit_down(lead)


@pytest.fixture
def correct(project: Project, lead: User, transcript: Transcript) -> Callable[[str, str], Correction]:
    def replace(old: str, new: str) -> Correction:
        transcript.refresh_from_db()
        text = transcript.current.text.replace(old, new)
        expected = transcript.version_id
        return correct_transcript(project=project, user=lead, transcript=transcript, expected=expected, text=text)

    return replace


def words_field(desk: Desk) -> Any:
    return desk.page.get_by_role("dialog").get_by_label("Words")


def open_turn(desk: Desk, words: str) -> None:
    desk.click(words)
    desk.press("e")
    expect(words_field(desk)).to_be_focused()


def correct_words(desk: Desk, old: str, new: str) -> None:
    field = words_field(desk)
    field.fill(field.input_value().replace(old, new))
    desk.press("Control+Enter")


def page_of(desk: Desk, name: str, *rest: Any) -> str:
    return reverse(f"coding:{name}", args=[desk.transcript.project_id, desk.transcript.pk, *rest])


def test_a_typo_in_a_coded_passage_is_two_keys_and_everything_can_be_read_afterwards(desk: Desk, lead: User) -> None:
    open_turn(desk, "rutin")
    correct_words(desk, "teknis", "tehnis")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_contain_text("1 word corrected: 1 passage kept, 1 to decide.")
    expect(dialog.locator("del")).to_have_text("teknis")
    expect(dialog.locator("ins")).to_have_text("tehnis")
    desk.press("Enter")
    expect(desk.page.get_by_role("link", name="version 2")).to_be_visible()
    wait_until_ready(desk.page)
    expect(desk.toast).to_contain_text("1 word corrected")
    expect(desk.page.locator(".turn.is-active")).to_have_attribute("data-index", "1")
    desk.expect_stored(("bimbingan tehnis untuk satker", ["Normative"]), ("Setiap triwulan ada nilai", ["Coercive"]))
    desk.page.goto(page_of(desk, "version_detail", 1))
    expect(desk.page.get_by_text("Version 1 of 2: read only.")).to_be_visible()
    expect(desk.page.locator("#transcript")).to_contain_text("bimbingan teknis untuk satker")
    expect(desk.page.locator(".turn-pencil")).to_have_count(0)
    desk.page.goto(page_of(desk, "version_diff"))
    expect(desk.page.locator(".diff del").last).to_have_text("teknis")
    expect(desk.page.locator(".diff ins").last).to_have_text("tehnis")
    desk.page.get_by_role("link", name="2 turns unchanged").click()
    expect(desk.page.locator(".diff")).to_contain_text("Karena target?")
    desk.page.goto(page_of(desk, "version_list"))
    expect(desk.page.locator("tbody tr").first).to_contain_text(re.compile(r"1 kept\s+1 decided"))
    assert Segment.objects.filter(version=Transcript.objects.get().current).count() == 2


def test_leaving_behind_and_escape(desk: Desk, codes: Codes) -> None:
    open_turn(desk, "rutin")
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    assert Transcript.objects.get().current.number == 1
    open_turn(desk, "rutin")
    correct_words(desk, "teknis", "tehnis")
    expect(desk.page.get_by_role("dialog")).to_contain_text("1 to decide")
    desk.press("b")
    expect(desk.page.get_by_role("link", name="version 2")).to_be_visible()
    wait_until_ready(desk.page)
    expect(desk.row(codes["Normative"]).locator(".code-count")).to_have_text("0")
    assert Doubt.objects.get().decision == Doubt.Decision.LEFT


def test_what_is_not_sent_yet_is_sent_before_the_turn_opens(desk: Desk) -> None:
    held: list[Route] = []
    desk.page.route(SEGMENTS, lambda route: held.append(route))
    desk.drag("Karena target?")
    desk.choose("coercive")
    desk.eventually(lambda: len(held), 1)
    desk.press("e")
    expect(desk.toast).to_contain_text("Your codings are sent first")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    held[0].continue_()
    expect(words_field(desk)).to_be_focused()


def test_words_typed_on_a_stale_turn_are_kept(desk: Desk, correct: Callable[[str, str], Correction]) -> None:
    open_turn(desk, "rutin")
    correct("Kami meniru", "Kita meniru")
    correct_words(desk, "teknis", "tehnis")
    expect(desk.page.get_by_role("alert")).to_contain_text("Somebody corrected this transcript meanwhile.")
    expect(words_field(desk)).to_have_value(re.compile("tehnis"))


def test_the_pencil_follows_the_pointer_and_works_by_keyboard(desk: Desk) -> None:
    pencil = desk.page.locator(".turn-pencil")
    desk.page.locator("#turn-3").hover()
    expect(pencil).to_have_accessible_name("Correct the words of turn 4")
    pencil.focus()
    desk.press("Enter")
    expect(words_field(desk)).to_have_value(re.compile("Setiap triwulan"))


def test_the_key_is_listed_and_a_viewer_has_no_pencil(desk: Desk, sit_down: Callable[..., Desk], viewer: User) -> None:
    desk.press("?")
    expect(desk.page.get_by_role("dialog")).to_contain_text("Correct the words of this turn")
    reader = sit_down(viewer)
    expect(reader.page.locator(".turn-pencil")).to_have_count(0)
    reader.press("e")
    expect(reader.toast).to_contain_text("not correct it")


def test_undo_of_a_correction_brings_the_old_words_back(desk: Desk) -> None:
    open_turn(desk, "Karena target?")
    correct_words(desk, "target", "sasaran")
    expect(desk.page.get_by_role("link", name="version 2")).to_be_visible()
    wait_until_ready(desk.page)
    desk.press("u")
    expect(desk.page.get_by_role("link", name="version 3")).to_be_visible()
    expect(desk.page.locator("#turn-2")).to_contain_text("Karena target?")


# --- the queue ----------------------------------------------------------------------------------------------


@pytest.fixture
def queue(
    open_as: Callable[[User, str], Page],
    lead: User,
    project: Project,
    transcript: Transcript,
    codes: Codes,
    correct: Callable[[str, str], Correction],
) -> Page:
    """The first of two questions, open."""
    code_passage(lead, transcript, "bimbingan teknis untuk satker", codes["Normative"])
    code_passage(lead, transcript, "Kami meniru kantor sebelah", codes["Mimetic"])
    correct("teknis", "tehnis")
    correct("meniru kantor", "meniru cara kantor")
    page = open_as(lead, reverse("coding:doubt_list", args=[project.pk]))
    page.get_by_role("link", name="Decide one by one").click()
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    return page


def asked_about(page: Page, words: str) -> None:
    """Wait until the passage asked about holds the words and its keys work; its neighbours' words stand beside it."""
    expect(page.get_by_role("region", name="Old place").locator("mark")).to_contain_text(words)
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)


def test_the_queue_is_worked_through_by_keys(queue: Page) -> None:
    asked_about(queue, "bimbingan")
    queue.keyboard.press("j")
    asked_about(queue, "meniru")
    queue.keyboard.press("k")
    asked_about(queue, "bimbingan")
    queue.keyboard.press("a")
    asked_about(queue, "meniru")
    queue.keyboard.press("u")
    expect(queue.get_by_text("The decision was taken back.")).to_be_visible()
    asked_about(queue, "bimbingan")
    queue.keyboard.press("b")
    asked_about(queue, "meniru")
    queue.keyboard.press("Enter")
    expect(queue.get_by_text("That was the last one.")).to_be_visible()
    assert sorted(segment.quote for segment in Segment.objects.all()) == [
        "Kami meniru cara kantor sebelah",
        "bimbingan teknis untuk satker",
    ]


def test_other_borders_are_chosen_by_keyboard(queue: Page) -> None:
    queue.keyboard.press("e")
    context = queue.get_by_label("Select the words of the passage")
    expect(context).to_be_focused()
    for _ in range(len(" untuk satker")):
        queue.keyboard.press("Shift+ArrowLeft")
    queue.keyboard.type("x")
    queue.keyboard.press("Enter")
    asked_about(queue, "meniru")
    assert Segment.objects.filter(quote="bimbingan tehnis").count() == 1


def test_the_queue_works_without_javascript(
    queue: Page, context: BrowserContext, project: Project, live_server: Any
) -> None:
    assert context.browser
    plain = context.browser.new_context(base_url=live_server.url, java_script_enabled=False)
    plain.add_cookies([{"name": c["name"], "value": c["value"], "url": live_server.url} for c in context.cookies()])
    page = plain.new_page()
    page.goto(reverse("coding:doubt_list", args=[project.pk]))
    page.get_by_role("link", name="Decide one by one").click()
    page.locator("summary").click()
    page.get_by_label("The words of the passage, as").fill("mengadakan bimbingan tehnis")
    page.get_by_role("button", name="Take these words").click()
    page.get_by_role("button", name="Accept the new place").click()
    expect(page.get_by_text("That was the last one.")).to_be_visible()
    plain.close()
    assert Segment.objects.filter(quote="mengadakan bimbingan tehnis").exists()


def test_the_workspace_leads_to_what_waits(queue: Page, transcript: Transcript) -> None:
    queue.goto(address(transcript))
    queue.get_by_role("link", name="2 to decide").click()
    expect(queue.get_by_role("heading", name="To decide")).to_be_visible()
