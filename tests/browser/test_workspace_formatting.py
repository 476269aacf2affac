"""Formatting cuts a line into several pieces of the DOM: offsets and paint must not notice."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project
from core.text.readers import Formatting
from tests.browser.workspace import Desk

TEXT = (
    "Pewawancara: Apa 🙂?\n\nInforman 1: Kami re\u0301sume\u0301 senang (tertawa) sekali untuk satker.\n\n"
    "Informan 1: rumah besar di kota."
)


@pytest.fixture
def transcript(transactional_db: None, project: Project, lead: User) -> Transcript:
    """A transcript where every fourth code point begins another piece."""
    office = create_office(project=project, user=lead, name="KPPN Metro", parent=None)
    formatting = [Formatting(start, start + 4, ("bold", "italic")[start // 4 % 2]) for start in range(0, 90, 4)]
    return create_transcript(
        project=project, user=lead, title="Metro 01", office=office, text=TEXT, formatting=formatting
    )


def test_what_is_selected_is_what_is_kept_and_painted(
    sit_down: Callable[[User], Desk], lead: User, codes: dict[str, Code]
) -> None:
    desk = sit_down(lead)
    assert desk.page.locator(".line .nonverbal").first.is_visible()
    for words in ("senang (tertawa) sekali", "besar di"):
        desk.drag(words)
        desk.choose("innov")
        expect(desk.panel.locator(".ws-quote")).to_have_text(words)
    desk.expect_stored(("senang (tertawa) sekali", ["Innovation"]), ("besar di", ["Innovation"]))
    desk.page.reload()
    desk.expect_painted(codes["Innovation"], "besar di", "senang (tertawa) sekali")


def test_by_keyboard_too(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    desk.press("j", "j", "t", *["Alt+Shift+["] * len("Kami "))
    desk.expect_selected_words("re\u0301sume\u0301 senang (tertawa) sekali untuk satker.")
