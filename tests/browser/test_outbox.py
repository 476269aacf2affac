"""Nothing coded is lost: not by a cut line, a closed tab, an ended session, or somebody else's change."""

from collections.abc import Callable

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Dialog, Error, Locator, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding, Segment
from apps.coding.services import change_segment, correct_transcript, remove_segment
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, address, code_passage, send_now, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
THIRD = "Karena target?"
PASSWORD = "benang-merah-1983"
MEANWHILE = "Your change met another one"


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


@pytest.fixture
def sign_in(context: BrowserContext, client_of: Callable[[User], Client], live_server) -> Callable[[User], None]:
    """sign_in(user): as if done in another tab of the same browser."""

    def sign(user: User) -> None:
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])

    return sign


def open_again(desk: Desk, other: Transcript | None = None) -> Desk:
    """The tab is gone, without a word; the transcript (or another) is opened in a new one."""
    page = desk.page.context.new_page()
    desk.page.close()
    return reopen(page, other or desk.transcript)


def reopen(page: Page, transcript: Transcript) -> Desk:
    page.goto(address(transcript))
    wait_until_ready(page)
    return Desk(page, transcript)


def kept(desk: Desk) -> int:
    """How many changes are written down in the browser."""
    return int(
        desk.page.evaluate("""() => new Promise((resolve) => {
          indexedDB.open("benang-outbox").onsuccess = ({ target: { result } }) => {
            result.transaction("changes").objectStore("changes").count().onsuccess = ({ target }) => {
              result.close();
              resolve(target.result);
            };
          };
        })""")
    )


def warnings_of(page: Page) -> list[str]:
    """The browser's own questions, as they come; each is answered with yes."""
    asked: list[str] = []

    def accept(question: Dialog) -> None:
        asked.append(question.type)
        question.accept()

    page.on("dialog", accept)
    return asked


def come_back(desk: Desk) -> None:
    """From another tab of the browser: the page has the focus again."""
    desk.page.evaluate("() => void dispatchEvent(new Event('focus'))")


def dialog_of(desk: Desk, name: str = MEANWHILE) -> Locator:
    return desk.page.get_by_role("dialog", name=name)


def code_ten_without_a_line(desk: Desk, context: BrowserContext) -> None:
    context.set_offline(True)
    desk.press("j", "s", "1", "4", "5")
    desk.press("j", "j", "s", "1", "4", "5")
    desk.press("j", "s", "1", "4", "5", "6")
    desk.eventually(lambda: kept(desk), 10)


TEN = 10


def test_ten_codings_outlive_a_cut_line_and_a_closed_tab(desk: Desk, context: BrowserContext, project: Project) -> None:
    code_ten_without_a_line(desk, context)
    expect(desk.page.locator("#unsent")).to_have_text("10 not sent")
    assert Coding.objects.count() == 0
    desk.page.close()
    context.set_offline(False)
    again = reopen(context.new_page(), desk.transcript)
    again.eventually(Coding.objects.count, TEN)
    expect(again.page.locator("#unsent")).to_be_hidden()
    again.eventually(lambda: kept(again), 0)
    assert Segment.objects.count() == 3
    assert Activity.objects.filter(project=project, verb=Verb.SEGMENT_CREATED).count() == 3
    again.page.reload()
    wait_until_ready(again.page)
    assert Coding.objects.count() == TEN


def test_what_is_found_again_is_painted_before_it_is_sent(desk: Desk, context: BrowserContext, codes: Codes) -> None:
    context.set_offline(True)
    desk.press("j", "s", "1")
    desk.eventually(lambda: kept(desk), 1)
    desk.page.close()
    context.route("**/api/v1/projects/*/segments/*", lambda route: route.abort())
    context.set_offline(False)
    again = reopen(context.new_page(), desk.transcript)
    again.expect_painted(codes["Coercive"], FIRST)
    expect(again.page.locator("#unsent")).to_have_text("1 not sent")
    again.expect_stored()
    context.unroute_all(behavior="wait")
    send_now(again.page)
    again.expect_stored((FIRST, ["Coercive"]))


def test_leaving_does_not_warn_when_everything_is_written_down(desk: Desk, context: BrowserContext) -> None:
    asked = warnings_of(desk.page)
    context.set_offline(True)
    desk.press("j", "s", "1")
    desk.eventually(lambda: kept(desk), 1)
    context.set_offline(False)
    desk.page.reload()
    wait_until_ready(desk.page)
    desk.expect_stored((FIRST, ["Coercive"]))
    assert asked == []


