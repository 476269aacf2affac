"""Names leave memos as they leave transcripts; memos about somebody who is erased go altogether."""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.test import Client
from django.urls import reverse

from apps.coding import services
from apps.coding.integrity import violations
from apps.coding.models import Memo, Segment
from apps.coding.undo import undo
from apps.documents.models import Office, Participant, Transcript
from apps.documents.services import bin_transcript, create_participant, list_name
from apps.jobs.models import Job
from apps.jobs.services import run_job
from apps.projects.models import Activity, Project
from apps.web.errors import DomainError
from core.markdown import Ref, link_to

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: Any) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def budi(me: Args, office: Office) -> Participant:
    return create_participant(**me, pseudonym="Informan 1", office=office, real_name="Budi Santoso")


def write(me: Args, thing: Any, text: str, title: str = "") -> Memo:
    return services.create_memo(**me, kind=type(thing).__name__.lower(), about=thing.pk, title=title, text=text)


def everything_kept() -> Iterator[str]:
    """All that is stored of memos and in the log, as text."""
    for model in (Memo, Activity):
        yield json.dumps(list(model.objects.values()), cls=DjangoJSONEncoder)
    yield json.dumps(list(Segment.objects.values_list("memo", flat=True)))


def test_hiding_names_rewrites_memos_and_their_history(
    me: Args, project: Project, transcript: Transcript, budi: Participant
) -> None:
    link = link_to(Ref("participant", budi.pk), "Budi")
    memo = write(me, project, f"Asked Budi. {link}", title="Budi, again")
    services.change_memo(**me, memo_id=memo.pk, version=1, text=f"Budi says so. {link}")
    gone = write(me, transcript, "What Budi said")
    services.delete_memo(**me, memo_id=gone.pk)
    undo(**me)
    services.delete_memo(**me, memo_id=gone.pk)
    name = list_name(**me, name="Budi", pseudonym="Informan 1", participant=budi)
    job = services.start_hiding(**me, names=[str(name.pk)], transcripts=[str(transcript.pk)], any_case=False)
    run_job(job_id=job.pk)
    assert Job.objects.get(pk=job.pk).state == Job.State.DONE
    stored = Memo.objects.get()
    assert (stored.title, stored.text) == (
        "Informan 1, again", f"Informan 1 says so. {link_to(Ref('participant', budi.pk), 'Informan 1')}",
    )  # fmt: skip
    assert "informan 1" in stored.folded
    assert not [kept for kept in everything_kept() if "Budi" in kept or "budi" in kept]
    with pytest.raises(DomainError):
        services.change_memo(**me, memo_id=memo.pk, version=2, text="Budi, from a page that was open")
    undo(**me, activity_id=Activity.objects.filter(verb="memo_deleted").latest("pk").pk)
    assert Memo.objects.get(pk=gone.pk).text == "What Informan 1 said"
    assert not any(violations().values())


def test_erasing_a_participant_deletes_memos_about_them_and_their_name_in_others(
    me: Args, project: Project, office: Office, transcript: Transcript, budi: Participant
) -> None:
    about = write(me, budi, "Lives by the station, two children", title="Who he is")
    services.change_memo(**me, memo_id=about.pk, version=1, text="Lives by the station, three children")
    other = write(me, office, "Santoso told me about the station of Budi Santoso")
    binned = write(me, transcript, "Budi here too")
    bin_transcript(**me, transcript=transcript)
    assert services.what_erasing_does(project, budi).memos == 1
    services.erase_participant(**me, participant=budi)
    assert set(Memo.objects.values_list("pk", flat=True)) == {other.pk, binned.pk}
    assert not [kept for kept in everything_kept() if "Budi" in kept or "Santoso" in kept or "children" in kept]
    assert "station" in Memo.objects.get(pk=other.pk).text
    with pytest.raises(DomainError):
        undo(**me, activity_id=Activity.objects.filter(object_id=about.pk).earliest("pk").pk)
    assert not any(violations().values())


def test_the_page_says_how_many_memos_go(me: Args, page: Client, project: Project, budi: Participant) -> None:
    write(me, budi, "One")
    write(me, budi, "Two")
    html = page.get(reverse("coding:participant_erase", args=[project.pk, budi.pk])).content.decode()
    assert "2 memos about them are deleted" in html


def test_quotes_with_names_are_for_those_who_may_see_names(
    me: Args, project: Project, office: Office, viewer: Any, client_of: Any, page: Client
) -> None:
    from apps.documents.services import create_transcript

    said = "Rina: Apa kabar?\n\nTamu: Kata Budi Santoso begitu."
    transcript = create_transcript(**me, title="Metro 09", office=office, text=said)
    start = said.index("Kata")
    passage = services.NewSegment(uuid4(), transcript.pk, transcript.version_id, start, len(said) - 1, (), "Who?")
    services.put_segment(**me, wanted=passage)
    memo = write(me, project, link_to(Ref("segment", passage.id), "a passage"))
    transcript.versions.update(named=True)
    address = reverse("coding:memo_list", args=[project.pk])
    lead, reader = (client.get(address).content.decode() for client in (page, client_of(viewer)))
    assert "Kata Budi Santoso" in lead
    assert "Budi" not in reader
    assert "Who?" in reader
    shown = client_of(viewer).get(reverse("coding:memo_detail", args=[project.pk, memo.pk])).content.decode()
    assert "Metro 09" in shown
    assert "Budi" not in shown
