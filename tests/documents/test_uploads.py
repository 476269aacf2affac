"""Files come in, are read one after the other, and become transcripts when a person confirms them."""

from collections.abc import Callable
from datetime import date
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.storage import default_storage

from apps.documents import services, tasks
from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.queries import questions_about
from apps.documents.reading import SENTENCES, Reading, SpeakerMode, read_file
from apps.documents.services import (
    confirm_unquestioned,
    confirm_upload,
    discard_unread,
    discard_upload,
    guessed_details,
    read_upload,
    store_uploads,
    stored_name,
)
from apps.documents.speakers import propose
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project
from apps.web.errors import DomainError
from tests.documents.conftest import OLE, TALK, docx, sent

Me = dict[str, Any]
Uploaded = Callable[..., list[Upload]]
ENCRYPTED = OLE + "EncryptedPackage".encode("utf-16-le")
OLD_WORD = OLE + "WordDocument".encode("utf-16-le")


def test_every_bad_file_gets_its_own_sentence_and_the_rest_go_on(uploaded: Uploaded, settings: Any):
    settings.MAX_UPLOAD_MB = 1
    rows = uploaded(
        ("good.txt", TALK),
        ("empty.txt", b""),
        ("blank.txt", b" \n\n "),
        ("big.txt", b"x" * (1024 * 1024 + 1)),
        ("encrypted.docx", ENCRYPTED),
        ("old.doc", OLD_WORD),
        ("mislabelled.docx", b"%PDF-1.7 rubbish"),
        ("damaged.docx", docx("Halo")[:-40]),
        ("table.xlsx", "a;b"),
        ("sound.txt", bytes(range(256)) * 20),
        ("last.docx", docx("Pewawancara: Mengapa?", "Informan 1: Karena.", "Pewawancara: Apa?", "Informan 1: Itu.")),
    )
    said = {row.filename: row.error for row in rows}
    states = {row.filename: row.state for row in rows}
    assert states["good.txt"] == states["last.docx"] == Upload.State.READ
    assert {name for name, state in states.items() if state == Upload.State.FAILED} == set(said) - {
        "good.txt",
        "last.docx",
    }
    assert said["empty.txt"] == said["blank.txt"] == str(SENTENCES["empty"])
    assert "larger than 1 MB" in said["big.txt"]
    assert "password" in said["encrypted.docx"]
    assert "before 2007" in said["old.doc"]
    assert "damaged" in said["mislabelled.docx"], "it was taken for what it is"
    assert "damaged" in said["damaged.docx"]
    assert "“.xlsx”" in said["table.xlsx"]
    assert "no text has" in said["sound.txt"]


def test_every_code_of_the_readers_has_a_sentence():
    codes = """empty too_large unsupported binary undecodable encrypted old_word mislabelled damaged too_slow
        too_much_memory"""
    assert set(codes.split()) < set(SENTENCES)


def test_the_report_says_what_was_found(uploaded: Uploaded):
    data = TALK.replace("\n", "\r\n").encode("utf-16")
    (row,) = uploaded(("2023-03-14 Metro_01.txt", data))
    report = row.report
    assert row.text == TALK
    assert (report["encoding"], report["confidence"]) == ("utf-16-le", 1.0)
    assert (report["title"], report["date"], report["language"]) == ("2023-03-14 Metro 01", "2023-03-14", "id")
    assert (report["turns"], report["characters"], report["pattern"]) == (4, len(TALK), "colon")
    assert [(each["label"], each["interviewer"]) for each in report["speakers"]] == [
        ("Pewawancara", True),
        ("Informan 1", False),
    ]


def test_the_job_tells_how_far_it_is_and_may_run_again(me: Me, office: Office):
    job = store_uploads(**me, office=office, files=[sent(f"{n}.txt", TALK) for n in range(3)])
    with patch.object(tasks, "advance") as advance:
        run_job(job_id=job.pk)
    # Not for each file: telling takes longer than reading a short one.
    assert [(each.kwargs["total"], each.kwargs["done"]) for each in advance.mock_calls] == [(3, 1), (3, 3)]
    with patch.object(services, "read_upload") as reads:
        tasks.read_uploads(Job.objects.get(pk=job.pk))
    assert not reads.called


