"""Exports of coded passages: what is in them, what is not, and that they can be trusted in a spreadsheet."""

import csv
import hashlib
import io
from datetime import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from apps.coding.models import Coding
from apps.coding.queries import counted_codings
from apps.documents.services import bin_transcript
from apps.exchange import queries, services
from apps.exchange.models import Export
from apps.exchange.sample_study import load_sample_study
from apps.exchange.writers import CODING_COLUMNS
from apps.jobs.services import run_job
from apps.projects.models import Project
from apps.web.cells import FORMULA_STARTS, fitting, harmless
from apps.web.errors import Invalid, NotThere
from tests.coding.corrected import corrected

Row = dict[str, Any]


def make(project: Project, format: str = "csv", **options: Any) -> Export:
    export = services.new_export(project=project, user=None, format=format, options=options)
    return services.write_file(export=export, report=lambda *_progress: None)


def rows_of(export: Export) -> list[Row]:
    separator = export.options.get("separator", ",")
    text = export.file.read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=separator))


def sheets_of(export: Export) -> dict[str, list[list[Any]]]:
    book = load_workbook(io.BytesIO(export.file.read()))
    return {sheet.title: [[cell.value for cell in row] for row in sheet.iter_rows()] for sheet in book}


def test_a_row_tells_where_the_passage_stands_and_who_coded_it(study):
    rows = rows_of(make(study.project))
    assert tuple(rows[0]) == CODING_COLUMNS
    row = next(row for row in rows if row["code"] == "Normative")
    assert row["quotation"] == "rutin mengadakan bimbingan teknis 👩🏽‍💻"
    text = study.transcripts["Metro 01"].current.text
    assert text[int(row["start"]) : int(row["end"])] == row["quotation"]
    expected = {
        "project": "Two treasury offices", "office": "KPPN Metro", "participant": "Informan 1",
        "transcript": "Metro 01", "version": "1", "turn": "2", "line": "2", "page": "", "speaker": "Informan 1",
        "code path": "Normative", "dimension": "Institutional pressure", "coder": "Cahya",
        "review state": "open", "memo": "", "codebook version": "1",
        "filter": "current versions, not rejected, not in the bin",
    }  # fmt: skip
    assert row.items() >= expected.items()
    assert datetime.fromisoformat(row["time"]).utcoffset().total_seconds() == 0
    coding = Coding.objects.get(pk=row["coding id"])
    assert str(coding.segment_id) == row["segment id"]


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_a_row_names_the_version_its_passage_stands_on(study, lead, format):
    corrected(study.project, lead, study.transcripts["Metro 01"], ("satker,", "satker-satker,"))
    export = make(study.project, format)
    if format == "csv":
        rows = [(row["transcript"], row["version"]) for row in rows_of(export)]
    else:
        heads, *lines = sheets_of(export)["Passages"]
        rows = [(line[heads.index("transcript")], str(line[heads.index("version")])) for line in lines]
    assert set(rows) == {("Metro 01", "2"), ("Kotabumi 01", "1")}


def test_lines_are_those_of_the_workspace(study):
    row = next(row for row in rows_of(make(study.project)) if row["code"] == "Targets from above")
    # One line of question, two of the long answer, then this turn.
    assert (row["turn"], row["line"]) == ("3", "4")


def test_rows_come_by_office_transcript_and_place(study):
    rows = rows_of(make(study.project))
    assert [row["transcript"] for row in rows] == ["Kotabumi 01"] + 4 * ["Metro 01"]
    starts = [int(row["start"]) for row in rows if row["transcript"] == "Metro 01"]
    assert starts == sorted(starts)


def test_real_names_stay_inside(study):
    export = make(study.project, "xlsx")
    assert b"Siti Sungguhan" not in make(study.project).file.read()
    assert "Siti Sungguhan" not in str(sheets_of(export))


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_what_does_not_count_stays_out(study, lead, format):
    Coding.objects.filter(code=study.codes["Normative"]).update(state=Coding.State.RETURNED)
    Coding.objects.filter(code=study.codes["Monitoring"]).update(state=Coding.State.APPROVED)
    bin_transcript(project=study.project, user=lead, transcript=study.transcripts["Kotabumi 01"])
    export = make(study.project, format)
    assert export.rows == counted_codings(study.project).count() == 3
    written = rows_of(export) if format == "csv" else sheets_of(export)["Codings"][1:]
    assert len(written) == 3


