"""axe-core on every page: in both languages, light and dark, on a desktop and on a phone. No violation."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from apps.accounts.models import User
from apps.accounts.tickets import SAMPLE_LEAD
from apps.coding.models import Doubt
from apps.coding.services import correct_transcript
from apps.documents.models import Transcript
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project
from tests.browser.workspace import wait_until_calm, wait_until_ready

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "analysis:dashboard",
    "analysis:passages",
    "analysis:retrieval",
    "analysis:saved_query_list",
    "analysis:cooccurrence",
    "analysis:network",
    "analysis:saturation",
    "analysis:portrait",
    "analysis:timeline",
    "coding:memo_list",
    "documents:transcript_list",
    "documents:search",
    "documents:upload",
    "documents:office_list",
    "documents:participant_list",
    "documents:bin",
    "documents:attribute_list",
    "documents:attribute_add",
    "documents:attributes_import",
    "documents:upload_list",
    "codebook:codebook",
    "codebook:codebook_versions",
    "exchange:export_list",
    "exchange:codebook_export",
    "exchange:codebook_import",
    "review:queue",
    "review:returned",
    "review:themes",
    "review:progress",
    "review:bulk_approve",
    "projects:activity_list",
    "projects:member_list",
    "projects:project_settings",
    "projects:project_delete",
    "jobs:job_list",
    "review:log",
]
PERSONAL = [
    "projects:project_list",
    "review:notice_list",
    "projects:bin",
    "codebook:project_create",
    "accounts:preferences",
    "accounts:token_list",
    "account_email",
    "account_change_password",
    "mfa_index",
]


# Keys that open a panel or dialog of the workspace, one after the other, and what is then there.
PANELS = {
    "n": ".ws-segment",
    "n c": ".ws-picker [role=option]",
    "g": "dialog[open] input",
    "/ a d a": "[data-search=count]:not(:empty)",
    "?": "dialog[open]",
}


def violations(page: Page) -> list[str]:
    """Every violation axe finds on the page as it stands, one line each."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("(tags) => axe.run(document, {runOnly: tags}).then((result) => result.violations)", RULES)
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


@pytest.fixture
def sample(transactional_db: None) -> Project:
    return load_sample_study()


@pytest.fixture
def rani(sample: Project) -> User:
    return User.objects.get(email=SAMPLE_LEAD)


def corrected_pages(transcript: Transcript, user: User) -> dict[str, str]:
    """Correct a transcript so that passages are carried, asked about and left behind; the pages that show it."""
    project = transcript.project
    first, second = list(transcript.segments.order_by("start")[:2])
    text = transcript.current.text.replace(first.quote, f"{first.quote[:-1]}x").replace(second.quote, "")
    expected = transcript.version_id
    correct_transcript(project=project, user=user, transcript=transcript, expected=expected, text=text, note="Typos")
    place = [project.pk, transcript.pk]
    doubt = Doubt.objects.filter(transcript=transcript).order_by("kind")[0]
    addresses = {
        "coding:version_list": place,
        "coding:version_diff": place,
        "coding:version_detail": [*place, 1],
        "coding:transcript_correct": place,
        "coding:turn_edit": [*place, 0],
        "coding:doubt_list": [project.pk],
        "coding:doubt_detail": [project.pk, doubt.pk],
        "coding:doubt_accept_all": [project.pk],
    }
    return {name: reverse(name, args=args) for name, args in addresses.items()}


@pytest.mark.parametrize(("language", "theme"), [("en", "light"), ("id", "dark")])
def test_every_page_of_the_sample_study(
    sample: Project, rani: User, open_as: Callable[..., Page], language: str, theme: str
) -> None:
    rani.language, rani.theme = language, theme
    rani.save()
    transcript = sample.transcripts.earliest("title")
    paths = [reverse(name) for name in PERSONAL]
    paths += [reverse(name, args=[sample.pk]) for name in PAGES]
    paths.append(reverse("coding:workspace", args=[sample.pk, transcript.pk]))
    paths += corrected_pages(transcript, rani).values()
    page = open_as(rani, paths[0])
    wrong = {}
    for path in paths:
        page.goto(path)
        wait_until_calm(page)
        if found := violations(page):
            wrong[path] = found
    assert wrong == {}


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways(
    sample: Project, rani: User, open_as: Callable[..., Page], width: int, language: str
) -> None:
    rani.language = language
    rani.save()
    transcript = sample.transcripts.earliest("title")
    page = open_as(rani, reverse("projects:project_list"))
    page.set_viewport_size({"width": width, "height": 844})
    paths = {name: reverse(name, args=[sample.pk]) for name in PAGES} | {name: reverse(name) for name in PERSONAL}
    paths["coding:workspace"] = reverse("coding:workspace", args=[sample.pk, transcript.pk])
    paths |= corrected_pages(transcript, rani)
    wide = {}
    for name, path in paths.items():
        page.goto(path)
        if name == "coding:workspace":
            wait_until_calm(page)
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            wide[name] = beyond
    assert wide == {}


def test_the_segment_panel_and_the_picker(sample: Project, rani: User, open_as: Callable[..., Page]) -> None:
    transcript = sample.transcripts.earliest("title")
    page = open_as(rani, reverse("coding:workspace", args=[sample.pk, transcript.pk]))
    wait_until_calm(page)
    page.locator("#transcript").focus()
    page.keyboard.press("n")
    page.locator(".ws-segment").wait_for()
    assert violations(page) == []
    page.keyboard.press("c")
    page.get_by_role("listbox").wait_for()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize(("language", "theme", "forced"), [("id", "dark", "none"), ("en", "light", "active")])
def test_panels_and_dialogs_of_the_workspace(
    sample: Project,
    rani: User,
    open_as: Callable[..., Page],
    language: str,
    theme: str,
    forced: Literal["none", "active"],
) -> None:
    """Dark in Indonesian, and in the colours of the system, where fills are gone."""
    rani.language, rani.theme = language, theme
    rani.save()
    transcript = sample.transcripts.earliest("title")
    page = open_as(rani, reverse("coding:workspace", args=[sample.pk, transcript.pk]))
    page.emulate_media(forced_colors=forced)
    wait_until_ready(page)
    found = {}
    for keys, shown in PANELS.items():
        for key in keys.split():
            page.keyboard.press(key)
        page.locator(shown).first.wait_for()
        found[shown] = violations(page)
        page.keyboard.press("Escape")
    assert {shown: wrong for shown, wrong in found.items() if wrong} == {}


def test_a_turn_being_corrected(sample: Project, rani: User, open_as: Callable[..., Page]) -> None:
    transcript = sample.transcripts.earliest("title")
    page = open_as(rani, reverse("coding:workspace", args=[sample.pk, transcript.pk]))
    wait_until_calm(page)
    page.keyboard.press("n")
    page.keyboard.press("e")
    words = page.get_by_role("dialog").get_by_label("Words")
    quote = transcript.segments.earliest("start").quote
    words.fill(words.input_value().replace(quote, f"{quote[:-1]}x"))
    assert violations(page) == []
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Leave behind").wait_for()
    assert violations(page) == []


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_sign_in(context: BrowserContext, name: str) -> None:
    page = context.new_page()
    page.goto(reverse(name))
    assert violations(page) == []
