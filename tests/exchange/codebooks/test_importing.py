"""What a file of codes does to a codebook, what it says before, and that undo takes it back whole."""

from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from apps.analysis.queries.filters import Filter
from apps.codebook.models import Code, CodebookVersion, Dimension
from apps.codebook.queries import snapshot_of
from apps.codebook.services import add_code, add_dimension, change_code
from apps.coding.undo import redo, undo
from apps.exchange.codebooks.judging import Choice, Fate, Row
from apps.exchange.codebooks.material import Material, material_of
from apps.exchange.codebooks.planning import judge
from apps.exchange.codebooks.written import as_csv, as_qdc, as_xlsx
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError, Invalid
from core.codebooks.reading import read_listing
from tests.exchange.codebooks.conftest import bare

WRITERS: dict[str, Any] = {
    "csv": lambda material: as_csv(material, ","),
    "excel csv": lambda material: as_csv(material, ";"),
    "xlsx": as_xlsx,
    "qdc": as_qdc,
}


def material(project: Project, **options: Any) -> Material:
    return material_of(project, made=timezone.now(), chosen=Filter(), words="", **options)


def row_of(judgement: Any, name: str) -> Row:
    return next(row for row in judgement.rows if row.name == name)


def judged(project: Project, text: str, **choice: Any) -> Any:
    return judge(project, read_listing(text.encode()), Choice(**choice))


@pytest.mark.parametrize("kind", WRITERS)
def test_an_exported_codebook_changes_nothing_where_it_came_from(kind, project, codes):
    judgement = judge(project, read_listing(WRITERS[kind](material(project))), Choice())
    assert {row.fate for row in judgement.rows} == {Fate.SAME}
    assert sum(not row.is_dimension for row in judgement.rows) == len(codes)
    assert not judgement.does_something


@pytest.mark.parametrize("kind", WRITERS)
def test_an_exported_codebook_is_the_same_in_an_empty_project(kind, project, codes, empty, bring_in):
    done = bring_in(empty, WRITERS[kind](material(project)), "codes")
    assert done.judgement.count(Fate.NEW) == len(codes)
    assert bare(empty) == bare(project)
    again = judge(empty, read_listing(WRITERS[kind](material(project))), Choice())
    assert not again.does_something, "the same file a second time is found again, though the ids are others"


@pytest.mark.parametrize("kind", WRITERS)
def test_ids_come_back_where_nobody_has_them(kind, project, codes, empty, bring_in):
    data = WRITERS[kind](material(project))
    wanted = snapshot_of(project)
    project.codes.all().update(parent=None)
    project.codes.all().delete()
    project.dimensions.all().delete()
    bring_in(empty, data, "codes")
    assert snapshot_of(empty) == wanted


@pytest.mark.parametrize("kind", WRITERS)
def test_undo_and_redo_of_an_import(kind, project, lead, codes, empty, bring_in):
    source = WRITERS[kind](material(project))
    dimension = add_dimension(project=empty, user=lead, name="Causal factor")
    add_code(project=empty, user=lead, name="Monitoring", dimension=dimension, definition="Old words", shortcut="1")
    before = tables(empty)
    done = bring_in(empty, source, "codes")
    assert done.judgement.count(Fate.CHANGED) == 1
    after = tables(empty)
    undo(project=empty, user=lead, activity_id=done.activity.pk, transcript=None)
    assert tables(empty) == before
    redo(project=empty, user=lead, transcript=None)
    assert tables(empty) == after


def tables(project: Project) -> list[Any]:
    """All of a codebook but the times of its rows' last change."""
    left_out = {"modified", "updated"}
    return [
        [{k: v for k, v in row.items() if k not in left_out} for row in model.objects.filter(project=project).values()]
        for model in (Dimension, Code)
    ]


def test_an_import_freezes_the_codebook_first_and_is_one_activity(project, codes, bring_in):
    before = snapshot_of(project)
    done = bring_in(project, "dimension,code\nCausal factor,Luck\n", "luck.csv")
    assert CodebookVersion.objects.get(project=project, number=done.version).snapshot == before
    verbs = list(Activity.objects.filter(project=project).order_by("-sequence").values_list("verb", flat=True)[:2])
    assert verbs == [Verb.CODEBOOK_IMPORTED, Verb.CODEBOOK_FROZEN]
    assert done.activity.label == "luck.csv (+1, ~0)"
    assert done.activity.after["report"]["numbers"]["codes"]["new"] == 1


