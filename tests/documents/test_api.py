"""Offices, participants and transcripts over HTTP."""

import datetime as dt
import gzip
import io
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.accounts.models import User
from apps.documents.models import Office, Participant, Transcript
from apps.documents.services import create_office, create_participant, create_transcript
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project
from tests.documents.conftest import OLE, TALK, docx, sent

Me = dict[str, Any]
JSON: Any = {"content_type": "application/json"}


@pytest.fixture
def at(project: Project) -> str:
    return f"/api/v1/projects/{project.pk}"


def test_offices(api: Client, at: str):
    region = api.post(f"{at}/offices", {"name": "Kanwil", "attributes": {"staff": 12}}, **JSON)
    assert region.status_code == 201
    assert region.json() == {"id": region.json()["id"], "name": "Kanwil", "parent": None, "attributes": {"staff": 12}}
    below = api.post(f"{at}/offices", {"name": "KPPN Metro", "parent": "Kanwil"}, **JSON).json()
    assert below["parent"] == region.json()["id"]
    assert {each["name"] for each in api.get(f"{at}/offices").json()["items"]} == {"Kanwil", "KPPN Metro"}
    renamed = api.patch(f"{at}/offices/{below['id']}", {"name": "KPPN Kotabumi"}, **JSON).json()
    assert (renamed["name"], renamed["parent"]) == ("KPPN Kotabumi", region.json()["id"])
    assert api.patch(f"{at}/offices/{below['id']}", {"parent": None}, **JSON).json()["parent"] is None
    ring = api.patch(f"{at}/offices/{below['id']}", {"parent": below["id"]}, **JSON)
    assert (ring.status_code, ring.json()["error"]) == (422, "office_ring")
    assert api.delete(f"{at}/offices/{below['id']}").status_code == 204
    assert api.delete(f"{at}/offices/{below['id']}").status_code == 404


def test_an_office_in_use_answers_with_counts(api: Client, at: str, office: Office, transcript: Transcript):
    refused = api.delete(f"{at}/offices/{office.pk}")
    assert (refused.status_code, refused.json()["error"]) == (409, "office_in_use")
    assert refused.json()["fields"]["transcripts"] == 1


@pytest.mark.parametrize("name", ["", "  ", "x" * 201, "a\x00b", None, 7])
def test_names_that_no_column_holds(api: Client, at: str, name: Any):
    refused = api.post(f"{at}/offices", {"name": name}, **JSON)
    assert (refused.status_code, set(refused.json())) == (422, {"error", "message", "fields"})


def test_participants_and_their_real_names(
    api: Client, api_of: Any, coder: User, viewer: User, at: str, informant: Participant
):
    (seen,) = api.get(f"{at}/participants").json()["items"]
    assert seen == {
        "id": str(informant.pk), "pseudonym": "Informan 1", "office": str(informant.office_id), "attributes": {},
        "real_name": "Budi Santoso",
    }  # fmt: skip
    for person in (coder, viewer):
        (seen,) = api_of(person).get(f"{at}/participants").json()["items"]
        assert "real_name" not in seen
    theirs = api_of(coder)
    named = {"pseudonym": "Informan 2", "office": "KPPN Metro", "real_name": "Siti"}
    assert theirs.post(f"{at}/participants", named, **JSON).status_code == 403
    del named["real_name"]
    made = theirs.post(f"{at}/participants", named, **JSON)
    assert (made.status_code, "real_name" in made.json()) == (201, False)
    assert theirs.post(f"{at}/participants", named, **JSON).json()["error"] == "participant_exists"
    address = f"{at}/participants/{made.json()['id']}"
    assert theirs.patch(address, {"attributes": {"age": 41}}, **JSON).json()["attributes"] == {"age": 41}
    assert theirs.delete(address).status_code == 204


def test_a_file_becomes_a_transcript(api: Client, at: str, project: Project, office: Office, informant: Participant):
    made = api.post(
        f"{at}/transcripts",
        {"file": sent("2023-03-14 Metro_01.txt", TALK.replace("\n", "\r\n")), "office": str(office.pk),
         "participants": f"{informant.pk}"},
    )  # fmt: skip
    assert made.status_code == 201, made.content.decode()
    body = made.json()
    version = project.transcripts.get().current
    assert body["version"] == str(version.pk)
    assert (body["title"], body["characters"], body["turns"]) == ("2023-03-14 Metro 01", len(TALK), 4)
    assert body["words"] == version.words
    assert body["report"]["encoding"] == "utf-8"
    assert [each["label"] for each in body["report"]["speakers"]] == ["Pewawancara", "Informan 1"]
    assert version.original.name.endswith(".txt")
    assert project.transcripts.get().date.isoformat() == "2023-03-14"


