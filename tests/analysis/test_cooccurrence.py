"""Codes that stand together: in the API, as a matrix, and the passages behind every number."""

import csv
import re
from contextlib import suppress
from io import StringIO
from itertools import combinations
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.analysis.queries import Filter
from apps.analysis.queries.cooccurrence import SENSES, Cooccurrence, Sense, as_question, cooccurrence, met
from apps.analysis.queries.retrieval import ask
from apps.coding.models import Coding
from core.cooccurrence import strongest
from core.retrieval.parsing import parse
from core.retrieval.writing import write
from tests.analysis.conftest import Study
from tests.analysis.random_study import Fact, make_study


class TakenBack(Exception):
    """Ends an example, so that its project leaves the database."""


def asked(api: Client, study: Study, **query: object) -> dict:
    return api.get(f"/api/v1/projects/{study.project.pk}/cooccurrence", query).json()


def cells(table: dict, name: str = "cells") -> dict[frozenset[str], Any]:
    names = [row["name"] for row in table["rows"]]
    return {
        frozenset((names[i], names[j])): table[name][i][j]
        for i, j in combinations(range(len(names)), 2)
        if table[name][i][j]
    }


def test_on_the_same_passage(api: Client, study: Study):
    table = asked(api, study)
    assert cells(table) == {
        frozenset(("Regulation", "Monitoring")): 1, frozenset(("Coercive", "Monitoring")): 1,
        frozenset(("Training and education", "Innovation")): 1, frozenset(("Normative", "Innovation")): 1,
    }  # fmt: skip
    # Monitoring is on three passages, Regulation on two, both on one.
    assert cells(table, "coefficients")[frozenset(("Regulation", "Monitoring"))] == 1 / 4
    assert table["totals"]["all"] == 7
    assert table["cells"] == [list(column) for column in zip(*table["cells"], strict=True)]


def test_on_overlapping_passages(api: Client, study: Study):
    table = asked(api, study, sense="overlap")
    # “Jawaban satu tentang aturan” and “satu tentang aturan, pelatihan” are of two coders.
    assert cells(table)[frozenset(("Regulation", "Coercive"))] == 2
    assert cells(table)[frozenset(("Regulation", "Monitoring"))] == 2
    assert cells(table, "pairs")[frozenset(("Regulation", "Coercive"))] == 1
    assert frozenset(("Regulation", "Coercive")) not in cells(asked(api, study, sense="overlap", same_coder=True))


def test_in_the_same_turn_and_within_words(api: Client, study: Study):
    study.code(study.lead, "Metro 01", "satuan kerja", "Task force")
    assert cells(asked(api, study, sense="turn"))[frozenset(("Regulation", "Task force"))] == 2
    pair = frozenset(("Regulation", "Task force"))
    # “Jawaban satu [tentang aturan, pelatihan dan] satuan kerja”
    assert pair not in cells(asked(api, study, sense="near", words=3))
    assert cells(asked(api, study, sense="near", words=4))[pair] == 2


def test_rolled_up_a_passage_with_two_sub_codes_counts_once(api: Client, study: Study):
    study.code(study.lead, "Metro 01", "Jawaban tiga", "Monitoring", "Innovation", "Mimetic")
    table = asked(api, study, rollup=True, sense="overlap")
    assert cells(table)[frozenset(("Coercive", "Monitoring"))] == 2
    assert [row["name"] for row in table["rows"]][-3:] != []
    assert table["totals"]["all"] == 8


def test_rejected_codings_and_other_offices_are_not_met(api: Client, study: Study):
    study.code(study.lead, "Metro 02", "Jawaban dua tentang", "Innovation")
    assert frozenset(("Mimetic", "Innovation")) not in cells(asked(api, study, sense="overlap"))
    only = asked(api, study, sense="overlap", office=str(study.offices["Metro"].pk))
    assert cells(only) == {frozenset(("Normative", "Innovation")): 1}
    assert only["filter"]["office"] == str(study.offices["Metro"].pk)