def test_without_a_place_to_write_leaving_warns(desk: Desk, context: BrowserContext, transcript: Transcript) -> None:
    context.add_init_script("Object.defineProperty(window, 'indexedDB', { value: undefined })")
    again = open_again(desk)
    asked = warnings_of(again.page)
    context.set_offline(True)
    again.press("j", "s", "1")
    expect(again.page.locator("#unsent")).to_have_text("1 not sent")
    context.set_offline(False)
    again.expect_stored((FIRST, ["Coercive"]))
    context.set_offline(True)
    again.press("4")
    expect(again.page.locator("#unsent")).to_have_text("1 not sent")
    # Before the line is back, or the change might go out first.
    context.route("**/api/v1/projects/*/segments/*", lambda route: route.abort())
    context.set_offline(False)
    again.page.reload()
    assert asked == ["beforeunload"]


def test_changes_of_another_transcript_are_sent_too(
    desk: Desk, context: BrowserContext, interview: Callable[[str], Transcript]
) -> None:
    other = interview("Informan 2: Belum ada jawaban.")
    context.set_offline(True)
    desk.press("j", "s", "1")
    desk.eventually(lambda: kept(desk), 1)
    desk.page.close()
    context.set_offline(False)
    reopen(context.new_page(), other)
    desk_of_first = Desk(context.pages[-1], desk.transcript)
    desk_of_first.expect_stored((FIRST, ["Coercive"]))
    expect(desk_of_first.page.locator("#unsent")).to_be_hidden()


def test_changes_of_an_open_tab_are_left_to_it(desk: Desk, context: BrowserContext, codes: Codes) -> None:
    desk.page.route("**/segments/*", lambda route: route.abort())
    desk.press("j", "s", "1")
    desk.eventually(lambda: kept(desk), 1)
    second = reopen(context.new_page(), desk.transcript)
    expect(second.page.locator("#unsent")).to_be_hidden()
    second.expect_stored()
    desk.page.unroute_all(behavior="wait")
    send_now(desk.page)
    desk.expect_stored((FIRST, ["Coercive"]))
    second.expect_painted(codes["Coercive"], FIRST)


def test_on_a_plain_intranet_open_tabs_are_asked(
    context: BrowserContext, sit_down: Callable[[User], Desk], lead: User
) -> None:
    context.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    desk = sit_down(lead)
    context.set_offline(True)
    desk.press("j", "s", "1")
    desk.eventually(lambda: kept(desk), 1)
    context.route("**/api/v1/projects/*/segments/*", lambda route: route.abort())
    context.set_offline(False)
    second = reopen(context.new_page(), desk.transcript)
    expect(second.page.locator("#unsent")).to_be_hidden()
    desk.page.close()
    context.unroute_all(behavior="wait")
    third = reopen(context.new_page(), desk.transcript)
    third.expect_stored((FIRST, ["Coercive"]))
    assert Segment.objects.count() == 1


def test_an_ended_session(desk: Desk, sign_in: Callable[[User], None], lead: User) -> None:
    Session.objects.all().delete()
    desk.press("j", "s", "1")
    dialog = dialog_of(desk, "Sign in again")
    expect(dialog).to_contain_text("You are signed out. Your 1 change is kept.")
    expect(dialog.get_by_role("link", name="Sign in in a new tab")).to_have_attribute("target", "_blank")
    assert violations(desk.page) == []
    # Still signed out: asked again.
    dialog.get_by_role("button", name="Try again").click()
    expect(dialog).to_contain_text("You are signed out. Your 1 change is kept.")
    sign_in(lead)
    come_back(desk)
    expect(dialog).to_have_count(0)
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#unsent")).to_be_hidden()


def test_signing_in_again_in_the_other_tab(
    sit_down: Callable[[User], Desk], context: BrowserContext, lead: User
) -> None:
    lead.set_password(PASSWORD)
    lead.save()
    desk = sit_down(lead)
    Session.objects.all().delete()
    desk.press("j", "s", "1")
    dialog = dialog_of(desk, "Sign in again")
    with context.expect_page() as opened:
        dialog.get_by_role("link", name="Sign in in a new tab").click()
    other = opened.value
    other.get_by_label("Email").fill(lead.email)
    other.get_by_label("Password").fill(PASSWORD)
    other.get_by_role("button", name="Sign In").click()
    other.wait_for_url(lambda url: "login" not in url)
    other.close()
    # Nothing on this page was lost; the dialog goes away by itself when the change goes through.
    come_back(desk)
    expect(dialog).to_have_count(0)
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#unsent")).to_be_hidden()
    desk.press("4")
    desk.expect_stored((FIRST, ["Coercive", "Work-unit education"]))


def test_a_page_loaded_anew_without_a_line_loses_nothing(desk: Desk, context: BrowserContext) -> None:
    """The browser then shows a page of its own; what was coded waits in it until the address can be opened again."""
    asked = warnings_of(desk.page)
    code_ten_without_a_line(desk, context)
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        desk.page.reload()
    expect(desk.page.locator("#transcript")).to_have_count(0)
    context.set_offline(False)
    again = reopen(desk.page, desk.transcript)
    again.eventually(Coding.objects.count, TEN)
    expect(again.page.locator("#unsent")).to_be_hidden()
    assert asked == []