def test_reading_it_back(api: Client, at: str, transcript: Transcript, informant: Participant):
    body = api.get(f"{at}/transcripts/{transcript.pk}").json()
    assert body["text"] == TALK
    assert body["version"] == str(transcript.current_id)
    first = body["turns"][0]
    assert body["text"][first["start"] : first["end"]] == "Apa yang membedakan kantor ini? 👩🏽"
    assert [turn["participant"] for turn in body["turns"]] == [None, str(informant.pk)] * 2
    assert body["pages"] == []
    assert set(body["turns"][0]) == {"index", "start", "end", "speaker", "participant", "at_ms"}
    assert {"id", "title", "office", "characters", "words"} < set(body)


def test_times_and_odd_characters_come_as_they_are(api: Client, at: str, office: Office, me: Me):
    said = "[00:12:04] O'Neil: Kata \"ya\" \\ 👩🏽\n[00:12:30] Sari: Baik.\n[01:00:00] O'Neil: Sudah.\n"
    made = create_transcript(**me, title='Judul "satu"', office=office, text=said, date=dt.date(2023, 3, 14))
    body = api.get(f"{at}/transcripts/{made.pk}").json()
    assert (body["title"], body["text"], body["date"]) == ('Judul "satu"', said, "2023-03-14")
    turns = [(turn["speaker"], turn["at_ms"]) for turn in body["turns"]]
    assert turns == [("O'Neil", 724000), ("Sari", 750000), ("O'Neil", 3600000)]


def test_a_text_becomes_a_transcript(api: Client, at: str, office: Office, informant: Participant):
    text = "\ufeffCatatan lapangan.\r\n\r\nHari pertama: ramai."
    made = api.post(
        f"{at}/transcripts/text",
        {"title": "Catatan", "office": "KPPN Metro", "text": text, "kind": "observation", "speakers": "none",
         "participants": ["Informan 1"]},
        **JSON,
    )  # fmt: skip
    assert made.status_code == 201, made.content.decode()
    body = api.get(f"{at}/transcripts/{made.json()['id']}").json()
    assert body["text"] == "Catatan lapangan.\n\nHari pertama: ramai."
    assert [(turn["speaker"], turn["participant"]) for turn in body["turns"]] == [("", str(informant.pk))] * 2
    assert (body["kind"], body["language"]) == ("observation", "id")


@pytest.mark.parametrize(
    ("name", "data", "status", "code"),
    [
        ("a.txt", b"", 422, "empty"),
        ("a.txt", b"\n\n...\n", 422, "empty"),
        ("a.txt", b"\x00\x01\x02\x03" * 500, 422, "binary"),
        ("a", b"words", 415, "unsupported"),
        ("a.xlsx", b"words", 415, "unsupported"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + bytes(60), 415, "mislabelled"),
        ("a.docx", docx("Halo")[:-40], 422, "damaged"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), 422, "encrypted"),
        ("a.doc", OLE + "WordDocument".encode("utf-16-le"), 422, "old_word"),
        ("a.txt", b"x" * (1024 * 1024 + 1), 413, "too_large"),
    ],
)
def test_files_that_cannot_be_read(
    api: Client,
    at: str,
    project: Project,
    office: Office,
    settings: Any,
    name: str,
    data: bytes,
    status: int,
    code: str,
):
    settings.MAX_UPLOAD_MB = 1
    refused = api.post(f"{at}/transcripts", {"file": sent(name, data), "office": "KPPN Metro"})
    assert (refused.status_code, refused.json()["error"]) == (status, code)
    assert "Nothing was imported" in refused.json()["message"]
    assert not project.transcripts.exists()


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"office": "Nowhere"}, 404),
        ({"office": str(uuid4())}, 404),
        ({}, 422),
        ({"office": "KPPN Metro", "speakers": "some"}, 422),
        ({"office": "KPPN Metro", "participants": "Nobody"}, 422),
        ({"office": "KPPN Metro", "language": "xx"}, 422),
        ({"office": "KPPN Metro", "title": "x" * 301}, 422),
    ],
)
def test_forms_that_make_no_sense(
    api: Client, at: str, project: Project, office: Office, form: dict[str, str], status: int
):
    assert api.post(f"{at}/transcripts", {"file": sent("a.txt", TALK), **form}).status_code == status
    assert not project.transcripts.exists()


