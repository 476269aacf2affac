"""Projects, dimensions, codes and versions over HTTP."""

from uuid import uuid4

import pytest

from apps.codebook.models import Code
from apps.codebook.services import add_code, add_dimension, apply_template, change_code
from apps.coding.services import merge_codes
from apps.projects.models import Project

JSON = "application/json"


def test_a_project_starts_with_a_template(api, lead):
    body = {"name": "Study", "language": "en", "template": "isomorphism"}
    answer = api.post("/api/v1/projects", body, content_type=JSON)
    assert answer.status_code == 201
    project = Project.objects.get(pk=answer.json()["id"])
    assert project.memberships.get().user == lead
    codes = api.get(f"/api/v1/projects/{project.pk}/codes").json()
    assert (len(codes["items"]), codes["next"]) == (24, None)
    assert codes["items"][1]["path"] == "Coercive › Regulation"


@pytest.mark.parametrize("wrong", [{"template": "grounded"}, {"language": "fr"}, {"name": None}])
def test_a_project_that_cannot_be_made_says_what_is_wrong(api, wrong):
    body = {"name": "Study", "language": "en", "template": "blank"} | wrong
    answer = api.post("/api/v1/projects", body, content_type=JSON)
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "message", "fields"}


def test_dimensions_are_listed_added_changed_and_deleted(api, project):
    url = f"/api/v1/projects/{project.pk}/dimensions"
    made = api.post(url, {"name": "Pressure", "exclusive": True}, content_type=JSON)
    assert made.status_code == 201
    own = f"{url}/{made.json()['id']}"
    assert api.patch(own, {"exclusive": False}, content_type=JSON).json()["exclusive"] is False
    assert [each["name"] for each in api.get(url).json()["items"]] == ["Pressure"]
    assert api.delete(own).status_code == 204
    assert api.get(url).json()["items"] == []


@pytest.mark.parametrize("by", ["id", "name"])
def test_a_code_is_added_to_a_dimension_named_by_id_or_name(api, project, pressure, by):
    body = {
        "name": "Normative", "dimension": str(pressure.pk) if by == "id" else "Pressure",
        "definition": "Standards", "include": "Training", "exclude": "Rules", "example": "bimtek",
        "counter_example": "surat", "shortcut": "3", "color": "#5B3FA8",
    }  # fmt: skip
    answer = api.post(f"/api/v1/projects/{project.pk}/codes", body, content_type=JSON)
    assert answer.status_code == 201
    code = answer.json()
    assert code.items() >= (body | {"dimension": str(pressure.pk), "color": "#5b3fa8"}).items()
    assert (code["path"], code["depth"], code["codings"], code["parent"]) == ("Normative", 0, 0, None)


def test_a_code_in_no_dimension_is_refused(api, project):
    for dimension in (str(uuid4()), "Nowhere"):
        body = {"name": "Normative", "dimension": dimension}
        answer = api.post(f"/api/v1/projects/{project.pk}/codes", body, content_type=JSON)
        assert (answer.status_code, answer.json()["error"]) == (404, "no_such_dimension")


def test_a_code_is_changed_and_moved_in_one_call(api, project, pressure, normative, training):
    url = f"/api/v1/projects/{project.pk}/codes/{training.pk}"
    answer = api.patch(url, {"name": "Education", "parent": None, "position": 0}, content_type=JSON)
    assert answer.json().items() >= {"path": "Education", "parent": None, "position": 0}.items()
    answer = api.patch(url, {"name": "Nothing of this", "parent": str(training.pk)}, content_type=JSON)
    assert answer.status_code == 422
    training.refresh_from_db()
    assert training.name == "Education"


def test_a_position_alone_moves_among_siblings(me, api, project, pressure, normative):
    mimetic = add_code(**me, name="Mimetic", dimension=pressure)
    url = f"/api/v1/projects/{project.pk}/codes"
    assert api.patch(f"{url}/{mimetic.pk}", {"position": 0}, content_type=JSON).status_code == 200
    assert [code["name"] for code in api.get(url).json()["items"]] == ["Mimetic", "Normative"]


def test_deleting_a_used_code_says_what_hangs_on_it(api, project, normative, training, put_on_passage):
    put_on_passage(normative)
    answer = api.delete(f"/api/v1/projects/{project.pk}/codes/{normative.pk}")
    assert answer.status_code == 409
    assert answer.json()["fields"] == {"codings": 1, "children": 1}
    assert api.delete(f"/api/v1/projects/{project.pk}/codes/{training.pk}").status_code == 204


def test_codes_come_in_pages_in_the_order_of_the_tree(me, api, project):
    apply_template(**me, template="isomorphism")
    url, cursor, met = f"/api/v1/projects/{project.pk}/codes", "", []
    while cursor is not None:
        answer = api.get(url, {"limit": 7, "cursor": cursor} if cursor else {"limit": 7}).json()
        met += [code["name"] for code in answer["items"]]
        cursor = answer["next"]
    assert met == [code["name"] for code in api.get(url).json()["items"]]
    assert len(met) == Code.objects.count() == 24
    assert api.get(url, {"cursor": "elsewhere"}).status_code == 422


