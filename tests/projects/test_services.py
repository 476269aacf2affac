"""Projects, members, and the log of activity."""

import pytest

from apps.projects import queries, services
from apps.projects.figures import Figures
from apps.projects.models import Membership, Role
from apps.projects.services import Verb
from apps.web.errors import DomainError, Invalid, NotThere


def test_changed_settings_are_logged_with_what_they_were(project, lead):
    project.name = "Written into the object by a form"
    services.change_project(project=project, user=lead, name="New name", description="About")
    activity = queries.activity_of(project)[0]
    assert activity.before == {"name": "Two treasury offices", "description": ""}
    assert activity.after == {"name": "New name", "description": "About"}


def test_activities_are_numbered_without_gaps(project, lead, stranger):
    services.add_member(project=project, user=lead, email=stranger.email, role=Role.CODER)
    services.change_project(project=project, user=lead, name="New name")
    numbers = project.activities.order_by("sequence").values_list("sequence", flat=True)
    assert list(numbers) == [1, 2, 3]


def test_a_member_is_added_once_and_must_exist(project, lead, coder):
    with pytest.raises(DomainError, match="already a member"):
        services.add_member(project=project, user=lead, email=coder.email.upper(), role=Role.VIEWER)
    with pytest.raises(Invalid, match="Nobody here"):
        services.add_member(project=project, user=lead, email="nobody@benang.example", role=Role.VIEWER)


def test_a_project_keeps_a_lead(project, lead, coder):
    own = Membership.objects.get(user=lead)
    with pytest.raises(DomainError, match="needs a lead"):
        services.change_role(project=project, user=lead, membership=own, role=Role.CODER)
    with pytest.raises(DomainError, match="needs a lead"):
        services.remove_member(project=project, user=lead, membership=own)
    other = Membership.objects.get(user=coder)
    services.change_role(project=project, user=lead, membership=other, role=Role.LEAD)
    services.remove_member(project=project, user=lead, membership=own)
    assert list(queries.projects_of(lead)) == []


def test_a_binned_project_is_nobodys(project, lead):
    services.bin_project(project=project, user=lead)
    assert not queries.projects_of(lead).exists()
    with pytest.raises(NotThere):
        queries.find_project(str(project.pk))
    assert project.activities.filter(verb=Verb.PROJECT_BINNED).exists()


def test_a_project_is_found_by_id_and_by_name_unless_two_share_it(project, lead):
    assert queries.find_project(str(project.pk)) == project
    assert queries.find_project("Two treasury offices") == project
    services.create_project(user=lead, name="Two treasury offices")
    with pytest.raises(NotThere):
        queries.find_project("Two treasury offices")


def test_a_new_project_holds_nothing(project):
    assert queries.figures_of(project) == Figures(transcripts=0, codings=0)
