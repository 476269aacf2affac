"""Attributes out of a table: previewed, written once confirmed, what cannot go in left out with its reason."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from apps.coding.undo import undo
from apps.documents.models import Attribute, Office, Participant, Transcript
from apps.documents.queries import Import, ImportColumn, guess_import, judge_import
from apps.documents.services import (
    change_participant,
    create_attribute,
    create_office,
    create_participant,
    create_transcript,
    delete_documents,
    import_attributes,
    keep_table,
    kept_table,
)
from apps.projects.models import Activity, Project, Verb
from apps.web.errors import DomainError, Invalid, NotThere
from core.tables import read_table
from tests.documents.conftest import sent

Me = dict[str, Any]
SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples" / "transcripts" / "office"
TABLE = """Informan;Usia;Masa kerja;Pensiun;Mulai;Jabatan
informan 1;41;3,5;ya;14/03/2015;Staf
Informan 2;39;;tidak;2/1/2010;Kepala
Informan 3;52;12,0;ya;1 Maret 1999;Staf
Informan 1;40;1,0;ya;1/1/2001;Staf
Nobody;1;1;ya;1/1/2001;Staf
;1;1;ya;1/1/2001;Staf
"""


@pytest.fixture
def people(me: Me, informant: Participant, office: Office) -> list[Participant]:
    return [informant, *(create_participant(**me, pseudonym=f"Informan {n}", office=office) for n in (2, 3))]


def kept(project: Project, data: str | bytes) -> Any:
    file = ContentFile(data.encode() if isinstance(data, str) else data)
    return keep_table(project=project, file=file, size=file.size)


def guessed(project: Project, data: str, subject: str = "") -> Import:
    return guess_import(project, read_table(data.encode()), subject)


def values(project: Project) -> dict[str, Any]:
    return dict(project.participants.order_by("pseudonym").values_list("pseudonym", "attributes"))


def test_the_table_is_understood(project: Project, people: list[Participant]):
    plan = guessed(project, TABLE)
    assert (plan.subject, plan.key) == ("participant", 0)
    assert [(column.name, column.kind, column.choices) for column in plan.columns] == [
        ("Usia", "number", ()),
        ("Masa kerja", "number", ()),
        ("Pensiun", "yes_no", ()),
        ("Mulai", "date", ()),
        ("Jabatan", "choice", ("Kepala", "Staf")),
    ]


def test_every_row_left_out_says_why(project: Project, people: list[Participant], me: Me):
    create_attribute(**me, subject="participant", name="usia", kind="number")
    table = read_table(TABLE.replace("39", "many").encode())
    judgement = judge_import(project, table, guess_import(project, table))
    assert [(each.line, each.reason) for each in judgement.left_out] == [
        (3, "“many” does not fit “usia”, which is a number."),
        (5, "Row 2 names it already."),
        (6, "There is none of this name in the project."),
        (7, "The row names nobody."),
    ]
    assert (len(judgement.accepted), judgement.fresh, judgement.replaced) == (2, 10, 0)
    assert [each.name for each in judgement.attributes] == ["Masa kerja", "Pensiun", "Mulai", "Jabatan"]


def test_an_import_writes_values_and_definitions_in_one_activity(me: Me, project: Project, people: list[Participant]):
    change_participant(**me, participant=people[1], attributes={"Usia": 38, "kept": "x"})
    import_id = kept(project, TABLE)
    assert values(project)["Informan 1"] == {}
    done = import_attributes(**me, import_id=import_id, plan=guessed(project, TABLE))
    assert (done.rows, done.made, done.left_out) == (3, 0, 3)
    assert values(project) == {
        "Informan 1": {"Usia": 41, "Masa kerja": 3.5, "Pensiun": "yes", "Mulai": "2015-03-14", "Jabatan": "Staf"},
        "Informan 2": {"Usia": 39, "kept": "x", "Pensiun": "no", "Mulai": "2010-01-02", "Jabatan": "Kepala"},
        "Informan 3": {"Usia": 52, "Masa kerja": 12, "Pensiun": "yes", "Mulai": "1999-03-01", "Jabatan": "Staf"},
    }
    assert dict(project.attributes.values_list("name", "kind"))["Mulai"] == "date"
    activity = Activity.objects.get(verb=Verb.ATTRIBUTES_IMPORTED)
    assert activity.before["rows"][str(people[1].pk)]["Usia"] == 38
    with pytest.raises(NotThere):
        kept_table(project, import_id)


def test_an_import_is_taken_back_while_its_values_stand(me: Me, project: Project, people: list[Participant]):
    change_participant(**me, participant=people[1], attributes={"Usia": 38, "kept": "x"})
    done = import_attributes(**me, import_id=kept(project, TABLE), plan=guessed(project, TABLE))
    assert done.activity
    change_participant(**me, participant=people[2], attributes={"Usia": 53})
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=done.activity.pk, transcript=None)
    people[2].refresh_from_db()
    stated = done.activity.after["rows"][str(people[2].pk)]
    change_participant(**me, participant=people[2], attributes=stated)
    undo(**me, activity_id=done.activity.pk, transcript=None)
    assert values(project) == {"Informan 1": {}, "Informan 2": {"Usia": 38, "kept": "x"}, "Informan 3": {}}


def test_missing_participants_are_made_where_one_says(me: Me, project: Project, people: list[Participant]):
    table = read_table(TABLE.encode())
    plan = guess_import(project, table)
    nowhere = Import(plan.subject, plan.key, plan.columns, make=True)
    import_id = kept(project, TABLE)
    with pytest.raises(Invalid, match="Choose the office"):
        import_attributes(**me, import_id=import_id, plan=nowhere)
    assert not project.attributes.exists()
    place = Import(plan.subject, plan.key, plan.columns, make=True, office=project.offices.get())
    done = import_attributes(**me, import_id=import_id, plan=place)
    assert (done.rows, done.made, done.left_out) == (4, 1, 2)
    assert values(project)["Nobody"]["Usia"] == 1


def test_offices_and_transcripts_go_by_name_and_title(me: Me, project: Project, office: Office):
    section = create_office(**me, name="Seksi Bank", parent=office)
    create_office(**me, name="Seksi Bank")
    for title in ("Metro 01", "Twin", "Twin"):
        create_transcript(**me, title=title, office=office, text="Kata.")
    offices = f"name,size\nKPPN METRO,4\nSeksi Bank,5\n{section.pk},6\n"
    assert guessed(project, offices).subject == "office"
    judgement = judge_import(project, read_table(offices.encode()), guessed(project, offices))
    assert [each.name for each in judgement.accepted] == ["KPPN METRO", str(section.pk)]
    assert [each.reason for each in judgement.left_out] == ["2 are called so; write the id instead."]
    titles = "title,round\nmetro 01,1\nTwin,2\n"
    plan = guessed(project, titles)
    assert plan.subject == "transcript"
    done = import_attributes(**me, import_id=kept(project, titles), plan=plan)
    assert (done.rows, done.left_out) == (1, 1)
    assert Transcript.objects.get(title="Metro 01").attributes == {"round": 1}


def test_obstacles_stand_in_the_way_of_the_whole_table(me: Me, project: Project, people: list[Participant]):
    change_participant(**me, participant=people[2], attributes={"age": "old"})
    table = read_table(b"name,age,12,Age 2\nInforman 1,4,5,6\n")
    columns = (
        ImportColumn(1, "age", "number"), ImportColumn(2, "12", "number"), ImportColumn(3, "AGE", "number"),
    )  # fmt: skip
    said = judge_import(project, table, Import("participant", 0, columns)).obstacles
    assert len(said) == 3
    assert "Two columns are called “age”" in said[0]
    said = judge_import(project, table, Import("participant", 0, columns[:1])).obstacles
    assert said == ["1 values that are there do not fit the kind chosen for “age”; choose “Text”."]
    with pytest.raises(Invalid, match="Nothing was changed"):
        import_attributes(
            **me, import_id=kept(project, "name,age\nInforman 1,4\n"), plan=Import("participant", 0, columns[:1])
        )


def test_a_file_that_is_no_table_is_refused(project: Project, page: Client):
    at = reverse("documents:attributes_import", args=[project.pk])
    for name, data, said in (
        ("a.csv", "only a head\n", "holds no table"),
        ("a.xlsx", b"PK\x03\x04 broken", "damaged"),
        ("a.pdf", b"%PDF-1.4", "no table that can be read"),
    ):
        assert said in page.post(at, {"file": sent(name, data)}).content.decode()
    assert "This field is required" in page.post(at, {}).content.decode()


def test_the_pages_from_the_file_to_the_rows_left_out(page: Client, project: Project, people: list[Participant]):
    at = reverse("documents:attributes_import", args=[project.pk])
    preview = page.post(at, {"file": sent("people.csv", TABLE)}).headers["Location"]
    shown = page.get(preview).content.decode()
    assert "Import 3 rows" in shown
    assert "Row 2 names it already." in shown
    assert values(project)["Informan 1"] == {}
    form: Any = {"subject": "participant", "key": "0", "guessed_subject": "participant", "office": "", "use_1": "on"}
    names = ("Informan", "Years", "Masa kerja", "Pensiun", "Mulai", "Jabatan")
    form |= {f"name_{index}": name for index, name in enumerate(names)} | {f"kind_{n}": "text" for n in range(1, 6)}
    assert "attribute is new: Years" in " ".join(page.post(preview, form | {"step": "show"}).content.decode().split())
    report = page.post(preview, form | {"step": "import"}).headers["Location"]
    assert values(project)["Informan 1"] == {"Years": "41"}
    assert "3 rows were left out" in page.get(report).content.decode()
    lines = page.get(report, {"as": "csv"}).content.decode("utf-8-sig").splitlines()
    assert lines[0] == "row;reason;Informan;Usia;Masa kerja;Pensiun;Mulai;Jabatan"
    assert lines[2] == "6;There is none of this name in the project.;Nobody;1;1;ya;1/1/2001;Staf"
    assert page.get(preview).status_code == 404


def test_another_subject_is_guessed_anew(page: Client, project: Project, people: list[Participant]):
    at = reverse("documents:attributes_import", args=[project.pk])
    preview = page.post(at, {"file": sent("people.csv", TABLE)}).headers["Location"]
    shown = page.post(preview, {"subject": "transcript", "guessed_subject": "participant", "key": "0"}).content.decode()
    assert "Import 0 rows" in shown
    assert 'value="transcript" selected' in shown


def test_the_preview_takes_the_same_queries_however_long(
    project: Project, office: Office, django_assert_max_num_queries: Any
):
    Participant.objects.bulk_create(Participant(project=project, office=office, pseudonym=f"P{n}") for n in range(300))
    data = "name,age\n" + "".join(f"P{n},{n}\n" for n in range(300))
    table = read_table(data.encode())
    with django_assert_max_num_queries(12):
        plan = guess_import(project, table)
        assert len(judge_import(project, table, plan).accepted) == 300


def test_cells_of_the_report_are_no_formulas(me: Me, project: Project, people: list[Participant], page: Client):
    data = "name,age\n=cmd(),1\nInforman 1,2\n"
    import_id = kept(project, data)
    import_attributes(**me, import_id=import_id, plan=guessed(project, data))
    at = reverse("documents:attributes_import_report", args=[project.pk, import_id])
    assert "'=cmd()" in page.get(at, {"as": "csv"}).content.decode()


def test_kept_files_leave_with_the_project(project: Project):
    import_id = kept(project, TABLE)
    assert default_storage.exists(f"imports/{project.pk}/{import_id}")
    delete_documents(project)
    assert not default_storage.exists(f"imports/{project.pk}/{import_id}")


@pytest.mark.skipif(not SAMPLES.exists(), reason="the shared samples are not here")
@pytest.mark.parametrize("name", ["cases123.csv", "cases456.xlsx", "survey456.csv", "survey789.xlsx"])
def test_the_samples_go_through(me: Me, project: Project, office: Office, name: str):
    create_participant(**me, pseudonym="ID1", office=office)
    create_participant(**me, pseudonym="ID4", office=office)
    data = (SAMPLES / name).read_bytes()
    table = read_table(data)
    plan = guess_import(project, table)
    judgement = judge_import(project, table, plan)
    known = {"ID1", "ID4"} & {str(row.cells[0]) for row in table.rows}
    assert {each.name for each in judgement.accepted} == known
    assert {each.reason for each in judgement.left_out} == {"There is none of this name in the project."}
    making = Import(plan.subject, plan.key, plan.columns, make=True, office=office)
    done = import_attributes(**me, import_id=kept(project, data), plan=making)
    assert (done.rows, done.made, done.left_out) == (3, 3 - len(known), 0)
    age = Attribute.objects.get(name="Age")
    assert age.kind == "number"
    ages = [int(row.cells[1]) for row in table.rows if row.cells[1]]
    assert [each["Age"] for each in values(project).values() if "Age" in each] == ages