def test_a_crash_on_one_file_never_stops_the_rest(me: Me, office: Office):
    job = store_uploads(**me, office=office, files=[sent("bad.txt", TALK), sent("good.txt", TALK)])

    def read(data: bytes, filename: str, speakers: SpeakerMode, **how: Any) -> Reading:
        if filename == "bad.txt":
            raise ZeroDivisionError
        return read_file(data, filename, speakers, **how)

    with patch("apps.documents.services.uploads.read_file", side_effect=read):
        run_job(job_id=job.pk)
    states = dict(Upload.objects.values_list("filename", "state"))
    assert states == {"bad.txt": Upload.State.FAILED, "good.txt": Upload.State.READ}


def test_a_file_that_kills_its_worker_is_not_tried_for_ever(me: Me, office: Office):
    store_uploads(**me, office=office, files=[sent("deadly.txt", TALK)])
    upload = Upload.objects.get()
    with patch("apps.documents.services.uploads._take_text", side_effect=KeyboardInterrupt):
        for _ in range(2):
            with pytest.raises(KeyboardInterrupt):
                read_upload(upload=Upload.objects.get())
    upload = read_upload(upload=Upload.objects.get())
    assert (upload.state, upload.error) == (Upload.State.FAILED, str(SENTENCES["crashed"]))


def test_a_file_removed_while_it_is_read_stays_removed(me: Me, office: Office):
    store_uploads(**me, office=office, files=[sent("a.txt", TALK)])
    upload = Upload.objects.get()
    discard_upload(upload=Upload.objects.get())
    read_upload(upload=upload)
    upload.refresh_from_db()
    assert (upload.state, upload.text) == (Upload.State.DISCARDED, "")


def test_confirming_makes_the_transcript_with_its_new_participant(
    me: Me, project: Project, office: Office, uploaded: Uploaded
):
    (row,) = uploaded(("2023-03-14 Metro.txt", TALK))
    made = confirm_upload(
        **me, upload=row, choices={"Pewawancara": None, "Informan 1": "Informan M1"}, **guessed_details(row)
    )
    participant = project.participants.get()
    assert (participant.pseudonym, participant.office) == ("Informan M1", office)
    assert [turn.participant for turn in made.current.turns.all()] == [None, participant, None, participant]
    assert (made.title, made.date, made.language) == ("2023-03-14 Metro", date(2023, 3, 14), "id")
    assert made.current.original.read().decode() == TALK
    row.refresh_from_db()
    assert (row.state, row.transcript, row.text) == (Upload.State.CONFIRMED, made, "")
    with pytest.raises(DomainError, match="confirmed already"):
        confirm_upload(**me, upload=row, choices=None, **guessed_details(row))
    assert Transcript.objects.count() == 1


def test_confirming_is_all_or_nothing(me: Me, project: Project, informant: Participant, uploaded: Uploaded):
    (row,) = uploaded(("metro.txt", TALK))
    with pytest.raises(DomainError, match="already a participant"):
        confirm_upload(
            **me, upload=row, choices={"Pewawancara": "Somebody", "Informan 1": "Informan 1"}, **guessed_details(row)
        )
    row.refresh_from_db()
    assert (row.state, project.transcripts.count(), project.participants.count()) == (Upload.State.READ, 0, 1)


def test_speakers_map_to_pseudonyms_or_propose_one(informant: Participant):
    def speakers(*labels: str) -> dict[str, Any]:
        found = [{"label": label, "turns": 2, "words": 9, "interviewer": label == "P"} for label in labels]
        return {"speakers": found}

    def chosen(report: dict[str, Any]) -> list[Any]:
        return [each.choice for each in propose(report, [informant], "Metro 01")]

    assert chosen(speakers("P", "INFORMAN 1")) == [None, informant]
    assert chosen(speakers("P", "Informan 2")) == [None, "Informan 2"]
    assert chosen(speakers("P", "Informan 2", "Informan 3")) == [None, None, None]
    assert chosen(speakers("P", "Informan 1", "Informan 3")) == [None, informant, "Informan 3"]
    # A bare role is no name: the next transcript's "Narasumber" is somebody else.
    assert chosen(speakers("P", "Narasumber")) == [None, "Narasumber (Metro 01)"]


def test_what_raised_no_question_is_confirmed_together(me: Me, project: Project, uploaded: Uploaded):
    other = TALK.replace("Informan 1", "Informan 2")
    two = other + "\nInforman 3: Saya juga begitu.\n\nInforman 3: Ya, betul sekali.\n"
    rows = uploaded(("a.txt", TALK), ("b.txt", other), ("c.txt", two), ("d.txt", "Hanya catatan biasa saja."))
    asked = questions_about(project, rows)
    assert [bool(asked[row.pk]) for row in rows] == [False, False, True, True]
    assert confirm_unquestioned(**me, job_id=rows[0].job_id) == (2, 2)
    assert set(project.transcripts.values_list("title", flat=True)) == {"a", "b"}
    assert set(project.participants.values_list("pseudonym", flat=True)) == {"Informan 1", "Informan 2"}


