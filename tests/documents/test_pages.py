"""The pages of transcripts and uploads, as a person meets them."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.services import create_participant, create_transcript, store_uploads
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Project
from tests.documents.conftest import TALK, sent

Me = dict[str, Any]
Uploaded = Callable[..., list[Upload]]
HTMX = {"HX-Request": "true"}


def counted() -> CaptureQueriesContext:
    return CaptureQueriesContext(connection)


def url(name: str, project: Project, *rest: Any) -> str:
    return reverse(f"documents:{name}", args=[project.pk, *rest])


def text(response: Any) -> str:
    assert response.status_code < 400, response.content
    return str(response.content.decode())


def test_an_empty_project_says_what_to_do_next(page: Client, project: Project):
    for name, next_step in (
        ("transcript_list", "upload"),
        ("participant_list", "upload"),
        ("office_list", "office_add"),
        ("upload_list", "upload"),
    ):
        assert url(next_step, project) in text(page.get(url(name, project)))
    assert "The bin is empty" in text(page.get(url("bin", project)))


def test_a_viewer_is_offered_nothing_they_may_not_do(
    client_of: Callable[[User], Client], viewer: User, project: Project, transcript: Transcript
):
    client = client_of(viewer)
    for name in ("transcript_list", "participant_list", "office_list", "bin"):
        shown = text(client.get(url(name, project)))
        assert "/new/" not in shown
        assert "/edit/" not in shown
        assert "Budi" not in shown


def test_the_list_shows_links_totals_and_keeps_its_filter_in_the_address(
    page: Client, project: Project, office: Office, transcript: Transcript, me: Me
):
    create_transcript(**me, title="Other", office=office, text="Catatan.", kind="observation")
    listed = text(page.get(url("transcript_list", project)))
    assert reverse("coding:workspace", args=[project.pk, transcript.pk]) in listed
    assert "2 transcripts" in listed
    filtered = text(page.get(url("transcript_list", project), {"kind": "observation", "sort": "-words"}))
    assert "Metro 01" not in filtered
    assert "?kind=observation&amp;sort=words" in filtered
    assert 'aria-sort="descending"' in filtered


def test_the_filter_bar_gets_the_table_alone(page: Client, project: Project, transcript: Transcript):
    part = page.get(url("transcript_list", project), {"text": "nothing like it", "kind": ""}, headers=HTMX)
    assert part.headers["HX-Push-Url"] == url("transcript_list", project) + "?text=nothing+like+it"
    assert "No transcript fits" in text(part)
    assert "<html" not in text(part)
    assert "HX-Request" in part.headers["Vary"]
    back = page.get(url("transcript_list", project), headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in text(back)


def test_an_odd_address_still_gives_the_list(page: Client, project: Project, transcript: Transcript):
    odd = {"office": "x", "kind": "?", "sort": "password", "page": "-1", "language": "xx"}
    assert "Metro 01" in text(page.get(url("transcript_list", project), odd))


def test_the_list_takes_the_same_queries_however_long(
    page: Client, project: Project, office: Office, transcript: Transcript, me: Me
):
    def count() -> int:
        with counted() as queries:
            text(page.get(url("transcript_list", project)))
        return len(queries)

    few = count()
    for number in range(12):
        person = create_participant(**me, pseudonym=f"Informan {number + 10}", office=office)
        create_transcript(**me, title=f"T{number}", office=office, text=TALK, participants=[person])
    assert count() == few


def test_pages_of_fifty(page: Client, project: Project, office: Office, me: Me):
    for number in range(51):
        create_transcript(**me, title=f"T{number:02}", office=office, text="Satu kata.")
    first = text(page.get(url("transcript_list", project)))
    assert "Page 1 of 2" in first
    assert "T50" not in first
    assert "T50" in text(page.get(url("transcript_list", project), {"page": 2}))


def test_details_are_edited_with_the_speakers(
    page: Client, project: Project, office: Office, transcript: Transcript, informant: Participant
):
    address = url("transcript_edit", project, transcript.pk)
    form = page.get(address).context["speakers"]
    assert [row["label"] for row in form.rows()] == ["Pewawancara", "Informan 1"]
    changed = {
        "title": "Metro satu", "office": str(office.pk), "kind": "interview", "language": "en", "date": "2023-03-14",
        "participants": [str(informant.pk)], "attributes": "round: 2", "who_0": str(informant.pk), "who_1": "",
    }  # fmt: skip
    assert page.post(address, changed).status_code == 302
    transcript.refresh_from_db()
    assert (transcript.title, transcript.language, transcript.attributes) == ("Metro satu", "en", {"round": 2})
    assert transcript.current.turns.get(index=0).participant == informant
    assert transcript.current.turns.get(index=1).participant is None
    wrong = page.post(address, {**changed, "date": "yesterday", "who_0": "somebody"})
    assert "date" in wrong.context["form"].errors


def test_the_bin_and_back(page: Client, project: Project, transcript: Transcript):
    assert "Nothing in it is coded yet" in text(page.get(url("transcript_bin", project, transcript.pk)))
    binned = page.post(url("transcript_bin", project, transcript.pk), follow=True)
    assert "“Metro 01” is in the bin" in text(binned)
    assert "Metro 01" not in text(page.get(url("transcript_list", project)))
    assert "Metro 01" in text(page.get(url("bin", project)))
    page.post(url("transcript_restore", project, transcript.pk))
    assert "Metro 01" in text(page.get(url("transcript_list", project)))


def test_the_original_comes_as_an_attachment(
    page: Client, project: Project, uploaded: Uploaded, transcript: Transcript
):
    assert page.get(url("original", project, transcript.pk)).status_code == 404
    (row,) = uploaded(("wawancara <1>.txt", TALK.replace("kantor", "<script>")))
    page.post(url("upload_confirm_all", project), {})
    run_job(job_id=Job.objects.get(kind="documents.confirm_uploads").pk)
    row.refresh_from_db()
    answer: Any = page.get(url("original", project, row.transcript_id))
    assert b"<script>" in b"".join(answer.streaming_content)
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Type"] == "application/octet-stream"


def test_upload_read_check_confirm(page: Client, project: Project, office: Office):
    files = [sent("a.txt", TALK), sent("b.txt", TALK * 2), sent("empty.txt", b"")]
    sent_off = page.post(url("upload", project), {"office": str(office.pk), "files": files})
    job = Job.objects.get()
    assert sent_off.headers["Location"] == url("upload_batch", project, job.pk)
    waiting = page.get(sent_off.headers["Location"])
    assert "0 of 3 files read" in text(waiting)
    assert 'hx-trigger="every 2s"' in text(waiting)
    assert page.get(sent_off.headers["Location"], headers=HTMX).status_code == 200
    run_job(job_id=job.pk)
    part = page.get(sent_off.headers["Location"], headers=HTMX)
    assert part.status_code == 286, "tells htmx to stop asking"
    done = text(page.get(sent_off.headers["Location"]))
    assert 'hx-trigger="every' not in done
    assert "The file holds no words" in done
    assert "Confirm all 2 that raised no question" in done

    first = Upload.objects.get(filename="a.txt")
    preview = page.get(url("upload_preview", project, first.pk))
    assert [row["who"].value() for row in preview.context["speakers"].rows()] == ["interviewer", "new"]
    assert "Kami rutin mengadakan" in text(preview)
    confirmed = {
        "title": "Metro A", "office": str(office.pk), "kind": "interview", "language": "id", "date": "",
        "who_0": "interviewer", "name_0": "", "who_1": "new", "name_1": "Informan M1",
    }  # fmt: skip
    back = page.post(url("upload_preview", project, first.pk), confirmed)
    assert back.headers["Location"] == url("upload_batch", project, job.pk)
    made = project.transcripts.get()
    assert (made.title, str(made.participants.get())) == ("Metro A", "Informan M1")
    again = page.post(url("upload_preview", project, first.pk), confirmed)
    assert again.status_code == 302
    assert project.transcripts.count() == 1

    rest = page.post(url("upload_confirm_all", project), {"job": str(job.pk)}, follow=True)
    assert "about to be confirmed" in text(rest)
    run_job(job_id=Job.objects.get(kind="documents.confirm_uploads").pk)
    assert "1 file became a transcript." in text(page.get(sent_off.headers["Location"]))
    failed = Upload.objects.get(filename="empty.txt")
    page.post(url("upload_discard", project, failed.pk))
    assert "No uploaded file waits" in text(page.get(url("upload_list", project)))


def test_a_preview_shows_what_is_wrong_and_keeps_what_was_typed(
    page: Client, project: Project, office: Office, informant: Participant, uploaded: Uploaded
):
    (row,) = uploaded(("a.txt", TALK.replace("Informan 1", "Informan 2")))
    typed = {
        "title": "My title", "office": str(office.pk), "kind": "interview", "language": "id",
        "who_0": "new", "name_0": "", "who_1": "new", "name_1": "informan 1",
    }  # fmt: skip
    answer = page.post(url("upload_preview", project, row.pk), typed)
    assert "Give the new participant a pseudonym." in text(answer)
    assert "There is a participant of that name" in text(answer)
    assert 'value="My title"' in text(answer)
    assert not project.transcripts.exists()


def test_speakers_can_be_switched_off(page: Client, project: Project, office: Office, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", TALK))
    address = url("upload_preview", project, row.pk)
    part = page.post(address, {"do": "look", "layout": "none"}, headers=HTMX)
    assert "4 paragraphs stand as turns" in text(part)
    assert "<html" not in text(part)
    form = {"title": "A", "office": str(office.pk), "kind": "document", "language": "id", "layout": "none"}
    assert page.post(address, form).status_code == 302
    assert [turn.speaker for turn in project.transcripts.get().current.turns.all()] == [""] * 4


def test_an_office_can_be_made_on_the_way(page: Client, project: Project):
    page.post(url("upload", project), {"new_office": "KPPN Baru", "files": [sent("a.txt", TALK)]})
    assert Upload.objects.get().office == project.offices.get(name="KPPN Baru")


@pytest.mark.parametrize(
    ("form", "said"),
    [({"files": [sent("a.txt", TALK)]}, "Choose the office"), ({"new_office": "X"}, "Choose at least one file")],
)
def test_an_upload_without_office_or_files_is_explained(page: Client, project: Project, form: Any, said: str):
    assert said in text(page.post(url("upload", project), form))
    assert not Upload.objects.exists()


def test_a_batch_takes_the_same_queries_however_many_files(page: Client, project: Project, me: Me, office: Office):
    def count(files: int) -> int:
        sending = [sent(f"{files}-{n}.txt", TALK) for n in range(files)]
        job = store_uploads(**me, office=office, files=sending)
        run_job(job_id=job.pk)
        with counted() as queries:
            text(page.get(url("upload_batch", project, job.pk)))
        return len(queries)

    assert count(2) == count(9)


def test_files_that_were_not_read_are_removed_from_the_page(page: Client, project: Project, uploaded: Uploaded):
    good, bad = uploaded(("a.txt", TALK), ("b.txt", b""))
    batch = reverse("documents:upload_batch", args=[project.pk, bad.job_id])
    assert "Remove the 1 that was not read" in page.get(batch).text
    answer = page.post(reverse("documents:upload_discard_unread", args=[project.pk]), {"job": str(bad.job_id)})
    assert answer.headers["Location"] == batch
    assert list(Upload.objects.exclude(state=Upload.State.DISCARDED)) == [good]
    assert "Not read" not in page.get(batch).text
