"""The table of transcripts: what its filters let through, its orders, its pages."""

import datetime as dt
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from apps.codebook.services import apply_template
from apps.coding.models import Doubt, Segment
from apps.coding.services import NewSegment, put_segment
from apps.documents.models import Office, Participant, Transcript
from apps.documents.queries import (
    TranscriptFilter,
    filtered_transcripts,
    participants_near,
    transcript_page,
    transcript_totals,
)
from apps.documents.services import change_transcript, create_attribute, create_participant, create_transcript
from apps.projects.models import Project

Me = dict[str, Any]


@pytest.fixture
def three(me: Me, project: Project, office: Office, informant: Participant) -> list[Transcript]:
    """Of two, one and no codings; of one, two and three words; the second has a doubt."""
    code = apply_template(**me, template="isomorphism")["Normative"]
    twin = create_participant(**me, pseudonym="Informan 10", office=office)
    made = [
        create_transcript(**me, title=title, office=office, text="kata " * words, date=day, participants=[who])
        for title, words, day, who in (
            ("A", 1, dt.date(2023, 1, 1), informant), ("B", 2, dt.date(2023, 2, 1), twin), ("C", 3, None, twin),
        )
    ]  # fmt: skip
    for transcript, times in zip(made, (2, 1, 0), strict=True):
        for _ in range(times):
            put_segment(**me, wanted=NewSegment(uuid4(), transcript.pk, transcript.version_id, 0, 4, (code.pk,)))
    segment = Segment.objects.get(transcript=made[1])
    Doubt.objects.create(
        project=project, transcript=made[1], segment=segment, version=made[1].current, kind=Doubt.Kind.CHANGED
    )
    return made


def titles(project: Project, **wanted: Any) -> str:
    return "".join(each.title for each in filtered_transcripts(project, TranscriptFilter(**wanted)))


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"participant": "informan 1"}, "A"),
        ({"participant": "forman 1"}, "ABC"),
        ({"participant": "nobody"}, ""),
        ({"since": dt.date(2023, 1, 2)}, "B"),
        ({"until": dt.date(2023, 1, 1)}, "A"),
        ({"since": dt.date(2023, 1, 1), "until": dt.date(2023, 2, 1)}, "AB"),
        ({"doubts": True}, "B"),
        ({"uncoded": True}, "C"),
        ({"sort": "-codings"}, "ABC"),
        ({"sort": "codings"}, "CBA"),
        ({"sort": "-words"}, "CBA"),
        ({"sort": "-segments"}, "ABC"),
        ({"sort": "version"}, "ABC"),
        ({"sort": "-date"}, "BAC"),
    ],
)
def test_filters_and_orders(project: Project, three: list[Transcript], wanted: dict[str, Any], found: str):
    assert titles(project, **wanted) == found


def test_an_attribute_is_compared_as_it_is_shown(me: Me, project: Project, three: list[Transcript]):
    create_attribute(**me, subject="transcript", name="years of service", kind="number")
    for transcript, value in zip(three, (12, 12.5, "7"), strict=True):
        change_transcript(**me, transcript=transcript, attributes={"years of service": value, "it's, so": "Yes"})
    for value, found in (("12", "A"), ("12.5", "B"), ("7", "C"), ("1", "")):
        assert titles(project, attribute="years of service", value=value) == found
    assert titles(project, attribute="it's, so", value="yes") == "ABC"
    assert titles(project, attribute="nothing", value="x") == ""


def test_a_page_keeps_the_order_and_totals_are_of_all(project: Project, three: list[Transcript]):
    found = filtered_transcripts(project, TranscriptFilter(sort="-words"))
    assert [each.title for each in transcript_page(found, 1, 3)] == ["B", "A"]
    assert transcript_totals(found) == {"words": 6, "turns": 3, "codings": 3}


