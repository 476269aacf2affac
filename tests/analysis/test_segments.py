"""GET /segments: retrieval by codes, text, people and review."""

import pytest
from django.test import Client

from apps.accounts.models import User
from tests.analysis.conftest import Study


def found(api: Client, study: Study, **query: object) -> list[str]:
    answer = api.get(f"/api/v1/projects/{study.project.pk}/segments", query)
    assert answer.status_code == 200, answer.content
    return sorted(segment["quote"] for segment in answer.json()["items"])


def ids(study: Study, *names: str) -> str:
    return ",".join(str(study.codes[name].pk) for name in names)


def test_all_any_none(api: Client, study: Study):
    rules, both = "Jawaban satu tentang aturan", "satu tentang aturan, pelatihan"
    assert found(api, study, codes=ids(study, "Monitoring", "Regulation")) == [rules]
    assert found(api, study, any=ids(study, "Coercive", "Regulation")) == ["Jawaban satu", rules, both]
    assert found(api, study, codes=ids(study, "Monitoring"), none=ids(study, "Regulation")) == ["Apa penyebabnya", both]
    assert found(api, study, codes=ids(study, "Coercive", "Monitoring"), rollup=True) == [rules, both]


def test_text_people_and_places(api: Client, study: Study, coder: User):
    assert found(api, study, text="PELATIHAN") == ["satu tentang aturan, pelatihan"]
    assert len(found(api, study, coder=str(coder.pk))) == 3
    assert len(found(api, study, office=str(study.offices["Kotabumi"].pk))) == 3
    assert len(found(api, study, participant=str(study.people["Informan 3"].pk))) == 2
    assert found(api, study, transcript=str(study.transcripts["Metro 01"].pk), text="satu") == ["Jawaban satu"]
    assert found(api, study, since="2999-01-01") == []


def test_near_others(api: Client, study: Study):
    rules, both, two = "Jawaban satu tentang aturan", "satu tentang aturan, pelatihan", "Jawaban dua"
    near = {"near": ids(study, "Innovation")}
    assert found(api, study, codes=ids(study, "Regulation"), **near) == ["Jawaban satu", rules]
    assert found(api, study, codes=ids(study, "Regulation"), words=1, **near) == []
    assert found(api, study, any=ids(study, "Coercive", "Regulation"), **near) == ["Jawaban satu", rules, both]
    assert found(api, study, office=str(study.offices["Metro"].pk), **near) == ["Jawaban dua", "Jawaban satu"]
    assert found(api, study, near=ids(study, "Coercive"), none=ids(study, "Coercive")) == [two, rules]
    assert len(found(api, study, near=ids(study, "Coercive"), rollup=True)) == 5
    assert found(api, study, near=ids(study, "Mimetic")) == []
    assert found(api, study, near=ids(study, "Mimetic"), review="returned") == [two]


def test_rejected_codings_count_as_absent_unless_asked_for(api: Client, study: Study):
    assert found(api, study, codes=ids(study, "Mimetic")) == []
    assert found(api, study, review="returned") == ["Jawaban dua"]
    assert found(api, study, codes=ids(study, "Mimetic"), review="returned") == ["Jawaban dua"]
    assert len(found(api, study)) == 8


def test_pages_follow_a_cursor(api: Client, study: Study):
    url = f"/api/v1/projects/{study.project.pk}/segments"
    first = api.get(url, {"limit": 5}).json()
    rest = api.get(url, {"limit": 5, "cursor": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (5, 3, None)
    assert len({segment["id"] for segment in first["items"] + rest["items"]}) == 8
    assert set(first["items"][0]) >= {"id", "transcript", "version", "start", "end", "quote", "coder", "codings"}


@pytest.mark.parametrize("query", [{"codes": "normative"}, {"review": "perhaps"}, {"limit": "0"}, {"near": "x"}])
def test_what_cannot_be_read_is_refused(api: Client, study: Study, query: dict[str, str]):
    assert api.get(f"/api/v1/projects/{study.project.pk}/segments", query).status_code == 422