@pytest.mark.parametrize(
    ("narrow", "codes"),
    [
        (lambda s: {"office": s.offices["KPPN Kotabumi"].pk}, {"Targets from above"}),
        (lambda s: {"transcript": s.transcripts["Kotabumi 01"].pk}, {"Targets from above"}),
        (lambda s: {"code": s.codes["Normative"].pk}, {"Normative", "Training and education"}),
        (lambda s: {"code": s.codes["Training and education"].pk}, {"Training and education"}),
        (lambda s: {"dimension": s.codes["Monitoring"].dimension_id}, {"Monitoring", "Work-unit education"}),
        (lambda s: {"coder": s.project.memberships.get(role="coder").user_id}, {"Normative", "Monitoring"}),
        (
            lambda s: {"participant": s.project.participants.get().pk},
            {"Normative", "Monitoring", "Training and education", "Work-unit education"},
        ),
    ],
    ids=["office", "transcript", "code with sub-codes", "leaf", "dimension", "coder", "participant"],
)
def test_the_filter_lets_through_what_it_says(study, narrow, codes):
    options = narrow(study)
    export = make(study.project, **options)
    rows = rows_of(export)
    assert {row["code"] for row in rows} == codes
    assert export.rows == len(rows)
    (name,) = options
    assert all(f"; {queries.FINDERS[name][0]}: " in row["filter"] for row in rows)


def test_what_the_project_does_not_have_cannot_be_asked_for(study, lead):
    other = load_sample_study()
    for name, things in (("office", other.offices), ("code", other.codes), ("transcript", other.transcripts)):
        foreign: Row = {name: things.values_list("pk", flat=True)[0]}
        with pytest.raises(NotThere):
            make(study.project, **foreign)
    with pytest.raises(Invalid):
        make(study.project, "docx")
    with pytest.raises(Invalid):
        make(study.project, separator="|")
    assert not study.project.exports.exists()


def test_cells_that_look_like_formulas_are_text(study):
    row = next(row for row in rows_of(make(study.project)) if row["code"] == "Targets from above")
    assert row["quotation"] == """'=HYPERLINK("x") tertulis"""
    assert "'-1 memo" in {row["memo"] for row in rows_of(make(study.project))}
    book = load_workbook(io.BytesIO(make(study.project, "xlsx").file.read()))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert [cell for cell in cells if cell.data_type == "f"] == []
    dangerous = [cell for cell in cells if str(cell.value).startswith(FORMULA_STARTS)]
    assert {cell.value for cell in dangerous} == {'=HYPERLINK("x") tertulis', "-1 memo"}
    assert all(cell.quotePrefix for cell in dangerous)


@given(st.text())
def test_no_cell_of_a_csv_begins_like_a_formula(text: str):
    cell = harmless(text)
    assert isinstance(cell, str)
    assert not cell.startswith(FORMULA_STARTS)
    assert cell.endswith(text)


def test_a_semicolon_file_is_one_that_excel_opens(study):
    for_excel, for_programs = make(study.project, separator=";"), make(study.project)
    assert for_excel.file.read().startswith(b"\xef\xbb\xbfproject;office;")
    assert for_programs.file.read().startswith(b"project,office,")
    for export in (for_excel, for_programs):
        export.file.seek(0)
    assert [row["coding id"] for row in rows_of(for_excel)] == [row["coding id"] for row in rows_of(for_programs)]


