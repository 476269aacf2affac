"""Correcting speakers and turns of a transcript that is there: a new version, and every passage stays on its words."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Segment
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Office, Participant, Transcript
from apps.documents.services import create_participant, create_transcript
from apps.projects.models import Project
from tests.coding.conftest import TEXT


@pytest.fixture
def page(client: Client, lead: User) -> Client:
    client.force_login(lead)
    return client


@pytest.fixture
def segment(project: Project, lead: User, transcript: Transcript, codes: dict[str, Code]) -> Segment:
    start = TEXT.index("kami" if "kami" in TEXT else "Kami")
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 10, (codes["Normative"].pk,))
    put_segment(project=project, user=lead, wanted=wanted)
    return Segment.objects.get()


def address(project: Project, transcript: Transcript) -> str:
    return reverse("coding:structure_edit", args=[project.pk, transcript.pk])


def table(answer: Any) -> dict[str, str]:
    """The speaker table of a page as it would be posted back."""
    typed: dict[str, str] = {}
    for number, row in enumerate(answer.context["speakers"].rows()):
        typed |= {f"label_{number}": row["label"], f"who_{number}": row["who"].value() or ""}
    return typed


def test_saving_makes_a_version_with_other_turns(
    page: Client, project: Project, transcript: Transcript, segment: Segment
):
    shown = page.get(address(project, transcript))
    rules = {"layout": "", "split_mark": "", "kind_0": "silent", "what_0": "Pewawancara", "who_is_0": ""}
    look = page.post(address(project, transcript), {**rules, **table(shown), "do": "look"})
    assert transcript.versions.count() == 1, "looking keeps nothing"
    assert [row["label"] for row in look.context["speakers"].rows()] == ["Informan 1"]
    typed = {**rules, **table(look), "version": str(transcript.version_id), "do": "confirm"}
    assert page.post(address(project, transcript), typed).status_code == 302
    transcript.refresh_from_db()
    assert transcript.current is not None
    assert transcript.current.number == 2
    assert transcript.current.text == TEXT
    assert transcript.current.rules["silent"] == ["Pewawancara"]
    assert set(transcript.current.turns.values_list("speaker", flat=True)) == {"Informan 1"}
    segment.refresh_from_db()
    assert segment.version_id == transcript.current_id
    assert TEXT[segment.start : segment.end] == segment.quote


def test_who_stands_behind_a_label_is_kept_and_changed(
    page: Client, project: Project, lead: User, office: Office, codes: dict[str, Code]
):
    budi = create_participant(project=project, user=lead, office=office, pseudonym="Budi")
    made = create_transcript(
        project=project, user=lead, title="A", office=office, text="P: Apa?\nN: Ini.\nP: Lalu?\nNn: Itu.\nNn: Ya.",
        speaker_map={"P": None, "N": budi, "Nn": None},
    )  # fmt: skip
    shown = page.get(address(project, made))
    assert table(shown) == {
        "label_0": "P", "who_0": "interviewer", "label_1": "N", "who_1": str(budi.pk), "label_2": "Nn", "who_2": "",
    }  # fmt: skip
    rules = {"layout": "", "kind_0": "same", "what_0": "Nn", "who_is_0": "N"}
    look = page.post(address(project, made), {**rules, **table(shown), "do": "look"})
    typed = {**rules, **table(look), "version": str(made.version_id), "do": "confirm"}
    assert page.post(address(project, made), typed).status_code == 302
    made.refresh_from_db()
    assert made.current is not None
    turns = list(made.current.turns.values_list("speaker", "participant", "interviewer"))
    asked, said = ("P", None, True), ("N", budi.pk, False)
    assert turns == [asked, said, asked, said, said]


def test_a_single_person_without_labels_stays_theirs(page: Client, project: Project, lead: User, office: Office):
    budi = create_participant(project=project, user=lead, office=office, pseudonym="Budi")
    made = create_transcript(
        project=project, user=lead, title="A", office=office, text="Satu.\nMasih satu.\n\nDua.", participants=[budi]
    )
    shown = page.get(address(project, made))
    typed = {"layout": "", "split_blank": "on", **table(shown), "version": str(made.version_id), "do": "confirm"}
    assert page.post(address(project, made), typed).status_code == 302
    made.refresh_from_db()
    assert made.current is not None
    assert list(made.current.turns.values_list("participant", flat=True)) == [budi.pk, budi.pk]


def test_nothing_new_and_an_old_page_are_refused(
    page: Client, project: Project, transcript: Transcript, office: Office
):
    shown = page.get(address(project, transcript))
    same = {"layout": "", **table(shown), "version": str(transcript.version_id), "do": "confirm"}
    assert "Nothing was changed" in page.post(address(project, transcript), same).content.decode()
    old = {**same, "layout": "none", "label_0": "", "who_0": "", "version": str(uuid4())}
    old = {name: value for name, value in old.items() if not name.endswith("_1")}
    answer = page.post(address(project, transcript), old).content.decode()
    assert "Somebody corrected this transcript meanwhile" in answer
    assert transcript.versions.count() == 1


def test_participants_of_other_projects_are_no_choice(
    page: Client, project: Project, transcript: Transcript, other_participant: Participant
):
    shown = page.get(address(project, transcript))
    typed = {"layout": "", "merge": "on", **table(shown), "who_1": str(other_participant.pk), "do": "confirm",
             "version": str(transcript.version_id)}  # fmt: skip
    assert page.post(address(project, transcript), typed).status_code == 200
    assert transcript.versions.count() == 1


@pytest.fixture
def other_participant(lead: User) -> Participant:
    from apps.documents.services import create_office
    from apps.projects.services import create_project

    elsewhere = create_project(user=lead, name="Elsewhere")
    office = create_office(project=elsewhere, user=lead, name="Far away")
    return create_participant(project=elsewhere, user=lead, office=office, pseudonym="Somebody")
