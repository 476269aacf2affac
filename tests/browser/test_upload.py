"""The upload page before anything is sent: what it asks for, and what it leaves out."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.documents.models import Upload
from apps.projects.models import Project


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    contents = {"metro.txt": b"Tanya: apa?\n\nJawab: itu.", "kosong.txt": b"", "foto.png": b"\x89PNG\r\n"}
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    return sorted(tmp_path.iterdir())


def test_files_wait_for_an_office_and_bad_ones_stay_here(
    open_as: Callable[..., Page], lead: User, project: Project, files: list[Path]
) -> None:
    page = open_as(lead, reverse("documents:upload", args=[project.pk]))
    page.set_input_files("input[type=file]", files)
    expect(page.locator("[data-list] li")).to_have_count(3)
    expect(page.locator("[data-list]")).to_contain_text("empty, will not be sent")
    page.get_by_role("button", name="Upload and read").click()
    assert page.url.endswith(reverse("documents:upload", args=[project.pk])), "the form never left"
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1

    page.get_by_label("or a new office").fill("KPPN Metro")
    page.get_by_role("button", name="Upload and read").click()
    expect(page.get_by_role("heading", name="Uploaded files")).to_be_visible()
    assert [upload.filename for upload in Upload.objects.all()] == ["metro.txt"]
