"""Saving segments over HTTP: offsets in code points, idempotence, rules, and what other people may not do."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding, Segment
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project

Body = dict[str, Any]


@pytest.fixture
def body_for(transcript: Transcript, codes: dict[str, Code]) -> Callable[..., Body]:
    """body_for(quote, *codes): what a client sends to code these words."""

    def make(quote: str, *names: str) -> Body:
        version = transcript.current
        assert version is not None
        start = version.text.index(quote)
        return {
            "transcript": str(transcript.pk), "version": str(version.pk), "start": start, "end": start + len(quote),
            "codes": [str(codes[name].pk) for name in names],
        }  # fmt: skip

    return make


@pytest.fixture
def send(project: Project) -> Callable[..., Any]:
    """send(client, method, path, body): one call below the project's address."""

    def call(client: Client, method: str, path: str, body: Body | None = None) -> Any:
        return client.generic(
            method,
            f"/api/v1/projects/{project.pk}{path}",
            json.dumps(body or {}),
            content_type="application/json",
        )

    return call


@pytest.mark.parametrize(
    "quote",
    [
        "bimbingan teknis 👨‍👩‍👧 untuk satker",
        "Re\u0301sume\u0301 saya",
        "נתונים לפי כללים",
        "👩🏽‍💻",
        "satker, hampir setiap bulan.\n\nPewawancara: Karena target?",
    ],
    ids=["family emoji", "combining marks", "right to left", "skin tone", "across turns"],
)
def test_the_quote_is_the_words_between_the_offsets(
    api: Client, send: Any, body_for: Any, transcript: Transcript, quote: str
) -> None:
    answer = send(api, "PUT", f"/segments/{uuid4()}", body_for(quote, "Normative"))
    assert answer.status_code == 201
    assert answer.json()["quote"] == quote
    segment = Segment.objects.get()
    assert transcript.current is not None
    assert transcript.current.text[segment.start : segment.end] == segment.quote == quote


def test_the_same_put_again_changes_nothing(api: Client, send: Any, body_for: Any) -> None:
    key, body = uuid4(), body_for("target dari Kanwil", "Coercive", "Monitoring")
    first = send(api, "PUT", f"/segments/{key}", body)
    activities = Activity.objects.count()
    second = send(api, "PUT", f"/segments/{key}", body)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Activity.objects.count() == activities
    assert (Segment.objects.count(), Coding.objects.count()) == (1, 2)


def test_put_replaces_the_whole_set_of_codes_and_keeps_what_stays(api: Client, send: Any, body_for: Any) -> None:
    key = uuid4()
    kept = send(api, "PUT", f"/segments/{key}", body_for("target dari Kanwil", "Coercive", "Monitoring")).json()
    changed = send(api, "PUT", f"/segments/{key}", body_for("target dari Kanwil", "Coercive", "Innovation")).json()
    coercive = kept["codings"][0]
    assert coercive in changed["codings"]
    assert len(changed["codings"]) == 2


def test_an_exclusive_dimension_takes_one_code(api: Client, send: Any, body_for: Any, codes: dict[str, Code]) -> None:
    answer = send(api, "PUT", f"/segments/{uuid4()}", body_for("target dari Kanwil", "Coercive", "Normative"))
    assert answer.status_code == 409
    assert answer.json()["error"] == "exclusive_dimension"
    assert answer.json()["fields"]["have"] == str(codes["Coercive"].pk)
    assert answer.json()["fields"]["want"] == str(codes["Normative"].pk)
    assert not Segment.objects.exists()


@pytest.mark.parametrize(
    ("start", "end", "error"),
    [
        (5, 5, "outside_text"),
        (9, 3, "outside_text"),
        (-1, 4, "outside_text"),
        (0, 10**6, "outside_text"),
        (0, 5, "no_words"),
    ],
)
def test_borders_that_are_no_passage_are_refused(
    api: Client, send: Any, body_for: Any, start: int, end: int, error: str
) -> None:
    body = {**body_for("target dari Kanwil", "Coercive"), "start": start, "end": end}
    answer = send(api, "PUT", f"/segments/{uuid4()}", body)
    assert (answer.status_code, answer.json()["error"]) == (422, error)
    assert not Segment.objects.exists()


