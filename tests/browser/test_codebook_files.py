"""Codes in and out of the codebook as files: previewed, imported, taken back, downloaded."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.projects.models import Project
from core.codebooks.reading import read_listing
from tests.browser.test_accessibility import violations

TABLE = """Dimensi;Kode;Definisi;Contoh
Peluang;Keberuntungan;=1+1;“Kebetulan saja”
Peluang;Nasib;Tidak dapat diubah;
;Tersesat;;
"""


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "peluang.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_codes_are_imported_after_a_preview_and_taken_back(
    open_as: Callable[..., Page], lead: User, project: Project, codes: dict[str, Code], table: Path
) -> None:
    page = open_as(lead, reverse("codebook:codebook", args=[project.pk]))
    page.get_by_role("link", name="Import").click()
    expect(page.get_by_role("heading", name="Import codes")).to_be_visible()
    page.get_by_label("Drop a file here, or choose one").set_input_files(table)
    page.get_by_role("button", name="Show what it would change").click()

    expect(page.get_by_role("heading", name="What it would do")).to_be_visible()
    row = page.get_by_role("row").filter(has_text="Peluang › Nasib")
    expect(row).to_contain_text("new")
    expect(page.get_by_label("or into a new dimension")).to_have_value("peluang")
    assert violations(page) == []
    page.set_viewport_size({"width": 360, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0
    page.get_by_label("or into a new dimension").fill("")
    page.get_by_role("button", name="Update the preview").click()
    left_out = page.get_by_role("row").filter(has_text="Tersesat")
    expect(left_out).to_contain_text("The file names no dimension for it")

    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Imported codes")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Tersesat")).to_contain_text("not imported")
    assert violations(page) == []
    assert project.codes.get(name="Keberuntungan").definition == "=1+1"

    with page.expect_download() as report:
        page.get_by_role("link", name="Download the report").click()
    assert "Tersesat" in report.value.path().read_text(encoding="utf-8-sig")

    page.get_by_role("button", name="Undo the import").click()
    expect(page.get_by_role("heading", name="Codebook", exact=True)).to_be_visible()
    expect(page.get_by_text("Peluang", exact=True)).to_have_count(0)
    assert not project.codes.filter(name="Keberuntungan").exists()


def test_a_file_is_dropped(open_as: Callable[..., Page], lead: User, project: Project, codes: dict[str, Code]) -> None:
    page = open_as(lead, reverse("exchange:codebook_import", args=[project.pk]))
    expect(page.locator("[data-behaviour=drop_file][data-attached=yes]")).to_be_visible()
    carried = page.evaluate_handle(
        "(text) => { const data = new DataTransfer(); data.items.add(new File([text], 'luck.csv')); return data; }",
        "dimension,code\nChance,Luck\n",
    )
    page.dispatch_event(".file-drop", "drop", {"dataTransfer": carried})
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("row").filter(has_text="Chance › Luck")).to_be_visible()


def test_a_file_that_is_no_codebook_says_so_on_its_page(
    open_as: Callable[..., Page], lead: User, project: Project, codes: dict[str, Code], tmp_path: Path
) -> None:
    (tmp_path / "bomb.qdc").write_text('<!DOCTYPE a [<!ENTITY b "c">]><CodeBook/>')
    page = open_as(lead, reverse("exchange:codebook_import", args=[project.pk]))
    page.get_by_label("Drop a file here, or choose one").set_input_files(tmp_path / "bomb.qdc")
    page.get_by_role("button", name="Show what it would change").click()
    expect(page.get_by_role("alert")).to_contain_text("document type or entities")
    assert violations(page) == []


def test_the_codebook_is_downloaded_and_read_again(
    open_as: Callable[..., Page], lead: User, project: Project, codes: dict[str, Code]
) -> None:
    page = open_as(lead, reverse("codebook:codebook", args=[project.pk]))
    page.get_by_role("link", name="Print").click()
    expect(page.get_by_label("PDF, to print")).to_be_checked()
    assert violations(page) == []
    page.get_by_label(re.compile("REFI-QDA codebook")).check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename.endswith(".qdc")
    listing = read_listing(download.value.path().read_bytes())
    assert {entry.id for entry in listing.entries if entry.path} == set(project.codes.values_list("pk", flat=True))
