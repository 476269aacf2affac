"""What is shown of the codings: by code, dimension and coder, dimmed or hidden; and reading mode."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
TRAINING = "bimbingan teknis untuk satker"
FIRST = "kantor ini"
LAST = "Kami meniru kantor sebelah"
# Where the first line that is wholly in view stands, and its number.
FIRST_LINE = """() => {
  const top = document.querySelector('#text-pane').getBoundingClientRect().top;
  const line = [...document.querySelectorAll('.line')].find((one) => one.getBoundingClientRect().top >= top - 1);
  return Number(line.dataset.n);
}"""


@pytest.fixture
def desk(
    sit_down: Callable[[User], Desk], transcript: Transcript, codes: Codes, lead: User, second_coder: User
) -> Desk:
    """Two passages of the lead, with codes of both dimensions; one of Citra."""
    code_passage(lead, transcript, FIRST, codes["Innovation"])
    code_passage(lead, transcript, TRAINING, codes["Training and education"], codes["Innovation"])
    code_passage(second_coder, transcript, LAST, codes["Mimetic"])
    desk = sit_down(lead)
    desk.expect_painted(codes["Innovation"], FIRST, TRAINING)
    return desk


def sign(desk: Desk) -> Locator:
    return desk.page.locator("#filter-sign")


def panel(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog", name="Filter")


def open_panel(desk: Desk) -> Locator:
    desk.press("Shift+F")
    expect(panel(desk).get_by_role("checkbox").first).to_be_focused()
    return panel(desk)


def test_only_mine_dims_the_others(desk: Desk, codes: Codes) -> None:
    expect(sign(desk)).to_be_hidden()
    desk.press("Shift+O")
    expect(sign(desk)).to_contain_text("Only: Lestari (you)")
    desk.expect_painted("dim", LAST)
    desk.expect_painted(codes["Mimetic"])
    desk.expect_painted(codes["Innovation"], FIRST, TRAINING)
    expect(desk.page.locator(".ws-stripe.is-dim")).to_have_count(1)
    expect(desk.row(codes["Mimetic"]).locator(".code-count")).to_have_text("0")
    expect(desk.row(codes["Innovation"]).locator(".code-count")).to_have_text("2")
    for quote in (FIRST, TRAINING):
        desk.press("n")
        desk.expect_painted("selected", quote)
    desk.press("n")
    expect(desk.toast).to_contain_text("No segment after this.")
    # Escape lets go of the segment first, then of the filter.
    desk.press("Escape")
    desk.expect_painted("selected")
    expect(sign(desk)).to_be_visible()
    desk.press("Escape")
    expect(sign(desk)).to_be_hidden()
    desk.expect_painted("dim")
    desk.expect_painted(codes["Mimetic"], LAST)
    expect(desk.row(codes["Mimetic"]).locator(".code-count")).to_have_text("1")
    desk.press("Shift+O", "Shift+O")
    expect(sign(desk)).to_be_hidden()


def test_a_dimension_is_hidden(desk: Desk, codes: Codes) -> None:
    filters = open_panel(desk)
    filters.get_by_role("radio", name="hidden").check()
    filters.get_by_role("checkbox", name="Causal factor").uncheck()
    expect(sign(desk)).to_contain_text("Only: Institutional pressure")
    assert violations(desk.page) == []
    desk.expect_painted(codes["Innovation"])
    desk.expect_painted("dim")
    desk.expect_painted(codes["Training and education"], TRAINING)
    expect(desk.page.locator(".ws-stripe")).to_have_count(2)
    expect(desk.row(codes["Innovation"]).locator(".code-count")).to_be_empty()
    desk.press("Escape")
    expect(filters).to_be_hidden()
    expect(desk.page.locator("#transcript")).to_be_focused()
    # A passage with nothing to show is passed over by the keys, and clicks go through it.
    desk.press("n")
    desk.expect_painted("selected", TRAINING)
    desk.press("n")
    desk.expect_painted("selected", LAST)
    desk.click(FIRST)
    desk.expect_painted("selected")
    sign(desk).click()
    expect(sign(desk)).to_be_hidden()
    desk.expect_painted(codes["Innovation"], FIRST, TRAINING)


def test_coders_have_names_and_counts(desk: Desk, codes: Codes) -> None:
    filters = open_panel(desk)
    rows = filters.get_by_role("group", name="Coders").locator("label")
    expect(rows).to_have_text(["Lestari (you)3", "Citra1"])
    filters.get_by_role("checkbox", name="Lestari (you)").uncheck()
    expect(sign(desk)).to_contain_text("Only: Citra")
    expect(filters.get_by_role("checkbox", name="Lestari (you)")).to_be_focused()
    desk.expect_painted(codes["Mimetic"], LAST)
    desk.expect_painted(codes["Innovation"])
    # Counts of the panel say what there is, whatever is left out.
    expect(rows).to_have_text(["Lestari (you)3", "Citra1"])
    filters.get_by_role("button", name="Only mine").click()
    expect(sign(desk)).to_contain_text("Only: Lestari (you)")
    expect(filters.get_by_role("button", name="Only mine")).to_have_attribute("aria-pressed", "true")


def test_one_code_is_shown_with_all_below_it(desk: Desk, codes: Codes) -> None:
    desk.press("f")
    desk.choose("normative")
    expect(sign(desk)).to_contain_text("Only: Normative")
    desk.expect_painted(codes["Training and education"], TRAINING)
    desk.expect_painted(codes["Innovation"])
    expect(desk.row(codes["Normative"])).to_contain_class("is-focus")
    expect(desk.row(codes["Training and education"])).not_to_contain_class("is-off")
    expect(desk.row(codes["Innovation"])).to_contain_class("is-off")
    assert violations(desk.page) == []
    desk.press("n")
    desk.expect_painted("selected", TRAINING)
    desk.press("Escape", "f")
    expect(sign(desk)).to_be_hidden()
    filters = open_panel(desk)
    filters.get_by_role("button", name="Choose a code").click()
    desk.choose("mimetic")
    expect(sign(desk)).to_contain_text("Only: Mimetic")
    expect(filters.get_by_role("button", name="Mimetic")).to_be_visible()
    filters.get_by_role("button", name="All codes").click()
    expect(sign(desk)).to_be_hidden()


def test_reading_mode_hides_the_rest_and_keeps_the_place(
    sit_down: Callable[[User, Transcript], Desk], interview: Callable[[str], Transcript], lead: User
) -> None:
    said = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan. "
    turns = (f"{'Pewawancara' if n % 2 else 'Informan'}: {said * 4}" for n in range(80))
    desk = sit_down(lead, interview("\n\n".join(turns)))
    tree, detail, text = (desk.page.locator(name) for name in (".ws-codes", "#detail", "#transcript"))
    desk.press("g")
    desk.page.keyboard.type("120")
    desk.press("Enter")
    expect(desk.said).to_contain_text("line ")
    first = desk.page.evaluate(FIRST_LINE)
    assert first > 60
    size = text.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)")
    desk.press("Shift+R")
    for hidden in (tree, detail, desk.page.locator(".ws-tools")):
        expect(hidden).to_be_hidden()
    expect(desk.said).to_have_text("Reading mode. Esc comes back.")
    assert text.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") > size
    desk.eventually(lambda: abs(desk.page.evaluate(FIRST_LINE) - first) <= 1, True)
    assert violations(desk.page) == []
    # Keys work as ever; the way out is a key or a button.
    desk.press("j")
    expect(desk.said).to_contain_text("Kami rutin")
    desk.press("Escape")
    expect(tree).to_be_visible()
    expect(desk.page.locator(".ws-tools")).to_be_visible()
    desk.press("Shift+R")
    expect(tree).to_be_hidden()
    desk.page.get_by_role("button", name="Leave reading mode").click()
    expect(tree).to_be_visible()
