"""Coding with the mouse: words, highlights, grips, the code tree and the stripes in the margin."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
TRAINING = "bimbingan teknis untuk satker"
COLUMNS_OF_STRIPES = """(wanted) => {
  const lefts = [...document.querySelectorAll(".ws-stripe")].map((each) => each.getBoundingClientRect().left);
  return lefts.length === wanted && new Set(lefts).size === wanted;
}"""


@pytest.fixture
def nested(transcript: Transcript, codes: Codes, lead: User) -> None:
    """Three passages of the lead, each inside the next."""
    code_passage(lead, transcript, "bimbingan", codes["Innovation"])
    code_passage(lead, transcript, TRAINING, codes["Mimetic"])
    code_passage(lead, transcript, f"Kami rutin mengadakan {TRAINING}, hampir", codes["Task force"])


def test_drag_over_words_forwards_backwards_and_over_turns(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes
) -> None:
    desk = sit_down(lead)
    desk.drag(TRAINING)
    desk.expect_painted("pending", TRAINING)
    desk.choose("train")
    desk.expect_stored((TRAINING, ["Training and education"]))
    desk.expect_painted(codes["Training and education"], TRAINING)
    desk.expect_painted("selected", TRAINING)
    expect(desk.panel).to_contain_text("Segment · line 2")
    # White space at the ends is not part of what was meant.
    desk.drag(" hampir setiap ")
    desk.choose("monitoring")
    desk.drag("membedakan", "Kami rutin")
    desk.choose("innov")
    over_turns = "membedakan kantor ini?\n\nInforman 1: Kami rutin"
    desk.expect_stored(
        (TRAINING, ["Training and education"]), ("hampir setiap", ["Monitoring"]), (over_turns, ["Innovation"])
    )
    desk.expect_painted(codes["Innovation"], "membedakan kantor ini?", "Kami rutin")


def test_a_double_click_takes_the_word_and_escape_lets_go(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    left, top, right, bottom = desk.box("meniru")
    desk.page.mouse.dblclick((left + right) / 2, (top + bottom) / 2)
    expect(desk.picker).to_be_visible()
    desk.press("Escape")
    expect(desk.picker).to_be_hidden()
    desk.expect_selected_words("meniru")
    desk.press("2")
    desk.expect_stored(("meniru", ["Mimetic"]))


@pytest.mark.usefixtures("nested")
def test_clicks_go_through_what_lies_on_a_word(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    widest = f"Kami rutin mengadakan {TRAINING}, hampir"
    for quote in ("bimbingan", TRAINING, widest, "bimbingan"):
        desk.click("bimbingan")
        desk.expect_painted("selected", quote)
    expect(desk.said).to_contain_text("Segment 1 of 3 here")
    expect(desk.panel.locator(".ws-quote")).to_have_text("bimbingan")
    desk.click("Bukan karena")
    desk.expect_painted("selected")
    expect(desk.panel).to_contain_text("Select words in the transcript")


@pytest.mark.usefixtures("nested")
def test_a_grip_drags_a_border_to_a_word_and_escape_puts_it_back(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes
) -> None:
    desk = sit_down(lead)
    desk.click("bimbingan")
    drag_grip(desk, "end", "satker, hamp")
    desk.page.mouse.up()
    desk.expect_painted(codes["Innovation"], "bimbingan teknis untuk satker, hampir")
    drag_grip(desk, "start", "rutin meng")
    desk.page.mouse.up()
    desk.expect_painted("selected", "mengadakan bimbingan teknis untuk satker, hampir")
    drag_grip(desk, "end", "hampir setiap")
    desk.expect_painted("pending", "mengadakan bimbingan teknis untuk satker, hampir setiap")
    desk.press("Escape")
    desk.page.mouse.up()
    desk.expect_stored(
        ("mengadakan bimbingan teknis untuk satker, hampir", ["Innovation"]),
        (TRAINING, ["Mimetic"]),
        (f"Kami rutin mengadakan {TRAINING}, hampir", ["Task force"]),
    )


def drag_grip(desk: Desk, edge: str, words: str) -> None:
    """Take the grip and hold it over the end of the words, where the button is still down."""
    grip = desk.page.locator(f".ws-grip.is-{edge}")
    expect(grip).to_be_visible()
    box = grip.bounding_box()
    assert box
    _left, top, right, bottom = desk.box(words)
    mouse = desk.page.mouse
    mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(right, (top + bottom) / 2, steps=4)


def test_the_code_tree_applies_filters_and_focuses(sit_down: Callable[[User], Desk], lead: User, codes: Codes) -> None:
    desk = sit_down(lead)
    desk.drag("Kami meniru")
    expect(desk.picker).to_be_visible()
    desk.press("Escape")
    desk.row(codes["Mimetic"]).get_by_role("button").click()
    desk.expect_stored(("Kami meniru", ["Mimetic"]))
    desk.row(codes["Innovation"]).get_by_role("button").click()
    desk.expect_stored(("Kami meniru", ["Innovation", "Mimetic"]))
    expect(desk.row(codes["Innovation"]).locator(".code-count")).to_have_text("1")
    # With nothing selected, a code comes into focus; the filter narrows the tree to it and what is above it.
    desk.press("Escape")
    desk.row(codes["Innovation"]).get_by_role("button").click()
    expect(desk.row(codes["Innovation"])).to_have_class(re.compile("is-focus"))
    desk.page.locator("#code-filter").fill("educ")
    shown = desk.page.locator(".ws-code:visible .code-name")
    expect(shown).to_have_text(["Normative", "Training and education", "Work-unit education"])
    expect(desk.page.locator(".ws-family:visible")).to_have_count(2)


def test_a_code_dragged_onto_the_text_codes_what_is_there(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes
) -> None:
    desk = sit_down(lead)
    button = desk.row(codes["Coercive"]).get_by_role("button")
    left, top, right, bottom = desk.box("triwulan")
    frame = desk.page.locator("#transcript").bounding_box()
    assert frame
    position = {"x": (left + right) / 2 - frame["x"], "y": (top + bottom) / 2 - frame["y"]}
    button.drag_to(desk.page.locator("#transcript"), target_position=position)
    desk.expect_stored(("Setiap triwulan ada nilai yang harus dicapai.", ["Coercive"]))


@pytest.mark.usefixtures("nested")
def test_stripes_select_their_segment(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    stripes = desk.page.locator(".ws-stripe")
    expect(stripes).to_have_count(3)
    desk.page.get_by_role("img", name="Mimetic").click()
    desk.expect_painted("selected", TRAINING)
    expect(desk.page.locator(".ws-stripe.is-selected")).to_have_attribute("title", "Mimetic")
    desk.press("4")
    expect(stripes).to_have_count(4)
    # Asked in one go: stripes are drawn anew when the change is saved, and those found before would be nowhere.
    desk.page.wait_for_function(COLUMNS_OF_STRIPES, arg=4)
