"""The rules of the codebook."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.codebook import queries, services
from apps.codebook.models import Code, Dimension
from apps.codebook.rules import SHORTCUTS
from apps.coding.undo import redo, undo
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, create_project
from apps.web.errors import DomainError, Invalid, NotThere
from core.colors import PALETTE, tint

Args = dict[str, Any]


def names(project: Project) -> list[str]:
    return [code.path for code in queries.codes_of(project)]


def newest(project: Project) -> Activity:
    return project.activities.order_by("-sequence")[0]


# --- dimensions ---------------------------------------------------------------------------------------------


def test_a_dimension_is_added_changed_and_deleted_with_one_activity_each(me, project):
    dimension = services.add_dimension(**me, name=" Pressure ")
    assert dimension.name == "Pressure"
    services.change_dimension(**me, dimension=dimension, exclusive=True)
    assert newest(project).before["exclusive"] is False
    assert newest(project).after["exclusive"] is True
    services.delete_dimension(**me, dimension=dimension)
    verbs = [Verb.DIMENSION_CREATED, Verb.DIMENSION_CHANGED, Verb.DIMENSION_DELETED]
    assert list(project.activities.order_by("sequence").values_list("verb", flat=True))[-3:] == verbs
    assert not project.dimensions.exists()


def test_a_change_that_changes_nothing_is_no_activity(me, project, pressure, normative):
    before = newest(project).sequence
    services.change_dimension(**me, dimension=pressure, name="Pressure")
    services.change_code(**me, code=normative, name="Normative")
    services.move_code(**me, code=normative, parent=None)
    assert newest(project).sequence == before


def test_two_dimensions_cannot_share_a_name(me, pressure):
    with pytest.raises(DomainError) as refusal:
        services.add_dimension(**me, name="Pressure")
    assert refusal.value.code == "name_taken"
    with pytest.raises(Invalid):
        services.add_dimension(**me, name="  ")


def test_exclusive_is_refused_with_the_number_of_passages_that_break_it(
    me, pressure, normative, training, put_on_passage
):
    put_on_passage(normative, training)
    put_on_passage(normative, training)
    put_on_passage(normative)
    with pytest.raises(DomainError) as refusal:
        services.change_dimension(**me, dimension=pressure, exclusive=True)
    assert refusal.value.fields == {"passages": 2}
    pressure.refresh_from_db()
    assert not pressure.exclusive


def test_a_dimension_with_codes_cannot_be_deleted(me, pressure, normative, training):
    with pytest.raises(DomainError) as refusal:
        services.delete_dimension(**me, dimension=pressure)
    assert refusal.value.fields == {"codes": 2}


# --- codes --------------------------------------------------------------------------------------------------


def test_a_code_knows_its_place_colour_and_pattern(project, pressure, normative, training):
    top, below = queries.codes_of(project)
    assert (top.path, top.depth, top.color, top.pattern) == ("Normative", 0, PALETTE[0], 0)
    assert (below.path, below.depth) == ("Normative › Training", 1)
    assert below.color == tint(PALETTE[0], 0)


def test_the_thirteenth_code_takes_the_first_colour_again_with_a_pattern(me, project, pressure):
    for number in range(13):
        services.add_code(**me, name=f"Code {number}", dimension=pressure)
    codes = queries.codes_of(project)
    assert [code.color for code in codes] == [*PALETTE, PALETTE[0]]
    assert [code.pattern for code in codes] == [0] * 12 + [1]


@pytest.mark.parametrize("key", "jknpcmxurvstgf?/[]0")
def test_the_workspaces_own_keys_are_refused(me, normative, key):
    with pytest.raises(Invalid) as refusal:
        services.change_code(**me, code=normative, shortcut=key)
    assert refusal.value.code == "invalid_shortcut"


def test_every_offered_key_can_be_given_and_only_once(me, project, pressure, normative):
    for key in SHORTCUTS:
        if key != "3":
            services.add_code(**me, name=key, dimension=pressure, shortcut=key.upper())
    assert queries.shortcuts_of(project) == set(SHORTCUTS)
    with pytest.raises(DomainError) as refusal:
        services.add_code(**me, name="Another", dimension=pressure, shortcut="a")
    assert refusal.value.code == "shortcut_taken"
    assert "shortcut" in refusal.value.fields


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"name": "   "}, "invalid_name"),
        ({"name": "n" * 121}, "invalid_name"),
        ({"color": "red"}, "invalid_color"),
        ({"color": "#12345"}, "invalid_color"),
    ],
)
def test_what_no_code_may_be_is_refused(me, normative, changes, code):
    with pytest.raises(Invalid) as refusal:
        services.change_code(**me, code=normative, **changes)
    assert refusal.value.code == code


def test_siblings_differ_in_name_cousins_need_not(me, pressure, normative, training):
    with pytest.raises(DomainError) as refusal:
        services.add_code(**me, name="Training", dimension=pressure, parent=normative)
    assert refusal.value.code == "name_taken"
    assert services.add_code(**me, name="Training", dimension=pressure).parent is None


def test_a_code_cannot_stand_below_itself_nor_leave_its_dimension(me, pressure, normative, training):
    with pytest.raises(Invalid, match="below itself"):
        services.move_code(**me, code=normative, parent=training)
    with pytest.raises(Invalid, match="below itself"):
        services.move_code(**me, code=normative, parent=normative)
    factor = services.add_dimension(**me, name="Factor")
    innovation = services.add_code(**me, name="Innovation", dimension=factor)
    with pytest.raises(Invalid, match="same dimension"):
        services.move_code(**me, code=training, parent=innovation)


def test_moving_keeps_siblings_in_order_and_positions_without_gaps(me, project, pressure):
    a, b, c, d = (services.add_code(**me, name=name, dimension=pressure) for name in "ABCD")
    services.move_code(**me, code=d, parent=None, position=1)
    assert names(project) == ["A", "D", "B", "C"]
    services.move_code(**me, code=d, parent=a)
    services.move_code(**me, code=b, parent=a, position=0)
    assert names(project) == ["A", "A › B", "A › D", "C"]
    assert list(project.codes.filter(parent=None).order_by("position").values_list("position", flat=True)) == [0, 1]
    services.move_code(**me, code=a, parent=c)
    assert names(project) == ["C", "C › A", "C › A › B", "C › A › D"]


def test_a_used_code_cannot_be_deleted_and_says_by_how_much(me, normative, training, put_on_passage):
    put_on_passage(normative)
    put_on_passage(normative)
    with pytest.raises(DomainError) as refusal:
        services.delete_code(**me, code=normative)
    assert refusal.value.fields == {"codings": 2, "children": 1}
    with pytest.raises(DomainError) as refusal:
        services.change_code(**me, code=normative, codable=False)
    assert refusal.value.fields == {"codings": 2}


def test_two_people_and_one_code_get_clear_answers(me, project, normative, training):
    services.delete_code(**me, code=training)
    stale = Code(pk=training.pk, project=project)
    for act in (services.change_code, services.delete_code):
        with pytest.raises(NotThere):
            act(**me, code=stale)


def test_another_projects_code_and_dimension_are_not_there(me, lead, normative):
    other = services.create_study(user=lead, name="Other", language="en", template="bsc")
    code, dimension = other.codes.first(), other.dimensions.first()
    with pytest.raises(NotThere):
        services.change_code(**me, code=code, name="Mine")
    with pytest.raises(NotThere):
        services.add_code(**me, name="Mine", dimension=dimension)


# --- undo ---------------------------------------------------------------------------------------------------


def whole(project: Project) -> dict[str, Any]:
    return queries.snapshot_of(project)


def test_a_deleted_code_comes_back_where_it_was(me, project, pressure):
    for name in "ABC":
        services.add_code(**me, name=name, dimension=pressure, definition=f"about {name}")
    before = whole(project)
    services.delete_code(**me, code=queries.codes_of(project)[1])
    undo(**me, activity_id=None, transcript=None)
    assert whole(project) == before


def test_undo_refuses_over_a_later_change(me, project, normative):
    first = services.change_code(**me, code=normative, name="Norms")
    activity = newest(project)
    services.change_code(**me, code=first, definition="Newer")
    with pytest.raises(DomainError) as refusal:
        undo(**me, activity_id=activity.pk, transcript=None)
    assert refusal.value.code == "changed_since"


def test_undo_refuses_to_take_away_a_code_in_use(me, project, normative, put_on_passage):
    made = project.activities.get(verb=Verb.CODE_CREATED)
    put_on_passage(normative)
    with pytest.raises(DomainError) as refusal:
        undo(**me, activity_id=made.pk, transcript=None)
    assert refusal.value.code == "code_in_use"


def test_dimensions_are_undone_too(me, project):
    dimension = services.add_dimension(**me, name="Pressure")
    services.change_dimension(**me, dimension=dimension, name="Institutional pressure", exclusive=True)
    after = whole(project)
    undo(**me, activity_id=None, transcript=None)
    undo(**me, activity_id=None, transcript=None)
    assert not project.dimensions.exists()
    redo(**me, transcript=None)
    redo(**me, transcript=None)
    assert whole(project) == after


STEPS = st.lists(st.tuples(st.sampled_from(["add", "name", "move", "delete"]), st.integers(0, 6), st.integers(0, 6)))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_any_history_undone_returns_to_the_start(lead, steps):
    project = create_project(user=lead, name="Study")
    me = {"project": project, "user": lead}
    pressure = services.add_dimension(**me, name="Pressure")
    start = whole(project)
    done = sum(take_step(me, project, pressure, number, *step) for number, step in enumerate(steps))
    end = whole(project)
    for _ in range(done):
        undo(**me, activity_id=None, transcript=None)
    assert whole(project) == start
    for _ in range(done):
        redo(**me, transcript=None)
    assert whole(project) == end


def take_step(me: Args, project: Project, pressure: Dimension, number: int, what: str, a: int, b: int) -> bool:
    """Do something to the codebook; whether anything was done and logged."""
    codes = queries.codes_of(project)
    one, other = (codes[each % len(codes)] if codes else None for each in (a, b))
    before = newest(project).sequence
    try:
        if what == "add" or one is None:
            services.add_code(**me, name=f"Code {number}", dimension=pressure, parent=other)
        elif what == "name":
            services.change_code(**me, code=one, name=f"Name {number}")
        elif what == "move":
            services.move_code(**me, code=one, parent=other, position=b)
        else:
            services.delete_code(**me, code=one)
    except DomainError:
        return False
    return newest(project).sequence > before


# --- versions and templates ---------------------------------------------------------------------------------


def test_a_frozen_version_keeps_what_was(me, project, normative):
    version = services.freeze_codebook(**me, note="Before round 1")
    services.change_code(**me, code=normative, name="Norms", definition="Changed")
    version.refresh_from_db()
    assert (version.number, queries.codebook_version_number(project)) == (1, 1)
    assert [code["name"] for code in version.snapshot["codes"]] == ["Normative"]
    assert services.freeze_codebook(**me).number == 2


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize(("template", "codes", "dimensions"), [("isomorphism", 24, 2), ("bsc", 19, 1)])
def test_a_template_fills_an_empty_codebook_and_freezes_it(lead, language, template, codes, dimensions):
    project = services.create_study(user=lead, name="Study", language=language, template=template)
    assert len(queries.codes_of(project)) == codes
    assert queries.dimensions_of(project).count() == dimensions
    assert all(code.definition for code in queries.codes_of(project))
    version = queries.get_version(project, 1)
    assert version.snapshot == whole(project)
    with pytest.raises(DomainError, match="only an empty one"):
        services.apply_template(project=project, user=lead, template=template)


def test_the_isomorphism_template_in_indonesian(me, project):
    codes = services.apply_template(**me, template="isomorphism")
    pressure, factor = queries.dimensions_of(project)
    assert (pressure.name, pressure.exclusive) == ("Tekanan institusional", True)
    assert (factor.name, factor.exclusive) == ("Faktor penyebab", False)
    assert codes["Training and education"].name == "Pendidikan dan pelatihan"
    assert codes["Training and education"].parent == codes["Normative"]
    keys = {code.shortcut: english for english, code in codes.items() if code.shortcut}
    assert [keys[key] for key in "123"] == ["Coercive", "Mimetic", "Normative"]
    assert [keys[key] for key in "456789"] == [
        "Work-unit education", "Innovation", "Task force", "Understanding of indicators", "Internal motivation",
        "Internal coordination",
    ]  # fmt: skip
    tops = [code.color for code in queries.codes_of(project) if code.depth == 0]
    assert tops == list(PALETTE)


def test_a_blank_template_makes_nothing(me, project):
    assert services.apply_template(**me, template="blank") == {}
    assert queries.codebook_version_number(project) == 0


def test_the_codebook_is_read_with_as_many_queries_however_long_it_is(
    me, project, pressure, normative, django_assert_num_queries
):
    def read() -> None:
        with django_assert_num_queries(3):
            queries.branches_of(project)

    read()
    for number in range(10):
        services.add_code(**me, name=f"Code {number}", dimension=pressure, parent=normative)
    read()
