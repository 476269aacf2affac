"""The project's home: numbers with links, the filter in the address, first steps, both languages."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project
from tests.analysis.conftest import Study


def dashboard(page: Client, project: Project, **query: object) -> str:
    answer = page.get(f"/projects/{project.pk}/", query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def numbers(html: str) -> list[str]:
    """What stands in the cells and totals of the first table."""
    table = html[html.index("<table") : html.index("</table>")]
    return [re.sub(r"<[^>]*>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", table)]


def test_header_counts_the_study(page: Client, study: Study):
    html = dashboard(page, study.project)
    assert "3 offices · 3 interviews · 81 words · 11 codings by 2 coders" in html


def test_every_cell_leads_to_the_passages_that_were_counted(page: Client, study: Study):
    html = dashboard(page, study.project)
    cells = re.findall(r'<td><a class="heat-\d" href="([^"]+)" aria-label="([^"]+)">(\d+)</a>', html)
    assert len(cells) == 8
    for link, name, number in cells:
        found = page.get(link.replace("&amp;", "&")).context["page"].paginator.count
        assert found == int(number), name


def test_page_file_and_api_give_the_same_numbers(page: Client, api: Client, study: Study):
    html = dashboard(page, study.project)
    table = api.get(f"/api/v1/projects/{study.project.pk}/frequencies", {"rollup": True}).json()
    rows = zip(table["cells"], table["totals"]["rows"], strict=True)
    told = [number for cells, total in rows for number in (*cells, total)]
    assert numbers(html) == [str(n) for n in (*told, *table["totals"]["columns"], table["totals"]["all"])]
    written = page.get(f"/projects/{study.project.pk}/charts/frequencies.csv").content.decode().splitlines()
    assert [line.split(",")[2:6] for line in written[1:]] == [
        [str(n) for n in row] for row in _by_fours([*told, *table["totals"]["columns"], table["totals"]["all"]])
    ]


def _by_fours(numbers: list[int]) -> list[list[int]]:
    return [numbers[start : start + 4] for start in range(0, len(numbers), 4)]


def test_numbers_follow_the_language(page: Client, lead: User, study: Study):
    english = dashboard(page, study.project, measure="per_1000_words")
    lead.language = "id"
    lead.save(update_fields=["language"])
    indonesian = dashboard(page, study.project, measure="per_1000_words")
    assert "74.07" in numbers(english)
    assert numbers(indonesian) == [number.replace(".", ",") for number in numbers(english)]


def test_caption_says_n_filter_and_codebook_version(page: Client, study: Study):
    office = study.offices["Metro"].pk
    html = dashboard(page, study.project, office=office, measure="participants")
    assert "n = 2 participants · not rejected · Office: Metro · codebook v1" in html


def test_columns_by_an_attribute(page: Client, study: Study):
    html = dashboard(page, study.project, by="rank")
    assert re.findall(r'<th scope="col">(?:<a [^>]*>)?([^<]+)', html) == [
        "Code",
        "head",
        "staff",
        "Not stated",
        "Total",
    ]


def test_a_filter_for_something_that_is_not_there_is_refused(page: Client, study: Study):
    answer = page.get(f"/projects/{study.project.pk}/", {"office": "nowhere"})
    assert answer.status_code == 422
    assert "something the project does not have: Office" in answer.content.decode()


def test_a_filter_that_lets_nothing_through_draws_nothing(page: Client, study: Study):
    html = dashboard(page, study.project, since="2001-01-01", until="2001-01-02")
    assert "Nothing is counted under this filter." in html
    assert "frequencies.svg?since=2001-01-01&amp;until=2001-01-02&amp;size=" not in html


def test_htmx_gets_the_address_without_what_goes_without_saying(page: Client, study: Study):
    url = f"/projects/{study.project.pk}/"
    asked = {"office": "", "by": "office", "measure": "words"}
    answer = page.get(url, asked, headers={"HX-Request": "true"})
    assert answer.headers["HX-Push-Url"] == f"{url}?measure=words"


@pytest.mark.parametrize("step", ["Upload transcripts", "Open the codebook", "Choose a transcript to code"])
def test_an_empty_project_says_what_to_do_next(page: Client, project: Project, lead: User, step: str, request):
    if step != "Upload transcripts":
        office = create_office(project=project, user=lead, name="Metro")
        create_transcript(project=project, user=lead, title="One", office=office, text="Kata demi kata.")
    if step == "Choose a transcript to code":
        request.getfixturevalue("codes")
    html = dashboard(page, project)
    assert re.findall(r'class="btn btn-primary"[^>]*>([^<]+)<', html) == [step]
    assert "<table" not in html


def test_queries_do_not_grow_with_the_study(page: Client, study: Study, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        dashboard(page, study.project)
    study.offices["Kalianda"] = create_office(project=study.project, user=study.lead, name="Kalianda")
    for title in ("Kalianda 01", "Kalianda 02"):
        study.interview(title, "Kalianda", "Informan 2")
        study.code(study.lead, title, "Jawaban satu", "Task force", "Mimetic")
    with django_assert_num_queries(len(before)):
        dashboard(page, study.project)


def test_an_unchanged_dashboard_counts_nothing_again(page: Client, study: Study):
    dashboard(page, study.project)
    with CaptureQueriesContext(connection) as again:
        dashboard(page, study.project)
    # What waits for the reader's review is another's question, and asked each time.
    assert [query["sql"] for query in again if "coding_coding" in query["sql"] and "COUNT(" in query["sql"]] == []


def test_progress_counts_coded_transcripts_per_office(page: Client, study: Study):
    study.interview("Metro 03", "Metro", "Informan 2")
    html = dashboard(page, study.project)
    assert re.findall(r"<span>(\d of \d)</span>", html) == ["1 of 1", "2 of 3"]
