"""The pages of projects, members, activity and jobs."""

from typing import Any

import pytest
from django.urls import reverse

from apps.codebook.services import apply_template
from apps.coding.queries import counted_codings
from apps.exchange.sample_study import load_sample_study
from apps.jobs.models import Job
from apps.projects.models import Membership, Project, Role
from apps.projects.services import change_project, create_project


def url(name: str, project: Project, *args: object) -> str:
    return reverse(name, args=[project.pk, *args])


def test_someone_in_no_project_is_told_what_to_do(client_of, stranger):
    text = client_of(stranger).get(reverse("projects:project_list")).text
    assert "You are in no project yet" in text
    assert reverse("exchange:sample_create") in text
    assert reverse("codebook:project_create") in text


def test_cards_tell_role_and_counts(client_of, db):
    project = load_sample_study()
    supervisor = project.memberships.get(role=Role.SUPERVISOR).user
    supervisor.language = "en"
    supervisor.save()
    text = client_of(supervisor).get(reverse("projects:project_list")).text
    codings = counted_codings(project).count()
    assert f"<b>{codings}</b> codings" in text
    assert "<b>8</b> transcripts" in text
    assert "Supervisor" in text


def test_the_list_asks_as_many_queries_however_many_projects(page, lead, django_assert_max_num_queries):
    def queries_of_list() -> int:
        with django_assert_max_num_queries(13) as asked:
            page.get(reverse("projects:project_list"))
        return len(asked)

    create_project(user=lead, name="One")
    few = queries_of_list()
    for number in range(5):
        create_project(user=lead, name=f"Study {number}")
    assert queries_of_list() == few


def test_settings_are_saved(page, project):
    body = {"name": "New name", "description": "About", "language": "en"}
    assert page.post(url("projects:project_settings", project), body).status_code == 302
    project.refresh_from_db()
    assert (project.name, project.description, project.language) == ("New name", "About", "en")
    assert "New name" in page.get(url("projects:project_settings", project)).text


def test_deleting_a_project_shows_its_numbers_first(client_of, db):
    project = load_sample_study()
    lead = project.memberships.get(role=Role.LEAD).user
    lead.language = "en"
    lead.save()
    page = client_of(lead)
    text = page.get(url("projects:project_delete", project)).text
    assert "8 transcripts" in text
    page.post(url("projects:project_delete", project))
    assert page.get(url("projects:project_delete", project)).status_code == 404


def test_members_are_added_given_another_role_and_removed(page, project, stranger):
    members = url("projects:member_list", project)
    page.post(members, {"email": stranger.email, "role": "viewer"})
    membership = Membership.objects.get(user=stranger)
    assert stranger.email in page.get(members).text
    page.post(url("projects:member_role", project, membership.pk), {"role": "coder"})
    membership.refresh_from_db()
    assert membership.role == Role.CODER
    page.post(url("projects:member_remove", project, membership.pk))
    assert not Membership.objects.filter(user=stranger).exists()


def test_an_unknown_address_is_refused_on_the_form(page, project):
    answer = page.post(url("projects:member_list", project), {"email": "nobody@benang.example", "role": "coder"})
    assert "Nobody here signs in" in answer.context["form"].errors["email"][0]


def test_activity_reads_as_sentences_by_day(client_of, viewer, project, lead):
    apply_template(project=project, user=lead, template="bsc")
    text = " ".join(client_of(viewer).get(url("projects:activity_list", project)).text.split())
    assert "<b>Lestari</b> froze a codebook version" in text
    assert text.count('class="activity-day"') == 1


def test_activity_comes_in_pages_with_as_many_queries_each(page, project, lead, django_assert_max_num_queries):
    def queries_of_page(number: int) -> int:
        with django_assert_max_num_queries(13) as asked:
            answer = page.get(url("projects:activity_list", project), {"page": number})
        assert answer.status_code == 200
        return len(asked)

    few = queries_of_page(1)
    for number in range(60):
        change_project(project=project, user=lead, name=f"Name {number}")
    assert queries_of_page(1) == few
    assert "Page 2 of 2" in page.get(url("projects:activity_list", project), {"page": 2}).text


# --- jobs ---------------------------------------------------------------------------------------------------


def job_of(project: Project, **fields: Any) -> Job:
    return Job.objects.create(project=project, kind="exchange.write_export", **fields)


@pytest.mark.parametrize(
    ("state", "asks_again"),
    [("queued", True), ("running", True), ("done", False), ("failed", False), ("cancelled", False)],
)
def test_progress_asks_again_only_while_the_job_is_alive(client_of, viewer, project, state, asks_again):
    job = job_of(project, state=state, done=3, total=8, result={"export": str(project.pk)})
    own = url("jobs:job_detail", project, job.pk)
    for headers in ({}, {"hx-request": "true"}):
        text = client_of(viewer).get(own, headers=headers).text
        assert ("<html" in text) is not bool(headers)
        assert (f'hx-get="{own}"' in text) is asks_again
        assert "3 of 8" in text


def test_a_failed_job_says_why_and_can_be_tried_again(page, project):
    job = job_of(project, state="failed", error="The disk is full.")
    text = page.get(url("jobs:job_detail", project, job.pk)).text
    assert "The disk is full." in text
    page.post(url("jobs:job_retry", project, job.pk))
    job.refresh_from_db()
    assert job.state == "queued"
    page.post(url("jobs:job_cancel", project, job.pk))
    job.refresh_from_db()
    assert job.state == "cancelled"


def test_jobs_are_listed(page, project):
    assert "Nothing ran here yet" in page.get(url("jobs:job_list", project)).text
    job = job_of(project, state="running", done=1, total=4)
    text = page.get(url("jobs:job_list", project)).text
    assert url("jobs:job_detail", project, job.pk) in text
    assert "25 %" in text
