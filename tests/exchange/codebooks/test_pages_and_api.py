"""The codebook's files over pages, the API and the command."""

import io
import json
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from apps.codebook.services import freeze_codebook
from apps.exchange.codebooks.exporting import FORMATS
from apps.exchange.models import Export
from apps.jobs.services import run_job
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from core.codebooks.reading import read_listing

LUCK = b"dimension,code,definition\nChance,Luck,It happens\nChance,Fate,=1+1\nNowhere,,\n,Lost,\n"
JSON = "application/json"


def url(name: str, project: Project, *args: object) -> str:
    return reverse(f"exchange:{name}", args=[project.pk, *args])


def upload(data: bytes = LUCK, name: str = "luck.csv") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def import_over_api(api, project, data=LUCK, name="luck.csv", **options):
    return api.post(f"/api/v1/projects/{project.pk}/codebook/import", {"file": upload(data, name), **options})


def test_a_file_is_previewed_imported_reported_and_taken_back(page, project, codes):
    assert "Drop a file here" in page.get(url("codebook_import", project)).text
    sent = page.post(url("codebook_import", project), {"file": upload()})
    preview = page.get(sent.url)
    assert preview.context["numbers"]["codes"] == {"new": 3, "changed": 0, "same": 0, "kept": 0, "left_out": 0}
    assert preview.context["needs_dimension"]
    assert project.codes.filter(name="Luck").count() == 0, "a preview writes nothing"
    done = page.post(sent.url, {"step": "import", "update": "yes", "new_dimension": ""})
    report = page.get(done.url)
    assert report.context["numbers"]["codes"]["new"] == 2
    assert "The file names no dimension for it" in report.text
    assert page.get(sent.url).status_code == 404, "what was imported is no longer kept"
    table = page.get(f"{done.url}?as=csv")
    assert table["Content-Disposition"].startswith("attachment")
    assert "not imported" in table.content.decode("utf-8-sig")
    activity = Activity.objects.get(project=project, verb=Verb.CODEBOOK_IMPORTED)
    page.post(reverse("coding:change_undo", args=[project.pk, activity.pk]))
    assert not project.dimensions.filter(name__in=["Chance", "Nowhere"]).exists()
    assert "taken back" in page.get(done.url).text
    assert done.url in page.get(url("codebook_import", project)).text, "the report is found again later"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "holds no table"),
        (b"a,b\n1,2\n", "No column holds the names of codes"),
        (b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><CodeBook/>', "document type"),
        (b"<CodeBook><Codes/></CodeBook>", "is empty"),
        (b"<x/>", "holds no codebook"),
        (b"<CodeBook><Codes>", "damaged"),
        (b"PK\x03\x04 rubbish", "damaged"),
        (b"\x89PNG\r\n", "no table"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_a_reason(page, project, data, said):
    answer = page.post(url("codebook_import", project), {"file": upload(data)})
    assert answer.status_code == 200
    assert said in answer.text or "submitted file is empty" in answer.text
    assert not Activity.objects.filter(project=project, verb=Verb.CODEBOOK_IMPORTED).exists()


def test_the_preview_takes_what_was_chosen(page, project, codes):
    data = b"dimension,code,definition\nCausal factor,Monitoring,Other words\n"
    sent = page.post(url("codebook_import", project), {"file": upload(data)})
    assert page.get(sent.url).context["numbers"]["codes"]["changed"] == 1
    kept = page.post(sent.url, {"step": "show", "update": "no"})
    assert kept.context["numbers"]["codes"]["kept"] == 1
    assert "disabled" in re.search(r'value="import"[^>]*', kept.text).group()


def test_a_viewer_sees_no_buttons(client_of, viewer, supervisor, project, codes):
    codebook = reverse("codebook:codebook", args=[project.pk])
    assert url("codebook_export", project) not in client_of(viewer).get(codebook).text
    watching = client_of(supervisor).get(codebook).text
    assert url("codebook_export", project) in watching
    assert url("codebook_import", project) not in watching


@pytest.mark.parametrize("format", FORMATS)
def test_the_page_answers_with_the_file(page, project, codes, format):
    answer = page.post(url("codebook_export", project), {"format": format, "counts": "", "separator": ";"})
    assert answer["Content-Disposition"].startswith('attachment; filename="two-treasury-offices-codebook-')
    data = b"".join(answer.streaming_content)
    export = Export.objects.get()
    assert (export.rows, export.format) == (len(codes), FORMATS[format])
    if format in {"qdc", "codebook-csv", "codebook-xlsx"}:
        assert sum(bool(entry.path) for entry in read_listing(data).entries) == len(codes)
    elif format == "codebook-pdf":
        assert data.startswith(b"%PDF")
    else:
        assert "word/document.xml" in ZipFile(io.BytesIO(data)).namelist()
    assert "codebook as it stands" in page.get(url("export_list", project)).text


def test_an_empty_codebook_has_no_qdc(page, project):
    answer = page.post(url("codebook_export", project), {"format": "qdc"})
    assert "The codebook is empty" in answer.text
    assert not Export.objects.exists()


def test_counts_stand_with_their_filter(page, study):
    answer = page.post(url("codebook_export", study.project), {"format": "codebook-xlsx", "counts": "offices"})
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    rows = list(book["Codebook"].iter_rows(values_only=True))
    assert rows[0][-3:] == ("codings", "codings: KPPN Kotabumi", "codings: KPPN Metro")
    numbers = {row[3]: row[-3:] for row in rows[1:]}
    assert numbers["Training and education"] == (1, 0, 1)
    assert numbers["Targets from above"] == (1, 1, 0)
    about: dict[str, str] = dict(book["About"].iter_rows(values_only=True))
    assert about["Filter"].startswith("current versions, not rejected")


def test_a_frozen_version_is_exported_as_it_was(page, project, codes, lead):
    version = freeze_codebook(project=project, user=lead)
    project.codes.filter(pk=codes["Monitoring"].pk).update(name="Renamed")
    answer = page.post(url("codebook_export", project), {"format": "codebook-csv", "version": version.number})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    assert "Monitoring" in text
    assert "Renamed" not in text
    assert Export.objects.get().codebook_version == version.number


def test_the_api_imports_after_a_dry_run(api, project, codes):
    dry = import_over_api(api, project, dry_run="true").json()
    assert (dry["codes"]["new"], dry["activity"], dry["version"]) == (2, None, None)
    assert dry["left_out"] == [
        {"what": "code", "count": 1, "why": "The file names no dimension for it. Choose one, or name a new one."}
    ]
    assert not project.codes.filter(name="Luck").exists()
    done = import_over_api(api, project, new_dimension="Lost and found").json()
    assert done["codes"]["new"] == 3
    assert project.codes.get(name="Lost").dimension.name == "Lost and found"
    assert project.codes.get(name="Fate").definition == "=1+1"
    undone = api.post(
        f"/api/v1/projects/{project.pk}/undo", json.dumps({"activity": done["activity"]}), content_type=JSON
    )
    assert undone.status_code == 200
    assert not project.codes.filter(name="Luck").exists()


def test_the_api_says_why_not(api, project, codes, api_of, supervisor):
    assert import_over_api(api, project, b"a,b\n1,2\n").json()["error"] == "no_names"
    assert import_over_api(api, project, b"dimension,code\nCausal factor,Monitoring\n").status_code == 422
    assert import_over_api(api_of(supervisor), project).status_code == 403


@pytest.mark.parametrize("format", FORMATS)
def test_the_api_exports_by_a_job(api, project, codes, format):
    body = {"format": format, "options": {"version": 1, "counts": "codings"}}
    started = api.post(f"/api/v1/projects/{project.pk}/exports", body, content_type=JSON)
    assert started.status_code == 202, started.text
    run_job(job_id=started.json()["job"])
    file = api.get(f"/api/v1/projects/{project.pk}/exports/{started.json()['export']}/file")
    assert len(file.getvalue()) > 500
    assert Export.objects.get().options["filter"].startswith("codebook, version 1")


def test_an_unknown_version_is_not_there(api, project, codes):
    body = {"format": "qdc", "options": {"version": 99}}
    answer = api.post(f"/api/v1/projects/{project.pk}/exports", body, content_type=JSON)
    assert (answer.status_code, answer.json()["error"]) == (404, "no_such_version")


def test_an_export_of_the_codebook_is_made_again(page, project, codes):
    page.post(url("codebook_export", project), {"format": "codebook-csv", "separator": ";"})
    first = Export.objects.get()
    page.post(url("export_again", project, first.pk))
    second = Export.objects.exclude(pk=first.pk).get()
    assert (second.format, second.options) == (first.format, first.options)
    run_job(job_id=second.job_id)
    second.refresh_from_db()
    assert second.sha256 == first.sha256


def test_the_command_writes_the_same_file(project, codes, tmp_path: Path):
    one, two = tmp_path / "one.qdc", tmp_path / "two.qdc"
    for path in (one, two):
        call_command("export_project", str(project.pk), "--format", "qdc", "--output", str(path), stdout=io.StringIO())
    assert one.read_bytes() == two.read_bytes()
    assert sum(bool(entry.path) for entry in read_listing(one.read_bytes()).entries) == len(codes)


def test_the_printed_codebook_says_what_is_in_it(page, project, codes):
    import pypdfium2

    project.codes.filter(pk=codes["Monitoring"].pk).update(
        include="#let x = 1\n*not bold*", example="<b>€</b>", counter_example="= 2"
    )
    answer = page.post(url("codebook_export", project), {"format": "codebook-pdf", "counts": "offices"})
    with pypdfium2.PdfDocument(b"".join(answer.streaming_content)) as book:
        text = " ".join(each.get_textpage().get_text_range() for each in book)
    assert "Two treasury offices" in text
    for word in ("Contents", "Institutional pressure", "Monitoring", "#let x = 1", "*not bold*", "<b>€</b>", "= 2"):
        assert word in text
    assert re.search(r"Page 1 / \d", text)


def test_the_word_document_has_real_headings(page, project, codes):
    from docx import Document

    answer = page.post(url("codebook_export", project), {"format": "codebook-docx"})
    document = Document(io.BytesIO(b"".join(answer.streaming_content)))
    headings = [(each.style.name, each.text) for each in document.paragraphs if each.style.name.startswith("Heading")]
    assert ("Heading 1", "Institutional pressure") in headings
    assert ("Heading 2", "■ Coercive") in headings
    assert ("Heading 3", "■ Regulation") in headings
    assert any(codes["Monitoring"].definition in each.text for each in document.paragraphs)
