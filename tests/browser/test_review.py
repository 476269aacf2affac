"""A review as it is done: by keyboard alone, answered by the coder, approved, signed off, and taken away as a file."""

import io
import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.urls import reverse
from docx import Document
from playwright.sync_api import Page, Route, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment, put_many_segments
from apps.documents.models import Transcript
from apps.projects.models import Project
from apps.review.models import Comment, Verdict
from tests.browser.test_accessibility import violations
from tests.browser.workspace import Desk, wait_until_ready

TURNS = 20
TEXT = "\n\n".join(f"Informan 1: Jawaban nomor {n} tentang aturan dan pelatihan di kantor ini." for n in range(TURNS))
Open = Callable[[User, str], Page]


@pytest.fixture
def study(interview: Callable[[str], Transcript], codes: dict[str, Code], coder: User, supervisor: User) -> Transcript:
    """Twenty codings by one coder, one in each turn, of two codes by turns."""
    transcript = interview(TEXT)
    assert transcript.current_id is not None
    names = ("Innovation", "Monitoring")
    wanted = []
    for n in range(TURNS):
        start = TEXT.index(f"nomor {n} tentang")
        end = start + len(f"nomor {n} tentang aturan")
        code = codes[names[n % 2]].pk
        wanted.append(NewSegment(uuid4(), transcript.pk, transcript.current_id, start, end, (code,)))
    put_many_segments(project=Project.objects.get(pk=transcript.project_id), user=coder, wanted=wanted)
    return transcript


def codings_of(transcript: Transcript) -> list[Coding]:
    return list(Coding.objects.filter(segment__transcript=transcript).order_by("segment__start"))


def place(transcript: Transcript, name: str, query: str = "", *args: object) -> str:
    return reverse(f"review:{name}", args=[transcript.project_id, *args]) + query


def expect_item(page: Page, coding: Coding) -> None:
    """The coding stands there, its desk listens, and its buttons can be pressed."""
    expect(page.locator("[data-behaviour=review_desk][data-ready=yes]")).to_have_count(1)
    expect(page.locator(f'article[data-coding="{coding.pk}"]:not([aria-busy])')).to_have_count(1)


def eventually(page: Page, read: Callable[[], object], wanted: object) -> None:
    Desk(page, Transcript()).eventually(read, wanted)


def states(transcript: Transcript) -> list[str]:
    return [coding.state for coding in codings_of(transcript)]


def test_twenty_codings_by_keyboard_three_come_back_and_a_theme_is_signed(
    study: Transcript, codes: dict[str, Code], coder: User, supervisor: User, open_as: Open
) -> None:
    page = open_as(supervisor, place(study, "queue"))
    returned = judge_all(page, study)
    eventually(page, lambda: [coding.state for coding in codings_of(study) if coding.pk in returned],
               ["returned", "returned", "replaced"])  # fmt: skip
    eventually(page, lambda: states(study).count("approved"), TURNS - 3)
    expect(page.get_by_text("Everything here is judged.")).to_be_visible()

    page.close()
    page = open_as(coder, place(study, "returned"))
    answer_all(page, study, codes)
    # The workspace never stops asking for news, and somebody else signs in now.
    page.close()

    page = open_as(supervisor, place(study, "queue", "?waiting=answered"))
    expect(page.locator(".rv-row")).to_have_count(2)
    assert violations(page) == []
    for coding in codings_of(study):
        if coding.state in Coding.REJECTED:
            expect_item(page, coding)
            page.keyboard.press("a")
    expect(page.get_by_text("No coding stands here at the moment.")).to_be_visible()
    page.goto(place(study, "queue"))
    expect_item(page, next(coding for coding in codings_of(study) if coding.state == "open"))
    page.keyboard.press("a")
    expect(page.get_by_text("Everything here is judged.")).to_be_visible()
    assert set(states(study)) == {"approved"}

    sign_and_download(page, study, codes["Innovation"])


def judge_all(page: Page, study: Transcript) -> list[object]:
    """Approve all but three: two are returned with a reason, for one another code is suggested."""
    codings = codings_of(study)
    for n, coding in enumerate(codings):
        expect_item(page, coding)
        if n == 0:
            assert violations(page) == []
        if n in (3, 7):
            page.keyboard.press("r")
            expect(page.get_by_label("What is asked of the coder")).to_be_focused()
            page.keyboard.type(f"Reason {n}: where does it end?")
            page.keyboard.press("Control+Enter")
        elif n == 11:
            page.keyboard.press("s")
            expect(page.get_by_role("combobox", name="Code to suggest")).to_be_focused()
            page.keyboard.type("task")
            page.keyboard.press("Enter")
            page.keyboard.type("Reason 11: it is a team.")
            page.keyboard.press("Control+Enter")
        elif n == 15:
            page.keyboard.press("a")
            expect_item(page, codings[16])
            eventually(page, lambda: states(study)[15], "approved")
            page.keyboard.press("u")
            expect_item(page, coding)
            # What was withdrawn waits again, and is shown anew as soon as the server says so.
            expect(page.locator(f'.rv-row[data-coding="{coding.pk}"][data-kind=open]')).to_have_count(1)
            expect_item(page, coding)
            expect(page.locator("article .rv-ended")).to_have_count(1)
            page.keyboard.press("a")
        else:
            page.keyboard.press("a")
    return [codings[n].pk for n in (3, 7, 11)]