def test_nothing_to_import_freezes_nothing(project, codes, bring_in):
    versions = CodebookVersion.objects.count()
    with pytest.raises(Invalid) as refused:
        bring_in(project, "dimension,code\nCausal factor,Monitoring\n")
    assert refused.value.code == "nothing_to_import"
    assert CodebookVersion.objects.count() == versions


def test_rows_are_matched_by_guid_first(project, codes):
    luck = f"dimension,parent,code,code id\nCausal factor,,Supervision,{codes['Monitoring'].pk}\n"
    row = row_of(judged(project, luck), "Causal factor › Supervision")
    assert (row.fate, [(each.field, each.old, each.new) for each in row.changes]) == (
        Fate.CHANGED, [("name", "Monitoring", "Supervision")],
    )  # fmt: skip


def test_without_a_guid_by_dimension_and_path(project, codes):
    text = "Dimensi;Kode induk;Kode;Definisi\nInstitutional pressure;Coercive;Regulation;A new definition\n"
    judgement = judged(project, text)
    row = row_of(judgement, "Institutional pressure › Coercive › Regulation")
    assert [each.field for each in row.changes] == ["definition"]
    assert judgement.after["codes"][str(codes["Regulation"].pk)]["definition"] == "A new definition"


def test_adding_only_leaves_what_is_there(project, codes, bring_in):
    text = "dimension,code,definition\nCausal factor,Monitoring,Other words\nCausal factor,Luck,It happens\n"
    done = bring_in(project, text, update=False)
    assert row_of(done.judgement, "Causal factor › Monitoring").fate == Fate.KEPT
    monitoring = Code.objects.get(pk=codes["Monitoring"].pk)
    assert monitoring.definition == codes["Monitoring"].definition
    assert project.codes.filter(name="Luck", definition="It happens").exists()


def test_what_the_file_does_not_speak_about_stays(project, codes, bring_in, lead):
    change_code(project=project, user=lead, code=codes["Monitoring"], example="They looked.")
    bring_in(project, "dimension,code,definition\nCausal factor,Monitoring,New\n")
    monitoring = Code.objects.get(pk=codes["Monitoring"].pk)
    assert (monitoring.definition, monitoring.example) == ("New", "They looked.")


def test_an_empty_cell_empties_a_text_only_of_a_code_named_by_its_id(project, codes):
    code = codes["Monitoring"]
    by_name = judged(project, "dimension,code,definition\nCausal factor,Monitoring,\n")
    assert not by_name.does_something
    by_id = judged(project, f"dimension,code,definition,code id\nCausal factor,Monitoring,,{code.pk}\n")
    assert [(each.field, each.new) for each in row_of(by_id, "Causal factor › Monitoring").changes] == [
        ("definition", "")
    ]


def test_codes_without_a_dimension_need_one(project, codes, bring_in):
    judgement = judged(project, "code\nLuck\n")
    assert row_of(judgement, "Luck").reason == "no_dimension"
    assert not judgement.does_something
    bring_in(project, "code\nLuck\n", new_dimension="Chance")
    assert Code.objects.get(project=project, name="Luck").dimension.name == "Chance"
    into = Dimension.objects.get(project=project, name="Causal factor")
    bring_in(project, "code\nFate\n", dimension=into.pk)
    assert Code.objects.get(project=project, name="Fate").dimension == into


def test_another_projects_dimension_is_no_target(project, codes, empty, lead):
    foreign = add_dimension(project=empty, user=lead, name="Foreign")
    assert row_of(judged(project, "code\nLuck\n", dimension=foreign.pk), "Luck").reason == "no_dimension"


@pytest.mark.parametrize(
    ("text", "name", "reason"),
    [
        ("dimension,parent,code\nD,Nobody,A\n", "D › Nobody › A", "no_parent"),
        ("dimension,code\nD,A\nD,A\n", "D › A", "twice"),
        ("dimension,code\nD," + "x" * 121 + "\n", "D › " + "x" * 121, "bad_name"),
        ("dimension,parent,code\nD,B,A\nD,A,B\n", "D › B › A", "no_parent"),
        ("dimension,parent,code\nD,,A\nD,,B\nD,A,X\nD,B,X\nD,X,Y\n", "D › X › Y", "many_parents"),
    ],
)
def test_rows_are_left_out_with_a_reason(project, text, name, reason):
    found = [row.reason for row in judged(project, text).rows if row.name == name]
    assert found[-1] == reason


def test_children_may_stand_before_their_parents(project, bring_in):
    bring_in(project, "dimension,parent,code\nD,A › B,C\nD,A,B\nD,,A\n")
    assert [code["path"] for code in snapshot_of(project)["codes"]] == ["A", "A › B", "A › B › C"]


