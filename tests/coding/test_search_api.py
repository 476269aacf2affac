"""Search in a transcript over HTTP: by root or exactly, in code points, within turns."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.coding.queries import MOST_HITS
from apps.documents.models import Office, Transcript
from apps.documents.services import create_transcript
from apps.projects.models import Project


@pytest.fixture
def look_for(client_of: Callable[[User], Client], lead: User, transcript: Transcript) -> Callable[..., Any]:
    """look_for(query, …): the answer's JSON, its status checked."""

    def call(q: str, status: int = 200, of: Transcript = transcript, **query: str) -> Any:
        path = f"/api/v1/projects/{of.project_id}/transcripts/{of.pk}/search"
        response = client_of(lead).get(path, {"q": q, **query})
        assert response.status_code == status, response.content
        return response.json()

    return call


def test_relatives_of_a_word_are_found_where_they_stand(look_for, transcript: Transcript) -> None:
    found = look_for("beda")
    assert found["version"] == str(transcript.current_id)
    assert found["more"] is False
    [hit] = found["items"]
    text = transcript.current.text
    assert hit["quote"] == "membedakan" == text[hit["start"] : hit["end"]]
    assert (hit["turn"], hit["line"]) == (0, 1)


def test_offsets_are_code_points_behind_emoji(look_for, transcript: Transcript) -> None:
    hits = look_for("target")["items"]
    assert [hit["quote"] for hit in hits] == ["target", "target"]
    assert [hit["turn"] for hit in hits] == [2, 3]
    for hit in hits:
        assert transcript.current.text[hit["start"] : hit["end"]] == hit["quote"]


def test_exact_finds_whole_words_only(look_for) -> None:
    assert look_for("beda", mode="exact")["items"] == []
    assert [hit["quote"] for hit in look_for("bimbingan TEKNIS", mode="exact")["items"]] == ["bimbingan teknis"]


def test_speakers_names_are_not_searched(look_for) -> None:
    assert look_for("Pewawancara", mode="exact")["items"] == []


def test_words_side_by_side_and_in_order(look_for) -> None:
    assert [hit["quote"] for hit in look_for("ada bimbing teknis")["items"]] == ["mengadakan bimbingan teknis"]
    assert look_for("teknis bimbing")["items"] == []


@pytest.mark.parametrize("query", ["", "   ", "?!", "👩🏽‍💻💥"])
def test_nothing_to_look_for_finds_nothing(look_for, query: str) -> None:
    assert look_for(query)["items"] == []


def test_too_long_and_unknown_ways_are_refused(look_for) -> None:
    assert look_for("a" * 201, status=422)["error"] == "query_too_long"
    look_for("a", status=422, mode="fuzzy")


def test_patterns(look_for, transcript: Transcript, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lexicon.patterns.SECONDS", 60)
    hits = look_for(r"bim\w+ (teknis|x)|tar.et", mode="regex")["items"]
    assert [hit["quote"] for hit in hits] == ["bimbingan teknis", "target", "target"]
    assert all(transcript.current.text[hit["start"] : hit["end"]] == hit["quote"] for hit in hits)
    assert look_for("bimbing", mode="regex")["items"] == []
    assert len(look_for("bimbing", mode="regex", words="false")["items"]) == 1
    assert look_for("BIMBINGAN", mode="regex", case="true")["items"] == []
    assert look_for(" ", mode="regex")["items"] == []


def test_a_pattern_that_is_none_is_refused_with_its_place(look_for, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.lexicon.patterns.SECONDS", 60)
    refused = look_for("target(", status=422, mode="regex")
    assert refused["error"] == "bad_pattern"
    assert "at character 7" in refused["message"]


def test_a_pattern_without_end_is_stopped(look_for, project: Project, lead: User, office: Office) -> None:
    long = create_transcript(
        project=project, user=lead, title="Metro 03", office=office, text="a" * 10_000 + "!", language="id"
    )
    assert look_for("(a+)+$", status=422, of=long, mode="regex")["error"] == "pattern_too_slow"


def test_exactly_with_and_without_words_case_and_accents(
    look_for, project: Project, lead: User, office: Office
) -> None:
    text = "A: Résumé re\u0301sume\u0301 resume Resumes"
    other = create_transcript(project=project, user=lead, title="Metro 04", office=office, text=text, language="en")

    def found(**strict: str) -> list[str]:
        return [hit["quote"] for hit in look_for("resume", of=other, mode="exact", **strict)["items"]]

    kept = [hit["quote"] for hit in look_for("résumé", of=other, mode="exact", accents="false", case="true")["items"]]
    assert found() == ["resume"]
    assert found(words="false") == ["resume", "Resume"]
    assert found(accents="false") == ["Résumé", "re\u0301sume\u0301", "resume"]
    assert kept == ["re\u0301sume\u0301", "resume"]
    assert found(words="false", case="true") == ["resume"]


def test_there_is_a_limit(look_for, project: Project, lead: User, office: Office) -> None:
    text = "Informan 1: " + "kerja dan " * (MOST_HITS + 1)
    long = create_transcript(project=project, user=lead, title="Metro 02", office=office, text=text, language="id")
    found = look_for("bekerja", of=long)
    assert len(found["items"]) == MOST_HITS
    assert found["more"] is True


def test_the_number_of_queries_does_not_grow(look_for, django_assert_num_queries) -> None:
    for query in ("beda", "target"):
        look_for(query)
    with CaptureQueriesContext(connection) as few:
        assert look_for("nothing")["items"] == []
    with django_assert_num_queries(len(few)):
        assert len(look_for("target")["items"]) == 2