def answer_all(page: Page, study: Transcript, codes: dict[str, Code]) -> None:
    """The coder changes one passage, stands by one coding, and takes one suggestion."""
    first, second, third = (coding for coding in codings_of(study) if coding.state in Coding.REJECTED)
    expect_item(page, first)
    expect(page.get_by_text("Reason 3: where does it end?").first).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("n")
    expect_item(page, second)
    page.keyboard.press("s")
    expect(page.get_by_label("Why the coding is right")).to_be_focused()
    page.keyboard.type("The sentence ends there.")
    page.keyboard.press("Control+Enter")
    expect_item(page, third)
    eventually(page, lambda: Comment.objects.filter(coding=second.pk, kind="stands").count(), 1)
    page.keyboard.press("t")
    eventually(page, lambda: Coding.objects.filter(segment=third.segment_id).get().code, codes["Task force"])
    expect_item(page, first)
    page.keyboard.press("e")
    wait_until_ready(page)
    expect(page.locator(".ws-segment")).to_contain_text("nomor 3 tentang aturan")
    expect(page.locator(".rv-thread").first).to_contain_text("Reason 3")
    page.locator("#transcript").focus()
    page.keyboard.press("]")
    eventually(page, lambda: Segment.objects.get(pk=first.segment_id).quote, "nomor 3 tentang aturan dan")


def sign_and_download(page: Page, study: Transcript, code: Code) -> None:
    page.goto(place(study, "theme", "", code.pk))
    assert violations(page) == []
    page.get_by_label("Remark").fill("May go into chapter four.")
    page.get_by_role("button", name="Sign off", exact=True).click()
    expect(page.get_by_text("Signed off by Sari")).to_be_visible()
    for name in ("themes", "progress", "bulk_approve"):
        page.goto(place(study, name))
        assert violations(page) == [], name
    page.goto(place(study, "log"))
    with page.expect_download() as download:
        page.get_by_role("button", name="Word").click()
    document = Document(io.BytesIO(download.value.path().read_bytes()))
    words = "\n".join(
        [paragraph.text for paragraph in document.paragraphs]
        + [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    )
    for said in ("Reason 3", "Reason 7", "Reason 11", "The sentence ends there.", "May go into chapter four."):
        assert said in words, said


def test_a_cut_line_loses_no_verdict_and_a_slow_answer_covers_none(
    study: Transcript, supervisor: User, open_as: Open
) -> None:
    codings = codings_of(study)
    page = open_as(supervisor, place(study, "queue"))
    expect_item(page, codings[0])
    # The second coding comes late: whoever went on to the third does not find it there.
    held: list[Route] = []
    page.route(re.compile(f"codings/{codings[2].pk}/"), lambda route: held.append(route))
    page.keyboard.press("n")
    expect_item(page, codings[1])
    eventually(page, lambda: len(held), 1)
    page.keyboard.press("n")
    page.keyboard.press("n")
    expect_item(page, codings[3])
    with page.expect_response(re.compile(f"codings/{codings[2].pk}/")):
        held[0].continue_()
    expect_item(page, codings[3])

    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    page.keyboard.press("a")
    expect(page.locator(".rv-unsent")).to_contain_text("The line is cut. 1 is not sent yet.")
    expect(page.locator(f'.rv-row[data-coding="{codings[3].pk}"]')).to_contain_text("being sent")
    expect_item(page, codings[4])
    page.close()
    assert not Verdict.objects.exists()
    page.context.set_offline(False)
    page = open_as(supervisor, place(study, "queue"))
    eventually(page, lambda: states(study)[3], "approved")
    expect(page.locator(".rv-unsent")).to_be_hidden()


@pytest.mark.parametrize("device", [{"viewport": {"width": 360, "height": 780}, "has_touch": True, "is_mobile": True}])
def test_on_a_phone_with_buttons_alone(study: Transcript, supervisor: User, open_as: Open) -> None:
    first, second, third = codings_of(study)[:3]
    page = open_as(supervisor, place(study, "queue"))
    expect_item(page, first)
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
    page.get_by_role("button", name="Approve", exact=False).and_(page.locator(".rv-acts button")).tap()
    expect_item(page, second)
    page.locator("summary", has_text="Return").tap()
    page.get_by_label("What is asked of the coder").fill("Too wide.")
    page.get_by_role("button", name="Return it").tap()
    expect_item(page, third)
    eventually(page, lambda: states(study)[:2], ["approved", "returned"])
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") == 0
    assert violations(page) == []
