"""Uploading: what is asked before anything is sent, and hundreds of files on a line that breaks."""

import csv
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from apps.accounts.models import User
from apps.documents.models import Upload
from apps.documents.services import create_office, open_batch
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project
from tests.browser.test_accessibility import violations

TALK = "Tanya: Apa yang membedakan kantor ini?\n\nJawab: Itu.\n\nTanya: Mengapa?\n\nJawab: Karena nomor {}.\n"
State = Upload.State


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contents = {"metro.txt": b"Tanya: apa?\n\nJawab: itu.", "kosong.txt": b"", "foto.png": b"\x89PNG\r\n"}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return sorted(tmp_path.iterdir())


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    """A folder: 56 interviews in two folders, an archive of four more, and three files that cannot be read."""
    for number in range(56):
        folder = tmp_path / "files" / ("KPPN Metro" if number % 2 else "KPPN Kotabumi")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"wawancara {number:02}.txt").write_text(TALK.format(number), encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "files" / "arsip.zip", "w") as archive:
        for number in range(56, 60):
            archive.writestr(f"KPPN Metro/wawancara {number}.txt", TALK.format(number))
    (tmp_path / "files" / "rusak.docx").write_bytes(b"PK\x03\x04 rubbish")
    (tmp_path / "files" / "kosong.txt").write_bytes(b"")
    (tmp_path / "files" / "foto.png").write_bytes(b"\x89PNG\r\n")
    return tmp_path / "files"


def choose(page: Page, field: str, files: Path | list[Path]) -> None:
    expect(page.locator("form[data-behaviour=upload_drop][data-attached=yes]")).to_be_visible()
    page.set_input_files(field, files)


def test_files_wait_for_an_office_and_bad_ones_stay_here(
    open_as: Callable[..., Page], lead: User, project: Project, files: list[Path]
) -> None:
    page = open_as(lead, reverse("documents:upload", args=[project.pk]))
    choose(page, "#files", files)
    expect(page.locator("[data-list] li")).to_have_count(3)
    expect(page.locator("[data-list]")).to_contain_text("empty, will not be sent")
    page.get_by_role("button", name="Upload and read").click()
    assert page.url.endswith(reverse("documents:upload", args=[project.pk])), "the form never left"

    page.get_by_role("button", name="Take out foto.png").click()
    expect(page.locator("[data-sum]")).to_have_text(re.compile(r"^2 files .* 1 will not be sent$"))
    page.get_by_label("or a new office").fill("KPPN Metro")
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_role("heading", name="Uploaded files")).to_be_visible()
    states = dict(Upload.objects.values_list("filename", "state"))
    assert states == {"metro.txt": State.WAITING, "kosong.txt": State.FAILED}, "what was kept back is in the report"


