"""The workspace as a screen reader is told of it: Chromium's accessibility tree, read from the top."""

from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from tests.browser.workspace import Desk, code_passage

Codes = dict[str, Code]
TRAINING = "bimbingan teknis"
LANDMARKS = {"banner", "complementary", "main", "navigation", "region", "search"}


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User, transcript: Transcript, codes: Codes) -> Desk:
    code_passage(lead, transcript, TRAINING, codes["Training and education"])
    code_passage(lead, transcript, "mengadakan bimbingan teknis untuk", codes["Innovation"])
    return sit_down(lead)


class Node:
    """One node of the tree that is not ignored: its role, name and properties, and how deep it lies."""

    def __init__(self, raw: dict[str, Any], depth: int) -> None:
        self.role = str(raw.get("role", {}).get("value", ""))
        self.name = str(raw.get("name", {}).get("value", "")).strip()
        self.has = {each["name"]: each["value"].get("value") for each in raw.get("properties", [])}
        self.depth = depth


def tree_of(page: Page) -> list[Node]:
    """The tree in the order in which it is read."""
    raw = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")["nodes"]
    by_id = {each["nodeId"]: each for each in raw}

    def walk(one: dict[str, Any], depth: int) -> Iterator[Node]:
        if not one.get("ignored"):
            yield Node(one, depth)
        for child in one.get("childIds", []):
            if child in by_id:
                yield from walk(by_id[child], depth + 1)

    return list(walk(raw[0], 0))


def named(nodes: list[Node], *roles: str) -> list[tuple[str, str]]:
    return [(node.role, node.name) for node in nodes if node.role in roles]


def test_landmarks_have_names_and_stand_in_reading_order(desk: Desk) -> None:
    found = [(role, name) for role, name in named(tree_of(desk.page), *LANDMARKS) if role not in {"banner", "main"}]
    assert all(name for _role, name in found), found
    ours = [name for _role, name in found if name in {"Breadcrumb", "Codebook", "Transcript", "Selected segment"}]
    assert ours == ["Breadcrumb", "Codebook", "Transcript", "Selected segment"]
    assert len(named(tree_of(desk.page), "main")) == 1


def test_everything_that_can_have_the_focus_has_a_name(desk: Desk) -> None:
    desk.press("n")
    expect(desk.panel.locator(".ws-quote")).to_be_visible()
    reachable = [node for node in tree_of(desk.page) if node.has.get("focusable") and node.role != "RootWebArea"]
    assert len(reachable) > 20
    assert [node.role for node in reachable if not node.name] == []


def test_the_text_is_a_document_whose_turns_are_headings(desk: Desk) -> None:
    nodes = tree_of(desk.page)
    at = next(i for i, node in enumerate(nodes) if node.role == "document")
    document = nodes[at]
    assert (document.name, document.has["focusable"]) == ("Metro 01", True)
    inside = []
    for node in nodes[at + 1 :]:
        if node.depth <= document.depth:
            break
        inside.append(node)
    assert named(inside, "heading") == [
        ("heading", name) for name in ("Pewawancara", "Informan 1", "Pewawancara", "Informan 1")
    ]
    said = [node.name for node in inside if node.role == "StaticText"]
    # Numbers of lines do not come between the words.
    assert not any(name.isdigit() for name in said)
    assert "Apa yang membedakan kantor ini?" in said
    # Stripes say by which codes, once each.
    assert named(inside, "image") == [("image", "Innovation"), ("image", "Training and education")]


