"""The tools of the workspace on a narrow phone: nothing is cut off, everything is within reach of a finger."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]


@pytest.fixture
def device() -> dict[str, Any]:
    return {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


# Buttons of the bar that reach beyond the edge of the screen.
CUT_OFF = """() => [...document.querySelectorAll('.ws-toolbar button, .ws-toolbar a')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth)
  .map((one) => one.textContent)"""


def is_whole(desk: Desk) -> bool:
    wide = desk.page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return not wide and desk.page.evaluate(CUT_OFF) == []


def test_filter_reading_and_keys_at_360_pixels(
    sit_down: Callable[[User], Desk], transcript: Transcript, lead: User, second_coder: User, codes: Codes
) -> None:
    code_passage(lead, transcript, "kantor ini", codes["Innovation"])
    code_passage(second_coder, transcript, "Kami meniru", codes["Mimetic"])
    desk = sit_down(lead)
    assert is_whole(desk)
    desk.page.get_by_role("button", name="Filter").tap()
    filters = desk.page.get_by_role("dialog", name="Filter")
    box = filters.bounding_box()
    assert box and box["x"] >= 0 and box["x"] + box["width"] <= 360
    filters.get_by_role("checkbox", name="Citra").tap()
    sign = desk.page.locator("#filter-sign")
    expect(sign).to_contain_text("Only: Lestari (you)")
    assert is_whole(desk)
    assert violations(desk.page) == []
    sign.tap()
    expect(sign).to_be_hidden()
    desk.page.get_by_role("button", name="Reading mode").first.tap()
    expect(desk.page.locator(".ws-tools")).to_be_hidden()
    assert is_whole(desk)
    desk.page.get_by_role("button", name="Leave reading mode").tap()
    expect(desk.page.locator(".ws-tools")).to_be_visible()
    desk.page.get_by_role("button", name="Keys").tap()
    dialog = desk.page.get_by_role("dialog", name="Keys")
    dialog.get_by_role("button", name="Change keys").tap()
    expect(dialog.get_by_role("status")).to_contain_text("Choose the key")
    assert is_whole(desk)
    assert violations(desk.page) == []


def test_a_code_is_pinned_with_a_finger(sit_down: Callable[[User], Desk], lead: User, codes: Codes) -> None:
    desk = sit_down(lead)
    desk.page.get_by_role("button", name="Codes", exact=True).tap()
    pin = desk.page.locator(f'#code-families [data-code="{codes["Innovation"].pk}"] .code-pin')
    box = pin.bounding_box()
    assert box and box["height"] >= 40 and box["width"] >= 40
    pin.tap()
    pinned = desk.page.locator("#pinned-codes")
    expect(pinned.locator(".code-name")).to_have_text(["Innovation"])
    assert is_whole(desk)
    pinned.get_by_role("button", name="Unpin Innovation").tap()
    expect(pinned).to_be_hidden()
