"""Portraits of transcripts: where their passages lie."""

import re

from django.test import Client

from tests.analysis.conftest import Study


def asked(api: Client, study: Study, title: str, **query: object) -> dict:
    pk = study.transcripts[title].pk
    return api.get(f"/api/v1/projects/{study.project.pk}/transcripts/{pk}/portrait", query).json()


def test_bands_lie_along_the_words_that_are_said(api: Client, study: Study):
    answer = asked(api, study, "Kotabumi 01")
    names = {lane["id"]: lane["name"] for lane in answer["lanes"]}
    bands = [(names[band["lane"]], band["first"], band["last"]) for band in answer["bands"]]
    # Three words of the interviewer's come first.
    assert ("Regulation", 3, 7) in bands and ("Coercive", 4, 8) in bands
    assert ("Innovation", 11, 13) in bands
    assert answer["words"] == study.transcripts["Kotabumi 01"].current.words
    assert answer["turns"][0] == {"first": 0, "last": 3, "interviewer": True, "who": "Pewawancara"}
    assert [turn["last"] for turn in answer["turns"]][-1] == answer["words"]


def test_a_passage_with_two_sub_codes_is_one_band_of_their_top(api: Client, study: Study):
    study.code(study.lead, "Metro 01", "Jawaban tiga", "Monitoring", "Innovation")
    lanes = asked(api, study, "Metro 01", by="dimension")
    assert [lane["name"] for lane in lanes["lanes"]] == ["Institutional pressure", "Causal factor"]
    factors = [band for band in lanes["bands"] if band["lane"] == lanes["lanes"][1]["id"]]
    assert len(factors) == 2


def test_one_transcript_opens_its_passages_in_the_workspace(page: Client, study: Study):
    transcript = study.transcripts["Kotabumi 01"].pk
    base = f"/projects/{study.project.pk}"
    shown = page.get(f"{base}/portrait/", {"transcript": transcript}).content.decode()
    assert "Code portrait: Kotabumi 01" in shown
    address = f"{base}/charts/portrait.svg"
    svg = page.get(address, {"transcript": transcript}, headers={"HX-Request": "true"}).content.decode()
    links = set(re.findall(r'xlink:href="([^"]*)"', svg))
    assert len(links) == 3
    assert all(link.startswith(f"{base}/transcripts/{transcript}/code/?segment=") for link in links)


def test_all_transcripts_stand_in_one_picture_and_lead_to_their_passages(page: Client, study: Study):
    base = f"/projects/{study.project.pk}"
    shown = page.get(f"{base}/portrait/", {"office": study.offices["Metro"].pk})
    assert [row[0].text for row in shown.context["chart"].rows] == ["Metro 01"] * 3 + ["Metro 02"] * 2
    svg = page.get(f"{base}/charts/portrait.svg", headers={"HX-Request": "true"}).content.decode()
    for title in study.transcripts:
        assert title in svg
    for link in set(re.findall(r'xlink:href="([^"]*)"', svg)):
        assert page.get(link.replace("&amp;", "&")).context["page"].paginator.count


def test_more_transcripts_than_a_picture_holds_are_said(page: Client, study: Study, monkeypatch):
    monkeypatch.setattr("apps.analysis.queries.portrait.MOST_TRANSCRIPTS", 2)
    shown = page.get(f"/projects/{study.project.pk}/portrait/").content.decode()
    assert "1 more transcript is not drawn" in shown


def test_nothing_coded_says_so(page: Client, api: Client, uncoded: Study):
    answer = asked(api, uncoded, "Metro 01")
    assert (answer["bands"], answer["words"]) == ([], uncoded.transcripts["Metro 01"].current.words)
    assert "No passage is coded yet" in page.get(f"/projects/{uncoded.project.pk}/portrait/").content.decode()


def test_another_projects_transcript_is_not_there(api: Client, study: Study):
    address = f"/api/v1/projects/{study.project.pk}/transcripts/{study.project.pk}/portrait"
    assert api.get(address).status_code == 404
