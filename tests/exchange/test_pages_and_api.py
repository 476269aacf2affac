"""Asking for an export and taking it away, on the page and over HTTP."""

import csv
import io
from uuid import uuid4

import pytest
from django.urls import reverse

from apps.exchange.models import Export
from apps.jobs.services import run_job
from apps.projects.models import Project, Role

JSON = "application/json"


def url(name: str, project: Project, *args: object) -> str:
    return reverse(f"exchange:{name}", args=[project.pk, *args])


def test_an_export_is_asked_for_followed_and_taken_away(client_of, supervisor, study):
    page = client_of(supervisor)
    assert "Nothing was exported yet" in page.get(url("export_list", study.project)).text
    body = {"format": "csv", "separator": ";", "office": study.offices["KPPN Metro"].pk}
    answer = page.post(url("export_create", study.project), body)
    export = Export.objects.get()
    assert answer.url == reverse("jobs:job_detail", args=[study.project.pk, export.job_id])
    assert page.get(url("export_file", study.project, export.pk)).status_code == 409
    run_job(job_id=export.job_id)
    answer = page.get(url("export_file", study.project, export.pk))
    assert answer["Content-Disposition"].startswith('attachment; filename="two-treasury-offices-')
    rows = list(csv.DictReader(io.StringIO(answer.getvalue().decode("utf-8-sig")), delimiter=";"))
    assert {row["office"] for row in rows} == {"KPPN Metro"}
    assert "office: KPPN Metro" in page.get(url("export_list", study.project)).text


def test_an_export_can_be_made_again(page, study):
    page.post(url("export_create", study.project), {"format": "xlsx", "code": study.codes["Normative"].pk})
    first = Export.objects.get()
    page.post(url("export_again", study.project, first.pk))
    second = Export.objects.exclude(pk=first.pk).get()
    assert (second.format, second.options) == (first.format, first.options)


@pytest.mark.parametrize("wrong", [{"format": "exe"}, {"office": str(uuid4())}, {"code": "x"}])
def test_a_wrong_choice_is_refused_on_the_form(page, study, wrong):
    answer = page.post(url("export_create", study.project), {"format": "csv"} | wrong)
    assert set(answer.context["form"].errors) == set(wrong)
    assert not Export.objects.exists()


def test_the_api_starts_a_job_and_serves_its_file(api, study):
    base = f"/api/v1/projects/{study.project.pk}"
    answer = api.post(f"{base}/exports", {"format": "csv", "options": {"separator": ","}}, content_type=JSON)
    assert answer.status_code == 202
    started = answer.json()
    run_job(job_id=started["job"])
    job = api.get(f"{base}/jobs/{started['job']}").json()
    assert (job["state"], job["result"]) == ("done", {"export": started["export"], "rows": 5})
    file = api.get(f"{base}/exports/{started['export']}/file").getvalue().decode()
    assert len(list(csv.reader(io.StringIO(file)))) == 6
    listed = api.get(f"{base}/exports").json()["items"]
    assert [(each["id"], each["rows"], each["codebook_version"]) for each in listed] == [(started["export"], 5, 1)]


def test_the_api_says_what_it_cannot_do(api, study):
    url = f"/api/v1/projects/{study.project.pk}/exports"
    assert api.post(url, {"format": "docx"}, content_type=JSON).status_code == 422
    foreign = {"format": "csv", "options": {"office": str(uuid4())}}
    assert api.post(url, foreign, content_type=JSON).status_code == 404
    started = api.post(url, {"format": "csv"}, content_type=JSON).json()
    answer = api.get(f"{url}/{started['export']}/file")
    assert (answer.status_code, answer.json()["error"]) == (409, "not_ready")


def test_the_list_asks_as_many_queries_however_many_exports(page, study, django_assert_max_num_queries):
    def queries_of_page() -> int:
        with django_assert_max_num_queries(20) as asked:
            page.get(url("export_list", study.project))
        return len(asked)

    page.post(url("export_create", study.project), {"format": "csv"})
    few = queries_of_page()
    for _each in range(5):
        page.post(url("export_create", study.project), {"format": "csv"})
    assert queries_of_page() == few


def test_a_visitor_opens_the_sample_study_and_leads_it(client_of, stranger):
    page = client_of(stranger)
    answer = page.post(reverse("exchange:sample_create"))
    project = Project.objects.get()
    assert answer.url == reverse("analysis:dashboard", args=[project.pk])
    assert page.get(answer.url).status_code == 200
    assert project.memberships.get(user=stranger).role == Role.LEAD
    assert project.memberships.count() == 4
