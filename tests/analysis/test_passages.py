"""Passages in context: what stands around them, the filters as chips, pages, constant cost."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from tests.analysis.conftest import Study


def listed(browser: Client, study: Study, **query: object) -> str:
    answer = browser.get(f"/projects/{study.project.pk}/passages/", query)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def quotes(html: str) -> list[str]:
    return re.findall(r"<mark>(.*?)</mark>", html)


def test_all_coded_passages_in_order_without_rejected_ones(page: Client, study: Study):
    html = listed(page, study)
    assert quotes(html) == [
        "Jawaban satu tentang aturan", "satu tentang aturan, pelatihan", "Jawaban dua", "Jawaban satu", "Jawaban dua",
        "Apa penyebabnya", "Jawaban tiga",
    ]  # fmt: skip
    assert "7 passages · current versions · not rejected" in html


def test_a_passage_says_where_it_stands(page: Client, study: Study):
    html = listed(page, study, code=study.codes["Monitoring"].pk, participant=study.people["Informan 1"].pk)
    first = html[html.index('<li class="passage">') : html.index('</li> <li class="passage">')]
    text = re.sub(r"<[^>]*>", "", first)
    assert 'passage-around">Pewawancara: Apa penyebabnya, Pak?' in first
    assert "Kotabumi 01, line 2" in text
    assert "Kotabumi · Informan 1" in text
    assert "Coded by Lestari" in text
    assert "Rules first." in text
    segment = study.transcripts["Kotabumi 01"].segments.get(quote="Jawaban satu tentang aturan")
    assert f'/transcripts/{segment.transcript_id}/code/?segment={segment.pk}"' in first


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"code": "Coercive"}, 3),
        ({"code": "Coercive", "rollup": "0"}, 1),
        ({"code": "Monitoring", "also": "Coercive"}, 2),
        ({"code": "Monitoring", "also": "Mimetic"}, 0),
        ({"office": "Metro"}, 4),
        ({"participant": "none"}, 1),
        ({"attribute": "rank:staff"}, 1),
        ({"attribute": "rank:"}, 1),
        ({"since": "2001-01-01", "until": "2001-01-02"}, 0),
    ],
)
def test_filters(page: Client, study: Study, query: dict[str, str], found: int):
    things = {**study.codes, **study.offices}
    ids = {key: str(things[value].pk) if value in things else value for key, value in query.items()}
    assert len(quotes(listed(page, study, **ids))) == found


def test_chips_take_one_filter_away(page: Client, study: Study, coder: User):
    office = study.offices["Metro"].pk
    html = listed(page, study, office=office, coder=coder.pk)
    assert re.findall(r'<a href="[^"?]*(\?[^"]+)" aria-label="(Remove [^"]+)"', html) == [
        (f"?coder={coder.pk}", "Remove the filter Office: Metro"),
        (f"?office={office}", "Remove the filter Coder: Cahya"),
    ]


def test_nothing_fits(page: Client, study: Study):
    html = listed(page, study, code=study.codes["Task force"].pk)
    assert "No passage fits this filter." in html


def test_pages_of_twenty_five(page: Client, study: Study):
    for number in range(20):
        study.code(study.lead, "Metro 01", "satuan kerja"[: number % 12 + 1], "Task force")
    html = listed(page, study)
    assert len(quotes(html)) == 25
    assert "1–25 of 27" in html
    assert len(quotes(listed(page, study, page=2))) == 2


def test_queries_do_not_grow_with_passages_or_transcripts(page: Client, study: Study, django_assert_num_queries):
    with CaptureQueriesContext(connection) as before:
        listed(page, study)
    for title in ("Metro 03", "Metro 04"):
        study.interview(title, "Metro", "Informan 2")
        study.code(study.lead, title, "Jawaban satu", "Task force", "Mimetic")
    with django_assert_num_queries(len(before)):
        listed(page, study)
