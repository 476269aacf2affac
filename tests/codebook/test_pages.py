"""The pages of the codebook, and the one that creates a project."""

from typing import Any

import pytest
from django.urls import reverse

from apps.codebook import queries, services
from apps.codebook.models import Code
from apps.projects.models import Project


def url(name: str, project: Project, *args: object) -> str:
    return reverse(f"codebook:{name}", args=[project.pk, *args])


def test_an_empty_codebook_offers_templates(page, project):
    text = page.get(url("codebook", project)).text
    assert "Balanced scorecard" in text
    page.post(url("template_apply", project), {"template": "bsc"})
    assert project.codes.count() == 19
    assert "Balanced scorecard" not in page.get(url("codebook", project)).text


def test_a_viewer_is_offered_no_changes(client_of, viewer, project, normative):
    for name, args in (("codebook", []), ("code_detail", [normative.pk]), ("codebook_versions", [])):
        page = client_of(viewer).get(url(name, project, *args))
        assert page.status_code == 200
        assert 'method="post"' not in page.text.replace('action="/account/logout/"', "").split("<main")[1]


def test_the_page_of_a_code_shows_all_of_it(me, page, project, normative, training, put_on_passage):
    words: dict[str, Any] = {field: f"<{field}> & more" for field in queries.TEXTS}
    services.change_code(**me, code=normative, **words)
    put_on_passage(normative)
    text = page.get(url("code_detail", project, normative.pk)).text
    for field in queries.TEXTS:
        assert f"&lt;{field}&gt; &amp; more" in text
    passages = reverse("analysis:passages", args=[project.pk])
    assert f"{passages}?code={normative.pk}&rollup=0" in text
    assert 'aria-current="page"' in text


def test_a_code_is_added_under_the_one_the_address_names(page, project, normative):
    form = page.get(url("code_add", project), {"under": normative.pk})
    assert f'value="{normative.pk}" selected' in form.text
    answer = page.post(url("code_add", project), {"name": "Training", "under": normative.pk, "codable": "on"})
    code = Code.objects.get(name="Training")
    assert answer.url == url("code_detail", project, code.pk)
    assert (code.parent, code.codable) == (normative, True)


def test_a_form_offers_only_keys_that_are_free(page, project, normative, training):
    form = page.get(url("code_edit", project, training.pk)).context["form"]
    keys = {key for key, _label in form.fields["shortcut"].choices}
    assert "3" not in keys
    assert "j" not in keys
    own = page.get(url("code_edit", project, normative.pk)).context["form"]
    assert "3" in {key for key, _label in own.fields["shortcut"].choices}


def test_a_refusal_stands_beside_its_field_and_keeps_what_was_typed(page, project, normative):
    body = {"name": "Normative", "under": normative.dimension_id, "definition": "Typed", "codable": "on"}
    answer = page.post(url("code_add", project), body)
    assert answer.status_code == 200
    assert answer.context["form"].errors["name"] == ["There is already a code called “Normative” here."]
    assert "Typed" in answer.text


def test_a_code_is_edited_moved_and_deleted(page, project, normative, training):
    body = {"name": "Education", "color": "#123456", "codable": "on", "definition": "About"}
    page.post(url("code_edit", project, training.pk), body)
    page.post(url("code_move", project, training.pk), {"parent": "", "position": "0"})
    training.refresh_from_db()
    assert (training.name, training.color, training.parent, training.position) == ("Education", "#123456", None, 0)
    page.post(url("code_delete", project, training.pk))
    assert not Code.objects.filter(pk=training.pk).exists()


def test_moving_offers_no_place_below_itself(page, project, normative, training):
    form = page.get(url("code_move", project, normative.pk)).context["form"]
    assert [value for value, _label in form.fields["parent"].choices] == [""]
    answer = page.post(url("code_move", project, normative.pk), {"parent": training.pk, "position": ""})
    assert "parent" in answer.context["form"].errors


def test_deleting_a_used_code_leads_to_the_page_with_the_numbers(page, project, normative, training, put_on_passage):
    put_on_passage(normative)
    answer = page.get(url("code_delete", project, normative.pk))
    assert answer.url == reverse("coding:code_remove", args=[project.pk, normative.pk])
    answer = page.post(url("code_delete", project, normative.pk))
    assert answer.status_code == 409
    assert Code.objects.filter(pk=normative.pk).exists()


def test_the_codebook_goes_back_to_the_code_one_was_at(page, project, normative):
    at = {"at": normative.pk}
    assert page.get(url("codebook", project), at).url == url("code_detail", project, normative.pk)
    for nowhere in ("", "x", "00000000-0000-0000-0000-000000000000"):
        assert page.get(url("codebook", project), {"at": nowhere}).status_code == 200


def test_what_a_code_does_not_say_yet_is_named_to_those_who_can_write_it(
    me, page, client_of, viewer, project, normative
):
    services.change_code(**me, code=normative, definition="Standards.", example="bimtek")
    address = url("code_detail", project, normative.pk)
    assert "when to use, when not to use, counter-example" in page.get(address).text
    assert "Not written yet" not in client_of(viewer).get(address).text


