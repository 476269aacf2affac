"""Correcting before import who speaks where: rules on the preview page, another encoding, rules for a whole batch."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.documents.models import Office, Participant, Transcript, Turn, Upload
from apps.documents.services import change_transcript, create_transcript
from apps.projects.models import Project
from core.text.rules import Rules
from tests.documents.conftest import TALK

Uploaded = Callable[..., list[Upload]]
HTMX = {"HX-Request": "true"}
TEXT = (
    "Wawancara dua\nP: Apa kabar?\nPak Budi: Baik [tertawa].\nCatatan: ia berdiri.\nP: Lalu?\nBudi: Begini (batuk).\n"
    "Bu Sri: Betul.\nP: Ya?\nPak Budi: Sudah.\nBu Sri: Memang."
)


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


def at(project: Project, upload: Upload) -> str:
    return reverse("documents:upload_preview", args=[project.pk, upload.pk])


def rules(*rows: tuple[str, str, str], **more: str) -> dict[str, str]:
    """The rules as the page posts them."""
    typed = {"layout": "", "split_mark": "", **more}
    for number, (kind, what, who) in enumerate(rows):
        typed |= {f"kind_{number}": kind, f"what_{number}": what, f"who_is_{number}": who}
    return typed


def labels(answer: Any) -> list[str]:
    return [row["label"] for row in answer.context["speakers"].rows()]


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_rule_refreshes_speakers_and_turns_and_is_kept(page: Client, project: Project, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", TEXT))
    assert labels(page.get(at(project, row))) == ["P", "Pak Budi", "Budi", "Bu Sri"]
    typed = rules(("same", "Budi", "Pak Budi"), ("silent", "Catatan", ""), ("silent", "Wawancara", ""))
    part = page.post(at(project, row), {**typed, "do": "look"}, headers={**HTMX, "HX-Target": "found"})
    assert part.templates[0].name == "documents/_upload_found.html"
    assert labels(part) == ["P", "Pak Budi", "Bu Sri"]
    assert "ia berdiri" not in text(part)
    row.refresh_from_db()
    assert Rules.from_json(row.rules) == Rules(same=(("Budi", "Pak Budi"),), silent=("Catatan", "Wawancara"))
    assert row.report["turns"] == 8
    again = page.get(at(project, row))
    assert labels(again) == ["P", "Pak Budi", "Bu Sri"]
    assert 'value="Wawancara"' in text(again)


def test_without_javascript_a_button_looks_again_and_keeps_what_was_typed(
    page: Client, project: Project, uploaded: Uploaded
):
    (row,) = uploaded(("a.txt", TEXT))
    chosen = {"label_0": "P", "who_0": "interviewer", "label_1": "Pak Budi", "who_1": "new", "name_1": "Ketua"}
    typed = {**rules(("no_speaker", "Bu Sri", "")), **chosen, "title": "Judul saya", "do": "look"}
    answer = page.post(at(project, row), typed)
    assert "<html" in text(answer)
    assert 'value="Judul saya"' in text(answer)
    assert labels(answer) == ["P", "Pak Budi", "Budi"]
    shown = answer.context["speakers"].rows()
    assert [(each["who"].value(), each["name"].value()) for each in shown[:2]] == [
        ("interviewer", "P (a)"),
        ("new", "Ketua"),
    ]
    row.refresh_from_db()
    assert row.rules["interviewers"] == ["P"], "who asks is kept too"
    fewer = page.post(at(project, row), {**typed, "do": "remove-0"})
    assert labels(fewer) == ["P", "Pak Budi", "Budi", "Bu Sri"]


def test_a_rule_that_is_not_whole_is_asked_about(page: Client, project: Project, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", TEXT))
    answer = page.post(at(project, row), {**rules(("says", "Bu", "")), "do": "look"})
    assert "Say who speaks." in text(answer)
    row.refresh_from_db()
    assert row.rules == {}


def test_confirming_makes_the_turns_that_were_shown(page: Client, project: Project, office: Office, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", TEXT))
    details = {"title": "A", "office": str(office.pk), "kind": "interview", "language": "id", "date": ""}
    typed = rules(("same", "Budi", "Pak Budi"), ("silent", "Catatan", ""))
    before = {"label_0": "P", "label_1": "Pak Budi", "label_2": "Budi", "label_3": "Bu Sri"}
    stale = page.post(at(project, row), {**details, **typed, **before, "do": "confirm"})
    assert "The speakers are others now" in text(stale)
    table = {"label_0": "P", "who_0": "interviewer", "label_1": "Pak Budi", "who_1": "new", "name_1": "Ketua",
             "label_2": "Bu Sri", "who_2": "interviewer"}  # fmt: skip
    assert page.post(at(project, row), {**details, **typed, **table, "do": "confirm"}).status_code == 302
    version = project.transcripts.get().current
    assert version is not None
    turns = list(version.turns.values_list("speaker", "participant__pseudonym", "interviewer"))
    assert turns[1:4] == [("P", None, True), ("Pak Budi", "Ketua", False), ("P", None, True)]
    assert ("Bu Sri", None, True) in turns
    assert Rules.from_json(version.rules).same == (("Budi", "Pak Budi"),)
    assert set(Rules.from_json(version.rules).interviewers or ()) == {"P", "Bu Sri"}
    marks = [version.text[start:end] for start, end, kind in version.formatting if kind == "nonverbal"]
    assert marks == ["[tertawa]", "(batuk)"]


def test_marks_are_counted_and_told_apart(page: Client, project: Project, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", TEXT.replace("(batuk)", "[Tertawa]")))
    assert row.report["marks"] == [["tertawa", 2]]
    shown = text(page.get(at(project, row)))
    assert '<span class="nonverbal">[tertawa]</span>' in shown


def test_many_turns_come_in_pages(page: Client, project: Project, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", "\n".join(f"{'PN'[n % 2]}: kata{n}." for n in range(100))))
    first = text(page.get(at(project, row)))
    assert "kata11." in first
    assert "kata12." not in first
    assert "Show 50 more turns" in first
    second = page.post(at(project, row), {"do": "turns-2"}, headers=HTMX)
    assert second.templates[0].name == "documents/_turn_rows.html"
    assert "kata12." in text(second)
    assert "kata61." in text(second)
    assert "kata62." not in text(second)
    rest = text(page.post(at(project, row), {"do": "turns-3"}, headers=HTMX))
    assert "kata99." in rest
    assert "Show" not in rest
    assert "kata99." in text(page.post(at(project, row), {"do": "turns-all"}))


def test_another_encoding_reads_the_file_again(page: Client, project: Project, uploaded: Uploaded):
    (row,) = uploaded(("a.txt", "P: Apa kabar, señor?\nN: Так хорошо.\nP: Ya.".encode("windows-1251", "replace")))
    answer = page.post(at(project, row), {"do": "encoding", "encoding": "windows-1251", "title": "Judul"})
    assert "Так хорошо" in text(answer)
    assert 'value="Judul"' in text(answer)
    row.refresh_from_db()
    assert row.encoding == "windows-1251"
    assert row.report["encoding"] == "windows-1251"
    wrong = page.post(at(project, row), {"do": "encoding", "encoding": "rot13"})
    assert "This encoding is not known here" in text(wrong)
    unfit = page.post(at(project, row), {"do": "encoding", "encoding": "utf-8"})
    assert unfit.status_code == 200
    row.refresh_from_db()
    assert row.encoding == "windows-1251", "a refusal changes nothing"


def test_rules_for_the_other_files_with_the_same_labels(page: Client, project: Project, uploaded: Uploaded):
    other = TEXT.replace("kabar", "berita")
    own, one, two, three = uploaded(("a.txt", TEXT), ("b.txt", other), ("c.txt", other + "\nIbu: Ya."), ("d.txt", TEXT))
    page.post(at(project, three), {**rules(("silent", "P", "")), "do": "look"})
    answer = page.post(at(project, own), {**rules(("same", "Budi", "Pak Budi")), "do": "look"})
    assert "1 other file of this upload has the same labels" in text(answer)
    done = page.post(at(project, own), {**rules(("same", "Budi", "Pak Budi")), "do": "apply"})
    assert "The rules cut 1 other file too." in text(done)
    for row in (one, two, three):
        row.refresh_from_db()
    assert [speaker["label"] for speaker in one.report["speakers"]] == ["P", "Pak Budi", "Bu Sri"]
    assert two.rules == {}, "it has another label"
    assert three.rules == {"silent": ["P"]}, "somebody corrected it already"


def test_the_page_takes_the_same_queries_however_many_turns(
    page: Client, project: Project, uploaded: Uploaded, django_assert_max_num_queries: Any
):
    for copies in (2, 200):
        (row,) = uploaded((f"{copies}.txt", "P: Apa?\nN: Ini.\n" * copies))
        with django_assert_max_num_queries(25):
            page.get(at(project, row))


def test_who_asks_is_changed_in_the_details(
    page: Client, project: Project, office: Office, transcript: Transcript, informant: Participant
):
    address = reverse("documents:transcript_edit", args=[project.pk, transcript.pk])
    form = page.get(address).context["speakers"]
    assert [row["who"].value() for row in form.rows()] == ["interviewer", str(informant.pk)]
    details = {"title": "M", "office": str(office.pk), "kind": "interview", "language": "id", "attributes": ""}
    changed = {**details, "who_0": str(informant.pk), "who_1": "interviewer"}
    assert page.post(address, changed).status_code == 302
    turns = Turn.objects.filter(version=transcript.current_id).order_by("index")
    assert list(turns.values_list("participant", "interviewer"))[:2] == [(informant.pk, False), (None, True)]
    page.post(address, {**details, "who_0": "", "who_1": ""})
    assert not turns.filter(interviewer=True).exists()


def test_a_participant_behind_a_label_asks_no_more(me: dict[str, Any], transcript: Transcript, informant: Participant):
    change_transcript(**me, transcript=transcript, speaker_map={"Pewawancara": informant})
    assert not Turn.objects.filter(version=transcript.current_id, interviewer=True).exists()


def test_paragraphs_that_were_asked_for_stay_with_the_version(me: dict[str, Any], office: Office):
    made = create_transcript(**me, title="A", office=office, text=TALK, speakers="none")
    assert made.current is not None
    assert made.current.rules == {"layout": "none"}