def test_the_same_file_twice_in_a_batch_becomes_one_transcript(me: Me, project: Project, uploaded: Uploaded):
    uploaded(("a.txt", TALK), ("b.txt", TALK))
    assert confirm_unquestioned(**me) == (1, 1)


def test_the_same_text_twice_is_a_question(project: Project, transcript: Transcript, uploaded: Uploaded):
    (row,) = uploaded(("again.txt", TALK))
    assert questions_about(project, [row])[row.pk] == ["The same text is here already, as “Metro 01”."]


def test_a_guessed_encoding_is_a_question(project: Project, informant: Participant, uploaded: Uploaded):
    quoted = TALK.encode("ascii", "ignore").decode().replace("target", "“target” – begitulah –")
    (row,) = uploaded(("old.txt", quoted.encode("cp1252")))
    assert row.text == quoted
    (asked,) = questions_about(project, [row])[row.pk]
    assert "is a guess" in asked


def test_discarding_removes_the_file_too(uploaded: Uploaded, django_capture_on_commit_callbacks: Any):
    (row,) = uploaded(("metro.txt", TALK))
    name = row.file.name
    assert default_storage.exists(name)
    with django_capture_on_commit_callbacks(execute=True):
        discard_upload(upload=row)
    assert not default_storage.exists(name)
    row.refresh_from_db()
    assert (row.state, row.text, row.layout, row.file.name) == (Upload.State.DISCARDED, "", {}, "")


def test_what_could_not_be_read_is_removed_together(
    project: Project, uploaded: Uploaded, django_capture_on_commit_callbacks: Any
):
    uploaded(("other.txt", b""))
    good, bad, _worse = uploaded(("a.txt", TALK), ("b.docx", b"%PDF-1.7 rubbish"), ("c.txt", b""))
    with django_capture_on_commit_callbacks(execute=True):
        assert discard_unread(project=project, job_id=bad.job_id) == 2
    assert list(Upload.objects.filter(job=bad.job_id, state=Upload.State.READ)) == [good]
    assert not default_storage.exists(bad.file.name) and default_storage.exists(good.file.name)
    assert discard_unread(project=project) == 1
    assert Upload.objects.exclude(state=Upload.State.DISCARDED).get() == good


def test_of_files_with_the_same_text_only_the_first_raises_no_question(
    project: Project, informant: Participant, uploaded: Uploaded
):
    first, second = uploaded(("a.txt", TALK), ("b.txt", TALK))
    asked = questions_about(project, [first, second])
    assert asked[first.pk] == []
    assert "“a.txt”" in asked[second.pk][0]


def test_one_refusal_leaves_the_others_confirmed(me: Me, project: Project, informant: Participant, uploaded: Uploaded):
    refused, _good = uploaded(("a.txt", TALK + "Pewawancara: Ya."), ("b.txt", TALK))
    Upload.objects.filter(pk=refused.pk).update(text=" ")
    assert confirm_unquestioned(**me) == (1, 1)
    assert Transcript.objects.get().title == "b"


def test_a_job_that_was_told_everything_confirms_by_itself(
    me: Me, project: Project, office: Office, informant: Participant
):
    asked = {"title": "Metro 01", "language": "en", "participants": [str(informant.pk)], "speakers": "auto"}
    job = store_uploads(**me, office=office, files=[sent("x.txt", TALK), sent("y.txt", b"\x00" * 50)], asked=asked)
    run_job(job_id=job.pk)
    job.refresh_from_db()
    made = project.transcripts.get()
    assert (made.title, made.language, list(made.participants.all())) == ("Metro 01", "en", [informant])
    outcome = {each["filename"]: each for each in job.result["uploads"]}
    assert outcome["x.txt"]["transcript"] == str(made.pk)
    assert outcome["y.txt"]["state"] == Upload.State.FAILED
    assert outcome["y.txt"]["error"]


@pytest.mark.parametrize("name", ["💥", "..", "a" * 250 + ".txt", "na/../me?.docx", "ضخم" * 60 + ".md", ".txt"])
def test_any_name_can_be_stored(name: str, uploaded: Uploaded):
    kept = stored_name(name)
    assert len(kept.encode()) < 240
    saved = default_storage.save(f"uploads/{kept}", sent("x", "y"))
    assert default_storage.exists(saved)
