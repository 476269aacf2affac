"""Sentences of a version: asked for by a page, cut by a worker, kept."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.documents.models import Office, Sentences, Transcript
from apps.documents.services import change_transcript, create_transcript, cut_sentences
from apps.projects.models import Project
from tests.worker_process import WorkerProcess

TEXT = "Pewawancara: Apa kabar? Baik.\n\nInforman 1: Bpk. Budi naik 1.234,5 poin. Lalu 👩🏽‍💻 turun"
SAID = ["Apa kabar?", "Baik.", "Bpk. Budi naik 1.234,5 poin.", "Lalu 👩🏽‍💻 turun"]

Ask = Callable[..., Any]


@pytest.fixture
def told(project: Project, lead: User, office: Office) -> Transcript:
    return create_transcript(project=project, user=lead, title="Metro 09", office=office, text=TEXT, language="id")


@pytest.fixture
def ask(client_of: Callable[[User], Client], viewer: User, told: Transcript) -> Ask:
    def get(**query: str) -> Any:
        path = f"/api/v1/projects/{told.project_id}/transcripts/{told.pk}/sentences"
        return client_of(viewer).get(path, query)

    return get


def spans(steps: list[int]) -> Iterator[tuple[int, int]]:
    at = 0
    for gap, length in zip(steps[::2], steps[1::2], strict=True):
        yield at + gap, at + gap + length
        at += gap + length


def test_first_nobody_knows_and_then_they_are_there(ask: Ask, told: Transcript) -> None:
    assert ask().status_code == 202
    assert ask().json() == {"version": str(told.current_id), "steps": None}
    cut_sentences(version_id=told.version_id)
    answer = ask()
    assert answer.status_code == 200
    assert [told.current.text[a:b] for a, b in spans(answer.json()["steps"])] == SAID


@pytest.mark.django_db(transaction=True)
def test_a_worker_cuts_them_when_a_page_asks(ask: Ask, worker: WorkerProcess) -> None:
    assert ask().status_code == 202
    worker.wait_until(lambda: ask().status_code == 200)
    assert Sentences.objects.count() == 1


def test_a_worker_is_asked_once_in_a_while(
    ask: Ask, told: Transcript, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("apps.documents.services.sentences.ask_worker", lambda _task, version: asked.append(version))
    with django_capture_on_commit_callbacks(execute=True):
        ask()
        ask()
    assert asked == [str(told.version_id)]
    cache.clear()
    with django_capture_on_commit_callbacks(execute=True):
        ask()
    assert len(asked) == 2


def test_another_language_cuts_anew(ask: Ask, project: Project, lead: User, told: Transcript) -> None:
    cut_sentences(version_id=told.version_id)
    change_transcript(project=project, user=lead, transcript=told, language="en")
    assert ask().status_code == 202
    cut_sentences(version_id=told.version_id)
    assert ask().status_code == 200
    assert Sentences.objects.get().language == "en"


def test_versions_of_other_transcripts_and_gone_ones(ask: Ask, project: Project, lead: User, office: Office) -> None:
    other = create_transcript(project=project, user=lead, title="Metro 10", office=office, text=TEXT, language="id")
    assert ask(version=str(other.version_id)).status_code == 404
    cut_sentences(version_id=other.version_id)
    assert ask(version=str(other.version_id)).status_code == 404
    cut_sentences(version_id=uuid4())
    assert Sentences.objects.count() == 1


def test_one_query_more_than_finding_the_transcript(ask: Ask, told: Transcript, django_assert_num_queries) -> None:
    cut_sentences(version_id=told.version_id)
    with CaptureQueriesContext(connection) as first:
        ask()
    with django_assert_num_queries(len(first)):
        ask(version=str(told.version_id))