def test_the_starting_codebook_of_the_study_is_read(project, bring_in):
    """Its parents are named by their own name, not by the way to them."""
    from apps.codebook.template_data import DATA

    done = bring_in(project, (DATA / "isomorphism.csv").read_bytes())
    rows = (DATA / "isomorphism.csv").read_text(encoding="utf-8").strip().split("\n")
    assert done.judgement.count(Fate.NEW) == len(rows) - 1
    assert project.codes.get(name="Regulation").parent.name == "Coercive"
    assert project.dimensions.get(name="Institutional pressure").exclusive


def test_a_code_moves_where_the_file_has_it(project, codes, bring_in, lead):
    text = f"dimension,parent,code,code id\nInstitutional pressure,Mimetic,Regulation,{codes['Regulation'].pk}\n"
    done = bring_in(project, text)
    row = row_of(done.judgement, "Institutional pressure › Mimetic › Regulation")
    assert [(each.field, each.old, each.new) for each in row.changes] == [
        ("place", "Institutional pressure › Coercive", "Institutional pressure › Mimetic")
    ]
    assert Code.objects.get(pk=codes["Regulation"].pk).parent_id == codes["Mimetic"].pk
    undo(project=project, user=lead, activity_id=done.activity.pk, transcript=None)
    assert Code.objects.get(pk=codes["Regulation"].pk).parent_id == codes["Coercive"].pk


def test_a_code_does_not_move_below_itself(project, codes):
    top, below = codes["Coercive"], codes["Regulation"]
    text = f"dimension,parent,code,code id\nInstitutional pressure,Coercive › Regulation,Coercive,{top.pk}\n"
    row = row_of(judged(project, text), "Institutional pressure › Coercive › Regulation › Coercive")
    assert (row.notes, row.fate) == (["circle"], Fate.SAME)
    assert below.parent_id == top.pk


def test_two_codes_change_names(project, codes, bring_in):
    one, two = codes["Monitoring"], codes["Innovation"]
    text = f"dimension,code,code id\nCausal factor,Innovation,{one.pk}\nCausal factor,Monitoring,{two.pk}\n"
    bring_in(project, text)
    assert Code.objects.get(pk=one.pk).name == "Innovation"
    assert Code.objects.get(pk=two.pk).name == "Monitoring"


def test_a_name_that_is_taken_stays(project, codes):
    text = f"dimension,code,code id\nCausal factor,Innovation,{codes['Monitoring'].pk}\n"
    row = row_of(judged(project, text), "Causal factor › Innovation")
    assert (row.fate, row.notes) == (Fate.SAME, ["name_taken"])


def test_a_key_belongs_to_the_code_that_has_it(project, codes, bring_in):
    held = next(code for code in codes.values() if code.shortcut)
    text = f"dimension,code,shortcut\nCausal factor,Luck,{held.shortcut}\nCausal factor,Fate,j\n"
    done = bring_in(project, text)
    assert row_of(done.judgement, "Causal factor › Luck").notes == ["key_taken"]
    assert row_of(done.judgement, "Causal factor › Fate").notes == ["bad_key"]
    assert set(project.codes.filter(name__in=["Luck", "Fate"]).values_list("shortcut", flat=True)) == {""}


def test_a_later_change_cannot_be_overwritten_by_undo(project, codes, bring_in, lead):
    done = bring_in(project, "dimension,code\nCausal factor,Luck\n")
    change_code(project=project, user=lead, code=project.codes.get(name="Luck"), definition="Mine")
    with pytest.raises(DomainError) as refused:
        undo(project=project, user=lead, activity_id=done.activity.pk, transcript=None)
    assert refused.value.code == "changed_since"
    assert project.codes.filter(name="Luck").exists()


def test_what_two_projects_share_gets_its_own_ids(project, codes, empty, bring_in):
    data = as_qdc(material(project))
    bring_in(empty, data, "a.qdc")
    assert not set(empty.codes.values_list("pk", flat=True)) & set(project.codes.values_list("pk", flat=True))
    assert project.codes.count() == empty.codes.count() == len(codes)


def test_the_preview_asks_as_many_queries_however_many_codes(project, lead, django_assert_num_queries):
    def text(number: int) -> str:
        return "dimension,code,code id\n" + "".join(f"D,Code {n},{uuid4()}\n" for n in range(number))

    with django_assert_num_queries(5):
        judged(project, text(3))
    with django_assert_num_queries(5):
        judged(project, text(300))
