"""Memos in a real browser: written with the keyboard alone, linked, followed, searched, and by two at once."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.models import Memo, Segment
from apps.documents.models import Transcript
from apps.documents.texts import load_text
from apps.projects.models import Project
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, code_passage

Open = Callable[[User, str], Page]


@pytest.fixture
def me(transactional_db: None, project: Project, lead: User) -> dict[str, Any]:
    return {"project": project, "user": lead}


def at(name: str, *args: Any) -> str:
    return reverse(f"coding:{name}", args=args)


def ready(page: Page) -> None:
    expect(page.locator("[data-behaviour]:not([data-attached=yes])")).to_have_count(0)


def test_write_link_follow_and_search_with_the_keyboard(
    me: dict[str, Any], project: Project, lead: User, codes: dict[str, Code], transcript: Transcript, open_as: Open
) -> None:
    code_passage(lead, transcript, "Karena target", codes["Coercive"])
    page = open_as(lead, at("memo_create", project.pk) + f"?about=code:{codes['Coercive'].pk}")
    ready(page)
    page.get_by_label("Title").fill("Where it comes from")
    text = page.get_by_label("Text", exact=True)
    text.focus()
    page.keyboard.type("**Beside** [[norm")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("Normative")
    expect(text).to_have_attribute("aria-activedescendant", "memo-choice-0")
    expect(page.locator(".memo-editor [role=status]")).to_contain_text("to link to")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(options).to_have_count(0)
    expect(text).to_have_value(f"**Beside** [[code:{codes['Normative'].pk}|Normative]] ")
    line = load_text(transcript.version_id).line_of(transcript.current.text.index("Karena target"))
    page.keyboard.type(f"and [[Metro 01 {line}")
    passage = options.filter(has_text="Karena target")
    expect(passage).to_have_count(1)
    expect(passage).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Tab")
    expect(options).to_have_count(0)
    page.keyboard.type("[[nobody is called so")
    expect(page.locator(".memo-editor [role=status]")).to_have_text("Nothing is called so.")
    for _letter in "[[nobody is called so":
        page.keyboard.press("Backspace")
    page.get_by_role("button", name="Preview").click()
    expect(page.locator("#memo-preview strong")).to_have_text("Beside")
    assert not Memo.objects.exists()
    text.press("Control+Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Where it comes from")
    code = reverse("codebook:code_detail", args=[project.pk, codes["Normative"].pk])
    expect(page.get_by_role("link", name="Normative", exact=True)).to_have_attribute("href", code)
    page.get_by_role("link", name="Metro 01: “Karena target").click()
    expect(page.locator("#workspace")).to_have_attribute("data-ready", "yes")
    expect(page.locator("#detail").get_by_role("link", name="Where it comes from")).to_be_visible()
    page.goto(at("memo_list", project.pk))
    page.locator("main").get_by_role("searchbox").fill("BESIDE comes")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("words=BESIDE"))
    expect(page.locator(".memo-row")).to_have_count(1)
    page.locator("main").get_by_role("searchbox").fill("nowhere")
    page.keyboard.press("Enter")
    expect(page.get_by_text("No memo fits this filter.")).to_be_visible()


def test_escape_closes_the_list_and_the_mouse_chooses(
    me: dict[str, Any], project: Project, lead: User, codes: dict[str, Code], open_as: Open
) -> None:
    page = open_as(lead, at("memo_create", project.pk))
    ready(page)
    text = page.get_by_label("Text", exact=True)
    text.focus()
    page.keyboard.type("[[coer")
    expect(page.get_by_role("listbox")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(text).to_have_value("[[coer")
    page.keyboard.type("c")
    page.get_by_role("option").first.click()
    expect(text).to_have_value(f"[[code:{codes['Coercive'].pk}|Coercive]] ")
    expect(text).to_be_focused()


def test_two_people_at_one_memo(me: dict[str, Any], project: Project, lead: User, coder: User, open_as: Open) -> None:
    memo = services.create_memo(project=project, user=coder, kind="project", about=project.pk, title="T", text="Old")
    theirs = open_as(coder, at("memo_edit", project.pk, memo.pk))
    services.change_memo(**me, memo_id=memo.pk, version=1, text="The lead was faster")
    theirs.get_by_label("Text", exact=True).fill("The coder was slower")
    theirs.get_by_role("button", name="Save").click()
    expect(theirs.get_by_role("alert")).to_contain_text("Lestari changed this memo while you wrote")
    expect(theirs.locator(".memo-theirs")).to_have_text("The lead was faster")
    expect(theirs.get_by_label("Text", exact=True)).to_have_value("The coder was slower")
    assert Memo.objects.get().text == "The lead was faster"
    assert violations(theirs) == []
    theirs.get_by_role("button", name="Save mine in its place").click()
    expect(theirs.locator("article.memo-text")).to_have_text("The coder was slower")
    history = theirs.locator(".memo-history li")
    expect(history).to_have_count(3)
    history.first.get_by_text("The text before").click()
    expect(history.first.locator("pre")).to_have_text("The lead was faster")
    history.first.get_by_role("button", name="Undo").click()
    expect(theirs.locator("article.memo-text")).to_have_text("The lead was faster")
    theirs.get_by_role("button", name="Delete").click()
    expect(theirs.get_by_text("The memo “T” is deleted.")).to_be_visible()
    theirs.get_by_role("button", name="Undo").click()
    expect(theirs.locator("article.memo-text")).to_have_text("The lead was faster")


def test_the_memo_of_a_passage_reads_as_markdown_and_is_typed_as_text(
    sit_down: Callable[..., Desk], lead: User, codes: dict[str, Code], transcript: Transcript
) -> None:
    passage: UUID = code_passage(lead, transcript, "Karena target", codes["Coercive"], memo="So **few**")
    desk = sit_down(lead, query=f"?segment={passage}")
    bold = desk.panel.locator(".memo-read strong")
    expect(bold).to_have_text("few")
    desk.page.get_by_role("button", name="Edit the memo").click()
    field = desk.panel.get_by_label("Memo", exact=False).and_(desk.panel.locator("textarea"))
    expect(field).to_be_focused()
    expect(bold).to_be_hidden()
    desk.page.keyboard.press("Control+a")
    desk.page.keyboard.type("So *many*")
    desk.press("Control+Enter")
    expect(desk.panel.locator(".memo-read em")).to_have_text("many")
    desk.eventually(lambda: Segment.objects.get(pk=passage).memo, "So *many*")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_no_violation_and_nothing_beyond_the_screen(
    me: dict[str, Any],
    project: Project,
    lead: User,
    codes: dict[str, Code],
    transcript: Transcript,
    open_as: Open,
    theme: str,
) -> None:
    lead.theme = theme
    lead.save()
    code_passage(lead, transcript, "Karena target", codes["Coercive"], memo="# Why\n\nHere?")
    words = "# One\n\n### Two\n\n| a | b |\n|---|---|\n| c | d |\n\n> said\n\n    code\n\n" + "x" * 200
    memo = services.create_memo(**me, kind="code", about=codes["Coercive"].pk, title="Long " * 30, text=words)
    services.change_memo(**me, memo_id=memo.pk, version=1, text=words + "!")
    paths = [
        at("memo_list", project.pk),
        at("memo_list", project.pk) + "?words=nowhere",
        at("memo_detail", project.pk, memo.pk),
        at("memo_edit", project.pk, memo.pk),
        at("memo_create", project.pk),
    ]
    page = open_as(lead, paths[0])
    wrong = {}
    for width in (1440, 360):
        page.set_viewport_size({"width": width, "height": 900})
        for path in paths:
            page.goto(path)
            beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            if found := violations(page) + ([f"{beyond} beyond"] if beyond > 0 else []):
                wrong[width, path] = found
    assert wrong == {}
