"""The codebook's page in a browser: codes moved by keys, mouse and finger, taken back, and passages beside them."""

import re
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.test_accessibility import violations

Codes = dict[str, Code]


@pytest.fixture
def device() -> dict[str, Any]:
    """A screen so tall that the page need not scroll by itself while a code is dragged."""
    return {"viewport": {"width": 1440, "height": 1500}}


@pytest.fixture
def book(open_as: Callable[[User, str], Page], lead: User, project: Project, codes: Codes) -> Page:
    """The codebook, its tree ready to be moved about in."""
    page = open_as(lead, f"/projects/{project.pk}/codebook/")
    ready(page)
    return page


def ready(page: Page) -> None:
    expect(page.locator(".code-tree[data-attached=yes]")).to_be_visible()


def coded(project: Project, user: User, transcript: Transcript, start: int, *codes: Code) -> None:
    wanted = NewSegment(
        uuid4(), transcript.pk, transcript.version_id, start, start + 10, tuple(code.pk for code in codes)
    )
    put_segment(project=project, user=user, wanted=wanted)


def row(page: Page, name: str) -> Locator:
    return page.locator(f'.code-tree [data-name="{name}"][data-code]')


def tops(page: Page, dimension: str) -> list[str]:
    """The names at the top of a dimension, in order."""
    found = page.locator(f'[data-dimension][data-name="{dimension}"] [data-code][aria-level="1"]')
    names: list[str] = found.evaluate_all("(rows) => rows.map((row) => row.dataset.name)")
    return names


def parent(page: Page, name: str) -> str:
    above = row(page, name).get_attribute("data-parent")
    return page.locator(f'[data-code="{above}"]').get_attribute("data-name") or "" if above else ""


def live(page: Page) -> Locator:
    return page.locator("#codebook-live")


def test_a_code_is_moved_by_keys_alone_and_everything_is_said(book: Page, codes: Codes) -> None:
    link = row(book, "Innovation").locator("a")
    link.focus()
    book.keyboard.press("m")
    expect(live(book)).to_contain_text("“Innovation” grabbed, at the top of “Causal factor”, 2 of 9.")
    book.keyboard.press("ArrowUp")
    expect(live(book)).to_have_text("at the top of “Causal factor”, 1 of 9")
    book.keyboard.press("ArrowLeft")
    expect(live(book)).to_have_text("There is no place there.")
    book.keyboard.press("Enter")
    expect(live(book)).to_have_text("“Innovation” was moved.")
    assert tops(book, "Causal factor")[:2] == ["Innovation", "Work-unit education"]
    expect(row(book, "Innovation").locator("a")).to_be_focused()
    ready(book)
    # Down by one, and under the code that stands before it then.
    book.keyboard.press("Space")
    expect(live(book)).to_contain_text("grabbed")
    book.keyboard.press("ArrowDown")
    expect(live(book)).to_have_text("at the top of “Causal factor”, 2 of 9")
    book.keyboard.press("ArrowRight")
    expect(live(book)).to_have_text("under “Work-unit education”, 1 of 1")
    book.keyboard.press("Enter")
    expect(row(book, "Innovation")).to_have_attribute("aria-level", "2")
    assert parent(book, "Innovation") == "Work-unit education"


def test_escape_lets_go_and_nothing_moves(book: Page, codes: Codes) -> None:
    before = tops(book, "Causal factor")
    row(book, "Monitoring").locator("a").focus()
    book.keyboard.press("m")
    expect(book.locator(".code-drop")).to_be_visible()
    book.keyboard.press("ArrowUp")
    book.keyboard.press("Escape")
    expect(live(book)).to_have_text("Not moved.")
    expect(book.locator(".code-drop")).to_be_hidden()
    book.reload()
    ready(book)
    assert tops(book, "Causal factor") == before


def test_a_screen_reader_presses_the_grip(book: Page, codes: Codes) -> None:
    row(book, "Monitoring").get_by_role("button", name="Move “Monitoring”").click()
    expect(live(book)).to_contain_text("“Monitoring” grabbed")
    book.keyboard.press("ArrowUp")
    expect(live(book)).to_have_text("at the top of “Causal factor”, 8 of 9")
    book.keyboard.press("Enter")
    expect(live(book)).to_have_text("“Monitoring” was moved.")
    assert tops(book, "Causal factor").index("Monitoring") == 7


def grab(page: Page, name: str) -> None:
    box = row(page, name).locator("a").bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] / 2)
    page.mouse.down()


def drag_to(page: Page, name: str, part: float) -> None:
    """Move the held mouse to a row, to a part of its height from 0 to 1."""
    row(page, name).scroll_into_view_if_needed()
    box = row(page, name).bounding_box()
    assert box
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] * part, steps=5)


