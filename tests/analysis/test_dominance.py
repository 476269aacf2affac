"""The verdict of six rules, in the API and in its panel."""

import csv
import io

import pytest
from django.test import Client

from tests.analysis.conftest import Study


def test_rules_over_the_same_counts_as_the_tables(api: Client, study: Study):
    verdict = api.get(f"/api/v1/projects/{study.project.pk}/dominance").json()
    keys = {str(study.codes[name].pk): name for name in ("Coercive", "Mimetic", "Normative")}
    counts = {
        rule["rule"]: {keys[key]: count for key, count in rule["counts"].items() if count} for rule in verdict["rules"]
    }
    assert counts == {
        "codings": {"Coercive": 3, "Normative": 3},
        "participants": {"Coercive": 2, "Normative": 3},
        "words": {"Coercive": 7, "Normative": 6},
        "factors": {"Coercive": 1, "Normative": 1},
        "offices": {"Coercive": 1, "Normative": 1},
        "codings_per_participant": {"Coercive": 1.5, "Normative": 1.0},
    }
    winners = {rule["rule"]: keys.get(rule["winner"], rule["tie"] and "tie") for rule in verdict["rules"]}
    assert winners == {
        "codings": "tie", "participants": "Normative", "words": "Coercive", "factors": "tie", "offices": "tie",
        "codings_per_participant": "Coercive",
    }  # fmt: skip
    assert verdict["agree"] is False
    # 3, 0 and 3 of six: of all 3^6 ways, no likelier are 3 like (6, 0, 0), 36 like (5, 1, 0), 90 like (4, 2, 0) and
    # 60 like this one.
    p = (3 + 36 + 90 + 60) / 729
    told = {"chi2": 3, "df": 2, "p": p, "cramers_v": 0.5, "size": "large", "method": "exact", "draws": 0}
    assert verdict["test"] == {key: pytest.approx(value) for key, value in told.items()}
    assert verdict["warnings"] == ["Counts are few: p comes from the exact test."]


def test_each_office_has_its_own_verdict(api: Client, page: Client, study: Study):
    verdict = api.get(f"/api/v1/projects/{study.project.pk}/dominance").json()
    coercive, normative = (str(study.codes[name].pk) for name in ("Coercive", "Normative"))
    found = {each["office"]["name"]: each for each in verdict["offices"]}
    assert {name: each["n"] for name, each in found.items()} == {"Kotabumi": 3, "Metro": 3}
    assert [rule["winner"] or "tie" for rule in found["Kotabumi"]["rules"]] == [
        coercive, "tie", coercive, "tie", coercive,
    ]  # fmt: skip
    assert [rule["winner"] or "tie" for rule in found["Metro"]["rules"]] == [
        normative, normative, normative, normative, "tie",
    ]  # fmt: skip
    # What holds within an office is what its own filter says, rule by rule.
    for name, each in found.items():
        office = {"office": str(study.offices[name].pk)}
        alone = api.get(f"/api/v1/projects/{study.project.pk}/dominance", office).json()["rules"]
        assert each["rules"] == [rule for rule in alone if rule["rule"] != "offices"]
    panel = page.get(f"/projects/{study.project.pk}/dominance/").content.decode()
    assert "Normative, by 4 of 5 rules" in panel


def test_the_rules_are_a_chart_with_the_same_numbers(api: Client, page: Client, study: Study):
    verdict = api.get(f"/api/v1/projects/{study.project.pk}/dominance").json()
    written = page.get(f"/projects/{study.project.pk}/charts/dominance.csv").content.decode()
    rows = list(csv.reader(io.StringIO(written)))[1:]
    for row, rule in zip(rows, verdict["rules"], strict=True):
        counts, shares = rule["counts"].values(), rule["shares"].values()
        assert [float(n) for n in row[1:-1]] == pytest.approx([*counts, *(100 * share for share in shares)])
    assert page.get(f"/projects/{study.project.pk}/charts/dominance/").status_code == 200


def test_enough_codings_are_tested(api: Client, study: Study):
    for title in ("Kotabumi 01", "Metro 01", "Metro 02"):
        for quote in ("pelatihan", "satuan", "kerja", "dan"):
            study.code(study.lead, title, quote, "Normative")
    verdict = api.get(f"/api/v1/projects/{study.project.pk}/dominance").json()
    # 3, 0 and 15 of 18 where 6 each are expected.
    assert verdict["test"]["chi2"] == 21.0
    assert verdict["test"]["df"] == 2
    assert verdict["warnings"] == []


def test_panel_says_it_in_a_sentence(page: Client, study: Study):
    url = f"/projects/{study.project.pk}/dominance/"
    panel = page.get(url, headers={"HX-Request": "true"}).content.decode()
    assert "The rules disagree: by 2 of 6, <b>Coercive</b> dominates; codings: a tie of Coercive and Normative" in panel
    assert 'width="50.0%"' in panel
    assert "<html" in page.get(url).content.decode()


def test_a_code_with_markup_in_its_name_stays_text(page: Client, study: Study):
    code = study.codes["Coercive"]
    code.name = "<img src=x>"
    code.save(update_fields=["name"])
    panel = page.get(f"/projects/{study.project.pk}/dominance/").content.decode()
    assert "<img" not in panel
    assert "&lt;img src=x&gt;" in panel


def test_agreement_and_silence(page: Client, uncoded: Study):
    url = f"/projects/{uncoded.project.pk}/dominance/"
    assert "No rule can be counted yet" in page.get(url).content.decode()
    uncoded.code(uncoded.lead, "Metro 01", "Jawaban satu", "Regulation", "Monitoring")
    assert "The rules agree: by all 6, <b>Coercive</b> dominates." in page.get(url).content.decode()


def test_without_an_exclusive_dimension_there_is_no_verdict(page: Client, api: Client, project):
    assert page.get(f"/projects/{project.pk}/dominance/").status_code == 404
    assert api.get(f"/api/v1/projects/{project.pk}/dominance").status_code == 404


def test_percentages_are_rounded_and_not_cut(page: Client, study: Study):
    # Two thirds of four codings more: 5 of 8 and 3 of 8 are 62.5 and 37.5 percent.
    for quote in ("satu", "dua"):
        study.code(study.lead, "Metro 02", quote, "Coercive")
    spec = page.get(f"/projects/{study.project.pk}/charts/dominance.json").json()
    told = {(each["row"], each["part"]): each["text"] for each in spec["data"]["values"]}
    assert told["Codings", "Coercive"] == "62 %"
    assert told["Words covered", "Normative"] == "40 %"
