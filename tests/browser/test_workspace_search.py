"""Search in the transcript with the keyboard: found by root, walked, coded all at once, and taken back as one."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from tests.browser.test_accessibility import violations
from tests.browser.test_outbox import correct, dialog_of, kept, reopen
from tests.browser.workspace import Desk, send_now, wait_until_ready

Codes = dict[str, Code]
TEXT = """Pewawancara: Apa yang dikerjakan kantor ini?

Informan 1: Kami bekerja keras. Pekerjaan kami banyak, dan masalah ada.

Informan 2: Saya mengerjakan laporan setiap bulan.
"""
FOUND = ("dikerjakan", "bekerja", "Pekerjaan", "mengerjakan")


@pytest.fixture
def transcript(interview: Callable[[str], Transcript]) -> Transcript:
    return interview(TEXT)


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


def count(desk: Desk) -> Locator:
    return desk.page.locator("[data-search=count]")


def search(desk: Desk, words: str) -> None:
    desk.press("/")
    expect(desk.page.get_by_role("searchbox", name="Search in this transcript")).to_be_focused()
    desk.page.keyboard.type(words)


def test_search_walks_and_escape_goes_back(desk: Desk) -> None:
    desk.press("j", "j")
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    expect(desk.said).to_have_text("4 hits")
    desk.expect_painted("hit", *FOUND)
    desk.press("Enter")
    expect(desk.said).to_have_text("Hit 2 of 4, line 2: bekerja")
    desk.expect_painted("hit-now", "bekerja")
    desk.press("Enter", "Enter", "Enter")
    expect(count(desk)).to_have_text("1 of 4")
    desk.press("Shift+Enter")
    expect(count(desk)).to_have_text("4 of 4")
    desk.press("Escape")
    desk.expect_painted("hit")
    expect(desk.page.locator("#ws-search")).to_be_hidden()
    expect(desk.page.locator("#transcript")).to_be_focused()
    expect(desk.page.locator(".turn.is-active")).to_contain_text("Kami bekerja")


def test_all_hits_coded_and_taken_back_as_one(desk: Desk, codes: Codes) -> None:
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    desk.page.get_by_role("button", name="List").click()
    desk.page.get_by_role("button", name="Code 4 hits").click()
    desk.choose("coercive")
    expect(desk.toast).to_contain_text("Coded 4 passages: Coercive")
    desk.expect_stored(*((words, ["Coercive"]) for words in FOUND))
    desk.expect_painted(codes["Coercive"], *FOUND)
    assert Activity.objects.filter(verb="segments_created").count() == 1
    desk.page.keyboard.press("Escape")
    desk.press("u")
    desk.expect_stored()
    desk.expect_painted(codes["Coercive"])
    desk.press("Shift+u")
    desk.expect_stored(*((words, ["Coercive"]) for words in FOUND))
    desk.expect_painted(codes["Coercive"], *FOUND)


def test_chosen_hits_with_their_sentences(desk: Desk) -> None:
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    desk.page.get_by_role("button", name="List").click()
    desk.page.get_by_label("Line 1: dikerjakan").uncheck()
    desk.page.get_by_label("With the whole sentence").check()
    desk.page.get_by_role("button", name="Code 3 hits").click()
    desk.choose("mimetic")
    desk.expect_stored(
        ("Kami bekerja keras.", ["Mimetic"]),
        ("Pekerjaan kami banyak, dan masalah ada.", ["Mimetic"]),
        ("Saya mengerjakan laporan setiap bulan.", ["Mimetic"]),
    )


def test_exact_words_and_nothing_found(desk: Desk) -> None:
    search(desk, "masa")
    expect(count(desk)).to_have_text("Not found")
    desk.page.get_by_label("What to find").select_option("exact")
    desk.page.get_by_role("searchbox", name="Search in this transcript").fill("kami banyak")
    expect(count(desk)).to_have_text("1 hit")
    desk.expect_painted("hit", "kami banyak")


def test_a_viewer_searches_and_does_not_code(sit_down: Callable[[User], Desk], viewer: User) -> None:
    desk = sit_down(viewer)
    search(desk, "kerja")
    desk.page.get_by_role("button", name="List").click()
    expect(desk.page.locator(".ws-search-go")).to_have_count(4)
    expect(desk.page.locator(".ws-search-acts, #ws-search-panel input, [data-search=code]")).to_have_count(0)
    assert violations(desk.page) == []


def test_the_list_leads_to_a_hit_and_the_page_is_accessible(desk: Desk) -> None:
    search(desk, "kerja")
    desk.page.get_by_role("button", name="List").click()
    desk.page.locator(".ws-search-go").nth(2).click()
    expect(count(desk)).to_have_text("3 of 4")
    desk.expect_painted("hit-now", "Pekerjaan")
    assert violations(desk.page) == []


def code_all(desk: Desk, name: str = "coercive") -> None:
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    desk.page.get_by_role("button", name="List").click()
    desk.page.get_by_role("button", name="Code 4 hits").click()
    desk.choose(name)
    expect(desk.toast.filter(has_text="Coded 4 passages")).to_be_visible()


def test_a_lost_answer_is_asked_for_again_and_codes_once(desk: Desk, codes: Codes) -> None:
    desk.page.route("**/segments/bulk", lambda route: (route.fetch(), route.abort())[0])
    code_all(desk)
    desk.expect_painted(codes["Coercive"], *FOUND)
    expect(desk.page.locator("#unsent")).to_have_text("1 not sent")
    error = desk.toast.filter(has_text="Your changes are kept here and sent when it is back.")
    expect(error).to_be_visible()
    desk.expect_stored(*((words, ["Coercive"]) for words in FOUND))
    desk.page.unroute_all(behavior="wait")
    send_now(desk.page)
    expect(error).to_have_count(0)
    expect(desk.page.locator("#unsent")).to_be_hidden()
    desk.expect_stored(*((words, ["Coercive"]) for words in FOUND))
    desk.expect_painted(codes["Coercive"], *FOUND)
    assert Activity.objects.filter(verb="segments_created").count() == 1


def test_hits_coded_without_a_line_outlive_the_tab(desk: Desk, context: BrowserContext, codes: Codes) -> None:
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    desk.page.get_by_role("button", name="List").click()
    context.set_offline(True)
    desk.page.get_by_role("button", name="Code 4 hits").click()
    desk.choose("coercive")
    desk.expect_painted(codes["Coercive"], *FOUND)
    desk.eventually(lambda: kept(desk), 1)
    assert Segment.objects.count() == 0
    desk.page.close()
    context.set_offline(False)
    again = reopen(context.new_page(), desk.transcript)
    again.expect_stored(*((words, ["Coercive"]) for words in FOUND))
    expect(again.page.locator("#unsent")).to_be_hidden()
    again.expect_painted(codes["Coercive"], *FOUND)
    again.eventually(lambda: kept(again), 0)


def test_what_was_coded_at_once_is_changed_before_it_is_sent(desk: Desk, context: BrowserContext, codes: Codes) -> None:
    """Changes follow in order: one passage gets another code, the rest stay."""
    context.route("**/segments/bulk", lambda route: route.abort())
    code_all(desk)
    desk.press("Escape", "Escape", "g")
    desk.page.keyboard.type("1")
    desk.press("Enter", "n", "5")
    desk.eventually(lambda: kept(desk), 2)
    context.unroute_all(behavior="wait")
    send_now(desk.page)
    desk.expect_stored(("dikerjakan", ["Coercive", "Innovation"]), *((words, ["Coercive"]) for words in FOUND[1:]))


def test_coded_at_once_on_a_text_that_is_no_more(desk: Desk, project: Project, lead: User, codes: Codes) -> None:
    search(desk, "kerja")
    expect(count(desk)).to_have_text("4 hits")
    desk.page.get_by_role("button", name="List").click()
    correct(desk.transcript, project, lead, "Kami bekerja keras.", "Betul.")
    desk.page.get_by_role("button", name="Code 4 hits").click()
    desk.choose("coercive")
    dialog = dialog_of(desk)
    expect(dialog).to_contain_text("The transcript was corrected meanwhile.")
    expect(dialog).to_contain_text("4 passages coded at once")
    expect(dialog).to_contain_text("3 of 4 can be put again.")
    assert violations(desk.page) == []
    dialog.get_by_role("button", name="Put mine again").click()
    desk.expect_stored(*((words, ["Coercive"]) for words in FOUND if words != "bekerja"))
    expect(desk.page.locator("#transcript")).to_contain_text("Betul.")
    wait_until_ready(desk.page)
    desk.expect_painted(codes["Coercive"], *(words for words in FOUND if words != "bekerja"))


def test_a_regular_expression(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lexicon.patterns.SECONDS", 60)
    desk.press("/")
    what = desk.page.get_by_label("What to find")
    expect(desk.page.get_by_label("Whole words")).to_be_hidden()
    what.select_option("regex")
    field = desk.page.get_by_role("searchbox", name="Search in this transcript")
    field.fill("k(erja|ami)(")
    expect(desk.page.locator("[data-search=refusal]")).to_contain_text("This is not a regular expression")
    expect(field).to_have_attribute("aria-invalid", "true")
    assert violations(desk.page) == []
    field.fill("k(erja|ami)")
    expect(count(desk)).to_have_text("2 hits")
    expect(desk.page.locator("[data-search=refusal]")).to_be_empty()
    desk.page.get_by_label("Whole words").uncheck()
    expect(count(desk)).to_have_text("5 hits")
    desk.page.get_by_label("Capitals").check()
    expect(count(desk)).to_have_text("4 hits")
    expect(field).not_to_have_attribute("aria-invalid", "true")
