"""Audio or video beside a transcript: taken in, served by ranges, replaced, removed."""

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date

from apps.accounts.models import User
from apps.documents import services
from apps.documents.models import Recording, Transcript
from apps.projects.models import Project
from apps.projects.queries import activity_of
from apps.projects.services import Verb
from apps.web import ranges
from apps.web.errors import DomainError
from tests.documents.recordings import film, sound

Me = dict[str, Any]
SOUND = sound()


@pytest.fixture
def recording(me: Me, transcript: Transcript) -> Recording:
    return attach(me, transcript)


def attach(me: Me, transcript: Transcript, data: bytes = SOUND, name: str = "Metro 01.wav") -> Recording:
    return services.attach_recording(**me, transcript=transcript, file=ContentFile(data, name=name))


def url(name: str, transcript: Transcript) -> str:
    return reverse(f"documents:{name}", args=[transcript.project_id, transcript.pk])


def api_url(transcript: Transcript) -> str:
    return f"/api/v1/projects/{transcript.project_id}/transcripts/{transcript.pk}/recording"


def put(client: Client, transcript: Transcript, data: bytes, name: str = "wawancara.wav") -> Any:
    body = encode_multipart(BOUNDARY, {"file": SimpleUploadedFile(name, data)})
    return client.put(api_url(transcript), body, content_type=MULTIPART_CONTENT)


def body(response: Any) -> bytes:
    return b"".join(response) if response.streaming else bytes(response.content)


# --- taken in -----------------------------------------------------------------------------------------------


def test_a_recording_is_what_its_bytes_say(me: Me, project: Project, transcript: Transcript):
    made = attach(me, transcript, name="catatan.html")
    assert (made.content_type, made.filename, made.size) == ("audio/wav", "catatan.html", len(SOUND))
    assert str(made.file.name).endswith(".wav")
    assert "catatan" not in str(made.file.name)
    assert activity_of(project)[0].verb == Verb.RECORDING_ADDED
    assert activity_of(project)[0].transcript == transcript.pk


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b"<script>alert(1)</script>", "not_a_recording"),
        (b"#!AMR\n" + bytes(60), "not_playable"),
    ],
)
def test_what_is_no_recording_is_refused_and_leaves_nothing(me: Me, transcript: Transcript, data: bytes, code: str):
    with pytest.raises(DomainError) as refused:
        attach(me, transcript, data, "suara.mp3")
    assert refused.value.code == code
    assert not Recording.objects.exists()


def test_a_recording_too_large_is_refused(me: Me, transcript: Transcript, settings: Any):
    settings.MAX_RECORDING_MB = 1
    with pytest.raises(DomainError) as refused:
        attach(me, transcript, SOUND[:44] + bytes(1024 * 1024))
    assert (refused.value.code, refused.value.status) == ("too_large", 413)