def test_a_code_is_dragged_between_others_and_onto_one_and_taken_back(book: Page, codes: Codes) -> None:
    grab(book, "Internal motivation")
    drag_to(book, "Innovation", 0.1)
    expect(book.locator(".code-moving")).to_have_text(
        "Move “Internal motivation” at the top of “Causal factor”, 2 of 9"
    )
    book.mouse.up()
    expect(live(book)).to_have_text("“Internal motivation” was moved.")
    assert tops(book, "Causal factor")[:3] == ["Work-unit education", "Internal motivation", "Innovation"]
    ready(book)
    grab(book, "Internal motivation")
    drag_to(book, "Innovation", 0.5)
    expect(row(book, "Innovation")).to_have_class(re.compile("is-target"))
    expect(book.locator(".code-moving")).to_have_text("Move “Internal motivation” under “Innovation”, 1 of 1")
    book.mouse.up()
    expect(row(book, "Internal motivation")).to_have_attribute("aria-level", "2")
    assert parent(book, "Internal motivation") == "Innovation"
    ready(book)
    history = book.get_by_role("group", name="Your last change")
    history.get_by_role("button", name="Undo").click()
    expect(row(book, "Internal motivation")).to_have_attribute("aria-level", "1")
    history.get_by_role("button", name="Redo").click()
    expect(row(book, "Internal motivation")).to_have_attribute("aria-level", "2")


def test_a_click_opens_a_code_and_a_drag_does_not(book: Page, codes: Codes) -> None:
    grab(book, "Monitoring")
    drag_to(book, "Monitoring", 0.5)
    book.mouse.move(0, 0)
    book.mouse.up()
    expect(book.locator(".code-moving")).to_be_hidden()
    row(book, "Monitoring").locator("a").click()
    expect(book.locator(".code-head h2")).to_have_text("Monitoring")


def test_what_leaves_its_dimension_is_shown_in_numbers_first(
    open_as: Callable[[User, str], Page], lead: User, project: Project, codes: Codes, transcript: Transcript
) -> None:
    coded(project, lead, transcript, 60, codes["Task force"])
    page = open_as(lead, f"/projects/{project.pk}/codebook/")
    ready(page)
    grab(page, "Task force")
    drag_to(page, "Coercive", 0.1)
    expect(page.locator(".code-moving")).to_contain_text("1 coding goes along · the numbers are shown first")
    page.mouse.up()
    expect(page.get_by_role("heading", name="Move “Task force” to top of Institutional pressure")).to_be_visible()
    expect(page.locator(".refactoring-numbers")).to_contain_text("1 passage moves")
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.locator(".code-card .crumbs")).to_have_text("Institutional pressure")
    ready(page)
    assert tops(page, "Institutional pressure")[0] == "Task force"


def test_passages_stand_beside_the_definition_and_become_examples(
    open_as: Callable[[User, str], Page], lead: User, project: Project, codes: Codes, transcript: Transcript
) -> None:
    for start in range(60, 85):
        coded(project, lead, transcript, start, codes["Innovation"])
    page = open_as(lead, f"/projects/{project.pk}/codebook/codes/{codes['Innovation'].pk}/")
    passages = page.locator(".code-passage")
    expect(page.locator(".code-passages .filters")).to_contain_text("25 passages")
    expect(passages).not_to_have_count(0)
    page.locator(".code-more").scroll_into_view_if_needed()
    expect(passages).to_have_count(25)
    quote = passages.first.locator("mark").inner_text()
    passages.first.get_by_role("button", name="Use as example").click()
    expect(page.locator(".code-quote blockquote")).to_have_text(f"“{quote}” (Metro 01, Informan 1)")
    expect(page.locator(".code-missing")).not_to_contain_text(" example,")


def test_a_code_is_edited_in_place_beside_the_tree(book: Page, codes: Codes) -> None:
    row(book, "Monitoring").locator("a").click()
    book.locator("#edit-code").click()
    book.get_by_label("When to use", exact=True).fill("Somebody looks after it.")
    book.get_by_role("button", name="Save").click()
    expect(book.locator(".code-rules")).to_contain_text("Somebody looks after it.")
    expect(row(book, "Monitoring").locator("a")).to_have_attribute("aria-current", "page")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "device", [{"viewport": {"width": 1440, "height": 900}}, {"viewport": {"width": 360, "height": 740}}]
)
def test_axe_finds_nothing_on_any_of_the_pages(
    theme: Any,
    device: dict[str, Any],
    open_as: Callable[[User, str], Page],
    context: BrowserContext,
    lead: User,
    project: Project,
    codes: Codes,
    transcript: Transcript,
) -> None:
    from apps.codebook.services import change_code

    coded(project, lead, transcript, 60, codes["Innovation"], codes["Task force"])
    words = dict.fromkeys(("definition", "include", "exclude", "example", "counter_example"), "Said of it.")
    change_code(project=project, user=lead, code=codes["Innovation"], **words)
    base, code = f"/projects/{project.pk}/codebook/", f"codes/{codes['Innovation'].pk}/"
    dimension = f"dimensions/{codes['Innovation'].dimension_id}/"
    page = open_as(lead, base)
    page.emulate_media(color_scheme=theme)
    paths = [
        "", code, f"{code}remove/", f"{code}edit/", "versions/", "versions/compare/", "versions/1/restore/",
        f"{dimension}exclusive/?keep=first", f"{dimension}delete/",
    ]  # fmt: skip
    for path in paths:
        page.goto(base + path)
        if path == code:
            expect(page.locator(".code-passage")).to_have_count(1)
        assert violations(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