def test_a_stale_version_is_answered_with_the_current_state(
    api: Client, send: Any, body_for: Any, transcript: Transcript
) -> None:
    answer = send(api, "PUT", f"/segments/{uuid4()}", {**body_for("target dari Kanwil"), "version": str(uuid4())})
    assert (answer.status_code, answer.json()["error"]) == (409, "stale_version")
    assert answer.json()["fields"]["current_version"] == str(transcript.current_id)


def test_nobody_changes_another_coders_segment(
    api: Client, api_of: Callable[[User], Client], coder: User, send: Any, body_for: Any
) -> None:
    key, body = uuid4(), body_for("target dari Kanwil", "Coercive")
    send(api, "PUT", f"/segments/{key}", body)
    other = api_of(coder)
    assert send(other, "PUT", f"/segments/{key}", body).status_code == 403
    assert send(other, "PATCH", f"/segments/{key}", {"memo": "mine now"}).status_code == 403
    assert send(other, "DELETE", f"/segments/{key}").status_code == 403
    assert Segment.objects.get().memo == ""


def test_patch_changes_borders_memo_and_codes(api: Client, send: Any, body_for: Any, codes: dict[str, Code]) -> None:
    key, body = uuid4(), body_for("target dari Kanwil", "Coercive")
    send(api, "PUT", f"/segments/{key}", body)
    moved = send(api, "PATCH", f"/segments/{key}", {"start": body["start"] + 7}).json()
    assert moved["quote"] == "dari Kanwil"
    noted = send(api, "PATCH", f"/segments/{key}", {"memo": "bukan karena disuruh"}).json()
    assert (noted["memo"], noted["quote"]) == ("bukan karena disuruh", "dari Kanwil")
    coded = send(api, "PATCH", f"/segments/{key}", {"codes": [str(codes["Mimetic"].pk)]}).json()
    assert [each["code"] for each in coded["codings"]] == [str(codes["Mimetic"].pk)]


def test_all_segments_of_a_transcript_come_in_text_order(
    api: Client, send: Any, body_for: Any, transcript: Transcript
) -> None:
    send(api, "PUT", f"/segments/{uuid4()}", body_for("target dari Kanwil", "Coercive"))
    send(api, "PUT", f"/segments/{uuid4()}", body_for("rutin mengadakan", "Normative"))
    items = send(api, "GET", f"/transcripts/{transcript.pk}/segments").json()["items"]
    assert [item["quote"] for item in items] == ["rutin mengadakan", "target dari Kanwil"]
    one = send(api, "GET", f"/segments/{items[0]['id']}").json()
    assert one == items[0]


def test_reading_segments_takes_the_same_queries_however_many(
    api: Client, send: Any, body_for: Any, transcript: Transcript, django_assert_max_num_queries: Any
) -> None:
    for word in ("rutin", "mengadakan", "bimbingan", "teknis", "hampir"):
        send(api, "PUT", f"/segments/{uuid4()}", body_for(word, "Normative", "Monitoring"))
    with django_assert_max_num_queries(6):
        send(api, "GET", f"/transcripts/{transcript.pk}/segments")


def test_saving_takes_few_queries(api: Client, send: Any, body_for: Any, django_assert_max_num_queries: Any) -> None:
    body = body_for("target dari Kanwil", "Coercive", "Monitoring")
    send(api, "PUT", f"/segments/{uuid4()}", body)
    with django_assert_max_num_queries(13):
        send(api, "PUT", f"/segments/{uuid4()}", body)


def test_bulk_keeps_all_or_nothing(api: Client, send: Any, body_for: Any) -> None:
    good = {**body_for("target dari Kanwil", "Coercive"), "id": str(uuid4())}
    bad = {**body_for("rutin", "Normative"), "id": str(uuid4()), "end": 10**6}
    assert send(api, "POST", "/segments/bulk", {"segments": [good, bad]}).status_code == 422
    assert not Segment.objects.exists()
    assert len(send(api, "POST", "/segments/bulk", {"segments": [good]}).json()["items"]) == 1
    assert send(api, "POST", "/segments/bulk", {"segments": [good]}).json()["items"] == []
    assert Segment.objects.count() == 1
