"""Names leave the transcripts without one coding lost; what still holds them is for leads alone."""

import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Coding, Segment
from apps.coding.services import NewSegment
from apps.documents.models import Office, Transcript, Turn
from apps.documents.queries import current_text, get_transcript
from apps.documents.services import create_participant, create_transcript, list_name
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError

TALK = (
    "Rina: Apa kata Pak Budi Santoso tentang kantor Metro? 👩🏽\n\n"
    "Budi: Saya, Budi, rutin mengadakan bimbingan teknis. BUDI bilang begitu.\n\n"
    "Rina: Karena target?\n\n"
    "Budi: Ya, kata Rina juga begitu. Tidak ada yang lain, Budi."
)


@pytest.fixture
def me(project: Project, lead: User) -> dict[str, Any]:
    return {"project": project, "user": lead}


@pytest.fixture
def interview(me: dict[str, Any], office: Office) -> Transcript:
    budi = create_participant(**me, pseudonym="Informan 1", office=office, real_name="Budi Santoso")
    transcript = create_transcript(**me, title="Wawancara Budi", office=office, text=TALK)
    Turn.objects.filter(version=transcript.current, speaker="Budi").update(participant=budi)
    Turn.objects.filter(version=transcript.current, speaker="Rina").update(interviewer=True)
    return transcript


def code_all(me: dict[str, Any], transcript: Transcript, code: Code, *, length: int = 25) -> list[UUID]:
    """Overlapping passages over all that is said, each with a memo."""
    made = []
    for turn in Turn.objects.filter(version=transcript.current):
        for start in range(turn.start, turn.end - 3, 7):
            end = min(start + length, turn.end)
            new = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, end, (code.pk,), "kata Budi")
            services.put_segment(**me, wanted=new)
            made.append(new.id)
    return made


def hide(me: dict[str, Any], transcript: Transcript, **pseudonyms: str) -> int:
    names = {name.replace("_", " "): pseudonym for name, pseudonym in pseudonyms.items()}
    return services.hide_names(**me, transcript=transcript, pseudonyms=names)


def test_every_mention_is_replaced_and_every_passage_carried_over(me, interview, codes):
    made = code_all(me, interview, codes["Coercive"])
    fresh = get_transcript(me["project"], interview.pk)
    assert hide(me, fresh, Budi="Informan 1", Budi_Santoso="Informan 1", Rina="Pewawancara") == 9
    after = get_transcript(me["project"], interview.pk)
    text = current_text(after)
    assert text == (
        "Pewawancara: Apa kata Pak Informan 1 tentang kantor Metro? 👩🏽\n\n"
        "Informan 1: Saya, Informan 1, rutin mengadakan bimbingan teknis. Informan 1 bilang begitu.\n\n"
        "Pewawancara: Karena target?\n\n"
        "Informan 1: Ya, kata Pewawancara juga begitu. Tidak ada yang lain, Informan 1."
    )
    there = Segment.objects.filter(version=after.version_id)
    cut = len(made) - there.count()
    # Only a passage whose border lay inside a name is asked about.
    assert cut == Segment.objects.exclude(version=after.version_id).filter(doubt__isnull=False).count()
    assert there.count() > len(made) * 0.7
    assert all(text[each.start : each.end] == each.quote for each in there)
    assert Coding.objects.count() == len(made)
    assert violations() == {rule: [] for rule in violations()}


def test_turns_speakers_and_participants_follow(me, interview):
    hide(me, get_transcript(me["project"], interview.pk), Budi="Informan 1", Rina="Pewawancara")
    turns = Turn.objects.filter(version=get_transcript(me["project"], interview.pk).version_id).order_by("index")
    assert [turn.speaker for turn in turns] == ["Pewawancara", "Informan 1"] * 2
    assert [turn.interviewer for turn in turns] == [True, False] * 2
    assert [str(turn.participant or "") for turn in turns] == ["", "Informan 1"] * 2


def test_title_memos_and_log_forget_the_name(me, interview, codes):
    code_all(me, interview, codes["Coercive"])
    hide(me, get_transcript(me["project"], interview.pk), Budi="Informan 1")
    assert get_transcript(me["project"], interview.pk).title == "Wawancara Informan 1"
    assert set(Segment.objects.values_list("memo", flat=True)) == {"kata Informan 1"}
    logged = Activity.objects.values_list("label", "before", "after")
    assert "Budi" not in json.dumps(list(logged))


def test_a_second_time_changes_nothing(me, interview):
    hide(me, get_transcript(me["project"], interview.pk), Budi="Informan 1")
    version = get_transcript(me["project"], interview.pk).version_id
    assert hide(me, get_transcript(me["project"], interview.pk), Budi="Informan 1") == 0
    assert get_transcript(me["project"], interview.pk).version_id == version


def test_a_passage_coded_before_can_still_be_taken_back(me, interview, codes):
    new = NewSegment(
        uuid4(), interview.pk, interview.version_id, TALK.index("rutin"), TALK.index("teknis"), (codes["Coercive"].pk,)
    )
    services.put_segment(**me, wanted=new)
    created = Activity.objects.get(verb="segment_created")
    hide(me, get_transcript(me["project"], interview.pk), Budi="Informan 1")
    from apps.coding.undo import undo

    undo(**me, activity_id=created.pk, transcript=interview.pk)
    assert not Segment.objects.exists()


def test_the_job_goes_through_the_project_and_reports(me, interview, office):
    create_transcript(
        **me, title="Lain", office=office, text="Rina: Halo semua.\n\nSari: Halo, kata Budi.\n\nRina: Ya."
    )
    listed = list_name(**me, name="Budi", pseudonym="Informan 1")
    transcripts = [str(pk) for pk in Transcript.objects.values_list("pk", flat=True)]
    job = services.start_hiding(**me, names=[str(listed.pk)], transcripts=transcripts, any_case=False)
    run_job(job_id=job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == (Job.State.DONE, {"transcripts": 2, "mentions": 7})
    assert "Budi" not in json.dumps(job.parameters)


def test_nothing_chosen_is_said(me):
    with pytest.raises(DomainError, match="Choose at least one name"):
        services.start_hiding(**me, names=[], transcripts=["x"], any_case=False)


def test_lead_lists_previews_and_replaces(me, interview, client: Client, lead: User):
    client.force_login(lead)
    project = me["project"]
    address = reverse("coding:name_list", args=[project.pk])
    page = client.get(address, {"look": 1})
    assert "Santoso" in page.content.decode()
    client.post(address, {"name": "Budi", "pseudonym": "Informan 1", "participant": ""})
    assert [str(each) for each in project.hidden_names.all()] == ["Informan 1"]
    again = client.post(address, {"name": "Budi", "pseudonym": "Informan 2", "participant": ""})
    assert "in the list already" in again.content.decode()
    preview = client.get(reverse("coding:names_preview", args=[project.pk]))
    assert "<mark>Budi</mark>" in preview.content.decode()
    chosen = {"names": project.hidden_names.get().pk, "transcripts": interview.pk}
    answer = client.post(reverse("coding:names_hide", args=[project.pk]), chosen)
    job = Job.objects.get(kind="coding.hide_names")
    assert answer.headers["Location"] == reverse("jobs:job_detail", args=[project.pk, job.pk])
