"""Code points from the browser to the database and back: what is selected is what is kept and what is painted."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from playwright.sync_api import BrowserContext, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript, Upload
from apps.documents.services import confirm_as_proposed, create_office, store_uploads
from apps.jobs.services import run_job
from apps.projects.models import Project
from tests.browser.workspace import Desk, wait_until_ready

BEFORE, BEHIND = "Kami 👩🏽‍💻 re\u0301sume\u0301 ", " untuk satker."
# What a reader calls characters: the technologist and each letter with its accent are one.
CHARACTERS_BEFORE = len("Kami x resume ")
SAID = {
    "skin tone": "senang 👍🏽 sekali",
    "family": "rumah 👨‍👩‍👧‍👦 besar",
    "combining": "re\u0301sume\u0301 n\u0303a",
    "hebrew": "נתונים לפי כללים",
    "arabic": "وَفْقًا لِلْقَوَاعِدِ",
    "flag": "bendera 🇮🇩 merah",
}
HEBREW = "כללים והנחיות הם עבודה של כל חודש."
TEXT = "\n\n".join(
    [
        "Pewawancara: Apa 🙂?",
        *(f"Informan 1: {BEFORE}{said}{BEHIND}" for said in SAID.values()),
        f"Informan 2: {HEBREW}",
    ]
)


@pytest.fixture
def transcript(interview: Callable[[str], Transcript]) -> Transcript:
    """One turn for every kind of words, and one that runs from right to left."""
    return interview(TEXT)


def test_words_selected_by_mouse(sit_down: Callable[[User], Desk], lead: User, codes: dict[str, Code]) -> None:
    desk = sit_down(lead)
    for said in SAID.values():
        desk.drag(said)
        desk.choose("innov")
        expect(desk.panel.locator(".ws-quote")).to_have_text(said)
    desk.expect_stored(*((said, ["Innovation"]) for said in SAID.values()))
    look_again(desk, codes)


def test_words_selected_by_keyboard(sit_down: Callable[[User], Desk], lead: User, codes: dict[str, Code]) -> None:
    desk = sit_down(lead)
    desk.press("j")
    for said in SAID.values():
        desk.press("j", "t")
        # From the whole turn inwards, a grapheme at a time, then from the front.
        desk.press(*["Alt+Shift+]"] * len(BEHIND), *["Alt+Shift+["] * CHARACTERS_BEFORE)
        desk.expect_selected_words(said)
        desk.press("5")
        desk.expect_painted("selected", said)
    desk.expect_stored(*((said, ["Innovation"]) for said in SAID.values()))
    look_again(desk, codes)


def test_shift_and_arrows_never_cut_a_character(sit_down: Callable[[User], Desk], lead: User) -> None:
    desk = sit_down(lead)
    desk.press("j", "j", *["ArrowRight"] * len("Kami "), "Shift+ArrowRight", "1")
    desk.expect_stored(("👩🏽‍💻", ["Coercive"]))
    desk.press("ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "2")
    desk.expect_stored(("👩🏽‍💻", ["Coercive"]), ("re\u0301", ["Mimetic"]))


def test_copied_words_are_as_they_were_said(
    sit_down: Callable[[User], Desk], context: BrowserContext, lead: User
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = sit_down(lead)
    desk.press("j", "j", "t", "Control+c")
    copied = desk.page.evaluate("navigator.clipboard.readText()")
    assert copied == f"{BEFORE}{SAID['skin tone']}{BEHIND}"


def test_a_turn_from_right_to_left(sit_down: Callable[[User], Desk], lead: User, codes: dict[str, Code]) -> None:
    desk = sit_down(lead)
    desk.press("j", *["j"] * (len(SAID) + 1))
    desk.press("Control+ArrowLeft", "Control+Shift+ArrowLeft", "1")
    desk.drag("עבודה של")
    desk.choose("innov")
    desk.expect_stored(("והנחיות", ["Coercive"]), ("עבודה של", ["Innovation"]))
    desk.expect_painted(codes["Innovation"], "עבודה של")


def test_a_file_with_the_line_ends_of_windows(
    sit_down: Callable[..., Desk], project: Project, lead: User, codes: dict[str, Code]
) -> None:
    lines = "\ufeff" + TEXT.replace("\n", "\r\n")
    office = create_office(project=project, user=lead, name="KPPN Kotabumi", parent=None)
    files = [SimpleUploadedFile("windows.txt", lines.encode())]
    job = store_uploads(project=project, user=lead, office=office, files=files)
    run_job(job_id=job.pk)
    transcript = confirm_as_proposed(project=project, user=lead, upload=Upload.objects.get(job=job))
    desk = sit_down(lead, transcript)
    for said in (SAID["family"], SAID["hebrew"]):
        desk.drag(said)
        desk.choose("innov")
        expect(desk.panel.locator(".ws-quote")).to_have_text(said)
    desk.expect_stored((SAID["family"], ["Innovation"]), (SAID["hebrew"], ["Innovation"]))
    desk.page.reload()
    wait_until_ready(desk.page)
    desk.expect_painted(codes["Innovation"], SAID["family"], SAID["hebrew"])


def look_again(desk: Desk, codes: dict[str, Code]) -> None:
    """After a reload the highlight covers exactly the words that were coded."""
    desk.page.reload()
    wait_until_ready(desk.page)
    desk.expect_painted(codes["Innovation"], *SAID.values())