def test_the_workbook_has_a_row_a_coding_a_row_a_passage_and_what_it_is_about(study):
    export = make(study.project, "xlsx")
    sheets = sheets_of(export)
    assert list(sheets) == ["Codings", "Passages", "About"]
    codings, passages = sheets["Codings"], sheets["Passages"]
    assert tuple(codings[0]) == CODING_COLUMNS
    assert (len(codings) - 1, len(passages) - 1) == (5, 3)
    columns = passages[0]
    both = next(row for row in passages if row[columns.index("coder")] == "Cahya")
    assert both[columns.index("Institutional pressure")] == "Normative"
    assert both[columns.index("Causal factor")] == "Monitoring"
    about = dict(sheets["About"])
    assert about.items() >= {"Project": "Two treasury offices", "Codings": 5, "Passages": 3}.items()
    assert about["Filter"] == "current versions, not rejected, not in the bin"


def test_numbers_equal_the_database_on_the_sample_study(db):
    project = load_sample_study()
    codings = counted_codings(project)
    table, sheets = rows_of(make(project)), sheets_of(make(project, "xlsx"))
    assert len(table) == len(sheets["Codings"]) - 1 == codings.count()
    assert len(sheets["Passages"]) - 1 == codings.values("segment").distinct().count()
    assert {row["coding id"] for row in table} == {str(pk) for pk in codings.values_list("pk", flat=True)}
    for office in project.offices.all():
        written = [row for row in table if row["office"] == office.name]
        assert len(written) == counted_codings(project, office=office.pk).count()


def test_an_empty_project_exports_its_headings(project):
    assert rows_of(make(project)) == []
    assert len(sheets_of(make(project, "xlsx"))["Codings"]) == 1


def test_a_text_too_long_for_a_cell_is_cut():
    assert fitting("a" * 32_767) == "a" * 32_767
    assert fitting("a" * 32_768) == "a" * 32_766 + "…"


def test_markup_in_a_text_stays_text(study, lead):
    study.project.name = "<r>&</c></r>"
    study.project.save(update_fields=["name"])
    assert sheets_of(make(study.project, "xlsx"))["Codings"][1][0].strip() == "<r>&</c></r>"


def test_an_export_is_kept_with_its_hash_and_the_log_says_so(study, lead):
    export = make(study.project, office=study.offices["KPPN Metro"].pk)
    assert export.sha256 == hashlib.sha256(export.file.read()).hexdigest()
    assert (export.rows, export.codebook_version) == (4, 1)
    activity = study.project.activities.get(verb="exported")
    assert activity.label == f"csv · {export.options['filter']}"


def test_the_job_writes_the_file_and_run_again_writes_it_anew(study, lead):
    export = services.export_passages(project=study.project, user=lead, format="csv", options={})
    for _attempt in range(2):
        study.project.jobs.update(state="queued")
        run_job(job_id=export.job_id)
        job = study.project.jobs.get()
        assert (job.state, job.result) == ("done", {"export": str(export.pk), "rows": 5})
        assert (job.done, job.total) == (2, 2)
    export.refresh_from_db()
    _folders, files = export.file.storage.listdir(export.file.name.rpartition("/")[0])
    assert len([name for name in files if str(export.pk) in name]) == 1


def test_a_cancelled_export_leaves_no_file(study, lead):
    export = services.export_passages(project=study.project, user=lead, format="xlsx", options={})
    study.project.jobs.update(cancel_asked=True)
    run_job(job_id=export.job_id)
    export.refresh_from_db()
    assert study.project.jobs.get().state == "cancelled"
    assert not export.file


def test_queries_grow_with_transcripts_not_with_passages(study, lead, django_assert_max_num_queries):
    def queries_of_export() -> int:
        with django_assert_max_num_queries(40) as asked:
            make(study.project)
        return len(asked)

    few = queries_of_export()
    for _each in range(10):
        study.code(lead, "Metro 01", "target dari Kanwil", "Sanction and reward", "Innovation")
    assert queries_of_export() == few


def test_the_command_writes_the_same_file(study, tmp_path):
    for format in ("csv", "xlsx"):
        output = tmp_path / f"out.{format}"
        call_command("export_project", str(study.project.pk), format=format, output=output, stdout=io.StringIO())
        export = study.project.exports.get(format=format)
        assert hashlib.sha256(output.read_bytes()).hexdigest() == export.sha256
        assert export.rows == 5
    with pytest.raises(CommandError, match="No single project"):
        call_command("export_project", "Nowhere", format="csv", output=tmp_path / "out.csv")
