"""Coding without a mouse: every key that the list under `?` names does what it says."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.workspace import Desk, code_passage, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
SECOND = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan. Bukan karena disuruh."
TRAINING = "bimbingan teknis untuk satker"


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


@pytest.fixture
def coded(transcript: Transcript, codes: Codes, lead: User) -> None:
    """Three passages of the lead, in three turns."""
    code_passage(lead, transcript, "kantor ini", codes["Innovation"])
    code_passage(lead, transcript, TRAINING, codes["Training and education"], codes["Innovation"])
    code_passage(lead, transcript, "Kami meniru kantor sebelah", codes["Mimetic"])


def test_tab_reaches_the_text_and_what_follows_it(desk: Desk) -> None:
    reached = []
    for _ in range(80):
        desk.press("Tab")
        reached.append(desk.page.evaluate("document.activeElement.id"))
        if reached[-1] == "transcript":
            break
    assert "code-filter" in reached
    assert reached[-1] == "transcript"
    desk.press("j", "s", "4")
    desk.expect_stored((FIRST, ["Work-unit education"]))


def test_turns_and_the_caret(desk: Desk) -> None:
    desk.press("j")
    expect(desk.said).to_contain_text("Pewawancara, line 1: Apa yang membedakan")
    desk.press("j")
    expect(desk.said).to_contain_text("Informan 1, line 2: Kami rutin")
    desk.press("j", "k", "k")
    expect(desk.page.locator(".turn.is-active")).to_contain_text("Apa yang")
    desk.press("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight")
    desk.expect_selected_words("a ")
    desk.press("Shift+ArrowLeft")
    desk.expect_selected_words("a")
    desk.press("ArrowLeft", "Home", "Control+ArrowRight", "Control+Shift+ArrowRight")
    assert desk.selected_words().strip() == "yang"
    desk.press("Home", "Shift+End")
    desk.expect_selected_words(FIRST)


def test_the_caret_walks_down_through_turns_and_back(desk: Desk) -> None:
    desk.press("j")
    for _ in range(4):
        desk.press("ArrowDown")
    expect(desk.page.locator(".turn.is-active")).to_contain_text("Setiap triwulan")
    for _ in range(4):
        desk.press("ArrowUp")
    expect(desk.page.locator(".turn.is-active")).to_contain_text("Apa yang")


def test_sentence_turn_and_escape(desk: Desk, codes: Codes) -> None:
    desk.press("j", "j", "s")
    desk.expect_selected_words("Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan.")
    desk.press("s")
    desk.expect_selected_words(SECOND)
    desk.press("Escape")
    desk.expect_selected_words("")
    desk.press("t")
    desk.expect_selected_words(SECOND)
    desk.press("t", "c")
    desk.choose("coercive")
    desk.eventually(lambda: len(desk.segments()), 1)
    quote = desk.segments()[0].quote
    assert quote.startswith("Kami rutin") and quote.endswith("Karena target?")
    desk.expect_painted(codes["Coercive"], SECOND, "Karena target?")


def test_picker_filter_and_several_codes(desk: Desk, codes: Codes) -> None:
    desk.press("j", "s", "c")
    expect(desk.picker.get_by_role("combobox")).to_be_focused()
    desk.choose("task force")
    desk.expect_stored((FIRST, ["Task force"]))
    desk.press("c")
    desk.page.keyboard.type("innov")
    desk.press("Shift+Enter")
    desk.page.keyboard.type("monitoring")
    desk.press("Enter")
    expect(desk.picker).to_be_hidden()
    desk.press("1")
    desk.expect_stored((FIRST, ["Coercive", "Innovation", "Monitoring", "Task force"]))
    expect(desk.page.locator("#transcript")).to_be_focused()
    # The picker goes with Escape, and the words stay selected.
    desk.press("j", "s", "c", "Escape")
    desk.expect_selected_words("Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan.")


def test_digits_code_words_and_add_to_the_segment(desk: Desk, codes: Codes) -> None:
    desk.press("j", "s", "1", "4", "5")
    desk.expect_stored((FIRST, ["Coercive", "Innovation", "Work-unit education"]))
    desk.press("j", "s", "r")
    sentence = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan."
    added = ["Coercive", "Innovation", "Work-unit education"]
    desk.expect_stored((FIRST, added), (sentence, added))
    expect(desk.row(codes["Coercive"]).locator(".code-count")).to_have_text("2")


@pytest.mark.usefixtures("coded")
def test_segments_by_n_and_p(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    for quote in ("kantor ini", TRAINING, "Kami meniru kantor sebelah"):
        desk.press("n")
        desk.expect_painted("selected", quote)
    expect(desk.panel).to_contain_text("Kami meniru kantor sebelah")
    desk.press("n")
    expect(desk.toast).to_contain_text("No segment after this.")
    desk.press("p")
    desk.expect_painted("selected", TRAINING)
    expect(desk.said).to_contain_text("Segment, line 2: Training and education, Innovation. bimbingan teknis")


@pytest.mark.usefixtures("coded")
def test_memo(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    desk.press("n")
    field = desk.panel.locator("#memo")
    expect(field).to_be_visible()
    desk.press("m")
    expect(field).to_be_focused()
    desk.page.keyboard.type("Beside Kotabumi 02 c n x")
    desk.press("Control+Enter")
    expect(desk.page.locator("#transcript")).to_be_focused()
    desk.eventually(lambda: [each.memo for each in desk.segments()], ["Beside Kotabumi 02 c n x", "", ""])
    expect(field).to_have_value("Beside Kotabumi 02 c n x")
    # Words that are no segment yet: the memo makes one.
    desk.press("Escape", "j", "j", "s", "m")
    desk.page.get_by_role("dialog").get_by_role("textbox").fill("Why so few?")
    desk.press("Control+Enter")
    desk.eventually(lambda: {each.quote: each.memo for each in desk.segments()}.get("Karena target?"), "Why so few?")


@pytest.mark.usefixtures("coded")
def test_removing_codes_and_segments(sit_down: Callable[[User], Desk], lead: User, codes: Codes) -> None:
    desk = sit_down(lead)
    first, last = ("kantor ini", ["Innovation"]), ("Kami meniru kantor sebelah", ["Mimetic"])
    desk.press("n", "n", "x")
    expect(desk.picker.get_by_role("option")).to_have_count(2)
    desk.choose("innov")
    desk.expect_stored(first, (TRAINING, ["Training and education"]), last)
    desk.expect_painted(codes["Innovation"], "kantor ini")
    # With its only code a passage goes too.
    desk.press("x")
    desk.expect_stored(first, last)
    expect(desk.toast).to_contain_text("Training and education removed")
    desk.press("u")
    desk.expect_stored(first, (TRAINING, ["Training and education"]), last)
    desk.expect_painted("selected", TRAINING)
    desk.press("p", "Delete")
    desk.expect_stored((TRAINING, ["Training and education"]), last)
    desk.expect_painted(codes["Innovation"])


def test_borders(sit_down: Callable[[User], Desk], lead: User, transcript: Transcript, codes: Codes) -> None:
    code_passage(lead, transcript, "bimbingan teknis", codes["Innovation"])
    desk = sit_down(lead)
    desk.press("n")
    steps = {
        "[": "mengadakan bimbingan teknis",
        "]": "mengadakan bimbingan teknis untuk",
        "Shift+{": "bimbingan teknis untuk",
        "Shift+}": "bimbingan teknis",
        "Alt+[": " bimbingan teknis",
        "Alt+]": " bimbingan teknis ",
        "Alt+Shift+{": "bimbingan teknis ",
        "Alt+Shift+}": "bimbingan teknis",
    }
    for key, quote in steps.items():
        desk.press(key)
        desk.expect_painted("selected", quote)
    desk.press("[", "[", "]")
    desk.expect_stored(("rutin mengadakan bimbingan teknis untuk", ["Innovation"]))
    # Across turns, and of words that are only selected.
    desk.press(*["Shift+{"] * 3, *["]"] * 9)
    desk.expect_painted("selected", "teknis untuk satker, hampir setiap bulan. Bukan karena disuruh.", "Karena target")
    desk.press("Escape", "k", "k", "Control+ArrowRight", "s")
    desk.expect_selected_words(FIRST)
    desk.press("Shift+{", "Shift+}")
    desk.expect_selected_words("yang membedakan kantor ini")


def test_undo_and_redo(desk: Desk) -> None:
    desk.press("j", "s", "1", "4")
    both = (FIRST, ["Coercive", "Work-unit education"])
    desk.expect_stored(both)
    desk.press("u")
    desk.expect_stored((FIRST, ["Coercive"]))
    desk.press("Control+z")
    desk.expect_stored()
    desk.press("Shift+U", "Control+y")
    desk.expect_stored(both)
    # It survives a reload, where the page remembers nothing.
    desk.page.reload()
    wait_until_ready(desk.page)
    desk.press("u")
    desk.expect_stored((FIRST, ["Coercive"]))
    expect(desk.said).to_have_text("Undone")


def test_line_focus_and_help(desk: Desk, codes: Codes) -> None:
    desk.press("g")
    desk.page.keyboard.type("3")
    desk.press("Enter", "Shift+End")
    assert desk.page.locator('.line[data-n="3"]').inner_text().startswith(desk.selected_words())
    desk.press("?")
    keys = desk.page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("Select the sentence")
    desk.press("j", "Escape")
    expect(keys).to_be_hidden()
    desk.press("Escape", "f")
    desk.choose("mimetic")
    expect(desk.row(codes["Mimetic"])).to_have_class(re.compile("is-focus"))
    desk.press("Escape")
    expect(desk.row(codes["Mimetic"])).not_to_have_class(re.compile("is-focus"))


def test_in_vivo(desk: Desk, codes: Codes) -> None:
    desk.press("j", "Control+ArrowRight", "Control+ArrowRight", "Control+Shift+ArrowRight", "v")
    desk.expect_stored(("membedakan", ["membedakan"]))
    expect(desk.page.locator(".ws-codes")).to_contain_text("membedakan")
