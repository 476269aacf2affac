"""axe-core on every page: in both languages, light and dark, on a desktop and on a phone. No violation."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from apps.accounts.models import User
from apps.accounts.tickets import SAMPLE_LEAD
from apps.exchange.sample_study import load_sample_study
from apps.projects.models import Project

AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = [
    "analysis:dashboard",
    "analysis:passages",
    "documents:transcript_list",
    "documents:upload",
    "documents:office_list",
    "documents:participant_list",
    "documents:bin",
    "documents:upload_list",
    "codebook:codebook",
    "codebook:codebook_versions",
    "exchange:export_list",
    "projects:activity_list",
    "projects:member_list",
    "projects:project_settings",
    "projects:project_delete",
    "jobs:job_list",
]
PERSONAL = [
    "projects:project_list",
    "projects:bin",
    "codebook:project_create",
    "accounts:preferences",
    "accounts:token_list",
    "account_email",
    "account_change_password",
    "mfa_index",
]


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
    page = open_as(rani, paths[0])
    wrong = {}
    for path in paths:
        page.goto(path)
        page.wait_for_load_state("networkidle")
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
    wide = {}
    for name, path in paths.items():
        page.goto(path)
        if name == "coding:workspace":
            page.wait_for_load_state("networkidle")
        beyond = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if beyond > 0:
            wide[name] = beyond
    assert wide == {}


def test_the_segment_panel_and_the_picker(sample: Project, rani: User, open_as: Callable[..., Page]) -> None:
    transcript = sample.transcripts.earliest("title")
    page = open_as(rani, reverse("coding:workspace", args=[sample.pk, transcript.pk]))
    page.wait_for_load_state("networkidle")
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


@pytest.mark.parametrize("name", ["account_login", "account_signup", "account_reset_password"])
def test_the_pages_before_sign_in(context: BrowserContext, name: str) -> None:
    page = context.new_page()
    page.goto(reverse(name))
    assert violations(page) == []