@pytest.mark.parametrize("sense", SENSES)
@pytest.mark.parametrize("rollup", [True, False])
def test_the_two_ways_of_reading_agree_and_every_number_is_a_list(study: Study, sense: str, rollup: bool):
    from datetime import date

    how = Sense(sense, 3)
    found = cooccurrence(study.project, Filter(rollup=rollup), how)
    narrowed = cooccurrence(study.project, Filter(rollup=rollup, since=date(1990, 1, 1)), how)
    assert found.table == narrowed.table
    for i, j in some_pairs(found):
        one, other = found.codes[i], found.codes[j]
        for chosen in (Filter(rollup=rollup), Filter(rollup=rollup, since=date(1990, 1, 1))):
            listed = met(study.project, chosen, how, code=one.id, also=other.id)
            assert len(listed) == len(set(listed)) == found.table.meeting[i][j]


def some_pairs(found: Cooccurrence) -> list[tuple[int, int]]:
    """Those that stand together most, and one that does not."""
    apart = [pair for pair in combinations(range(len(found.codes)), 2) if not found.table.meeting[pair[0]][pair[1]]]
    return [*strongest(found.table, most=4), apart[0]]


def meet(sense: Sense, one: Fact, other: Fact) -> bool:
    """As somebody with paper and pencil would tell it; `near` is told by the words that lie between."""
    if one.segment == other.segment:
        return True
    if sense.name == "segment" or one.transcript != other.transcript:
        return False
    if sense.same_coder and one.by != other.by:
        return False
    if sense.name == "turn":
        return one.turn == other.turn
    return one.start < other.end and other.start < one.end


@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10_000), data=st.data())
def test_random_projects_counted_anew(db: None, seed: int, data: Any):
    with suppress(TakenBack), transaction.atomic():
        study = make_study(seed)
        sense = Sense(data.draw(st.sampled_from(["segment", "overlap", "turn"])), same_coder=data.draw(st.booleans()))
        offices = [None, *sorted({fact.office for fact in study.facts})]
        chosen = Filter(rollup=data.draw(st.booleans()), office=data.draw(st.sampled_from(offices)))
        found = cooccurrence(study.project, chosen, sense)
        facts = [fact for fact in study.counted() if chosen.office in (None, fact.office)]
        for (i, one), (j, other) in combinations(enumerate(found.codes), 2):
            having = [
                [fact for fact in facts if (study.top(fact.code) if chosen.rollup else fact.code) == code.id]
                for code in (one, other)
            ]
            pairs = {(a.segment, b.segment) for a in having[0] for b in having[1] if meet(sense, a, b)}
            assert found.table.meeting[i][j] == len({segment for pair in pairs for segment in pair})
            assert found.table.pairs[i][j] == len(pairs)
        raise TakenBack


@pytest.mark.parametrize("same_coder", [True, False])
@pytest.mark.parametrize("sense", SENSES)
def test_the_retrieval_finds_the_same_passages(study: Study, page: Client, sense: str, same_coder: bool):
    study.code(study.lead, "Metro 01", "satuan kerja", "Task force")
    how = Sense(sense, 4, same_coder=same_coder)
    found = cooccurrence(study.project, Filter(), how)
    for i, j in some_pairs(found):
        one, other = found.codes[i].id, found.codes[j].id
        listed = met(study.project, Filter(), how, code=one, also=other)
        question = as_question(Filter(), how, code=one, also=other)
        assert question and parse(write(question)) == question
        assert list(ask(study.project, question, study.lead).segments) == listed
    address = f"/projects/{study.project.pk}/cooccurrence/passages/"
    asked_for = {
        "code": study.codes["Coercive"].pk,
        "also": study.codes["Monitoring"].pk,
        "sense": sense.removeprefix("segment"),
    }
    assert "retrieval/?q=" in page.get(address, asked_for).content.decode()


def test_a_large_project_is_read_the_other_way_with_the_same_result(study: Study, monkeypatch: pytest.MonkeyPatch):
    found = cooccurrence(study.project, Filter(), Sense("overlap"))
    monkeypatch.setattr("apps.analysis.queries.cooccurrence.MANY", 0)
    monkeypatch.setattr("apps.analysis.queries.cooccurrence.MOST_IDS", 0)
    monkeypatch.setattr("apps.analysis.queries.cooccurrence.kept", lambda _project, _question, answer: answer())
    assert cooccurrence(study.project, Filter(), Sense("overlap")) == found
    codes = {code.name: code.id for code in found.codes}
    pair = {"code": codes["Coercive"], "also": codes["Monitoring"]}
    assert len(met(study.project, Filter(), Sense("overlap"), **pair)) == 2


