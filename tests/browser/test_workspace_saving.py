"""What is coded is painted at once, sent once and in order, and taken back with a word when it is refused."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Route, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import change_dimension, delete_code
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from tests.browser.workspace import Desk, code_passage, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
THIRD = "Karena target?"
SEGMENTS = "**/api/v1/projects/*/segments/*"


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


def made(project: Project) -> int:
    return Activity.objects.filter(project=project, verb=Verb.SEGMENT_CREATED).count()


def test_painted_before_the_server_answers(desk: Desk, codes: Codes) -> None:
    held: list[Route] = []
    desk.page.route(SEGMENTS, lambda route: held.append(route))
    desk.press("j", "s", "1")
    desk.expect_painted(codes["Coercive"], FIRST)
    desk.eventually(lambda: len(held), 1)
    expect(desk.row(codes["Coercive"]).locator(".code-count")).to_have_text("1")
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    desk.expect_stored()
    held[0].continue_()
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#unsent")).to_be_hidden()


def test_one_code_of_an_exclusive_dimension_replaces_another(desk: Desk, codes: Codes) -> None:
    desk.press("j", "s", "1", "2")
    dialog = desk.page.get_by_role("dialog", name="One code only")
    expect(dialog).to_contain_text("“Institutional pressure” takes one code on a segment, and “Coercive” is there.")
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    desk.expect_stored((FIRST, ["Coercive"]))
    desk.press("2")
    dialog.get_by_role("button", name="Replace “Coercive” with “Mimetic”").click()
    desk.expect_stored((FIRST, ["Mimetic"]))
    desk.expect_painted(codes["Mimetic"], FIRST)
    desk.expect_painted(codes["Coercive"])


def test_a_dimension_made_exclusive_meanwhile(desk: Desk, codes: Codes, project: Project, lead: User) -> None:
    change_dimension(project=project, user=lead, dimension=codes["Innovation"].dimension, exclusive=True)
    desk.press("j", "s", "4", "5")
    dialog = desk.page.get_by_role("dialog", name="One code only")
    expect(dialog).to_be_visible()
    desk.expect_painted(codes["Innovation"])
    desk.press("Enter")
    desk.expect_stored((FIRST, ["Innovation"]))
    desk.expect_painted(codes["Innovation"], FIRST)


def test_a_code_deleted_meanwhile(
    desk: Desk, context: BrowserContext, codes: Codes, project: Project, lead: User
) -> None:
    context.set_offline(True)
    desk.press("j", "s", "4", "c")
    desk.choose("monitoring")
    expect(desk.page.locator("#unsent")).to_have_text("2 not sent")
    delete_code(project=project, user=lead, code=codes["Monitoring"])
    context.set_offline(False)
    dialog = desk.page.get_by_role("dialog", name="Your change met another one")
    expect(dialog).to_contain_text("A code was deleted or belongs to another project.")
    expect(dialog.locator("section").first).to_contain_text("Work-unit education, Monitoring")
    desk.expect_painted(codes["Monitoring"])
    dialog.get_by_role("button", name="Keep what is there").click()
    desk.expect_painted(codes["Work-unit education"], FIRST)
    desk.expect_stored((FIRST, ["Work-unit education"]))
    expect(desk.row(codes["Monitoring"])).to_have_count(0)


def test_coding_goes_on_without_a_line(desk: Desk, context: BrowserContext, codes: Codes, project: Project) -> None:
    context.set_offline(True)
    desk.press("j", "s", "1", "4")
    desk.press("j", "j", "s", "5", "Shift+{")
    badge = desk.page.locator("#unsent")
    expect(badge).to_have_text("4 not sent")
    expect(desk.toast).to_contain_text("Your changes are kept here and sent when it is back.")
    desk.expect_painted(codes["Innovation"], "target?")
    desk.expect_stored()
    context.set_offline(False)
    expect(badge).to_be_hidden()
    desk.expect_stored((FIRST, ["Coercive", "Work-unit education"]), ("target?", ["Innovation"]))
    assert made(project) == 2


def test_undo_without_a_line_says_so(desk: Desk, context: BrowserContext, codes: Codes) -> None:
    desk.press("j", "s", "1")
    desk.expect_stored((FIRST, ["Coercive"]))
    context.set_offline(True)
    desk.press("u")
    expect(desk.toast).to_contain_text("nothing was taken back")
    desk.expect_painted(codes["Coercive"], FIRST)
    context.set_offline(False)
    desk.press("u")
    desk.expect_stored()


def test_a_server_that_fails_is_asked_again(desk: Desk, codes: Codes, project: Project) -> None:
    desk.page.route(SEGMENTS, lambda route: route.fulfill(status=500, body="broken"), times=1)
    desk.press("j", "s", "1")
    expect(desk.toast).to_contain_text("The server could not do this (error 500).")
    desk.expect_painted(codes["Coercive"], FIRST)
    desk.expect_stored((FIRST, ["Coercive"]))
    assert made(project) == 1


def test_a_change_the_server_fails_on_does_not_hold_up_the_others(desk: Desk, codes: Codes) -> None:
    desk.page.route(SEGMENTS, lambda route: route.fulfill(status=500, body="broken"), times=3)
    desk.press("j", "s", "1")
    dialog = desk.page.get_by_role("dialog", name="Your change met another one")
    expect(dialog).to_contain_text("The server could not do this (error 500).")
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    dialog.get_by_role("button", name="Put mine again").click()
    desk.expect_stored((FIRST, ["Coercive"]))
    desk.expect_painted(codes["Coercive"], FIRST)
    expect(desk.page.locator("#unsent")).to_be_hidden()


def test_a_server_that_restarts_is_asked_again(desk: Desk, codes: Codes, project: Project) -> None:
    desk.page.route(SEGMENTS, lambda route: route.fulfill(status=503, body="busy"), times=1)
    desk.press("j", "s", "1")
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    desk.expect_stored((FIRST, ["Coercive"]))
    desk.expect_painted(codes["Coercive"], FIRST)
    assert made(project) == 1


def test_signed_out_meanwhile(
    desk: Desk, context: BrowserContext, client_of: Callable[[User], Client], lead: User, live_server
) -> None:
    Session.objects.all().delete()
    desk.press("j", "s", "1")
    dialog = desk.page.get_by_role("dialog", name="Sign in again")
    expect(dialog).to_contain_text("You are signed out. Your 1 change is kept.")
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    session = client_of(lead).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#unsent")).to_be_hidden()


def test_the_panel_shows_what_is_selected_now(desk: Desk, transcript: Transcript, codes: Codes, lead: User) -> None:
    code_passage(lead, transcript, "kantor ini", codes["Innovation"])
    desk.page.reload()
    wait_until_ready(desk.page)
    held: list[Route] = []
    desk.page.route("**/segments/*/", lambda route: held.append(route))
    desk.press("n")
    desk.eventually(lambda: len(held), 1)
    desk.press("Escape")
    with desk.page.expect_event("requestfinished"):
        held[0].continue_()
    desk.page.wait_for_function("() => new Promise((done) => setTimeout(() => done(true)))")
    expect(desk.panel).to_contain_text("Select words in the transcript")


def test_the_panel_says_when_it_cannot_be_filled(
    desk: Desk, context: BrowserContext, transcript: Transcript, codes: Codes, lead: User
) -> None:
    code_passage(lead, transcript, "kantor ini", codes["Innovation"])
    code_passage(lead, transcript, "Setiap triwulan", codes["Coercive"])
    desk.page.reload()
    wait_until_ready(desk.page)
    expect(desk.page.locator(".ws-stripe")).to_have_count(2)
    context.set_offline(True)
    desk.press("n")
    desk.expect_painted("selected", "kantor ini")
    expect(desk.panel).to_contain_text("The details of this segment could not be loaded.")
    context.set_offline(False)
    expect(desk.panel.locator(".ws-quote")).to_have_text("kantor ini")
    desk.segments()[1].delete()
    desk.press("n")
    expect(desk.panel).to_contain_text("The details of this segment could not be loaded.")


def test_an_answer_that_is_lost_does_not_code_twice(desk: Desk, project: Project) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    desk.page.route(SEGMENTS, lose, times=1)
    desk.press("j", "s", "1")
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#unsent")).to_be_hidden()
    assert made(project) == 1
    assert len(desk.segments()) == 1


def test_a_code_made_in_the_picker_stands_in_the_tree_and_is_painted(desk: Desk, project: Project) -> None:
    desk.press("j", "s", "c")
    desk.page.keyboard.type("Rasa memiliki")
    # New in either dimension, or under a code that is named next.
    expect(desk.picker.get_by_role("option")).to_have_count(3)
    desk.press("ArrowDown", "Enter")
    desk.expect_stored((FIRST, ["Rasa memiliki"]))
    code = Code.objects.get(project=project, name="Rasa memiliki")
    assert code.dimension.name == "Causal factor"
    expect(desk.row(code)).to_be_visible()
    expect(desk.row(code).locator(".code-count")).to_have_text("1")
    desk.expect_painted(code, FIRST)
    fill = desk.page.evaluate(
        "(id) => getComputedStyle(document.querySelector('#transcript'), `::highlight(ws-${id})`).backgroundColor",
        str(code.pk),
    )
    red, green, blue = (int(code.color[at : at + 2], 16) for at in (1, 3, 5))
    assert fill.startswith(f"rgba({red}, {green}, {blue}, 0.")
    desk.press("j", "j", "s", "c")
    desk.choose("rasa")
    desk.expect_painted(code, FIRST, THIRD)