def test_counts_in_the_list_are_of_counted_codings(api, project, normative, transcript, put_on_passage):
    put_on_passage(normative)
    url = f"/api/v1/projects/{project.pk}/codes"
    assert api.get(url).json()["items"][0]["codings"] == 1
    normative.codings.update(state="returned")
    assert api.get(url).json()["items"][0]["codings"] == 0


def test_versions_are_frozen_and_listed(api, project, normative):
    url = f"/api/v1/projects/{project.pk}/codebook-versions"
    assert api.post(url, {"note": "Round 1"}, content_type=JSON).json()["number"] == 1
    assert [(each["number"], each["note"]) for each in api.get(url).json()["items"]] == [(1, "Round 1")]


def test_the_list_of_codes_asks_as_many_queries_however_many(me, api, project, pressure, django_assert_max_num_queries):
    def queries_of_list() -> int:
        with django_assert_max_num_queries(20) as asked:
            api.get(f"/api/v1/projects/{project.pk}/codes")
        return len(asked)

    add_code(**me, name="One", dimension=pressure)
    queries_of_list()  # the token's day of use is written once
    few = queries_of_list()
    for number in range(15):
        add_code(**me, name=f"Code {number}", dimension=pressure)
    assert queries_of_list() == few


def test_a_code_goes_to_another_dimension_by_its_name_and_back_by_its_id(me, api, project, normative, training):
    other = add_dimension(**me, name="Causes")
    url = f"/api/v1/projects/{project.pk}/codes/{training.pk}"
    answer = api.patch(url, {"dimension": "Causes", "position": 0}, content_type=JSON).json()
    assert (answer["dimension"], answer["parent"], answer["path"]) == (str(other.pk), None, "Training")
    back = {"dimension": str(normative.dimension_id), "parent": str(normative.pk)}
    assert api.patch(url, back, content_type=JSON).json()["path"] == "Normative › Training"
    assert api.patch(url, {"dimension": "Nowhere"}, content_type=JSON).status_code == 404


def test_a_used_code_is_deleted_after_a_dry_run(api, project, normative, training, put_on_passage):
    put_on_passage(normative, training)
    url = f"/api/v1/projects/{project.pk}/codes/{normative.pk}?with_codings=1"
    told = api.delete(f"{url}&dry_run=1").json()
    lost = {"children": 1, "passages": 1, "codings": 2, "coders": 1, "transcripts": 1, "bare": 1, "memos": 0}
    assert told == {**lost, "version": None, "activity": None}
    assert Code.objects.count() == 2
    done = api.delete(url).json()
    assert done == {**lost, "version": 1, "activity": done["activity"]}
    assert Code.objects.count() == 0
    undone = api.post(f"/api/v1/projects/{project.pk}/undo", {"activity": done["activity"]}, content_type=JSON)
    assert undone.status_code == 200
    assert normative.codings.count() == 1


def test_versions_are_read_compared_and_brought_back(me, api, project, pressure, normative, training):
    url = f"/api/v1/projects/{project.pk}/codebook-versions"
    api.post(url, {"note": "Round 1"}, content_type=JSON)
    change_code(**me, code=normative, name="Norms", definition="What the trade expects")
    merge_codes(**me, into=normative.pk, sources=[training.pk])
    whole = api.get(f"{url}/1").json()
    assert [code["name"] for code in whole["snapshot"]["codes"]] == ["Normative", "Training"]
    difference = api.get(f"{url}/compare?old=1").json()
    assert difference["totals"]["renamed"] == difference["totals"]["removed"] == 1
    norms, gone = difference["codes"]
    assert norms["renamed"] == {"old": "Normative", "new": "Norms"}
    assert norms["words"] == [{"field": "definition", "pieces": [{"kind": "added", "text": "What the trade expects"}]}]
    assert (gone["name"], gone["story"]) == ("Training", "merged into “Norms”")
    told = api.post(f"{url}/1/restore", {"dry_run": True}, content_type=JSON).json()
    assert (told["difference"]["totals"]["added"], told["activity"]) == (1, None)
    done = api.post(f"{url}/1/restore", {}, content_type=JSON).json()
    assert done["version"] == 3
    assert sorted(Code.objects.values_list("name", flat=True)) == ["Normative", "Training"]
    again = api.post(f"{url}/1/restore", {}, content_type=JSON)
    assert (again.status_code, again.json()["error"]) == (422, "nothing_moves")
    assert api.get(f"{url}/9").status_code == 404


def test_a_dimension_is_made_exclusive_over_http(api, project, pressure, normative, training, put_on_passage):
    put_on_passage(normative, training)
    url = f"/api/v1/projects/{project.pk}/dimensions/{pressure.pk}/exclusive"
    told = api.post(url, {"keep": str(training.pk), "dry_run": True}, content_type=JSON).json()
    assert (told["passages"], told["codings"], told["activity"]) == (1, 1, None)
    api.post(url, {"keep": str(training.pk)}, content_type=JSON)
    pressure.refresh_from_db()
    assert (pressure.exclusive, normative.codings.count(), training.codings.count()) == (True, 0, 1)
    assert api.post(url, {"keep": "oldest"}, content_type=JSON).status_code == 422
