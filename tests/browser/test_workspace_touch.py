"""Coding on a phone: words held with a finger, the floating button, the sheet of codes, and the three tabs."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
# A finger comes down on the words and the phone selects them: it reports a touch, then the selection.
HOLD = """
([words, x, y]) => {
  const line = [...document.querySelectorAll('.line')].find((each) => each.textContent.includes(words));
  const touch = { bubbles: true, pointerType: 'touch', isPrimary: true, button: 0, clientX: x, clientY: y };
  line.dispatchEvent(new PointerEvent('pointerdown', touch));
  const at = line.textContent.indexOf(words);
  getSelection().setBaseAndExtent(line.firstChild, at, line.firstChild, at + words.length);
  line.dispatchEvent(new PointerEvent('pointerup', touch));
}
"""


@pytest.fixture
def device() -> dict[str, Any]:
    return {
        "viewport": {"width": 390, "height": 844},
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    }


def hold(desk: Desk, words: str) -> None:
    left, top, right, bottom = desk.box(words)
    desk.page.evaluate(HOLD, [words, (left + right) / 2, (top + bottom) / 2])


def tap(desk: Desk, words: str) -> None:
    left, top, right, bottom = desk.box(words)
    desk.page.touchscreen.tap((left + right) / 2, (top + bottom) / 2)


def test_words_held_are_coded_from_a_sheet(sit_down: Callable[[User], Desk], lead: User, codes: Codes) -> None:
    desk = sit_down(lead)
    words = "rutin mengadakan"
    hold(desk, words)
    button = desk.page.get_by_role("button", name="Code", exact=True)
    expect(button).to_be_visible()
    expect(desk.picker).to_be_hidden()
    box = button.bounding_box()
    assert box and box["height"] >= 44 and box["y"] > desk.box(words)[3]
    button.tap()
    expect(button).to_be_hidden()
    expect(desk.picker).to_be_visible()
    sheet = desk.picker.bounding_box()
    assert sheet and sheet["width"] == 390 and round(sheet["y"] + sheet["height"]) == 844
    # What is being coded stays in sight above the sheet, and the rows are wide enough for a finger.
    desk.expect_painted("pending", words)
    assert desk.box(words)[3] < sheet["y"]
    option = desk.picker.get_by_role("option", name="Training and education")
    assert option.evaluate("(row) => row.offsetHeight") >= 44
    option.tap()
    desk.expect_stored((words, ["Training and education"]))
    desk.expect_painted(codes["Training and education"], words)


def test_on_the_narrowest_phone_everything_is_in_reach(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    desk.page.set_viewport_size({"width": 360, "height": 640})
    words = "Setiap triwulan"
    hold(desk, words)
    button = desk.page.get_by_role("button", name="Code", exact=True)
    expect(button).to_be_in_viewport(ratio=1)
    button.tap()
    expect(desk.picker).to_be_in_viewport(ratio=1)
    field = desk.picker.get_by_role("combobox")
    # Smaller letters make some phones zoom in.
    assert field.evaluate("(field) => parseFloat(getComputedStyle(field).fontSize)") >= 16
    desk.picker.get_by_role("option", name="Monitoring").tap()
    desk.expect_stored((words, ["Monitoring"]))
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360
    # Search, its list and its button fit as well.
    desk.page.get_by_role("button", name="Search", exact=True).tap()
    desk.page.get_by_role("searchbox", name="Search in this transcript").fill("kantor")
    expect(desk.page.locator("[data-search=count]")).to_have_text("2 hits")
    desk.page.get_by_role("button", name="List").tap()
    code = desk.page.get_by_role("button", name="Code 2 hits")
    expect(code).to_be_in_viewport(ratio=1)
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360


def test_a_selection_let_go_takes_the_button_away(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    hold(desk, "Setiap triwulan")
    button = desk.page.get_by_role("button", name="Code", exact=True)
    expect(button).to_be_visible()
    tap(desk, "Karena target")
    expect(button).to_be_hidden()
    desk.expect_selected_words("")


def test_a_viewer_is_offered_no_button(sit_down: Callable[[User], Desk], viewer: User) -> None:
    desk = sit_down(viewer)
    hold(desk, "Setiap triwulan")
    desk.expect_selected_words("Setiap triwulan")
    # Longer than a selection rests before the button comes.
    desk.page.wait_for_timeout(400)
    expect(desk.page.locator(".ws-touch")).to_be_hidden()


def test_tabs(sit_down: Callable[[User], Desk], transcript: Transcript, lead: User, codes: Codes) -> None:
    code_passage(lead, transcript, "triwulan ada nilai", codes["Coercive"])
    desk = sit_down(lead)
    tab = {name: desk.page.get_by_role("button", name=name, exact=True) for name in ("Codes", "Text", "Segment")}
    tree, text = desk.page.locator(".ws-codes"), desk.page.locator("#transcript")
    expect(text).to_be_visible()
    expect(tree).to_be_hidden()
    expect(desk.panel).to_be_hidden()
    tap(desk, "triwulan")
    desk.expect_painted("selected", "triwulan ada nilai")
    tab["Segment"].tap()
    expect(tab["Segment"]).to_have_attribute("aria-pressed", "true")
    expect(desk.panel.locator(".ws-quote")).to_have_text("triwulan ada nilai")
    expect(text).to_be_hidden()
    # A code is added from the panel, and from the tree; both act on the tapped segment.
    desk.panel.get_by_role("button", name="Add a code").tap()
    desk.choose("monitoring")
    desk.expect_stored(("triwulan ada nilai", ["Coercive", "Monitoring"]))
    tab["Codes"].tap()
    desk.row(codes["Innovation"]).get_by_role("button").tap()
    desk.expect_stored(("triwulan ada nilai", ["Coercive", "Innovation", "Monitoring"]))
    tab["Text"].tap()
    expect(desk.page.locator(".ws-stripe.is-selected")).to_have_count(3)


def test_a_border_is_dragged_with_a_finger(
    sit_down: Callable[[User], Desk], transcript: Transcript, lead: User, codes: Codes
) -> None:
    code_passage(lead, transcript, "triwulan", codes["Coercive"])
    desk = sit_down(lead)
    tap(desk, "triwulan")
    grip = desk.page.locator(".ws-grip.is-end")
    box = grip.bounding_box()
    assert box and box["width"] >= 44
    _left, top, right, bottom = desk.box("ada nilai")
    start = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    end = {"x": right, "y": (top + bottom) / 2}
    finger = desk.page.context.new_cdp_session(desk.page)
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [start]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [end]})
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    desk.expect_stored(("triwulan ada nilai", ["Coercive"]))