def test_headings_go_down_by_one(desk: Desk) -> None:
    desk.press("n")
    expect(desk.panel.locator(".ws-quote")).to_be_visible()
    levels = [int(node.has["level"]) for node in tree_of(desk.page) if node.role == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_the_caret_says_where_it_is_and_which_codes_begin_and_end(desk: Desk) -> None:
    desk.press("j", "j")
    expect(desk.said).to_contain_text("Informan 1, line 2: Kami rutin")
    desk.press("ArrowRight")
    expect(desk.said).to_have_text("a")
    # To the ends of words.
    desk.press("Control+ArrowRight", "Control+ArrowRight", "Control+ArrowRight")
    expect(desk.said).to_have_text("mengadakan; into Innovation")
    desk.press("Control+ArrowRight")
    expect(desk.said).to_have_text("bimbingan; into Training and education")
    desk.press("Control+ArrowRight")
    expect(desk.said).to_have_text("teknis; out of Training and education")
    desk.press("Shift+ArrowRight")
    expect(desk.said).to_have_text("Selected:")
    desk.press("Shift+ArrowRight")
    expect(desk.said).to_have_text("Selected: u")
    desk.press("Shift+ArrowLeft")
    desk.press("Shift+ArrowLeft")
    expect(desk.said).to_have_text("Nothing is selected")


def test_another_turn_begins_with_its_speaker(desk: Desk) -> None:
    desk.press("j", "End", "ArrowRight")
    expect(desk.said).to_contain_text("Informan 1; K")


def test_the_picker_is_a_combobox_over_a_listbox(desk: Desk) -> None:
    desk.press("j", "s", "c")
    expect(desk.picker).to_be_visible()
    nodes = tree_of(desk.page)
    [box] = [node for node in nodes if node.role == "combobox" and node.has.get("focused")]
    assert box.name and box.has["expanded"] is True and box.has["hasPopup"] == "listbox"
    options = [node for node in nodes if node.role == "option"]
    assert [node.has["selected"] for node in options].count(True) == 1
    active = desk.page.evaluate("document.activeElement.getAttribute('aria-activedescendant')")
    expect(desk.page.locator(f"[id='{active}']")).to_have_attribute("aria-selected", "true")
    desk.press("Escape")
    expect(desk.page.locator("#transcript")).to_be_focused()


def test_dialogs_are_modal_named_and_give_the_focus_back(desk: Desk) -> None:
    desk.press("j", "?")
    expect(desk.page.get_by_role("dialog")).to_be_visible()
    dialogs = [node for node in tree_of(desk.page) if node.role == "dialog"]
    assert [(bool(node.name), node.has.get("modal")) for node in dialogs] == [(True, True)]
    desk.press("Escape")
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    expect(desk.page.locator("#transcript")).to_be_focused()


def test_what_is_told_is_polite_and_there_is_little_of_it(desk: Desk) -> None:
    live = [node for node in tree_of(desk.page) if node.has.get("live")]
    assert [node.has["live"] for node in live if node.has["live"] != "polite"] == []
    assert 2 <= len(live) <= 5
    # Counts of the codebook change with every coding; nobody wants to hear them all.
    assert desk.page.locator(".ws-codes [aria-live], .ws-codes [role=status]").count() == 0


def test_the_way_past_everything_to_the_text(desk: Desk) -> None:
    skip = desk.page.get_by_role("link", name="Skip to the text")
    skip.focus()
    expect(skip).to_be_in_viewport()
    desk.press("Enter")
    expect(desk.page.locator("#transcript")).to_be_focused()


SMALL = """
() => [...document.querySelectorAll('button, a[href], select, input:not([type=hidden])')].filter((one) => {
  if (!one.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (one.closest('p, dd')) return false;
  if (one.matches('.skip-link') || getComputedStyle(one).display === 'inline') return false;
  const target = (one.matches('input[type=checkbox], input[type=radio]') && one.closest('label')) || one;
  const { width, height } = target.getBoundingClientRect();
  return width > 1 && (width < 24 || height < 24);
}).map((one) => one.outerHTML.slice(0, 120))
"""


@pytest.mark.parametrize("width", [360, 1440])
def test_targets_are_at_least_24_pixels(desk: Desk, width: int) -> None:
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.press("n")
    assert desk.page.evaluate(SMALL) == []
    desk.press("/")
    expect(desk.page.get_by_role("searchbox", name="Search in this transcript")).to_be_focused()
    desk.page.get_by_label("What to find").select_option("exact")
    assert desk.page.evaluate(SMALL) == []


def test_at_four_times_the_size_the_text_keeps_room(desk: Desk) -> None:
    """1,440 by 1,024 at 400 %."""
    desk.page.set_viewport_size({"width": 360, "height": 256})
    room = desk.page.locator("#text-pane").bounding_box()
    assert room and room["height"] >= 200
    assert desk.page.evaluate("document.documentElement.scrollWidth") == 360
    desk.press("j", "j", "j", "j", "End")
    expect(desk.page.locator(".ws-caret")).to_be_in_viewport()


def test_codings_stay_visible_where_the_system_chooses_the_colours(desk: Desk, codes: Codes) -> None:
    desk.page.emulate_media(forced_colors="active")
    desk.expect_painted(codes["Innovation"], "mengadakan bimbingan teknis untuk")
    name = f"ws-{codes['Innovation'].pk}"
    underlined = (
        "(name) => getComputedStyle(document.querySelector('.line'), `::highlight(${name})`).textDecorationLine"
    )
    assert desk.page.evaluate(underlined, name) == "underline"
    desk.page.emulate_media(forced_colors="none")
    assert desk.page.evaluate(underlined, name) == "none"