def test_nothing_is_sent_under_another_name(
    desk: Desk, context: BrowserContext, sign_in: Callable[[User], None], lead: User, coder: User
) -> None:
    sign_in(coder)
    desk.press("j", "s", "1")
    dialog = dialog_of(desk, "Sign in again")
    expect(dialog).to_contain_text("Somebody else is signed in in this browser now. Your 1 change is kept.")
    again = open_again(desk)
    expect(again.toast).to_contain_text(f"1 change of {lead} is kept in this browser until {lead} signs in here again.")
    expect(again.page.locator("#unsent")).to_be_hidden()
    again.expect_stored()
    sign_in(lead)
    again.page.reload()
    wait_until_ready(again.page)
    again.expect_stored((FIRST, ["Coercive"]))
    assert Segment.objects.get().coder == lead


def test_a_transcript_corrected_meanwhile(desk: Desk, project: Project, lead: User, codes: Codes) -> None:
    correct(desk.transcript, project, lead, "Pewawancara: Apa", "Pewawancara: Baik. Apa")
    desk.press("j", "s", "1")
    dialog = dialog_of(desk)
    expect(dialog).to_contain_text("The transcript was corrected meanwhile.")
    expect(dialog.locator("section").first).to_contain_text(FIRST)
    expect(dialog.locator("section").last).to_contain_text("Nothing: the segment is not there.")
    assert violations(desk.page) == []
    dialog.get_by_role("button", name="Put mine again").click()
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.page.locator("#transcript")).to_contain_text("Baik. Apa")
    wait_until_ready(desk.page)
    desk.expect_painted(codes["Coercive"], FIRST)


def test_words_that_are_gone_cannot_be_coded_again(desk: Desk, project: Project, lead: User) -> None:
    correct(desk.transcript, project, lead, FIRST, "Mengapa begitu?")
    desk.press("j", "s", "1")
    dialog = dialog_of(desk)
    expect(dialog).to_contain_text("These words are no longer in the transcript")
    expect(dialog.get_by_role("button", name="Put mine again")).to_have_count(0)
    dialog.get_by_role("button", name="Discard mine").click()
    expect(desk.page.locator("#transcript")).to_contain_text("Mengapa begitu?")
    desk.expect_stored()


def test_a_segment_removed_meanwhile_and_the_rest_goes_on(
    desk: Desk, project: Project, lead: User, codes: Codes
) -> None:
    desk.press("j", "s", "1")
    desk.expect_stored((FIRST, ["Coercive"]))
    remove_segment(project=project, user=lead, segment_id=desk.segments()[0].pk)
    desk.press("4")
    dialog = dialog_of(desk)
    expect(dialog).to_contain_text("Nothing: the segment is not there.")
    desk.press("Escape")
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    desk.press("j", "j", "s", "5")
    desk.expect_stored((THIRD, ["Innovation"]))
    send_now(desk.page)
    dialog.get_by_role("button", name="Put mine again").click()
    desk.expect_stored((FIRST, ["Coercive", "Work-unit education"]), (THIRD, ["Innovation"]))
    desk.expect_painted(codes["Coercive"], FIRST)
    expect(desk.page.locator("#unsent")).to_be_hidden()


def test_a_segment_changed_elsewhere_since(
    desk: Desk, context: BrowserContext, project: Project, lead: User, codes: Codes
) -> None:
    segment = code_passage(lead, desk.transcript, FIRST, codes["Coercive"])
    desk.page.reload()
    wait_until_ready(desk.page)
    context.set_offline(True)
    desk.press("n", "4")
    desk.eventually(lambda: kept(desk), 1)
    desk.page.close()
    change_segment(project=project, user=lead, segment_id=segment, codes=[codes["Mimetic"].pk])
    context.set_offline(False)
    again = reopen(context.new_page(), desk.transcript)
    dialog = dialog_of(again)
    expect(dialog.locator("section").first).to_contain_text("Coercive, Work-unit education")
    expect(dialog.locator("section").last).to_contain_text("Mimetic")
    again.expect_stored((FIRST, ["Mimetic"]))
    dialog.get_by_role("button", name="Keep what is there").click()
    again.expect_painted(codes["Mimetic"], FIRST)
    again.expect_painted(codes["Coercive"])
    again.eventually(lambda: kept(again), 0)
    again.expect_stored((FIRST, ["Mimetic"]))


def correct(transcript: Transcript, project: Project, user: User, old: str, new: str) -> None:
    transcript.refresh_from_db()
    text = transcript.current.text
    assert old in text and transcript.current_id
    correct_transcript(
        project=project,
        user=user,
        transcript=transcript,
        expected=transcript.current_id,
        text=text.replace(old, new),
    )
