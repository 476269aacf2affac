"""Typed attributes: defined, renamed, changed with what rows state, and held to everywhere values come in."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.documents.models import Attribute, Office, Participant, Transcript
from apps.documents.queries import attribute_usage
from apps.documents.services import (
    change_attribute,
    change_office,
    change_participant,
    change_transcript,
    create_attribute,
    create_participant,
    create_transcript,
    delete_attribute,
)
from apps.projects.models import Activity, Project, Verb
from apps.web.errors import DomainError, Invalid

Me = dict[str, Any]


@pytest.fixture
def stated(me: Me, informant: Participant, office: Office) -> list[Participant]:
    """Three participants who state an age, one of them no number."""
    others = [create_participant(**me, pseudonym=f"Informan {n}", office=office) for n in (2, 3)]
    people = [informant, *others]
    for person, age in zip(people, ("41", 39, "old"), strict=True):
        change_participant(**me, participant=person, attributes={"rank": "Staf", "age": age, "zeal": 1})
    return people


def held(people: list[Participant]) -> list[dict[str, Any]]:
    for person in people:
        person.refresh_from_db()
    return [person.attributes for person in people]


def test_a_kind_that_stated_values_do_not_fit_is_refused_with_a_list(me: Me, stated: list[Participant]):
    before = held(stated)
    with pytest.raises(DomainError, match="1 value of “age” does not fit") as refused:
        create_attribute(**me, subject="participant", name="age", kind="number")
    assert refused.value.fields == {"count": 1, "misfits": [{"name": "Informan 3", "value": "old"}]}
    assert not Attribute.objects.exists()
    assert held(stated) == before


def test_values_become_what_the_kind_says_and_misfits_go_only_when_asked(me: Me, stated: list[Participant]):
    create_attribute(**me, subject="participant", name="age", kind="number", clear_misfits=True)
    assert [each.get("age") for each in held(stated)] == [41, 39, None]
    assert [each["zeal"] for each in held(stated)] == [1, 1, 1]
    assert Activity.objects.get(verb=Verb.ATTRIBUTE_CREATED).after["cleared"] == 1


def test_renaming_renames_the_key_everywhere(me: Me, stated: list[Participant]):
    attribute = create_attribute(**me, subject="participant", name="age", kind="text")
    change_attribute(**me, attribute=attribute, name="years")
    assert held(stated) == [{"rank": "Staf", "years": age, "zeal": 1} for age in ("41", "39", "old")]
    with pytest.raises(Invalid, match="3 rows state “rank” already"):
        change_attribute(**me, attribute=attribute, name="rank")


def test_a_kind_changes_back_and_forth(me: Me, stated: list[Participant]):
    attribute = create_attribute(**me, subject="participant", name="age", kind="text")
    with pytest.raises(DomainError, match="does not fit"):
        change_attribute(**me, attribute=attribute, kind="number")
    attribute.refresh_from_db()
    assert attribute.kind == "text"
    change_attribute(**me, attribute=attribute, kind="choice", choices=["39", "41", "old"])
    assert [each["age"] for each in held(stated)] == ["41", "39", "old"]
    with pytest.raises(DomainError, match="does not fit"):
        change_attribute(**me, attribute=attribute, choices=["39", "41"])


def test_deleting_takes_the_values_or_keeps_them(me: Me, stated: list[Participant]):
    age = create_attribute(**me, subject="participant", name="age", kind="text")
    zeal = create_attribute(**me, subject="participant", name="zeal", kind="number")
    assert delete_attribute(**me, attribute=age) == 3
    assert delete_attribute(**me, attribute=zeal, keep_values=True) == 3
    assert held(stated) == [{"rank": "Staf", "zeal": 1}] * 3
    assert not Attribute.objects.exists()


@pytest.mark.parametrize("name", ["", " ", "12", "a:b", "1_2", 'a"b', "a\\b"])
def test_names_that_cannot_be(me: Me, name: str):
    with pytest.raises(Invalid, match="more than a number"):
        create_attribute(**me, subject="office", name=name)


def test_a_name_once_for_each_subject_and_a_list_needs_values(me: Me):
    create_attribute(**me, subject="office", name="size")
    create_attribute(**me, subject="participant", name="size")
    with pytest.raises(Invalid, match="already an attribute"):
        create_attribute(**me, subject="office", name="size")
    with pytest.raises(Invalid, match="one a line"):
        create_attribute(**me, subject="office", name="class", kind="choice")


def test_every_way_in_is_held_to_the_kind(
    me: Me, office: Office, informant: Participant, transcript: Transcript, project: Project
):
    for subject in ("office", "participant", "transcript"):
        create_attribute(**me, subject=subject, name="since", kind="date")
    wrong: Any = {"attributes": {"since": "soon", "other": "x"}}
    refusals = [
        lambda: change_office(**me, office=office, **wrong),
        lambda: change_participant(**me, participant=informant, **wrong),
        lambda: create_participant(**me, pseudonym="P", office=office, **wrong),
        lambda: change_transcript(**me, transcript=transcript, **wrong),
        lambda: create_transcript(**me, title="T", office=office, text="Kata.", **wrong),
    ]
    for refuse in refusals:
        with pytest.raises(Invalid, match="a date such as") as refused:
            refuse()
        assert list(refused.value.fields["attributes"]) == ["since"]
    change_office(**me, office=office, attributes={"since": "14 Maret 2023", "free": 2})
    office.refresh_from_db()
    assert office.attributes == {"since": "2023-03-14", "free": 2}


def test_names_in_use_are_offered_with_the_kind_they_look_like(me: Me, project: Project, stated: list[Participant]):
    create_attribute(**me, subject="participant", name="rank", kind="text")
    defined, untyped = attribute_usage(project)
    assert [(row.attribute.name, row.rows) for row in defined] == [("rank", 3)]
    assert [(each.name, each.rows, each.kind) for each in untyped] == [("age", 3, "text"), ("zeal", 3, "number")]


def test_the_pages_add_change_and_delete(page: Client, project: Project, stated: list[Participant], me: Me):
    listed = reverse("documents:attribute_list", args=[project.pk])
    assert "looks like: Number" in page.get(listed).content.decode()
    add = reverse("documents:attribute_add", args=[project.pk])
    assert 'value="zeal"' in page.get(add, {"name": "zeal", "kind": "number"}).content.decode()
    wanted = {"subject": "participant", "name": "age", "kind": "number", "choices": ""}
    refused = page.post(add, wanted).content.decode()
    assert "Informan 3: old" in refused
    assert 'type="checkbox" name="clear_misfits"' in refused
    assert page.post(add, wanted | {"clear_misfits": "on"}).headers["Location"] == listed
    attribute = Attribute.objects.get()
    edit = reverse("documents:attribute_edit", args=[project.pk, attribute.pk])
    assert "It is stated 2 times" in page.get(edit).content.decode()
    page.post(edit, {"name": "years", "kind": "number", "choices": ""})
    assert [each.get("years") for each in held(stated)] == [41, 39, None]
    delete = reverse("documents:attribute_delete", args=[project.pk, attribute.pk])
    assert "Delete with 2 values" in page.get(delete).content.decode()
    assert page.post(delete).headers["Location"] == listed
    assert not any("years" in each for each in held(stated))


def test_a_form_has_a_field_for_each_defined_attribute(page: Client, project: Project, informant: Participant, me: Me):
    kinds = {"age": "number", "since": "date", "old": "yes_no", "note": "text"}
    ids = {
        name: create_attribute(**me, subject="participant", name=name, kind=kind).pk.hex for name, kind in kinds.items()
    }
    rank = create_attribute(**me, subject="participant", name="rank", kind="choice", choices=["Staf", "Kepala"])
    at = reverse("documents:participant_edit", args=[project.pk, informant.pk])
    sent = {
        "pseudonym": "Informan 1", "real_name": "", "office": str(informant.office_id), "attributes": "free: 7",
        f"attribute_{ids['age']}": "41", f"attribute_{ids['since']}": "2020-02-01", f"attribute_{ids['old']}": "no",
        f"attribute_{rank.pk.hex}": "Kepala", f"attribute_{ids['note']}": "",
    }  # fmt: skip
    assert page.post(at, sent).status_code == 302
    assert held([informant]) == [{"age": 41, "old": "no", "rank": "Kepala", "since": "2020-02-01", "free": 7}]
    shown = page.get(at).content.decode()
    assert 'type="number"' in shown
    assert "free: 7" in shown
    assert "age: 41" not in shown
    answer = page.post(at, sent | {"attributes": "age: 7"}).content.decode()
    assert "These have a field of their own: age." in answer


def test_the_api_defines_and_validates(api: Client, project: Project, office: Office):
    at = f"/api/v1/projects/{project.pk}"
    made = api.post(
        f"{at}/attributes",
        {"subject": "participant", "name": "rank", "kind": "choice", "choices": ["Staf", "Kepala"]},
        content_type="application/json",
    )
    assert made.status_code == 201, made.content
    one = f"{at}/attributes/{made.json()['id']}"
    person = {"pseudonym": "P", "office": "KPPN Metro", "attributes": {"rank": "boss"}}
    refused = api.post(f"{at}/participants", person, content_type="application/json")
    assert (refused.status_code, refused.json()["error"]) == (422, "value_does_not_fit")
    person["attributes"] = {"rank": "staf", "here": True}
    stored = api.post(f"{at}/participants", person, content_type="application/json").json()
    assert stored["attributes"] == {"rank": "Staf", "here": "yes"}
    changed = api.patch(one, {"choices": ["Kepala"]}, content_type="application/json")
    assert (changed.status_code, changed.json()["fields"]["count"]) == (409, 1)
    changed = api.patch(one, {"choices": ["Kepala"], "clear_misfits": True}, content_type="application/json")
    assert changed.json()["choices"] == ["Kepala"]
    assert [each["name"] for each in api.get(f"{at}/attributes", {"subject": "participant"}).json()["items"]] == [
        "rank"
    ]
    assert api.get(f"{at}/attributes", {"subject": "office"}).json()["items"] == []
    assert api.delete(one).status_code == 204
    assert not Attribute.objects.exists()
