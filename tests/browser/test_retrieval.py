"""Asking for passages as a researcher does: by mouse, by keys alone, as text; and one change on what was found."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.analysis.models import SavedQuery
from apps.codebook.models import Code
from apps.coding.models import Coding
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, code_passage

Open = Callable[[User, str], Page]
CODED = (
    ("Kami rutin", "Normative"),
    ("bimbingan teknis", "Innovation"),
    ("hampir setiap bulan", "Normative"),
    ("Bukan karena disuruh", "Innovation"),
    ("Setiap triwulan", "Coercive"),
    ("nilai yang harus dicapai", "Innovation"),
    ("meniru", "Mimetic"),
    ("kantor sebelah", "Innovation"),
)


@pytest.fixture
def coded(lead: User, coder: User, transcript: Transcript, codes: dict[str, Code]) -> Transcript:
    """Eight passages: four of the lead's, four innovations of the coder's."""
    for words, name in CODED:
        code_passage(coder if name == "Innovation" else lead, transcript, words, codes[name])
    return transcript


def ask(open_as: Open, project: Project, user: User, query: str = "") -> Page:
    """The page of questions, its scripts listening."""
    page = open_as(user, reverse("analysis:retrieval", args=[project.pk]) + query)
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    return page


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=2)).to_have_text(text)


def codings(page: Page, transcript: Transcript, code: Code) -> Callable[[int], None]:
    """expect(n): wait until so many passages carry the code."""
    desk = Desk(page, transcript)
    return lambda n: desk.eventually(Coding.objects.filter(code=code, segment__transcript=transcript).count, n)


def test_a_query_by_mouse_saved_and_then_five_results_recoded(
    open_as: Open, project: Project, lead: User, coded: Transcript, codes: dict[str, Code]
) -> None:
    page = ask(open_as, project, lead)
    row = page.locator("[data-builder] [data-row]")
    row.get_by_role("combobox", name="Name").fill("mim")
    page.get_by_role("option", name="Mimetic Institutional pressure").click()
    text = page.get_by_label("The same as text; either can be changed")
    expect(text).to_have_value("Mimetic")
    page.get_by_role("button", name="Condition", exact=True).click()
    row.nth(1).get_by_label("Condition", exact=True).select_option(label="come from the office")
    row.nth(1).get_by_role("combobox", name="Name").click()
    page.get_by_role("option", name="KPPN Metro").click()
    expect(text).to_have_value('Mimetic and office:"KPPN Metro"')
    page.get_by_label("All or any of these").select_option("any")
    expect(text).to_have_value('Mimetic or office:"KPPN Metro"')
    page.get_by_role("button", name="Run").click()
    heading(page, "8 passages")
    # The text changes the rows, and says where it cannot be read.
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    text.fill("coded and (")
    expect(page.locator("[data-problem]")).to_contain_text("Expected a code")
    text.fill("coded and not Coercive")
    expect(row).to_have_count(2)
    expect(row.nth(1).get_by_role("combobox", name="Name")).to_have_value("Coercive")
    expect(page.locator("[data-problem]")).to_be_empty()
    text.press("Enter")
    heading(page, "7 passages")
    page.get_by_role("link", name="Save…").click()
    page.get_by_label("Name").fill("All but coercion")
    page.get_by_label("Everybody in the project sees it").check()
    page.get_by_role("button", name="Save").click()
    heading(page, "7 passages")
    assert SavedQuery.objects.get().shared
    recode_five(page, coded, codes)


def recode_five(page: Page, transcript: Transcript, codes: dict[str, Code]) -> None:
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    boxes = page.get_by_role("checkbox", name="Select “")
    boxes.nth(0).click()
    boxes.nth(4).click(modifiers=["Shift"])
    expect(page.locator(".found-bar output")).to_have_text("5 selected")
    page.get_by_role("button", name="Code the selected…").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change 5 passages")
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    page.get_by_label("Code that comes").fill("task")
    page.get_by_role("option", name="Task force Causal factor").click()
    numbers = page.get_by_role("status").filter(has_text="passages change")
    expect(numbers).to_contain_text("2 of your own are changed")
    expect(numbers).to_contain_text("Cahya 3")
    assert violations(page) == []
    expect_codings = codings(page, transcript, codes["Task force"])
    page.get_by_role("button", name="Change 5 passages").click()
    expect_codings(5)
    page.get_by_role("button", name="Undo this change").click()
    expect_codings(0)
    heading(page, "7 passages")
    expect(page.get_by_role("button", name="Undo this change")).to_have_count(0)


def test_a_query_and_a_choice_by_keys_alone(
    open_as: Open, project: Project, lead: User, coded: Transcript, codes: dict[str, Code]
) -> None:
    page = ask(open_as, project, lead)
    keys = page.keyboard
    page.get_by_label("Condition", exact=True).focus()
    keys.press("Tab")
    keys.type("innov")
    keys.press("Enter")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")  # another condition; its kind has the focus
    expect(page.locator("[data-builder] [data-row]")).to_have_count(2)
    keys.type("stand near")
    keys.press("Tab")
    keys.type("norm")
    keys.press("ArrowDown")
    keys.press("ArrowUp")
    keys.press("Tab")
    expect(page.get_by_label("The same as text; either can be changed")).to_have_value("Innovation near/20 Normative")
    keys.type("3")
    keys.press("Enter")
    heading(page, "2 passages")
    expect(page.locator(".passage-beside").first).to_contain_text("Kami rutin")
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)
    for key in ("n", "x", "n", "Shift+X"):
        keys.press(key)
    expect(page.locator(".found-bar output")).to_have_text("2 selected")
    keys.press("p")
    expect(page.locator(".passage").first).to_be_focused()
    keys.press("o")
    expect(page.locator("#workspace")).to_have_attribute("data-ready", "yes")


@pytest.mark.parametrize(("language", "theme"), [("en", "dark"), ("id", "light")])
def test_axe_finds_nothing_and_a_phone_needs_no_scrolling_sideways(
    open_as: Open, project: Project, lead: User, coded: Transcript, language: str, theme: str
) -> None:
    lead.language, lead.theme = language, theme
    lead.save()
    SavedQuery.objects.create(project=project, owner=lead, name="Rules", text="Coercive")
    page = ask(open_as, project, lead, "?q=(Innovation+or+Coercive)+and+text:kantor+and+not+Mimetic")
    page.locator(".qb-row [role=combobox]").first.click()
    page.locator(".qb-names:not([hidden]) [role=option]").first.wait_for()
    addresses = [reverse("analysis:retrieval", args=[project.pk]) + "?q=coded+near/5+coded+and+("]
    addresses += [reverse(f"analysis:saved_query_{name}", args=[project.pk]) for name in ("list", "create")]
    addresses.append(reverse("analysis:retrieval_memo", args=[project.pk]) + "?q=coded")
    found = {page.url: violations(page)}
    for address in addresses:
        page.goto(address)
        found[address] = violations(page)
    assert {address: wrong for address, wrong in found.items() if wrong} == {}
    page.set_viewport_size({"width": 360, "height": 800})
    for address in [*addresses, addresses[0].removesuffix("+and+(")]:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address