def test_the_page_says_what_is_counted_and_every_number_opens_its_passages(page: Client, study: Study):
    base = f"/projects/{study.project.pk}"
    shown = page.get(f"{base}/cooccurrence/", {"sense": "overlap"}).content.decode()
    assert "n = 7 passages · not rejected" in shown
    assert "passages of one code that share a character with one of the other" in shown
    assert "Most often Normative and Innovation: 2 passages, coefficient 0.67." in shown
    links = re.findall(rf'href="({base}/cooccurrence/passages/[^"]*)">(\d+)<', shown)
    assert links
    for link, n in links:
        answer = page.get(link.replace("&amp;", "&"))
        assert answer.context["page"].paginator.count == int(n)
        assert len(answer.context["passages"]) == int(n)


def test_the_drawing_links_to_the_same_passages(page: Client, study: Study):
    address = f"/projects/{study.project.pk}/charts/cooccurrence.svg"
    svg = page.get(address, {"sense": "turn"}, headers={"HX-Request": "true"}).content.decode()
    assert re.search(r"cooccurrence/passages/\?code=[-\w]+&amp;also=[-\w]+&amp;sense=turn|sense=turn", svg)


def test_files_say_the_sense_and_hold_every_pair(page: Client, study: Study):
    base = f"/projects/{study.project.pk}/charts/cooccurrence"
    rows = list(csv.DictReader(StringIO(page.get(f"{base}.csv").content.decode())))
    assert {(row["Code"], row["Other code"]) for row in rows} == {
        ("Coercive", "Monitoring"), ("Normative", "Innovation"),
    }  # fmt: skip
    assert rows[0]["Coefficient"] == str(2 / 3)
    assert "passages that carry both codes" in rows[0]["about"]
    for format, begins in (("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("json", b"{")):
        assert page.get(f"{base}.{format}").content.startswith(begins)
    assert (
        "coefficient"
        in page.get(f"/projects/{study.project.pk}/cooccurrence/", {"shown": "coefficient"}).content.decode()
    )


def test_too_little_to_stand_together_is_said(page: Client, uncoded: Study):
    base = f"/projects/{uncoded.project.pk}"
    said = "Two codes on passages are needed to stand together"
    assert said in page.get(f"{base}/cooccurrence/").content.decode()
    assert page.get(f"{base}/charts/cooccurrence.svg").status_code == 200
    uncoded.code(uncoded.lead, "Metro 01", "Jawaban satu", "Monitoring")
    assert f"{said}; under this filter there are 1" in page.get(f"{base}/cooccurrence/").content.decode()
    uncoded.code(uncoded.lead, "Metro 01", "Jawaban dua", "Innovation")
    assert "no two of them stand together" in page.get(f"{base}/network/").content.decode()
    assert page.get(f"{base}/charts/network.png").status_code == 200


def test_a_project_without_codes_has_nothing_to_draw(page: Client, api: Client, project):
    assert page.get(f"/projects/{project.pk}/cooccurrence/").status_code == 200
    assert page.get(f"/projects/{project.pk}/charts/cooccurrence.svg").status_code == 404
    assert api.get(f"/api/v1/projects/{project.pk}/cooccurrence").json()["cells"] == []
    assert page.get(f"/projects/{project.pk}/cooccurrence/passages/").status_code == 302


def test_queries_do_not_grow_with_the_codings(study: Study, django_assert_num_queries: Any):
    chosen = Filter(office=study.offices["Kotabumi"].pk)
    with django_assert_num_queries(6):
        cooccurrence(study.project, chosen, Sense("overlap"))
    Coding.objects.filter(state=Coding.State.RETURNED).update(state=Coding.State.OPEN)
    study.code(study.lead, "Kotabumi 01", "Jawaban tiga", "Monitoring", "Innovation")
    study.project.refresh_from_db()
    with django_assert_num_queries(6):
        cooccurrence(study.project, chosen, Sense("overlap"))