def test_participants_come_repeated_or_with_commas(api: Client, at: str, project: Project, me: Me, office: Office):
    people = [create_participant(**me, pseudonym=f"Informan {n}", office=office) for n in (1, 2, 3)]
    first, second, third = (str(person.pk) for person in people)
    form = {"office": "KPPN Metro", "participants": [f"{first},{second}", third], "file": sent("a.txt", TALK)}
    assert api.post(f"{at}/transcripts", form).status_code == 201
    assert project.transcripts.get().participants.count() == 3


def test_in_the_background(api: Client, at: str, project: Project, office: Office, informant: Participant):
    form = {
        "office": "KPPN Metro",
        "title": "Later",
        "participants": "Informan 1",
        "file": sent("a.docx", docx(*TALK.split("\n"))),
    }
    started = api.post(f"{at}/transcripts?background=1", form)
    assert started.status_code == 202
    run_job(job_id=Job.objects.get().pk)
    job = api.get(f"{at}/jobs/{started.json()['job']}").json()
    assert (job["state"], job["done"], job["total"]) == ("done", 1, 1)
    (outcome,) = job["result"]["uploads"]
    made = project.transcripts.get()
    assert (outcome["transcript"], made.title) == (str(made.pk), "Later")
    assert list(made.participants.all()) == [informant]


def test_changing_and_binning(api: Client, at: str, me: Me, transcript: Transcript):
    create_office(**me, name="KPPN Kotabumi")
    address = f"{at}/transcripts/{transcript.pk}"
    changed = api.patch(
        address, {"title": "B", "office": "KPPN Kotabumi", "date": "2023-05-09", "participants": []}, **JSON
    ).json()
    assert (changed["title"], changed["office_name"], changed["date"]) == ("B", "KPPN Kotabumi", "2023-05-09")
    assert changed["participants"] == []
    assert api.patch(address, {"date": None}, **JSON).json()["date"] is None
    assert api.delete(address).status_code == 204
    assert api.get(address).status_code == 404
    assert api.get(f"{at}/transcripts").json()["items"] == []


def test_the_list_is_paged_and_takes_the_same_queries(
    api: Client, at: str, me: Me, office: Office, informant: Participant
):
    def ask(**query: Any) -> tuple[dict[str, Any], int]:
        with CaptureQueriesContext(connection) as queries:
            body = api.get(f"{at}/transcripts", query).json()
        return body, len(queries)

    made = [
        create_transcript(**me, title=f"T{n}", office=office, text=TALK, participants=[informant]) for n in range(7)
    ]
    ask()
    first, few = ask(limit=2)
    everything, many = ask(limit=100)
    assert few == many
    assert everything["next"] is None
    assert {each["turns"] for each in everything["items"]} == {4}
    seen = [each["id"] for each in first["items"]]
    while first["next"]:
        first, _count = ask(limit=2, cursor=first["next"])
        seen += [each["id"] for each in first["items"]]
    assert sorted(seen) == sorted(str(each.pk) for each in made)


def test_a_long_text_comes_compressed_in_few_queries(api: Client, at: str, me: Me, office: Office):
    long = create_transcript(**me, title="Long", office=office, text=TALK * 300)
    api.get(f"{at}/offices")
    with CaptureQueriesContext(connection) as queries:
        answer = api.get(f"{at}/transcripts/{long.pk}", headers={"accept-encoding": "gzip"})
    assert len(queries) == 6
    assert answer.headers["Content-Encoding"] == "gzip"
    plain = gzip.GzipFile(fileobj=io.BytesIO(answer.content)).read()
    assert len(answer.content) < len(plain) / 5


def test_viewers_read_and_do_not_write(api_of: Any, viewer: User, stranger: User, at: str, transcript: Transcript):
    reader = api_of(viewer)
    assert reader.get(f"{at}/transcripts/{transcript.pk}").status_code == 200
    assert reader.delete(f"{at}/transcripts/{transcript.pk}").status_code == 403
    assert reader.post(f"{at}/transcripts", {"file": sent("a.txt", TALK), "office": "X"}).status_code == 403
    assert api_of(stranger).get(f"{at}/transcripts/{transcript.pk}").status_code == 404


@pytest.mark.parametrize(("name", "data"), [("a.odt", b"Halo"), ("a.docx", b"Halo"), ("a.txt", docx("Halo"))])
def test_what_is_in_a_file_counts_and_not_its_name(api: Client, at: str, office: Office, name: str, data: bytes):
    made = api.post(f"{at}/transcripts", {"file": sent(name, data), "office": "KPPN Metro"})
    assert made.status_code == 201, made.content.decode()
    assert api.get(f"{at}/transcripts/{made.json()['id']}").json()["text"] == "Halo"
    assert made.json()["report"]["warnings"]
