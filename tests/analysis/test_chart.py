"""Charts: inside the page, as files, and what they say."""

import csv
import json
import re
from io import StringIO

import pytest
from django.test import Client

from apps.accounts.models import User
from tests.analysis.conftest import Study


def chart(page: Client, study: Study, file: str, **query: object):
    return page.get(f"/projects/{study.project.pk}/charts/{file}", query)


SHAPES = ["heat", "bars", "shares", "multiples"]


@pytest.mark.parametrize("shape", SHAPES)
def test_inline_chart_links_into_the_passages_and_obeys_the_content_policy(page: Client, study: Study, shape: str):
    url = f"/projects/{study.project.pk}/charts/frequencies.svg"
    asked = {"office": study.offices["Metro"].pk, "shape": shape}
    svg = page.get(url, asked, headers={"HX-Request": "true"}).content.decode()
    assert svg.startswith("<svg")
    links = re.findall(r'xlink:href="([^"]*)"', svg)
    assert links
    assert all(link.startswith(f"/projects/{study.project.pk}/passages/?") for link in links)
    for link in links:
        assert page.get(link.replace("&amp;", "&")).context["page"].paginator.count > 0
    assert not re.search(r"<(style|script)|\sstyle=|\son\w+=|https?://(?!www\.w3\.org)", svg)


@pytest.mark.parametrize(
    ("format", "begins"), [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("json", b"{"), ("csv", b"")]
)
@pytest.mark.parametrize("name", ["frequencies", "crosstab", "dominance"])
def test_files(page: Client, study: Study, name: str, format: str, begins: bytes):
    answer = chart(page, study, f"{name}.{format}")
    assert answer.content.startswith(begins)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="two-treasury-offices-{name}.{format}"'


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("by", ["office", "participant"])
def test_a_page_tells_a_chart_in_words_drawing_and_table(page: Client, study: Study, shape: str, by: str):
    url = f"/projects/{study.project.pk}/charts/frequencies/"
    answer = page.get(url, {"shape": shape, "by": by})
    html = answer.content.decode()
    assert "The greatest number is" in html
    assert f"charts/frequencies.svg?{answer.context['address']}".replace("&", "&amp;") in html
    assert html.count("<tr>") == 1 + len(answer.context["chart"].rows)
    assert "11 codings" in html


def test_axes_and_numbers_follow_the_language(page: Client, lead: User, study: Study):
    lead.language = "id"
    lead.save(update_fields=["language"])
    spec = json.loads(chart(page, study, "frequencies.json", measure="per_1000_words").content)
    assert spec["config"]["locale"]["number"]["decimal"] == ","
    assert {each["text"] for each in spec["data"]["values"]} >= {"74,07", "–"}


def test_a_picture_says_n_filter_and_version_and_links_nowhere(page: Client, study: Study):
    svg = chart(page, study, "frequencies.svg", office=study.offices["Metro"].pk).content.decode()
    assert "n = 5 codings · not rejected · Office: Metro · codebook v1" in re.sub(r"<[^>]*>", "", svg)
    assert "href" not in svg


def test_csv_is_unrounded_and_defuses_formulas(page: Client, study: Study):
    code, office = study.codes["Coercive"], study.offices["Metro"]
    code.name, office.name = "=1+1", "@Metro"
    code.save(update_fields=["name"])
    office.save(update_fields=["name"])
    text = chart(page, study, "frequencies.csv", measure="share").content.decode()
    rows = list(csv.DictReader(StringIO(text)))
    assert rows[0]["Code"] == "'=1+1"
    assert float(rows[0]["Kotabumi"]) == 100 * 2 / 6
    assert rows[0]["Sukadana"] == ""
    assert "'@Metro" in rows[0]
    assert rows[-1]["Code"] == "Total"


def test_specification_holds_the_numbers(page: Client, study: Study):
    spec = json.loads(chart(page, study, "crosstab.json").content)
    values = {(each["row"], each["column"]): each["value"] for each in spec["data"]["values"]}
    assert values["Monitoring", "Coercive"] == 2


def test_a_chart_of_nothing_is_still_a_chart(page: Client, study: Study):
    svg = chart(page, study, "frequencies.svg", until="2001-01-01").content.decode()
    assert "n = 0 codings" in svg
    assert "Infinity" not in svg


@pytest.mark.parametrize("file", ["nothing.svg", "frequencies.exe"])
def test_what_is_not_there(page: Client, study: Study, file: str):
    assert chart(page, study, file).status_code == 404
