"""One's own keys, pinned and recent codes, the picker, dragging, and codes that exclude one another."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, code_passage, wait_until_ready

Codes = dict[str, Code]
FIRST = "Apa yang membedakan kantor ini?"
TRAINING = "bimbingan teknis untuk satker"


@pytest.fixture
def desk(sit_down: Callable[[User], Desk], lead: User) -> Desk:
    return sit_down(lead)


def keys_dialog(desk: Desk) -> Locator:
    return desk.page.get_by_role("dialog", name="Keys")


def open_keys(desk: Desk) -> Locator:
    """The list of keys, ready to be changed."""
    desk.press("?")
    dialog = keys_dialog(desk)
    dialog.get_by_role("button", name="Change keys").click()
    expect(dialog.get_by_role("status")).to_contain_text("Choose the key")
    return dialog


def change(dialog: Locator, label: str, key: str) -> None:
    """Press the button of a key, and the new key; what comes of it is for the caller to wait for."""
    dialog.get_by_role("button", name=f"{label} Change").click()
    expect(dialog.get_by_role("status")).to_contain_text("Press the new key")
    dialog.page.keyboard.press(key)


def test_a_key_is_changed_and_stays_changed(desk: Desk, lead: User) -> None:
    hint = desk.page.locator('.ws-toolbar kbd[data-key="undo:u"]')
    expect(hint).to_have_text("u")
    dialog = open_keys(desk)
    assert violations(desk.page) == []
    change(dialog, "Undo: u.", "y")
    expect(dialog.get_by_role("status")).to_have_text("y now means “Undo”.")
    expect(dialog.get_by_role("button", name="Undo: y. Change")).to_be_focused()
    assert violations(desk.page) == []
    desk.eventually(lambda: User.objects.get(pk=lead.pk).keys, {"undo:u": "y"})
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    expect(hint).to_have_text("y")
    desk.press("j", "s", "4")
    desk.expect_stored((FIRST, ["Work-unit education"]))
    desk.press("u", "y")
    desk.expect_stored()
    # The page that comes next shows it before any script has run.
    assert "data-key=&quot;undo:u&quot;>y<" in desk.page.request.get(desk.page.url).text().replace('"', "&quot;")
    desk.page.reload()
    wait_until_ready(desk.page)
    expect(hint).to_have_text("y")
    desk.press("Shift+U")
    desk.expect_stored((FIRST, ["Work-unit education"]))
    desk.press("y")
    desk.expect_stored()


def test_a_key_that_is_taken_is_swapped_or_left(desk: Desk, lead: User) -> None:
    dialog = open_keys(desk)
    word = dialog.get_by_role("status")
    change(dialog, "Undo: u.", "k")
    expect(word).to_contain_text("k is the key of “Previous turn”.")
    word.get_by_role("button", name="Cancel").click()
    expect(word).to_have_text("Nothing was changed.")
    change(dialog, "Undo: u.", "k")
    desk.press("Enter")
    expect(dialog.get_by_role("button", name="Undo: k. Change")).to_be_focused()
    expect(dialog.get_by_role("button", name="Previous turn: u. Change")).to_be_visible()
    desk.eventually(lambda: User.objects.get(pk=lead.pk).keys, {"undo:u": "k", "previous-turn:k": "u"})
    # One goes back, and with it the one it was swapped with.
    dialog.get_by_role("button", name="Undo: back to the usual key").click()
    expect(dialog.get_by_role("button", name="Previous turn: k. Change")).to_be_visible()
    desk.eventually(lambda: User.objects.get(pk=lead.pk).keys, {})


def test_keys_of_the_browser_are_refused_and_escape_leaves_things(desk: Desk) -> None:
    dialog = open_keys(desk)
    word = dialog.get_by_role("status")
    change(dialog, "Undo: u.", "F5")
    expect(word).to_contain_text("F5: The browser keeps this combination for itself.")
    desk.press("Tab")
    expect(word).to_contain_text("needed to move through the page")
    desk.press("Escape")
    expect(word).to_have_text("Nothing was changed.")
    expect(dialog.get_by_role("button", name="Undo: u. Change")).to_be_focused()
    change(dialog, "Pin or unpin the code under the cursor, in the tree or the picker: Alt + p.", "q")
    expect(word).to_contain_text("works while you type")


def test_all_keys_go_back_and_digits_are_changed_one_by_one(desk: Desk, lead: User, codes: Codes) -> None:
    dialog = open_keys(desk)
    label = "Apply the pinned code, or the code with this number"
    change(dialog, f"{label}: 4.", "F9")
    expect(dialog.get_by_role("button", name=f"{label}: F9. Change")).to_be_focused()
    desk.press("Escape")
    expect(desk.row(codes["Work-unit education"]).locator("kbd")).to_have_text("F9")
    desk.press("j", "s", "F9")
    desk.expect_stored((FIRST, ["Work-unit education"]))
    dialog = open_keys(desk)
    dialog.get_by_role("button", name="All keys as usual").click()
    expect(dialog.get_by_role("status")).to_have_text("All keys are as usual.")
    desk.eventually(lambda: User.objects.get(pk=lead.pk).keys, {})
    desk.press("Escape")
    expect(desk.row(codes["Work-unit education"]).locator("kbd")).to_have_text("4")


def test_a_key_changed_without_a_line_is_in_force_and_kept_later(
    desk: Desk, lead: User, context: BrowserContext
) -> None:
    context.set_offline(True)
    dialog = open_keys(desk)
    change(dialog, "Next turn: j.", "y")
    expect(dialog.get_by_role("status")).to_have_text("y now means “Next turn”.")
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    desk.press("y")
    expect(desk.said).to_contain_text("Pewawancara, line 1: Apa yang membedakan")
    assert User.objects.get(pk=lead.pk).keys == {}
    context.set_offline(False)
    desk.eventually(lambda: User.objects.get(pk=lead.pk).keys, {"next-turn:j": "y"})


def test_pinned_codes_have_the_digits(desk: Desk, project: Project, lead: User, codes: Codes) -> None:
    pinned = desk.page.locator("#pinned-codes")
    expect(pinned).to_be_hidden()
    desk.press("j", "s", "c")
    desk.page.keyboard.type("monitor")
    desk.press("Alt+p")
    expect(pinned.locator(".code-name")).to_have_text(["Monitoring"])
    desk.press("Control+a")
    desk.page.keyboard.type("innov")
    desk.press("Alt+p", "Escape")
    expect(pinned.locator(".code-name")).to_have_text(["Monitoring", "Innovation"])
    expect(pinned.locator("kbd")).to_have_text(["1", "2"])
    desk.press("2")
    desk.expect_stored((FIRST, ["Innovation"]))
    pinned.get_by_role("button", name="Move Innovation up").click()
    expect(pinned.locator(".code-name")).to_have_text(["Innovation", "Monitoring"])
    ids = [str(codes[name].pk) for name in ("Innovation", "Monitoring")]
    desk.eventually(lambda: project.memberships.get(user=lead).desk, {"pinned": ids})
    desk.page.reload()
    wait_until_ready(desk.page)
    expect(pinned.locator(".code-name")).to_have_text(["Innovation", "Monitoring"])
    assert violations(desk.page) == []
    # With the keyboard on a pinned code: Alt and an arrow move it, Alt+P takes it away.
    pinned.get_by_role("button", name="Innovation").first.focus()
    desk.press("Alt+ArrowDown")
    expect(pinned.locator(".code-name")).to_have_text(["Monitoring", "Innovation"])
    expect(desk.said).to_have_text("Innovation is pinned to 2.")
    desk.press("Alt+p")
    expect(pinned.locator(".code-name")).to_have_text(["Monitoring"])
    desk.page.get_by_role("checkbox", name="Pin Monitoring").set_checked(False, force=True)
    expect(pinned).to_be_hidden()
    # With nothing pinned the digits are the codebook's again.
    desk.eventually(lambda: project.memberships.get(user=lead).desk, {"pinned": []})
    desk.press("Escape")
    desk.page.locator("#transcript").focus()
    desk.press("j", "j", "s", "1")
    sentence = "Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan."
    desk.expect_stored((FIRST, ["Innovation"]), (sentence, ["Coercive"]))


def test_the_codes_used_last_come_first(desk: Desk) -> None:
    desk.press("j", "s", "6", "4", "c")
    options = desk.picker.get_by_role("option")
    expect(options.nth(0)).to_contain_text("Work-unit education")
    expect(options.nth(1)).to_contain_text("Task force")
    desk.press("Escape")
    desk.expect_stored((FIRST, ["Task force", "Work-unit education"]))
    desk.page.reload()
    wait_until_ready(desk.page)
    desk.press("j", "j", "s", "c")
    expect(options.nth(0)).to_contain_text("Work-unit education")
    expect(options.nth(1)).to_contain_text("Task force")


def test_the_picker_marks_what_was_typed_and_makes_a_code_under_another(desk: Desk, project: Project) -> None:
    desk.press("j", "s", "c")
    desk.page.keyboard.type("educ norm")
    option = desk.picker.get_by_role("option").first
    expect(option).to_have_text("Normative › Training and education")
    expect(option.locator("mark")).to_have_text(["Norm", "educ"])
    desk.press("Control+a")
    desk.page.keyboard.type("Certificates")
    expect(desk.picker.get_by_role("option")).to_have_count(3)
    assert violations(desk.page) == []
    desk.press("ArrowUp", "Enter")
    expect(desk.picker).to_contain_text("New code “Certificates”: under which code?")
    # Back to the name, and on again.
    desk.press("Escape")
    expect(desk.picker.get_by_role("combobox")).to_have_value("Certificates")
    desk.press("ArrowUp", "Enter")
    desk.choose("normative")
    desk.expect_stored((FIRST, ["Certificates"]))
    made = project.codes.get(name="Certificates")
    assert made.parent and made.parent.name == "Normative"


@pytest.fixture
def coercive(transcript: Transcript, codes: Codes, lead: User) -> None:
    code_passage(lead, transcript, "bimbingan", codes["Coercive"])
    code_passage(lead, transcript, TRAINING, codes["Coercive"], codes["Innovation"])


@pytest.mark.usefixtures("coercive")
def test_codes_that_exclude_one_another(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    question = desk.page.get_by_role("dialog", name="One code only")
    desk.click("teknis")
    desk.expect_painted("selected", TRAINING)
    desk.press("2")
    expect(question).to_contain_text("takes one code on a segment, and “Coercive” is there.")
    expect(question.get_by_role("button", name="Replace “Coercive” with “Mimetic”")).to_be_focused()
    assert violations(desk.page) == []
    desk.press("k")
    expect(question).to_be_hidden()
    expect(desk.page.locator("#transcript")).to_be_focused()
    desk.press("2")
    expect(question).to_be_visible()
    desk.press("r")
    desk.expect_stored(("bimbingan", ["Coercive"]), (TRAINING, ["Innovation", "Mimetic"]))


def test_many_hits_and_codes_that_exclude_one_another(
    sit_down: Callable[[User], Desk], lead: User, transcript: Transcript, codes: Codes
) -> None:
    code_passage(lead, transcript, "kantor", codes["Coercive"], codes["Innovation"])
    desk = sit_down(lead)
    question = desk.page.get_by_role("dialog", name="One code only")
    desk.press("/")
    desk.page.keyboard.type("kantor")
    expect(desk.page.locator("[data-search=count]")).to_have_text("2 hits")
    desk.page.get_by_role("button", name="List").click()
    code = desk.page.get_by_role("button", name="Code 2 hits")
    code.click()
    desk.choose("mimetic")
    expect(question).to_contain_text("1 of 2 passages has another one of it.")
    assert violations(desk.page) == []
    question.get_by_role("button", name="Cancel").click()
    expect(question).to_be_hidden()
    expect(code).to_be_focused()
    code.click()
    desk.choose("mimetic")
    expect(question.get_by_role("button", name="Code the other 1")).to_be_focused()
    desk.press("s")
    desk.expect_stored(("kantor", ["Coercive", "Innovation"]), ("kantor", ["Mimetic"]))
    code.click()
    desk.choose("normative")
    expect(question).to_contain_text("2 of 2 passages have another one of it.")
    expect(question.get_by_role("button", name="Code the other")).to_have_count(0)
    desk.press("r")
    desk.expect_stored(("kantor", ["Innovation", "Normative"]), ("kantor", ["Normative"]))


def dragged(desk: Desk, code: Code, words: str) -> None:
    """Drag a code from the tree over the words, and hold it there."""
    box = desk.page.locator(f'#code-families [data-code="{code.pk}"] .code-apply').bounding_box()
    assert box
    left, top, right, bottom = desk.box(words)
    mouse = desk.page.mouse
    mouse.move(box["x"] + 40, box["y"] + box["height"] / 2)
    mouse.down()
    mouse.move(left + 1, top + 1, steps=4)
    # The browser tells what is dragged over something at the second move over it.
    mouse.move((left + right) / 2, (top + bottom) / 2, steps=2)
    mouse.move((left + right) / 2 + 1, (top + bottom) / 2)


@pytest.mark.usefixtures("coercive")
def test_a_code_is_dragged_onto_selected_words_and_onto_a_segment(
    sit_down: Callable[[User], Desk], lead: User, codes: Codes
) -> None:
    desk = sit_down(lead)
    # Where it would go is shown, and nothing happens before it is let go.
    dragged(desk, codes["Monitoring"], "teknis")
    desk.expect_painted("drop", TRAINING)
    desk.page.mouse.up()
    desk.expect_painted("drop")
    desk.expect_stored(("bimbingan", ["Coercive"]), (TRAINING, ["Coercive", "Innovation", "Monitoring"]))
    desk.drag("triwulan ada")
    expect(desk.picker).to_be_visible()
    desk.press("Escape")
    dragged(desk, codes["Task force"], "ada nilai")
    desk.expect_painted("drop", "Setiap triwulan ada nilai yang harus dicapai.")
    left, top, _right, bottom = desk.box("triwulan")
    for x in (4, 5, 6):
        desk.page.mouse.move(left + x, (top + bottom) / 2)
    desk.expect_painted("drop", "triwulan ada")
    desk.page.mouse.up()
    desk.eventually(lambda: [each.quote for each in desk.segments()][-1], "triwulan ada")


def test_selected_words_are_dragged_onto_a_code(desk: Desk, codes: Codes) -> None:
    desk.drag("triwulan ada nilai")
    expect(desk.picker).to_be_visible()
    desk.press("Escape")
    desk.expect_selected_words("triwulan ada nilai")
    row = desk.page.locator(f'#code-families [data-code="{codes["Innovation"].pk}"]')
    box = row.bounding_box()
    assert box
    left, top, right, bottom = desk.box("nilai")
    mouse: Any = desk.page.mouse
    mouse.move((left + right) / 2, (top + bottom) / 2)
    mouse.down()
    mouse.move(left - 40, bottom + 30, steps=4)
    # The browser tells what is dragged over something at the second move over it.
    for x in (60, 62, 64):
        mouse.move(box["x"] + x, box["y"] + box["height"] / 2)
    expect(row).to_contain_class("is-drop")
    mouse.up()
    desk.expect_stored(("triwulan ada nilai", ["Innovation"]))
    expect(row).not_to_contain_class("is-drop")


def test_repeat_and_in_vivo(desk: Desk) -> None:
    desk.press("j", "s", "4", "5")
    desk.expect_stored((FIRST, ["Innovation", "Work-unit education"]))
    desk.drag("meniru")
    expect(desk.picker).to_be_visible()
    desk.press("Escape", "r")
    both = ["Innovation", "Work-unit education"]
    desk.expect_stored((FIRST, both), ("meniru", both))
    desk.drag("disuruh")
    expect(desk.picker).to_be_visible()
    desk.press("Escape", "v")
    desk.expect_stored((FIRST, both), ("meniru", both), ("disuruh", ["disuruh"]))
