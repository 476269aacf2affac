"""The cross-table of two dimensions, in the API, in its panel and as a page."""

import csv
import io

import pytest
from django.test import Client

from tests.analysis.conftest import Study


def crosstab(api: Client, study: Study, **query: object):
    return api.get(f"/api/v1/projects/{study.project.pk}/crosstab", query).json()


def cells(table: dict) -> dict[tuple[str, str], int]:
    return {
        (row["name"], column["name"]): table["cells"][i][j]
        for i, row in enumerate(table["rows"])
        for j, column in enumerate(table["columns"])
        if table["cells"][i][j]
    }


def test_factors_by_pressure_is_the_default(api: Client, study: Study):
    table = crosstab(api, study)
    assert table["rows"][0]["name"] == "Work-unit education"
    assert cells(table) == {
        ("Monitoring", "Regulation"): 1, ("Monitoring", "Coercive"): 1,
        ("Innovation", "Training and education"): 1, ("Innovation", "Normative"): 1,
    }  # fmt: skip
    assert table["totals"]["all"] == 4


def test_rolled_up_and_filtered(api: Client, study: Study):
    table = crosstab(api, study, rollup=True, office=str(study.offices["Kotabumi"].pk))
    assert [column["name"] for column in table["columns"]] == ["Coercive", "Mimetic", "Normative"]
    assert cells(table) == {("Monitoring", "Coercive"): 2, ("Innovation", "Normative"): 1}
    assert table["totals"]["columns"] == [2, 0, 1]
    assert table["filter"]["office"] == str(study.offices["Kotabumi"].pk)


def test_a_total_counts_a_segment_once(api: Client, study: Study):
    study.code(study.lead, "Metro 01", "Jawaban tiga", "Monitoring", "Innovation", "Mimetic")
    table = crosstab(api, study, rollup=True)
    mimetic = [column["name"] for column in table["columns"]].index("Mimetic")
    assert sum(row[mimetic] for row in table["cells"]) == 2
    assert table["totals"]["columns"][mimetic] == 1


def test_dimensions_are_named_and_turned(api: Client, study: Study):
    table = crosstab(api, study, rows="Institutional pressure", columns="Causal factor", rollup=True)
    assert cells(table)["Coercive", "Monitoring"] == 2
    assert crosstab(api, study, rows="Nothing")["error"] == "no_such_dimension"


def test_other_readings_of_the_cells(api: Client, page: Client, study: Study):
    table = crosstab(api, study, rollup=True)
    names = [row["name"] for row in table["rows"]]
    monitoring, innovation = names.index("Monitoring"), names.index("Innovation")
    # Two passages with Monitoring, both coercive; two with Innovation, both normative.
    assert table["row_share"][monitoring] == [100, 0, 0]
    assert table["column_share"][innovation] == [0, None, 100]
    assert table["residual"][monitoring] == [2, None, -2]
    assert table["test"]["p"] == pytest.approx(2 / 6)
    assert (table["test"]["method"], table["test"]["cramers_v"], table["test"]["size"]) == ("exact", 1, "large")
    for cells in ("row_share", "column_share", "residual"):
        written = page.get(f"/projects/{study.project.pk}/charts/crosstab.csv", {"cells": cells}).content.decode()
        lines = list(csv.reader(io.StringIO(written)))[1:-1]
        told = [[float(value) if value else None for value in line[2:5]] for line in lines]
        assert told == table[cells]
        panel = page.get(f"/projects/{study.project.pk}/crosstab/", {"cells": cells}).content.decode()
        assert "Chance alone could make rows and columns go together this much." in panel


def test_the_test_says_when_passages_stand_in_several_cells(api: Client, study: Study):
    study.code(study.lead, "Metro 01", "Jawaban tiga", "Monitoring", "Innovation", "Mimetic")
    assert any("several cells" in warning for warning in crosstab(api, study, rollup=True)["warnings"])


def test_panel_links_to_the_passages_with_both_codes(page: Client, study: Study):
    fragment = page.get(f"/projects/{study.project.pk}/crosstab/", headers={"HX-Request": "true"}).content.decode()
    code, also = study.codes["Monitoring"].pk, study.codes["Coercive"].pk
    assert f"passages/?code={code}&amp;also={also}" in fragment
    assert "<html" not in fragment
    assert "<html" in page.get(f"/projects/{study.project.pk}/crosstab/").content.decode()


def test_without_two_dimensions_there_is_none(page: Client, api: Client, project):
    assert page.get(f"/projects/{project.pk}/crosstab/").status_code == 404
    assert api.get(f"/api/v1/projects/{project.pk}/crosstab").status_code == 404
