"""Hundreds of files as one job: sent in pieces, once each; unpacked, read, confirmed by a job; reported; removed."""

import csv
import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from apps.accounts.models import User
from apps.documents import tasks
from apps.documents.models import Office, Upload
from apps.documents.queries import batch_report, is_receiving, receiving_batches
from apps.documents.services import (
    Incoming,
    add_files,
    begin_batch,
    confirm_unquestioned,
    create_office,
    discard_batch,
    open_batch,
    start_confirming,
    store_uploads,
)
from apps.jobs.models import Job
from apps.jobs.services import PREPARED_FOR, JobCancelled, recover_jobs, retry_job, run_job
from apps.projects.models import Project
from apps.projects.services import create_project
from apps.web.errors import DomainError
from tests.documents.conftest import TALK, docx, sent

Me = dict[str, Any]
Uploaded = Callable[..., list[Upload]]
State = Upload.State


def talk(number: int) -> str:
    return f"{TALK}\nInforman 1: Ini wawancara nomor {number}.\n"


def incoming(name: str, data: bytes | str, key: UUID | None = None) -> Incoming:
    return Incoming(key or uuid4(), name, sent(name.rpartition("/")[2], data))


def zipped(**members: bytes | str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def run(job: Job) -> Job:
    run_job(job_id=job.pk)
    job.refresh_from_db()
    return job


@pytest.fixture
def batch(me: Me, office: Office) -> Job:
    return open_batch(**me, office=office, expected=3)


def test_files_arrive_in_pieces_and_once(batch: Job):
    first, second = incoming("a.txt", talk(1)), incoming("b.txt", talk(2))
    assert [row.filename for row in add_files(job=batch, files=[first, second])] == ["a.txt", "b.txt"]
    kept = {row.file.name for row in batch.uploads.all()}
    again = [incoming("a.txt", talk(1), first.id), incoming("c.txt", talk(3))]
    assert [row.filename for row in add_files(job=batch, files=again)] == ["c.txt"]
    assert batch.uploads.count() == 3
    assert kept < {row.file.name for row in batch.uploads.all()}, "what was there was not written anew"
    assert is_receiving(batch) and receiving_batches(batch.project) == [(batch, 3)]
    assert not Upload.objects.exclude(state=State.WAITING).exists(), "nothing is read before all is there"


def test_an_open_batch_is_left_alone_by_recovery_for_a_day(batch: Job):
    add_files(job=batch, files=[incoming("a.txt", talk(1))])
    assert recover_jobs() == 0
    later = timezone.now() + PREPARED_FOR + timedelta(minutes=1)
    with patch("apps.jobs.services.timezone.now", return_value=later):
        assert recover_jobs() == 1
    run(batch)
    assert (batch.state, batch.uploads.get().state) == (Job.State.DONE, State.READ)


def test_beginning_reads_what_arrived_and_closes_the_batch(batch: Job):
    add_files(job=batch, files=[incoming("a.txt", talk(1)), incoming("b.txt", b"")])
    begin_batch(job=batch)
    begin_batch(job=batch)
    run(batch)
    assert (batch.state, batch.done, batch.total) == (Job.State.DONE, 2, 2)
    assert dict(batch.uploads.values_list("filename", "state")) == {"a.txt": State.READ, "b.txt": State.FAILED}
    late = incoming("late.txt", talk(9))
    with pytest.raises(DomainError, match="being read already"):
        add_files(job=batch, files=[late])
    assert batch.uploads.count() == 2
    assert not [name for name in default_storage.listdir("uploads")[0] if "late" in name]


def test_an_id_of_another_batch_is_refused_and_its_file_untouched(me: Me, office: Office, batch: Job, lead: User):
    taken = incoming("a.txt", talk(1))
    elsewhere = create_project(user=lead, name="Another study")
    theirs = create_office(project=elsewhere, user=lead, name="Other")
    other = open_batch(project=elsewhere, user=lead, office=theirs, expected=1)
    add_files(job=other, files=[taken])
    with pytest.raises(DomainError, match="taken"):
        add_files(job=batch, files=[incoming("b.txt", talk(2), taken.id)])
    assert Upload.objects.get().job == other
    with pytest.raises(DomainError, match="taken"):
        open_batch(**me, office=office, batch_id=other.pk)


def test_what_its_sender_kept_back_stands_in_the_report(me: Me, office: Office, settings: Any):
    settings.MAX_UPLOAD_MB = 1
    left_out = [("foto.png", 900), ("besar.docx", 2**21), ("kosong.txt", 0), ("fine.txt", 10)]
    batch = open_batch(**me, office=office, expected=3, left_out=left_out)
    assert set(batch.uploads.values_list("filename", "state")) == {
        ("foto.png", State.FAILED), ("besar.docx", State.FAILED), ("kosong.txt", State.FAILED),
    }  # fmt: skip
    said = {line.upload.filename: line.remarks[0] for line in batch_report(batch)}
    assert "“.png”" in said["foto.png"] and "larger" in said["besar.docx"] and "no words" in said["kosong.txt"]


def test_a_cancelled_batch_keeps_what_was_read_and_goes_on_when_asked(me: Me, office: Office):
    batch = store_uploads(**me, office=office, files=[sent(f"{n}.txt", talk(n)) for n in range(4)])

    def stop(_job: Job, *, done: int, **_rest: Any) -> None:
        if done == 2:
            raise JobCancelled

    with patch.object(tasks, "advance", side_effect=stop), patch.object(tasks, "SECONDS_BETWEEN_REPORTS", 0):
        run(batch)
    assert batch.state == Job.State.CANCELLED
    assert batch.uploads.filter(state=State.READ).count() == 2
    retry_job(job=batch)
    run(batch)
    assert (batch.state, batch.uploads.filter(state=State.READ).count()) == (Job.State.DONE, 4)


def test_an_office_named_by_file_or_folder_gets_the_file(me: Me, office: Office):
    other = create_office(**me, name="KPPN Kotabumi")
    batch = open_batch(**me, office=office, expected=3, by_name=True)
    names = ["2023/KPPN_Kotabumi/01.txt", "kppn kotabumi 02.txt", "kppnkotabumi 03.txt"]
    add_files(job=batch, files=[incoming(name, talk(n)) for n, name in enumerate(names)])
    begin_batch(job=batch)
    run(batch)
    assert list(batch.uploads.order_by("filename").values_list("office", flat=True)) == [other.pk, other.pk, office.pk]


def test_confirming_all_is_a_job_that_can_be_stopped_and_taken_up(me: Me, project: Project, uploaded: Uploaded):
    rows = uploaded(*((f"{n}.txt", talk(n)) for n in range(5)), ("catatan.txt", "Hanya catatan biasa saja."))
    batch = rows[0].job
    job = start_confirming(**me, batch=batch, kind="focus_group", language="en")
    assert start_confirming(**me, batch=batch) == job, "two would only be in each other's way"
    told: list[int] = []

    def stop(_job: Job, *, done: int, **_rest: Any) -> None:
        told.append(done)
        _job.done = done
        _job.save(update_fields=["done"])
        if done == 3:
            raise JobCancelled

    with (
        patch.object(tasks, "advance", side_effect=stop),
        patch.object(tasks, "SECONDS_BETWEEN_REPORTS", 0),
        patch("apps.documents.services.confirming.FILES_AT_ONCE", 1),
    ):
        run(job)
    assert (job.state, project.transcripts.count(), told) == (Job.State.CANCELLED, 3, [1, 2, 3])
    retry_job(job=job)
    run(job)
    assert (job.state, job.result, job.done, job.total) == (Job.State.DONE, {"confirmed": 5, "left": 1}, 5, 5)
    assert set(project.transcripts.values_list("kind", "language")) == {("focus_group", "en")}
    assert project.participants.count() == 1


def test_the_turns_that_were_found_are_not_found_again(me: Me, project: Project, uploaded: Uploaded):
    uploaded(*((f"{n}.txt", talk(n)) for n in range(3)))
    with (
        patch("apps.documents.services.transcripts.find_turns") as again,
        patch("apps.documents.services.confirming.find_turns") as here,
    ):
        assert confirm_unquestioned(**me) == (3, 0)
    assert not again.called and not here.called
    version = project.transcripts.get(title="0").current
    speakers = ["Pewawancara", "Informan 1", "Pewawancara", "Informan 1", "Informan 1"]
    assert [turn.speaker for turn in version.turns.all()] == speakers


def test_confirming_asks_as_little_of_the_database_for_many_as_for_few(
    me: Me, uploaded: Uploaded, django_assert_max_num_queries: Any
):
    uploaded(*((f"{n}.txt", talk(n)) for n in range(2)))
    confirm_unquestioned(**me)
    uploaded(*((f"more {n}.txt", talk(10 + n)) for n in range(10)))
    with django_assert_max_num_queries(10 * 17 + 14):
        assert confirm_unquestioned(**me) == (10, 0)


def test_a_batch_is_removed_whole_and_its_transcripts_stay(
    me: Me, project: Project, uploaded: Uploaded, django_capture_on_commit_callbacks: Any
):
    rows = uploaded(("a.txt", talk(1)), ("b.txt", "Catatan tanpa pembicara."), ("c.txt", b""))
    confirm_unquestioned(**me)
    kept = {row.filename: row.file.name for row in rows}
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_batch(job=rows[0].job) == 2
    assert project.transcripts.get().current.original.name == kept["a.txt"]
    assert default_storage.exists(kept["a.txt"]) and not default_storage.exists(kept["b.txt"])
    states = {line.upload.filename: line.upload.state for line in batch_report(rows[0].job)}
    assert states == {"a.txt": State.CONFIRMED, "b.txt": State.DISCARDED, "c.txt": State.DISCARDED}


def test_removing_a_batch_stops_it(batch: Job):
    add_files(job=batch, files=[incoming("a.txt", talk(1))])
    discard_batch(job=batch)
    batch.refresh_from_db()
    assert (batch.state, batch.uploads.get().state) == (Job.State.CANCELLED, State.DISCARDED)


class TestArchives:
    """The members of a .zip become uploads of their own."""

    def test_members_are_files_of_the_batch(self, uploaded: Uploaded):
        members = {
            "KPPN Metro/01.txt": talk(1),
            "KPPN Metro/02.docx": docx("Tanya: Apa?", "Jawab: Itu."),
            "x.xlsx": b"PK",
        }
        rows = uploaded(("semua.zip", zipped(**members)), ("a.txt", talk(3)))
        states = {row.filename: row.state for row in rows}
        assert states == {
            "semua.zip": State.UNPACKED, "a.txt": State.READ, "KPPN Metro/01.txt": State.READ,
            "KPPN Metro/02.docx": State.READ, "x.xlsx": State.FAILED,
        }  # fmt: skip
        assert (rows[0].job.done, rows[0].job.total) == (4, 4)
        (line,) = [line for line in batch_report(rows[0].job) if line.upload.filename == "semua.zip"]
        assert line.remarks == ["3 files were unpacked from it."]

    def test_unpacking_again_makes_nothing_twice(self, me: Me, office: Office):
        data = zipped(**{f"{n}.txt": talk(n) for n in range(4)})
        batch = store_uploads(**me, office=office, files=[sent("semua.zip", data)])
        stored = tasks.services.batches._store_member  # type: ignore[attr-defined]
        with patch("apps.documents.services.batches._store_member") as store:
            store.side_effect = [stored, KeyboardInterrupt]
            with pytest.raises(KeyboardInterrupt):
                tasks.read_uploads(batch)
        tasks.read_uploads(batch)
        assert batch.uploads.filter(state=State.READ).count() == 4

    @pytest.mark.parametrize("data", [b"PK\x03\x04 rubbish", b"not at all", zipped()])
    def test_what_is_no_archive_is_said(self, data: bytes, uploaded: Uploaded):
        (row,) = uploaded(("semua.zip", data))
        assert row.state == State.FAILED and row.error

    def test_a_bomb_is_said_to_be_one_and_does_not_go_off(self, uploaded: Uploaded):
        rows = uploaded(("semua.zip", zipped(**{"bom.txt": bytes(64 * 2**20), "a.txt": talk(1)})))
        (bomb,) = [row for row in rows if row.filename == "bom.txt"]
        assert (bomb.state, bomb.file.name) == (State.FAILED, "")
        assert "packed so tightly" in bomb.error
        assert [row.state for row in rows if row.filename == "a.txt"] == [State.READ]

    def test_folders_are_kept_as_a_hint(self, uploaded: Uploaded):
        same = {"KPPN Metro/01.txt": talk(1), "KPPN Kotabumi/01.txt": talk(2)}
        rows = uploaded(("semua.zip", zipped(**same)))
        assert {row.folder for row in rows if row.state == State.READ} == {"KPPN Metro", "KPPN Kotabumi"}

    def test_an_archive_inside_is_refused_and_the_rest_comes(self, uploaded: Uploaded):
        rows = uploaded(("semua.zip", zipped(**{"in.zip": zipped(**{"a.txt": talk(1)}), "b.txt": talk(2)})))
        states = {row.filename: row.state for row in rows}
        assert states == {"semua.zip": State.UNPACKED, "in.zip": State.FAILED, "b.txt": State.READ}


@pytest.fixture
def page(lead: User, client_of: Callable[[User], Client]) -> Client:
    return client_of(lead)


def test_the_page_of_a_batch_sorts_and_pages_its_files(page: Client, project: Project, uploaded: Uploaded):
    rows = uploaded(
        *((f"{n:03}.txt", talk(n)) for n in range(104)), ("catatan.txt", "Tanpa pembicara."), ("z.txt", b"")
    )
    address = reverse("documents:upload_batch", args=[project.pk, rows[0].job_id])
    whole = page.get(address)
    assert len(whole.context["rows"]) == 100 and whole.context["page"].paginator.num_pages == 2
    counts = {name: count for name, _label, count in whole.context["counts"]}
    assert counts == {"": 106, "ready": 104, "questions": 1, "failed": 1}
    asked = page.get(address, {"state": "questions"})
    assert [upload.filename for upload, _questions in asked.context["rows"]] == ["catatan.txt"]
    assert page.get(address, {"state": "nonsense", "page": "99"}).status_code == 200


def test_the_page_asks_the_same_of_the_database_however_many_files_there_are(
    page: Client, project: Project, uploaded: Uploaded
):
    few, many = uploaded(("a.txt", talk(1))), uploaded(*((f"{n}.txt", talk(n)) for n in range(2, 40)))
    counts = []
    for rows in (few, many):
        with CaptureQueriesContext(connection) as asked:
            page.get(reverse("documents:upload_batch", args=[project.pk, rows[0].job_id]))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 16


def test_the_report_is_a_table_no_spreadsheet_computes(page: Client, me: Me, project: Project, uploaded: Uploaded):
    rows = uploaded(("=cmd.txt", talk(1)), ("b.txt", b""), ("2023-03-14 c.txt", talk(2)))
    confirm_unquestioned(**me)

    def fetch(format: str) -> bytes:
        return page.get(reverse("documents:upload_report", args=[project.pk, rows[0].job_id, format])).content

    said = list(csv.DictReader(io.StringIO(fetch("csv").decode())))
    assert [line["file"] for line in said] == ["2023-03-14 c.txt", "'=cmd.txt", "b.txt"]
    last = said[0]
    assert (last["transcript"], last["turns"], last["language"], last["date"]) == (
        "2023-03-14 c", "5", "id", "2023-03-14",
    )  # fmt: skip
    assert str(project.transcripts.get(title="2023-03-14 c").pk) in last["link"]
    assert "no words" in said[2]["remarks"]
    sheet = load_workbook(io.BytesIO(fetch("xlsx"))).active
    assert sheet is not None
    assert [cell.value for cell in sheet["A"]] == ["file", "2023-03-14 c.txt", "=cmd.txt", "b.txt"]
    assert sheet["A3"].quotePrefix and sheet["A3"].data_type == "s"
    assert page.get(reverse("documents:upload_report", args=[project.pk, rows[0].job_id, "pdf"])).status_code == 404


def test_reading_is_stopped_from_the_page_and_leads_back_to_it(page: Client, project: Project, me: Me, office: Office):
    batch = store_uploads(**me, office=office, files=[sent("a.txt", talk(1))])
    address = reverse("documents:upload_batch", args=[project.pk, batch.pk])
    stop = reverse("jobs:job_cancel", args=[project.pk, batch.pk])
    assert page.post(stop, {"next": address}).headers["Location"] == address
    assert "Reading was stopped" in page.get(address).text and "Go on reading" in page.get(address).text
    again = page.post(reverse("jobs:job_retry", args=[project.pk, batch.pk]), {"next": "https://elsewhere.example/"})
    assert again.headers["Location"] == reverse("jobs:job_detail", args=[project.pk, batch.pk])


def test_what_did_not_arrive_is_said_on_every_page_of_uploads(page: Client, project: Project, batch: Job):
    add_files(job=batch, files=[incoming("a.txt", talk(1))])
    for name in ("upload", "upload_list"):
        assert "1 of 3 files arrived" in page.get(reverse(f"documents:{name}", args=[project.pk])).text
    address = reverse("documents:upload_batch", args=[project.pk, batch.pk])
    assert "Read the 1 that arrived" in page.get(address).text
    assert page.post(reverse("documents:upload_begin", args=[project.pk, batch.pk])).headers["Location"] == address
    batch.refresh_from_db()
    assert not is_receiving(batch)


def test_over_http_from_open_to_report(page: Client, project: Project, office: Office):
    base = f"/api/v1/projects/{project.pk}/uploads"
    key, ids = str(uuid4()), [str(uuid4()) for _ in range(3)]
    body = {"id": key, "office": str(office.pk), "files": 4, "left_out": [{"name": "a.png", "size": 3}]}
    opened = [page.post(base, body, content_type="application/json") for _ in range(2)]
    assert [answer.status_code for answer in opened] == [201, 201]
    assert Job.objects.filter(kind="documents.read_uploads").count() == 1
    batch = opened[0].json()
    assert (batch["job"], batch["receiving"], batch["expected"], len(batch["arrived"])) == (key, True, 4, 1)

    def send(*chosen: int) -> Any:
        files = [sent(f"{n}.txt", talk(n)) for n in chosen]
        names = [f"map/{n}.txt" for n in chosen]
        return page.post(f"{base}/{key}/files", {"ids": [ids[n] for n in chosen], "names": names, "files": files})

    assert send(0, 1).json() == {"kept": [*sorted(ids[:2])], "known": []} or send(0, 1).status_code == 201
    again = send(1, 2).json()
    assert (again["kept"], again["known"]) == ([ids[2]], [ids[1]])
    assert page.post(f"{base}/{key}/files", {"ids": ids[:2], "files": [sent("a.txt", "a")]}).status_code == 422
    assert page.post(f"{base}/{key}/begin").status_code == 202
    run_job(job_id=UUID(key))
    seen = page.get(f"{base}/{key}").json()
    assert (seen["state"], seen["counts"]["ready"], seen["counts"]["failed"]) == ("done", 3, 1)
    confirming = page.post(f"{base}/{key}/confirm", {"kind": "observation"}, content_type="application/json").json()
    run_job(job_id=UUID(confirming["job"]))
    report = page.get(f"{base}/{key}/report").json()
    assert [line["state"] for line in report] == ["failed", "confirmed", "confirmed", "confirmed"]
    assert {line["file"] for line in report} == {"a.png", "map/0.txt", "map/1.txt", "map/2.txt"}
    listed = page.get(f"{base}/{key}/files", {"limit": 2}).json()
    assert len(listed["items"]) == 2 and listed["next"]
    assert page.delete(f"{base}/{key}").json() == {"removed": 1}
    assert project.transcripts.count() == 3


def test_a_zip_in_the_background_is_confirmed_by_itself(page: Client, project: Project, office: Office):
    file = sent("semua.zip", zipped(**{"satu.txt": talk(1), "dua.txt": talk(2)}))
    answer = page.post(
        f"/api/v1/projects/{project.pk}/transcripts?background=1",
        {"office": str(office.pk), "title": "X", "file": file},
    )
    assert answer.status_code == 202
    run_job(job_id=UUID(answer.json()["job"]))
    assert set(project.transcripts.values_list("title", flat=True)) == {"satu", "dua"}