def test_dimensions_are_added_edited_and_deleted(page, project):
    page.post(url("dimension_add", project), {"name": "Pressure", "exclusive": "on"})
    dimension = project.dimensions.get()
    assert dimension.exclusive
    page.post(url("dimension_edit", project, dimension.pk), {"name": "Institutional pressure"})
    dimension.refresh_from_db()
    assert (dimension.name, dimension.exclusive) == ("Institutional pressure", False)
    assert page.get(url("dimension_delete", project, dimension.pk)).status_code == 200
    page.post(url("dimension_delete", project, dimension.pk))
    assert not project.dimensions.exists()


def test_an_exclusive_dimension_is_refused_on_its_form(page, project, pressure, normative, training, put_on_passage):
    put_on_passage(normative, training)
    answer = page.post(url("dimension_edit", project, pressure.pk), {"name": "Pressure", "exclusive": "on"})
    assert answer.context["form"].non_field_errors()[0].startswith("1 passages carry two or more codes")
    assert reverse("coding:dimension_exclusive", args=[project.pk, pressure.pk]) in answer.text


def test_a_dimension_with_codes_says_where_they_can_go(page, project, pressure, normative, training):
    text = page.get(url("dimension_delete", project, pressure.pk)).text
    assert reverse("coding:code_relocate", args=[project.pk, normative.pk]) in text
    assert reverse("coding:code_relocate", args=[project.pk, training.pk]) not in text, "it goes along"
    assert page.post(url("dimension_delete", project, pressure.pk)).status_code == 409


def test_versions_are_frozen_listed_and_shown(page, project, normative, training):
    page.post(url("codebook_freeze", project), {"note": "Before round 1"})
    assert "Before round 1" in page.get(url("codebook_versions", project)).text
    services.change_code(project=project, user=None, code=normative, name="Norms")
    text = page.get(url("codebook_version", project, 1)).text
    assert "Normative" in text
    assert "Norms" not in text
    assert page.get(url("codebook_version", project, 2)).status_code == 404


def test_versions_are_listed_with_what_changed_and_compared(me, page, project, pressure, normative, training):
    services.freeze_codebook(**me, note="Round 1")
    services.change_code(**me, code=normative, name="Norms", definition="What the trade expects", color="#123456")
    services.freeze_codebook(**me, note="Round 2")
    services.delete_code(**me, code=training)
    text = page.get(url("codebook_versions", project)).text
    assert "1 renamed" in text
    assert "Since version 3" in text
    shown = page.get(url("codebook_diff", project), {"old": 1, "new": 2}).text
    assert "<del>Normative</del> <ins>Norms</ins>" in shown
    assert "What the trade expects</ins>" in shown
    assert "Training" not in shown
    today = page.get(url("codebook_diff", project)).context["comparison"]
    assert (today.old.number, today.new) == (3, None)
    assert [(each.fate, each.name) for each, _story in today.codes] == [("removed", "Training")]
    for asked in ({"old": "x"}, {"old": 99}):
        assert page.get(url("codebook_diff", project), asked).status_code == 200


def test_without_a_version_there_is_nothing_to_compare(page, project):
    assert "nothing to compare" in page.get(url("codebook_diff", project)).text


def test_the_list_of_versions_asks_as_many_queries_however_many(
    me, page, project, normative, django_assert_max_num_queries
):
    def queries_of_page() -> int:
        with django_assert_max_num_queries(20) as asked:
            page.get(url("codebook_versions", project))
        return len(asked)

    services.freeze_codebook(**me)
    few = queries_of_page()
    for _number in range(8):
        services.freeze_codebook(**me)
    assert queries_of_page() == few


@pytest.mark.parametrize(("template", "codes"), [("isomorphism", 24), ("blank", 0)])
def test_a_project_is_created_with_its_codebook(page, lead, template, codes):
    body = {"name": "Study", "language": "id", "template": template, "description": ""}
    answer = page.post(reverse("codebook:project_create"), body)
    project = Project.objects.get(name="Study")
    assert answer.url == reverse("documents:transcript_list", args=[project.pk])
    assert project.codes.count() == codes


def test_a_project_without_a_name_is_not_created(page, lead):
    answer = page.post(reverse("codebook:project_create"), {"language": "id", "template": "blank"})
    assert "name" in answer.context["form"].errors
    assert not Project.objects.exists()


def test_the_page_asks_as_many_queries_however_many_codes(
    me, page, project, normative, training, django_assert_max_num_queries
):
    def queries_of_page() -> int:
        with django_assert_max_num_queries(20) as asked:
            page.get(url("code_detail", project, normative.pk))
        return len(asked)

    few = queries_of_page()
    for number in range(15):
        services.add_code(**me, name=f"Code {number}", dimension=normative.dimension, parent=training)
    assert queries_of_page() == few