def test_sixty_files_on_a_line_that_breaks_arrive_once_and_become_transcripts(
    open_as: Callable[..., Page], lead: User, project: Project, sixty: Path
) -> None:
    for name in ("KPPN Metro", "KPPN Kotabumi"):
        create_office(project=project, user=lead, name=name)
    page = open_as(lead, reverse("documents:upload", args=[project.pk]))
    page.get_by_label("Office", exact=True).select_option(label="KPPN Metro")
    page.get_by_label("Where a file's name or folder names another office").check()
    choose(page, "#folder", sixty)
    expect(page.locator("[data-list] li")).to_have_count(60)
    assert violations(page) == []

    # The first request arrives; then the line is gone.
    requests: list[str] = []

    def break_line(route: Route) -> None:
        requests.append(route.request.url)
        if len(requests) == 1:
            route.continue_()
        else:
            route.abort("internetdisconnected")

    page.route("**/files", break_line)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.locator("[data-said]")).to_contain_text("No connection to the server")
    page.context.set_offline(True)
    assert violations(page) == []
    # What a page is about to send when it is closed may still get through.
    page.evaluate("() => { window.fetch = () => new Promise(() => {}); }")
    arrived = Upload.objects.count()
    assert 2 < arrived < 60
    page.close()

    # The tab was closed. Its batch says what is missing; the same folder again sends only that.
    page.context.set_offline(False)
    batch = Job.objects.get(kind="documents.read_uploads")
    page = open_as(lead, reverse("documents:upload", args=[project.pk]))
    page.get_by_role("link", name=re.compile("^Go on with the upload")).click()
    expect(page.get_by_role("status").first).to_contain_text(f"{arrived} of 60 files arrived")
    sent: list[str] = []
    page.on("request", lambda request: sent.append(request.url) if request.url.endswith("/files") else None)
    choose(page, "#folder", sixty)
    page.get_by_role("button", name="Send what is missing").click()
    expect(page.locator("#upload-status")).to_contain_text("of 60 files read")
    assert batch.uploads.count() == 60 and len(sent) == 2

    run_job(job_id=batch.pk)
    expect(page.get_by_role("button", name="Confirm all 60 that raised no question")).to_be_visible()
    names = list(batch.uploads.filter(state=State.READ).values_list("filename", flat=True))
    assert len(set(names)) == len(names) == 60
    assert batch.uploads.filter(state=State.READ, office__name="KPPN Kotabumi").count() == 28
    page.get_by_role("link", name=re.compile("^Not read 3$")).click()
    expect(page.get_by_role("row")).to_have_count(4)
    page.get_by_role("button", name="Confirm all 60").click()
    expect(page.get_by_text("about to be confirmed")).to_be_visible()
    run_job(job_id=Job.objects.get(kind="documents.confirm_uploads").pk)
    expect(page.get_by_text("60 files became transcripts")).to_be_visible()
    assert project.transcripts.count() == 60
    assert violations(page) == []

    page.get_by_role("button", name="Report").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Report as CSV").click()
    lines = list(csv.DictReader(io.StringIO(Path(download.value.path()).read_text(encoding="utf-8-sig"))))
    assert len(lines) == 64, "60 interviews, three that could not be read, and the archive"
    assert sum(1 for line in lines if line["transcript"]) == 60


def test_sending_can_be_stopped_and_what_arrived_be_read_or_removed(
    open_as: Callable[..., Page], lead: User, project: Project, sixty: Path
) -> None:
    page = open_as(lead, reverse("documents:upload", args=[project.pk]))
    held: list[Route] = []
    page.route(
        "**/files", lambda route: held.append(route) if held or Upload.objects.count() > 5 else route.continue_()
    )
    page.get_by_label("or a new office").fill("KPPN Metro")
    choose(page, "#folder", sixty)
    page.get_by_role("button", name="Upload and read").click()
    expect(page.locator("[data-said]")).to_contain_text(re.compile(r"^[1-9]\d of 58"))
    page.get_by_role("button", name="Stop sending").click()
    expect(page.get_by_role("heading", name="Send the rest")).to_be_visible()
    arrived = Upload.objects.count()
    assert 5 < arrived < 60
    assert violations(page) == []

    page.get_by_role("button", name=f"Read the {arrived} that arrived").click()
    run_job(job_id=Job.objects.get().pk)
    page.reload()
    page.get_by_role("link", name="Remove all").click()
    listed = Upload.objects.exclude(state=State.UNPACKED)
    expect(page.get_by_text(f"{listed.count()} files are removed")).to_be_visible()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_text(f"{listed.count()} files were removed")).to_be_visible()
    assert not listed.exclude(state=State.DISCARDED).exists()


def test_an_upload_of_another_day_can_be_ended(open_as: Callable[..., Page], lead: User, project: Project) -> None:
    office = create_office(project=project, user=lead, name="KPPN Metro")
    batch = open_batch(project=project, user=lead, office=office, expected=500)
    page = open_as(lead, reverse("documents:upload_batch", args=[project.pk, batch.pk]))
    expect(page.get_by_role("status").first).to_contain_text("0 of 500 files arrived")
    page.get_by_role("link", name="Remove all").click()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("heading", name="Uploaded files")).to_be_visible()
    batch.refresh_from_db()
    assert batch.state == Job.State.CANCELLED
