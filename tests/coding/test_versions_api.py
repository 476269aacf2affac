"""Corrected transcripts over HTTP."""

import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.documents.models import Transcript, Version
from apps.projects.models import Project
from tests.coding.corrected import coded, corrected, current_text

OLD, NEW = "rutin mengadakan bimbingan teknis", "rutin menyelenggarakan bimbingan teknis"


@pytest.fixture
def base(project: Project) -> str:
    return f"/api/v1/projects/{project.pk}"


@pytest.fixture
def versions(base: str, transcript: Transcript) -> str:
    return f"{base}/transcripts/{transcript.pk}/versions"


def post(client: Client, path: str, **body: Any) -> Any:
    return client.post(path, json.dumps(body), content_type="application/json")


def test_a_correction_answers_what_became_of_the_passages(
    api: Client, versions: str, project: Project, lead: User, transcript: Transcript
) -> None:
    coded(project, lead, transcript, "target dari Kanwil")
    coded(project, lead, transcript, OLD)
    text = current_text(transcript).replace("mengadakan bimbingan", "menyelenggarakan bimbingan")
    answer = post(api, versions, text=text, note="Didengar ulang", expected=str(transcript.current_id))
    assert answer.status_code == 201
    transcript.refresh_from_db()
    assert answer.json() == {
        "version": str(transcript.current_id), "number": 2, "carried": 1, "moved": 0, "changed": 1, "ambiguous": 0,
        "gone": 0, "rescued": 0, "queue": 1,
    }  # fmt: skip
    stale = post(api, versions, text="Informan 1: Lain.", expected=str(Version.objects.get(number=1).pk))
    assert (stale.status_code, stale.json()["error"]) == (409, "stale_version")
    assert stale.json()["fields"]["current_version"] == str(transcript.current_id)
    again = post(api, versions, text=text)
    assert (again.status_code, again.json()["error"]) == (409, "unchanged")


def test_a_corrected_file_makes_a_version(api: Client, versions: str, transcript: Transcript) -> None:
    text = current_text(transcript).replace("setiap bulan", "tiap bulan")
    file = SimpleUploadedFile("metro-01.txt", text.replace("\n", "\r\n").encode("utf-16"))
    answer = api.post(f"{versions}/file", {"file": file, "note": "Dari Word"})
    assert (answer.status_code, answer.json()["number"]) == (201, 2)
    assert current_text(transcript) == text
    version = Version.objects.get(number=2)
    assert (version.note, version.encoding) == ("Dari Word", "utf-16-le")
    with version.original.open("rb") as kept:
        assert kept.read().decode("utf-16").replace("\r\n", "\n") == text


def test_a_file_that_cannot_be_read_changes_nothing(api: Client, versions: str, transcript: Transcript) -> None:
    answer = api.post(f"{versions}/file", {"file": SimpleUploadedFile("metro.exe", b"MZ\x00\x01")})
    assert answer.status_code in (415, 422)
    assert transcript.versions.count() == 1