def test_a_recording_is_not_taken_in_where_it_finds_no_room(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("shutil.disk_usage", lambda _path: type("Usage", (), {"free": 10**9}))
    services.refuse_before_sending(10**8)
    with pytest.raises(DomainError) as refused:
        services.refuse_before_sending(9 * 10**8)
    assert refused.value.code == "no_room"


def test_what_came_through_a_file_on_the_disk_is_moved(me: Me, transcript: Transcript):
    file = TemporaryUploadedFile("wawancara.wav", "audio/x-whatever", len(SOUND), None)
    file.write(SOUND)
    file.flush()
    came = Path(file.temporary_file_path())
    assert came.parent == Path(settings.FILE_UPLOAD_TEMP_DIR)
    inode = came.stat().st_ino
    made = services.attach_recording(**me, transcript=transcript, file=file)
    file.close()
    assert not came.exists()
    assert Path(made.file.path).stat().st_ino == inode, "renamed, not copied"


def test_a_replacement_keeps_the_offset_and_removes_the_old_file(
    me: Me, project: Project, transcript: Transcript, recording: Recording, django_capture_on_commit_callbacks: Any
):
    services.change_recording(**me, recording=recording, offset_ms=37_500)
    with django_capture_on_commit_callbacks(execute=True):
        replaced = attach(me, transcript, film(), "baru.mp4")
    assert (replaced.offset_ms, replaced.content_type) == (37_500, "video/mp4")
    assert Recording.objects.get() == replaced != recording
    assert not recording.file.storage.exists(str(recording.file.name))
    assert replaced.file.storage.exists(str(replaced.file.name))
    said = activity_of(project)[0]
    assert said.verb == Verb.RECORDING_CHANGED
    assert (said.before["filename"], said.after["filename"]) == ("Metro 01.wav", "baru.mp4")


def test_a_recording_that_cannot_be_put_in_place_leaves_no_file(
    me: Me, transcript: Transcript, recording: Recording, monkeypatch: pytest.MonkeyPatch
):
    def refuse(*_args: Any, **_rest: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(services.recordings, "record", refuse)
    folder = Path(recording.file.path).parent
    before = sorted(folder.iterdir())
    with pytest.raises(RuntimeError):
        attach(me, transcript)
    assert sorted(folder.iterdir()) == before
    assert Recording.objects.get() == recording


def test_removing_takes_the_file_and_leaves_the_transcript(
    me: Me, project: Project, transcript: Transcript, recording: Recording, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        services.remove_recording(**me, recording=recording)
    assert not Recording.objects.exists()
    assert not recording.file.storage.exists(str(recording.file.name))
    assert Transcript.objects.get() == transcript
    assert activity_of(project)[0].verb == Verb.RECORDING_REMOVED


def test_the_bin_takes_the_file_and_the_names_in_the_log(
    me: Me, project: Project, transcript: Transcript, recording: Recording, django_capture_on_commit_callbacks: Any
):
    services.bin_transcript(**me, transcript=transcript)
    Transcript.objects.filter(pk=transcript.pk).update(binned=timezone.now() - timedelta(days=31))
    assert recording.file.storage.exists(str(recording.file.name))
    with django_capture_on_commit_callbacks(execute=True):
        services.empty_bin()
    assert not Recording.objects.exists()
    assert not recording.file.storage.exists(str(recording.file.name))
    assert activity_of(project).get(verb=Verb.RECORDING_ADDED).after is None


def test_a_project_that_goes_takes_its_recordings(
    project: Project, recording: Recording, django_capture_on_commit_callbacks: Any
):
    with django_capture_on_commit_callbacks(execute=True):
        services.delete_documents(project)
    assert not recording.file.storage.exists(str(recording.file.name))


def test_half_sent_files_are_swept_up_after_two_days(db: None):
    incoming = Path(settings.FILE_UPLOAD_TEMP_DIR)
    old, fresh = incoming / "old.upload.wav", incoming / "fresh.upload.wav"
    for path in (old, fresh):
        path.write_bytes(SOUND)
    os.utime(old, (0, 0))
    services.empty_bin()
    assert (old.exists(), fresh.exists()) == (False, True)
    fresh.unlink()


# --- served -------------------------------------------------------------------------------------------------

SIZE = len(SOUND)


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-199", 100, 200),
        ("bytes=4000-", 4000, SIZE),
        ("bytes=-500", SIZE - 500, SIZE),
        (f"bytes=4000-{SIZE + 999}", 4000, SIZE),
        (f"bytes=-{SIZE * 2}", 0, SIZE),
    ],
)
def test_a_range_is_sent(page: Client, transcript: Transcript, recording: Recording, asked: str, start: int, stop: int):
    response = page.get(url("recording", transcript), headers={"range": asked})
    assert response.status_code == 206
    assert response.headers["Content-Range"] == f"bytes {start}-{stop - 1}/{SIZE}"
    assert response.headers["Content-Length"] == str(stop - start)
    assert body(response) == SOUND[start:stop]


@pytest.mark.parametrize("asked", ["", "bytes=0-1,5-6", "bytes=9-2", "seconds=0-9", "nonsense"])
def test_the_whole_is_sent_where_no_single_range_is_asked_for(
    page: Client, transcript: Transcript, recording: Recording, asked: str
):
    response = page.get(url("recording", transcript), headers={"range": asked} if asked else {})
    assert (response.status_code, body(response)) == (200, SOUND)
    assert response.headers["Accept-Ranges"] == "bytes"
    assert "Content-Range" not in response.headers


@pytest.mark.parametrize("asked", [f"bytes={SIZE}-", f"bytes={SIZE}-{SIZE + 5}", "bytes=-0"])
def test_a_range_behind_the_end_is_refused(page: Client, transcript: Transcript, recording: Recording, asked: str):
    response = page.get(url("recording", transcript), headers={"range": asked})
    assert response.status_code == 416
    assert response.headers["Content-Range"] == f"bytes */{SIZE}"


def test_head_tells_the_size_alone(page: Client, transcript: Transcript, recording: Recording):
    response = page.head(url("recording", transcript), headers={"range": "bytes=0-9"})
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["Content-Length"] == str(SIZE)


def test_the_headers_are_harmless_and_private(page: Client, transcript: Transcript, recording: Recording):
    headers = page.get(url("recording", transcript)).headers
    assert headers["Content-Type"] == "audio/wav"
    assert headers["Content-Disposition"] == 'inline; filename="Metro 01.wav"'
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Cache-Control"] == "private, no-cache"
    kept = page.get(url("recording", transcript), {"download": ""})
    assert kept.headers["Content-Disposition"] == 'attachment; filename="Metro 01.wav"'


def test_a_client_asks_whether_it_is_still_the_same(page: Client, me: Me, transcript: Transcript, recording: Recording):
    address = url("recording", transcript)
    headers = page.get(address).headers
    same = page.get(address, headers={"if-none-match": headers["ETag"], "range": "bytes=0-9"})
    assert (same.status_code, same.content) == (304, b"")
    assert same.headers["ETag"] == headers["ETag"]
    assert page.get(address, headers={"if-modified-since": headers["Last-Modified"]}).status_code == 304
    attach(me, transcript, film())
    assert page.get(address, headers={"if-none-match": headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(("same", "status"), [(True, 206), (False, 200)])
@pytest.mark.parametrize("by", ["etag", "date"])
def test_if_range_asks_for_a_part_of_the_same_file_only(
    page: Client, transcript: Transcript, recording: Recording, by: str, same: bool, status: int
):
    date = recording.created if same else recording.created - timedelta(days=1)
    condition = http_date(date.timestamp()) if by == "date" else f'"{recording.pk if same else transcript.pk}"'
    headers = {"range": "bytes=0-9", "if-range": condition}
    assert page.get(url("recording", transcript), headers=headers).status_code == status


def test_a_player_gets_the_rest_in_parts_and_a_download_gets_all(
    page: Client, transcript: Transcript, recording: Recording, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ranges, "PART_BYTES", 1000)
    monkeypatch.setattr(ranges, "CHUNK_BYTES", 300)
    address = url("recording", transcript)
    part = page.get(address, headers={"range": "bytes=100-"})
    assert part.headers["Content-Range"] == f"bytes 100-1099/{SIZE}"
    assert (part.streaming, body(part)) == (False, SOUND[100:1100])
    exact = page.get(address, headers={"range": "bytes=100-4099"})
    assert (exact.streaming, body(exact)) == (True, SOUND[100:4100])
    whole = page.get(address, {"download": ""}, headers={"range": "bytes=100-"})
    assert (whole.status_code, body(whole)) == (206, SOUND[100:])


def test_long_transfers_leave_threads_for_the_others(
    page: Client, transcript: Transcript, recording: Recording, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(ranges, "PART_BYTES", 1000)
    address = url("recording", transcript) + "?download"
    others = [ranges.LongTransfer() for _ in range(ranges.LONG_TRANSFERS)]
    assert page.get(address).status_code == 503
    assert page.get(url("recording", transcript), headers={"range": "bytes=0-99"}).status_code == 206
    assert page.post(url("recording_edit", transcript)).status_code == 503
    for each in others:
        each.close()
    assert body(page.get(address)) == SOUND


def test_a_lost_file_is_said(page: Client, transcript: Transcript, recording: Recording):
    Path(recording.file.path).unlink()
    response = page.get(url("recording", transcript))
    assert response.status_code == 404
    assert b"no longer on the server" in response.content


def test_members_may_listen_and_only_editors_may_change(
    client_of: Callable[[User], Client], viewer: User, stranger: User, transcript: Transcript, recording: Recording
):
    reader = client_of(viewer)
    assert reader.get(url("recording", transcript)).status_code == 200
    for name in ("recording_edit", "recording_remove", "recording_offset"):
        assert reader.post(url(name, transcript)).status_code == 403
    assert put(reader, transcript, SOUND).status_code == 403
    assert client_of(stranger).get(url("recording", transcript)).status_code == 404
    assert Client().get(url("recording", transcript)).status_code == 302


# --- pages --------------------------------------------------------------------------------------------------


def test_the_page_adds_replaces_sets_and_removes(
    page: Client, transcript: Transcript, django_capture_on_commit_callbacks: Any
):
    address = url("recording_edit", transcript)
    assert address in page.get(url("transcript_edit", transcript)).content.decode()
    sent = page.post(address, {"file": SimpleUploadedFile("Metro 01.wav", SOUND)}, follow=True)
    assert "The recording is here" in sent.content.decode()
    assert "Metro 01.wav" in sent.content.decode()
    page.post(url("recording_offset", transcript), {"offset": "0:37.5"})
    assert Recording.objects.get().offset_ms == 37_500
    assert 'value="0:37.5"' in page.get(address).content.decode()
    bad = page.post(url("recording_offset", transcript), {"offset": "soon"})
    assert "such as 0:37" in bad.content.decode()
    asked = page.get(url("recording_remove", transcript)).content.decode()
    assert "Metro 01.wav" in asked
    with django_capture_on_commit_callbacks(execute=True):
        page.post(url("recording_remove", transcript))
    assert not Recording.objects.exists()


@pytest.mark.parametrize(
    ("typed", "milliseconds"),
    [
        ("0:37", 37_000),
        ("37", 37_000),
        ("1:02:04", 3_724_000),
        ("-0:10", -10_000),
        ("0:00,25", 250),
        ("90:00", 5_400_000),
    ],
)
def test_times_are_typed_as_people_write_them(
    page: Client, transcript: Transcript, recording: Recording, typed: str, milliseconds: int
):
    page.post(url("recording_offset", transcript), {"offset": typed})
    recording.refresh_from_db()
    assert recording.offset_ms == milliseconds


def test_the_page_says_what_is_wrong_with_a_file(page: Client, transcript: Transcript):
    address = url("recording_edit", transcript)
    answer = page.post(address, {"file": SimpleUploadedFile("foto.mp3", b"\x89PNG\r\n")}).content.decode()
    assert "no audio or video file" in answer
    assert "This field is required" in page.post(address, {}).content.decode()
    assert "is empty" in page.post(address, {"file": SimpleUploadedFile("a.mp3", b"")}).content.decode()
    assert not Recording.objects.exists()


def test_a_form_without_its_token_is_refused(lead: User, transcript: Transcript):
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    address = url("recording_edit", transcript)
    assert client.post(address, {"file": SimpleUploadedFile("a.wav", SOUND)}).status_code == 403
    token = client.get(address).context["csrf_token"]
    sent = {"file": SimpleUploadedFile("a.wav", SOUND), "csrfmiddlewaretoken": str(token)}
    assert client.post(address, sent).status_code == 302


def test_a_body_too_large_is_never_read(page: Client, transcript: Transcript, settings: Any):
    settings.MAX_RECORDING_MB = 1
    data = SOUND[:44] + bytes(1024 * 1024 + 64 * 1024)
    assert page.post(url("recording_edit", transcript), {"file": SimpleUploadedFile("a.wav", data)}).status_code == 413


def test_the_workspace_offers_the_recording(
    page: Client, client_of: Callable[[User], Client], viewer: User, me: Me, transcript: Transcript
):
    address = reverse("coding:workspace", args=[transcript.project_id, transcript.pk])
    assert url("recording_edit", transcript) in page.get(address).content.decode()
    assert url("recording_edit", transcript) not in client_of(viewer).get(address).content.decode()
    assert 'id="player"' not in page.get(address).content.decode()
    made = attach(me, transcript)
    shown = page.get(address)
    assert 'id="player"' in shown.content.decode()
    assert shown.context["data"]["recording"]["src"] == f"{url('recording', transcript)}?{made.pk}"


# --- over HTTP ----------------------------------------------------------------------------------------------


def test_the_api_adds_changes_and_removes(api: Client, transcript: Transcript):
    address = api_url(transcript)
    assert api.get(address).status_code == 404
    made = put(api, transcript, SOUND)
    assert made.status_code == 201, made.content
    assert made.json()["content_type"] == "audio/wav"
    assert put(api, transcript, film()).status_code == 200
    changed = api.patch(address, {"offset_ms": 37_000}, content_type="application/json")
    assert (changed.status_code, changed.json()["offset_ms"]) == (200, 37_000)
    assert api.get(address).json() == changed.json()
    part = api.get(changed.json()["file"], headers={"range": "bytes=4-7"})
    assert (part.status_code, body(part)) == (206, b"ftyp")
    assert api.delete(address).status_code == 204
    assert not Recording.objects.exists()


def test_the_api_says_what_is_wrong(api: Client, transcript: Transcript):
    address = api_url(transcript)
    assert put(api, transcript, b"words").json()["error"] == "not_a_recording"
    for content_type in ("application/json", "multipart/form-data", MULTIPART_CONTENT):
        assert api.put(address, b"{}", content_type=content_type).json()["error"] == "no_file"
    put(api, transcript, SOUND)
    far = api.patch(address, {"offset_ms": 10**9}, content_type="application/json")
    assert (far.status_code, far.json()["error"]) == (422, "offset_out_of_range")
