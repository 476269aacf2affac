"""Two people in one transcript: each sees what the other does, who is there, and misses nothing."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code, change_code, delete_code
from apps.coding.models import Segment
from apps.coding.services import correct_transcript, merge_codes
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.workspace import Desk, address, code_passage, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
THIRD = "Karena target?"
WORDS = "bimbingan teknis"


@pytest.fixture
def profiles(
    browser: Browser, calm_server: None, live_server, device: dict[str, Any]
) -> Iterator[list[BrowserContext]]:
    """Browsers of other people than the one `context` is of."""
    opened: list[BrowserContext] = []
    yield opened
    for each in opened:
        each.close()


@pytest.fixture
def sit_beside(
    profiles: list[BrowserContext],
    browser: Browser,
    client_of: Callable[[User], Client],
    live_server,
    device: dict[str, Any],
    transcript: Transcript,
    codes: Codes,
) -> Callable[..., Desk]:
    """sit_beside(user): the workspace in a browser of their own."""

    def sit(user: User, other: Transcript | None = None) -> Desk:
        context = browser.new_context(base_url=live_server.url, locale="en-GB", reduced_motion="reduce", **device)
        profiles.append(context)
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.goto(address(other or transcript))
        wait_until_ready(page)
        return Desk(page, other or transcript)

    return sit


@pytest.fixture
def mine(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


@pytest.fixture
def theirs(sit_beside: Callable[..., Desk], coder: User) -> Desk:
    return sit_beside(coder)


def people(page: Page) -> list[str]:
    return [said.strip() for said in page.locator("#present .visually-hidden").all_text_contents()]


def test_each_sees_the_other_code(mine: Desk, theirs: Desk, codes: Codes) -> None:
    theirs.press("j", "s", "1")
    mine.expect_painted(codes["Coercive"], FIRST)
    mine.press("j", "j", "j", "s", "4")
    theirs.eventually(
        lambda: sorted(word for words in theirs.painted().values() for word in words).count(THIRD) > 0, True
    )
    theirs.press("x")
    mine.expect_painted(codes["Coercive"])


def test_one_that_is_taken_back_goes(mine: Desk, coder: User, codes: Codes, theirs: Desk) -> None:
    theirs.press("j", "s", "1")
    mine.expect_painted(codes["Coercive"], FIRST)
    theirs.press("u")
    mine.expect_painted(codes["Coercive"])


def test_codes_change_without_a_reload(mine: Desk, project: Project, lead: User, coder: User, codes: Codes) -> None:
    me = {"project": project, "user": coder}
    change_code(**me, code=codes["Coercive"], name="Pressed", color="#008800")
    expect(mine.row(codes["Coercive"]).locator(".code-name")).to_have_text("Pressed")
    made = add_code(**me, name="Habit", dimension=codes["Coercive"].dimension)
    expect(mine.row(made).locator(".code-name")).to_have_text("Habit")
    code_passage(coder, mine.transcript, WORDS, made)
    mine.expect_painted(made, WORDS)
    mine.click(WORDS)
    expect(mine.panel.locator(".ws-chips")).to_contain_text("Habit")
    delete_code(**me, code=add_code(**me, name="Passing", dimension=codes["Coercive"].dimension))
    last = add_code(**me, name="Last", dimension=codes["Coercive"].dimension)
    expect(mine.row(last)).to_be_visible()
    expect(mine.page.get_by_text("Passing", exact=True)).to_have_count(0)


def test_the_keyboard_stays_in_the_tree_while_it_changes(
    mine: Desk, project: Project, coder: User, codes: Codes
) -> None:
    button = mine.row(codes["Mimetic"]).locator(".code-apply")
    button.focus()
    change_code(project=project, user=coder, code=codes["Mimetic"], name="Copied")
    expect(mine.row(codes["Mimetic"]).locator(".code-name")).to_have_text("Copied")
    expect(mine.row(codes["Mimetic"]).locator(".code-apply")).to_be_focused()


def test_merged_codes_are_loaded_anew(mine: Desk, project: Project, lead: User, coder: User, codes: Codes) -> None:
    code_passage(coder, mine.transcript, WORDS, codes["Mimetic"])
    mine.expect_painted(codes["Mimetic"], WORDS)
    merge_codes(project=project, user=lead, into=codes["Normative"].pk, sources=[codes["Mimetic"].pk])
    mine.expect_painted(codes["Normative"], WORDS)
    mine.expect_painted(codes["Mimetic"])
    expect(mine.row(codes["Mimetic"])).to_have_count(0)


def test_who_is_here_is_shown(mine: Desk, theirs: Desk, sit_beside: Callable[..., Desk], second_coder: User) -> None:
    mine.eventually(lambda: people(mine.page), ["Cahya, in this transcript"])
    theirs.eventually(lambda: people(theirs.page), ["Lestari, in this transcript"])
    theirs.page.goto("about:blank")
    mine.eventually(lambda: people(mine.page), [])
    expect(mine.page.locator("#present")).to_be_hidden()


def test_nothing_is_missed_after_a_break(
    mine: Desk, context: BrowserContext, project: Project, coder: User, codes: Codes
) -> None:
    code_passage(coder, mine.transcript, FIRST, codes["Coercive"])
    mine.expect_painted(codes["Coercive"], FIRST)
    context.set_offline(True)
    for words in (WORDS, THIRD):
        code_passage(coder, mine.transcript, words, codes["Coercive"])
    change_code(project=project, user=coder, code=codes["Coercive"], name="Pressed")
    mine.press("j", "s", "4")
    expect(mine.page.locator("#unsent")).to_have_text("1 not sent")
    context.set_offline(False)
    mine.expect_painted(codes["Coercive"], FIRST, WORDS, THIRD)
    expect(mine.row(codes["Coercive"]).locator(".code-name")).to_have_text("Pressed")
    mine.eventually(lambda: Segment.objects.filter(transcript=mine.transcript).count(), 4)


def test_two_on_one_segment_are_told(mine: Desk, theirs: Desk, coder: User, codes: Codes) -> None:
    code_passage(coder, mine.transcript, WORDS, codes["Coercive"])
    for desk in (mine, theirs):
        desk.expect_painted(codes["Coercive"], WORDS)
    mine.click(WORDS)
    expect(mine.panel.locator(".ws-quote")).to_have_text(WORDS)
    expect(mine.toast).to_have_count(0)
    theirs.click(WORDS)
    expect(mine.toast).to_contain_text("Cahya has this segment selected too.")
    expect(theirs.toast).to_contain_text("Lestari has this segment selected too.")
    theirs.press("4")
    expect(mine.toast).to_contain_text("Cahya has just changed the segment you have selected.")
    expect(mine.panel.locator(".ws-chip")).to_have_count(2)
    theirs.page.get_by_role("button", name="Remove segment").click()
    expect(mine.toast).to_contain_text("Cahya has removed the segment you had selected.")
    expect(mine.panel.locator(".ws-segment")).to_have_count(0)


def test_a_corrected_text_is_offered_and_nothing_is_lost(
    mine: Desk, project: Project, coder: User, codes: Codes, transcript: Transcript
) -> None:
    mine.press("j", "s", "1")
    mine.expect_stored((FIRST, ["Coercive"]))
    text = transcript.current.text.replace("rutin", "kerap")
    correct_transcript(project=project, user=coder, transcript=transcript, expected=transcript.version_id, text=text)
    offer = mine.page.locator("#corrected-elsewhere")
    expect(offer).to_contain_text("Cahya has corrected this transcript.")
    expect(mine.page.locator("#transcript")).to_contain_text("rutin")
    offer.get_by_role("button", name="Show the corrected text").click()
    expect(mine.page.locator("#transcript")).to_contain_text("kerap")
    wait_until_ready(mine.page)
    mine.expect_painted(codes["Coercive"], FIRST)


def test_one_tab_of_a_browser_asks_and_tells_the_others(
    mine: Desk, context: BrowserContext, coder: User, codes: Codes
) -> None:
    """The second tab cannot ask, and does not need to."""
    page = context.new_page()
    page.route("**/events?*", lambda route: route.abort())
    page.goto(address(mine.transcript))
    wait_until_ready(page)
    other = Desk(page, mine.transcript)
    code_passage(coder, mine.transcript, FIRST, codes["Coercive"])
    for desk in (mine, other):
        desk.expect_painted(codes["Coercive"], FIRST)
    code_passage(coder, mine.transcript, THIRD, codes["Coercive"])
    for desk in (mine, other):
        desk.expect_painted(codes["Coercive"], FIRST, THIRD)


def test_the_next_tab_asks_when_the_first_is_closed(
    mine: Desk, context: BrowserContext, coder: User, codes: Codes
) -> None:
    page = context.new_page()
    page.goto(address(mine.transcript))
    wait_until_ready(page)
    other = Desk(page, mine.transcript)
    mine.page.close()
    code_passage(coder, mine.transcript, FIRST, codes["Coercive"])
    other.expect_painted(codes["Coercive"], FIRST)