def test_versions_are_listed_and_old_ones_stay_readable(
    api: Client, base: str, versions: str, project: Project, lead: User, transcript: Transcript
) -> None:
    left = coded(project, lead, transcript, OLD)
    coded(project, lead, transcript, "target dari Kanwil")
    text, first = current_text(transcript), transcript.version_id
    corrected(project, lead, transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"), note="Didengar ulang")
    items = api.get(versions).json()["items"]
    assert [(item["number"], item["note"], item["current"]) for item in items] == [
        (2, "Didengar ulang", True),
        (1, "", False),
    ]
    assert (items[0]["made_by"], items[0]["outcome"]["changed"]) == ("Lestari", 1)
    old = api.get(f"{versions}/1").json()
    assert (old["text"], old["current"], old["characters"]) == (text, False, len(text))
    assert [text[turn["start"] : turn["end"]] for turn in old["turns"]][1].startswith("Kami rutin")
    assert api.get(f"{versions}/2").json()["text"] == current_text(transcript)
    assert api.get(f"{versions}/3").status_code == 404
    segments = f"{base}/transcripts/{transcript.pk}/segments"
    assert [each["id"] for each in api.get(f"{segments}?version={first}").json()["items"]] == [str(left.pk)]
    assert [each["quote"] for each in api.get(segments).json()["items"]] == ["target dari Kanwil"]


def test_a_version_with_names_is_for_those_who_may_see_them(
    api: Client, api_of: Callable[[User], Client], base: str, versions: str, project: Project, lead: User, coder: User,
    transcript: Transcript,
) -> None:  # fmt: skip
    left = coded(project, coder, transcript, OLD)
    first = transcript.version_id
    corrected(project, lead, transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"))
    Version.objects.filter(number=1).update(named=True)
    others = api_of(coder)
    segments = f"{base}/transcripts/{transcript.pk}/segments?version={first}"
    for path in (f"{versions}/1", segments, f"{base}/segments/{left.pk}"):
        assert (api.get(path).status_code, others.get(path).status_code) == (200, 403)
    assert OLD in api.get(f"{base}/doubts").content.decode()
    shown = others.get(f"{base}/doubts")
    assert OLD not in shown.content.decode()
    assert shown.json()["items"][0]["old"] is None


def test_doubts_are_listed_and_decided(
    api: Client, base: str, project: Project, lead: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    for quote in (OLD, "mengadakan bimbingan", "rutin mengadakan"):
        coded(project, lead, transcript, quote, codes["Normative"])
    corrected(project, lead, transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"))
    answer = api.get(f"{base}/doubts?transcript={transcript.pk}&limit=2").json()
    rest = api.get(f"{base}/doubts?transcript={transcript.pk}&limit=2&cursor={answer['next']}").json()
    doubts = {each["segment"]["quote"]: each for each in [*answer["items"], *rest["items"]]}
    assert len(doubts) == 3
    assert rest["next"] is None
    one = doubts[OLD]
    assert (one["old"]["quote"], one["candidates"][0]["quote"], one["kind"]) == (OLD, NEW, "changed")
    version = str(transcript.version_id)
    accepted = post(api, f"{base}/doubts/{one['id']}", decision="accepted", candidate=0, version=version)
    assert (accepted.status_code, accepted.json()["quote"]) == (200, NEW)
    again = post(api, f"{base}/doubts/{one['id']}", decision="left")
    assert (again.status_code, again.json()["error"]) == (409, "already_decided")
    other = doubts["rutin mengadakan"]
    assert post(api, f"{base}/doubts/{other['id']}", decision="adjusted").status_code == 422
    start = current_text(transcript).index("rutin")
    adjusted = post(api, f"{base}/doubts/{other['id']}", decision="adjusted", start=start, end=start + 5)
    assert adjusted.json()["quote"] == "rutin"
    left = post(api, f"{base}/doubts/{doubts['mengadakan bimbingan']['id']}", decision="left")
    assert left.json()["quote"] == "mengadakan bimbingan"
    assert api.get(f"{base}/doubts").json()["items"] == []


def test_all_that_are_alike_are_accepted(
    api: Client, base: str, project: Project, lead: User, transcript: Transcript
) -> None:
    coded(project, lead, transcript, "Kami rutin mengadakan bimbingan teknis 👨‍👩‍👧 untuk satker, hampir setiap bulan.")
    corrected(project, lead, transcript, ("mengadakan", "mengadaken"))
    assert post(api, f"{base}/doubts/accept", least=1).json() == {"accepted": 0, "waiting": 1}
    assert post(api, f"{base}/doubts/accept").json() == {"accepted": 1, "waiting": 0}


def test_a_stale_page_puts_no_borders_on_other_words(
    api: Client, base: str, project: Project, lead: User, transcript: Transcript
) -> None:
    segment = coded(project, lead, transcript, "target dari Kanwil")
    seen = str(transcript.version_id)
    corrected(project, lead, transcript, ("Apa yang", "Hal apa yang"))
    body = {"start": segment.start, "end": segment.end - 7, "version": seen}
    answer = api.patch(f"{base}/segments/{segment.pk}", json.dumps(body), content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (409, "stale_version")
    assert Segment.objects.get().quote == "target dari Kanwil"
    recoded = api.patch(f"{base}/segments/{segment.pk}", json.dumps({"memo": "ya"}), content_type="application/json")
    assert (recoded.json()["memo"], recoded.json()["version"]) == ("ya", str(transcript.version_id))


def test_undo_says_which_version_is_shown_now(
    api: Client, base: str, project: Project, lead: User, transcript: Transcript
) -> None:
    coded(project, lead, transcript, "target dari Kanwil")
    corrected(project, lead, transcript, ("Apa yang", "Hal apa yang"))
    answer = post(api, f"{base}/undo", transcript=str(transcript.pk)).json()
    transcript.refresh_from_db()
    assert answer["version"] == str(transcript.current_id)
    assert [segment["version"] for segment in answer["segments"]] == [answer["version"]]


def test_nobody_corrects_what_is_not_theirs(
    api_of: Callable[[User], Client], viewer: User, stranger: User, base: str, versions: str
) -> None:
    for who, status in ((viewer, 403), (stranger, 404)):
        assert post(api_of(who), versions, text="Informan 1: Lain.").status_code == status
        assert post(api_of(who), f"{base}/doubts/{uuid4()}", decision="left").status_code == status
