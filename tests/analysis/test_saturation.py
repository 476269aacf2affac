"""Saturation: in the API, as a curve, and in a sentence."""

import csv
import datetime as dt
import re
from io import StringIO

from django.test import Client

from apps.documents.models import Transcript
from tests.analysis.conftest import Study


def asked(api: Client, study: Study, **query: object) -> dict:
    return api.get(f"/api/v1/projects/{study.project.pk}/saturation", query).json()


def brought(answer: dict) -> list[tuple[str, int, int]]:
    return [(item["title"], item["new"], item["cumulative"]) for item in answer["items"]]


def dated(study: Study, **days: int) -> None:
    for name, day in days.items():
        Transcript.objects.filter(pk=study.transcripts[name.replace("_", " ")].pk).update(date=dt.date(2023, 3, day))


def long_study(study: Study) -> None:
    """Six interviews: three codes first, then nothing new."""
    for number in range(3, 7):
        study.interview(f"Metro {number:02}", "Metro", "Informan 3")
        study.code(study.lead, f"Metro {number:02}", "Jawaban satu", "Monitoring")
    dated(study, Kotabumi_01=1, Metro_01=2, Metro_02=3, Metro_03=4, Metro_04=5, Metro_05=6, Metro_06=7)


def test_by_the_date_of_the_interview(api: Client, study: Study):
    dated(study, Metro_02=1, Metro_01=2)
    answer = asked(api, study)
    assert brought(answer) == [("Metro 02", 2, 2), ("Metro 01", 3, 5), ("Kotabumi 01", 2, 7)]
    assert answer["without_date"] == 1
    assert [code["name"] for code in answer["items"][2]["new_codes"]] == ["Coercive", "Training and education"]
    assert answer["items"][2]["share"] == 7 / answer["codes"]


def test_by_the_order_of_coding_and_rolled_up(api: Client, study: Study):
    assert [item[0] for item in brought(asked(api, study, order="coded"))] == ["Kotabumi 01", "Metro 01", "Metro 02"]
    assert brought(asked(api, study, order="coded", rollup=True)) == [
        ("Kotabumi 01", 4, 4), ("Metro 01", 0, 4), ("Metro 02", 0, 4),
    ]  # fmt: skip


def test_by_office_each_begins_anew_and_what_is_not_coded_is_left_out(api: Client, study: Study):
    study.interview("Sukadana 01", "Sukadana", "Informan 1")
    answer = asked(api, study, rollup=True)
    assert answer["without_codings"] == 1
    assert {office["name"]: brought(office) for office in answer["offices"]} == {
        "Kotabumi": [("Kotabumi 01", 4, 4)],
        "Metro": [("Metro 01", 3, 3), ("Metro 02", 1, 4)],
    }


def test_the_criterion_and_its_sentence(api: Client, page: Client, study: Study):
    long_study(study)
    verdict = asked(api, study)["verdict"]
    assert (verdict["base_codes"], verdict["reached"]) == (7, 4)
    assert [(run["first"], run["last"], run["new"]) for run in verdict["runs"]] == [(5, 6, 0), (6, 7, 0)]
    shown = page.get(f"/projects/{study.project.pk}/saturation/", {"rollup": "0"}).content.decode()
    assert "Saturation was reached after 4 transcripts: numbers 5 to 6 brought 0 new codes" in shown
    assert "Guest, Namey &amp; Chen (2020)" in shown
    assert "base 4 and run 2 need 6 coded transcripts" in shown, "one office has a single transcript"
    strict = page.get(f"/projects/{study.project.pk}/saturation/", {"base": "6", "run": "3"}).content.decode()
    assert "base 6 and run 3 need 9 coded transcripts" in strict


def test_the_table_and_the_drawing_lead_to_the_transcripts_passages(page: Client, study: Study):
    base = f"/projects/{study.project.pk}/charts/saturation"
    svg = page.get(f"{base}.svg", headers={"HX-Request": "true"}).content.decode()
    links = set(re.findall(r'xlink:href="([^"]*)"', svg))
    assert {link.split("?")[1] for link in links} == {f"transcript={each.pk}" for each in study.transcripts.values()}
    rows = list(csv.DictReader(StringIO(page.get(f"{base}.csv").content.decode())))
    everything = [row for row in rows if row["Office"] == "All"]
    assert [row["Codes so far"] for row in everything] == ["4", "4", "4"]
    assert "in the order of interview dates · 3 without date stand last" in rows[0]["about"]


def test_nothing_coded_says_so(page: Client, api: Client, uncoded: Study):
    assert asked(api, uncoded)["items"] == []
    assert "No passage is coded yet" in page.get(f"/projects/{uncoded.project.pk}/saturation/").content.decode()
    assert page.get(f"/projects/{uncoded.project.pk}/charts/saturation.svg").status_code == 404
