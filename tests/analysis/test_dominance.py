"""The verdict of six rules, in the API and in its panel."""

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
    assert verdict["test"] == {"chi2": None, "df": None, "p": None, "cramers_v": None}
    assert len(verdict["warnings"]) == 1


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
