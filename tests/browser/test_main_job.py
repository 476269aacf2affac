"""The whole way, as a researcher goes it: from signing in to numbers that agree in the dashboard and the export."""

import csv
import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from apps.accounts.services import create_user
from apps.coding.models import Coding
from apps.jobs.models import Job
from apps.jobs.services import run_job

PASSWORD = "benang-merah-1983"
METRO = """Pewawancara: Mengapa kinerjanya baik?\r
\r
Informan 1: Kami rutin mengadakan bimbingan teknis 👩🏽‍💻 untuk satker. Itu untuk satker.\r
"""
KOTABUMI = """Pewawancara: Mengapa target tidak tercapai?

Informan 2: Ada target dari Kanwil, dan kami meniru cara kantor sebelah.
"""


def sign_in(page: Page) -> None:
    create_user(email="rani@benang.example", password=PASSWORD, name="Rani", language="en")
    page.goto("/")
    page.get_by_label("Email").fill("rani@benang.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign In").click()


def make_project(page: Page) -> None:
    page.get_by_role("link", name="New project").first.click()
    page.get_by_label("Name").fill("Two offices")
    page.get_by_label("Language").select_option("en")
    page.locator("input[value=isomorphism]").check()
    page.get_by_role("button", name="Create project").click()


def upload(page: Page, folder: Path, office: str, **files: str) -> None:
    """Upload files for a new office, let the job read them, and confirm each in its preview."""
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Transcripts").click()
    page.get_by_role("link", name=re.compile("Upload")).first.click()
    paths = []
    for name, text in files.items():
        path = folder / f"{name}.txt"
        path.write_bytes(text.encode())
        paths.append(path)
    page.get_by_label("New office").fill(office)
    page.set_input_files("input[type=file]", paths)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_role("heading", name="Uploaded files")).to_be_visible()
    run_job(job_id=Job.objects.get(state=Job.State.QUEUED).pk)
    for name in files:
        page.get_by_role("row", name=re.compile(name)).get_by_role("link", name="Check and confirm").click()
        page.get_by_role("button", name="Add transcript").first.click()


def open_transcript(page: Page, title: str) -> None:
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Transcripts").click()
    page.get_by_role("link", name=title, exact=True).click()
    # The text is there before the annotator is; counts in the tree say that it has begun.
    expect(page.locator(".code-count").first).to_have_text(re.compile(r"\d"))


def drag_over(page: Page, words: str) -> None:
    """Select words of the transcript with the mouse."""
    page.evaluate(
        """(words) => {
          for (const line of document.querySelectorAll('.line')) {
            const at = line.textContent.indexOf(words);
            if (at < 0) continue;
            const range = document.createRange();
            range.setStart(line.firstChild, at);
            range.setEnd(line.firstChild, at + words.length);
            const box = range.getBoundingClientRect();
            window.dragged = [box.left, box.top + box.height / 2, box.right, box.top + box.height / 2];
            return;
          }
          throw new Error('not on one line: ' + words);
        }""",
        words,
    )
    left, top, right, bottom = page.evaluate("window.dragged")
    page.mouse.move(left, top)
    page.mouse.down()
    page.mouse.move((left + right) / 2, top, steps=4)
    page.mouse.move(right, bottom, steps=4)
    page.mouse.up()
    expect(page.get_by_role("listbox")).to_be_visible()


def saved(page: Page, count: int) -> None:
    """Wait until the server has as many codings; what is painted came before."""
    for _ in range(600):
        if Coding.objects.count() == count:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{Coding.objects.count()} codings, not {count}")


def test_from_sign_in_to_numbers_that_agree(context: BrowserContext, tmp_path: Path) -> None:
    page = context.new_page()
    sign_in(page)
    make_project(page)
    upload(page, tmp_path, "KPPN Metro", metro=METRO)
    upload(page, tmp_path, "KPPN Kotabumi", kotabumi=KOTABUMI)

    # By mouse: drag, filter in the picker, Enter.
    open_transcript(page, "metro")
    drag_over(page, "rutin mengadakan bimbingan teknis 👩🏽‍💻")
    page.keyboard.type("training")
    page.keyboard.press("Enter")
    saved(page, 1)
    expect(page.locator("#detail")).to_contain_text("rutin mengadakan bimbingan teknis 👩🏽‍💻")
    page.locator('[data-code]:has-text("Work-unit education") .code-apply').click()
    saved(page, 2)

    # By keyboard alone: to the next turn, its sentence, the code's own key.
    open_transcript(page, "kotabumi")
    page.locator("#transcript").focus()
    for key in ("j", "j", "s", "1"):
        page.keyboard.press(key)
    saved(page, 3)

    quotes = set(Coding.objects.values_list("segment__quote", "code__name"))
    assert ("rutin mengadakan bimbingan teknis 👩🏽‍💻", "Training and education") in quotes
    assert ("rutin mengadakan bimbingan teknis 👩🏽‍💻", "Work-unit education") in quotes
    assert any(quote.startswith("Ada target dari Kanwil") and code == "Coercive" for quote, code in quotes)

    # The dashboard counts what was coded, and its cells lead to the passages.
    page.get_by_role("link", name="Dashboard").click()
    table = page.get_by_role("table").first
    expect(table.get_by_role("row", name=re.compile("^Coercive"))).to_contain_text("1")
    expect(table.get_by_role("row", name=re.compile("^Total"))).to_contain_text("3")
    table.get_by_role("row", name=re.compile("^Coercive")).get_by_role("link").first.click()
    expect(page.locator("main")).to_contain_text("Ada target dari Kanwil")

    rows = export_csv(page)
    assert len(rows) == 3
    assert {row["office"] for row in rows} == {"KPPN Metro", "KPPN Kotabumi"}
    assert {row["code"] for row in rows} == {"Coercive", "Training and education", "Work-unit education"}


def export_csv(page: Page) -> list[dict[str, str]]:
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Export").click()
    page.locator("[name=format]").select_option("csv")
    page.locator("[name=separator]").select_option(",")
    page.get_by_role("button", name=re.compile("Export")).click()
    run_job(job_id=Job.objects.get(state=Job.State.QUEUED).pk)
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Export").click()
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile("Download")).first.click()
    text = Path(str(download.value.path())).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_picker_makes_a_code_and_undo_takes_the_coding_back(
    context: BrowserContext, tmp_path: Path, theme: str
) -> None:
    page = context.new_page()
    page.emulate_media(color_scheme=theme)
    sign_in(page)
    make_project(page)
    upload(page, tmp_path, "KPPN Metro", metro=METRO)
    open_transcript(page, "metro")
    drag_over(page, "untuk satker")
    page.keyboard.type("Rasa memiliki")
    page.keyboard.press("Enter")
    saved(page, 1)
    expect(page.locator(".ws-codes")).to_contain_text("Rasa memiliki")
    page.keyboard.press("u")
    saved(page, 0)
    page.keyboard.press("Shift+U")
    saved(page, 1)
    assert Coding.objects.get().segment.quote == "untuk satker"