def test_the_filter_bar_reads_the_address(page: Client, project: Project, three: list[Transcript], me: Me):
    create_attribute(**me, subject="transcript", name="round", kind="number")
    at = reverse("documents:transcript_list", args=[project.pk])
    shown = page.get(at, {"uncoded": "on", "size": "100", "since": "nonsense", "attribute": "unknown"})
    assert [row.transcript.title for row in shown.context["rows"]] == ["C"]
    assert shown.context["page"].paginator.per_page == 100
    assert b'<details class="filters-further" open>' in shown.content
    assert b"Change the 1 that matches the filter" in shown.content


def test_where_people_are_many_those_near_are_shown(me: Me, project: Project, office: Office, informant: Participant):
    other = Office.objects.create(project=project, name="Far")
    Participant.objects.bulk_create(Participant(project=project, office=other, pseudonym=f"F{n}") for n in range(5))
    far = Participant.objects.get(pseudonym="F3")
    transcript = create_transcript(**me, title="T", office=office, text="Kata.", participants=[far])
    assert participants_near(project, transcript, 10)[1]
    near, are_all = participants_near(project, transcript, 5)
    assert (not are_all, {each.pseudonym for each in near}) == (True, {"Informan 1", "F3"})


def test_further_participants_are_named(
    page: Client, project: Project, office: Office, transcript: Transcript, informant: Participant, monkeypatch: Any
):
    monkeypatch.setattr("apps.documents.views.transcripts.MANY_PEOPLE", 1)
    other = Office.objects.create(project=project, name="Far")
    far = Participant.objects.create(project=project, office=other, pseudonym="Far 1")
    at = reverse("documents:transcript_edit", args=[project.pk, transcript.pk])
    form = {
        "title": "T", "office": str(office.pk), "kind": "interview", "language": "id", "attributes": "",
        "participants": [str(informant.pk)], "others": "Far 1", "who_0": "", "who_1": str(informant.pk),
    }  # fmt: skip
    assert "Far 1" not in page.get(at).content.decode()
    assert page.post(at, form).status_code == 302
    assert set(transcript.participants.all()) == {informant, far}
    assert "not in the project: Nobody" in page.post(at, form | {"others": "Nobody"}).content.decode()


def test_long_lists_of_people_are_cut_into_pages_and_searched(page: Client, project: Project, office: Office):
    Participant.objects.bulk_create(
        Participant(project=project, office=office, pseudonym=f"P{n:03}", real_name=f"Real {n:03}") for n in range(120)
    )
    below = [Office(project=project, name=f"Seksi {n:03}", parent=office) for n in range(120)]
    Office.objects.bulk_create(below)
    people = reverse("documents:participant_list", args=[project.pk])
    offices = reverse("documents:office_list", args=[project.pk])
    for at, last, hit in ((people, "P119", "P007"), (offices, "Seksi 119", "Seksi 007")):
        first = page.get(at).content.decode()
        assert "Page 1 of 2" in first
        assert last not in first
        assert last in page.get(at, {"page": 2}).content.decode()
        found = page.get(at, {"text": hit}).content.decode()
        assert hit in found
        assert last not in found
    assert [row.office.name for row in page.get(offices, {"text": "007"}).context["rows"]] == [
        "KPPN Metro",
        "Seksi 007",
    ]
    assert "P007" in page.get(people, {"text": "real 007"}).content.decode()
    assert "None is called so" in page.get(people, {"text": "zzz"}).content.decode()


def test_a_real_name_finds_nobody_for_those_who_may_not_see_it(
    client_of: Any, coder: Any, project: Project, informant: Any
):
    people = reverse("documents:participant_list", args=[project.pk])
    assert "None is called so" in client_of(coder).get(people, {"text": "Budi"}).content.decode()


def test_the_original_is_for_those_who_may_take_data_out(
    client_of: Any, viewer: Any, supervisor: Any, page: Client, project: Project, me: Me, office: Office
):
    file = ContentFile(b"Kata.", name="budi.txt")
    transcript = create_transcript(**me, title="T", office=office, text="Kata.", original=file)
    at = reverse("documents:original", args=[project.pk, transcript.pk])
    assert client_of(viewer).get(at).status_code == 403
    assert client_of(supervisor).get(at).status_code == 200
    assert at in page.get(reverse("documents:transcript_edit", args=[project.pk, transcript.pk])).content.decode()
