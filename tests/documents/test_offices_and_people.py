"""Offices nest and go only when nothing uses them; participants keep their real names to leads."""

import json
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.documents.models import Office, Participant, Transcript, Upload
from apps.documents.queries import (
    find_office,
    find_participants,
    office_tree,
    offices_under,
    participant_rows,
    participants_of,
)
from apps.documents.services import (
    bin_transcript,
    change_office,
    change_participant,
    create_office,
    create_participant,
    delete_office,
    delete_participant,
)
from apps.projects.models import Activity, Project, Verb
from apps.projects.services import create_project
from apps.web.errors import DomainError, Invalid, NotThere

Me = dict[str, Any]


def test_offices_form_a_tree_with_counts(me: Me, project: Project, office: Office, transcript: Transcript):
    region = create_office(**me, name="Kanwil")
    change_office(**me, office=office, parent=region)
    section = create_office(**me, name="Seksi Bank", parent=office)
    rows = [(row.office.name, row.depth, row.participants, row.transcripts) for row in office_tree(project)]
    assert rows == [("Kanwil", 0, 0, 0), ("KPPN Metro", 1, 1, 1), ("Seksi Bank", 2, 0, 0)]
    assert offices_under(project, region.pk) == {region.pk, office.pk, section.pk}


def test_the_tree_takes_the_same_queries_however_large(
    me: Me, project: Project, office: Office, django_assert_num_queries: Any
):
    for number in range(20):
        create_office(**me, name=f"Seksi {number}", parent=office)
    with django_assert_num_queries(3):
        assert len(office_tree(project)) == 21


def test_two_neighbours_cannot_share_a_name(me: Me, office: Office):
    with pytest.raises(Invalid, match="already an office"):
        create_office(**me, name="KPPN Metro")
    create_office(**me, name="KPPN Metro", parent=office)
    with pytest.raises(Invalid, match="already an office"):
        create_office(**me, name="KPPN Metro", parent=office)


def test_an_office_cannot_lie_below_itself(me: Me, office: Office):
    below = create_office(**me, name="Seksi Bank", parent=office)
    for parent in (office, below):
        with pytest.raises(Invalid, match="below itself"):
            change_office(**me, office=office, parent=parent)
    office.refresh_from_db()
    assert office.parent is None


def test_an_office_in_use_says_in_numbers_what_uses_it(me: Me, office: Office, transcript: Transcript):
    create_office(**me, name="Seksi Bank", parent=office)
    Upload.objects.create(project=me["project"], office=office, filename="a.txt", size=1)
    with pytest.raises(DomainError) as refused:
        delete_office(**me, office=office)
    assert refused.value.fields == {
        "offices": 1, "participants": 1, "transcripts": 1, "binned": 0, "uploads": 1,
    }  # fmt: skip
    assert "1 participant, 1 transcript, 1 uploaded file" in refused.value.message
    bin_transcript(**me, transcript=transcript)
    with pytest.raises(DomainError, match="1 transcript in the bin"):
        delete_office(**me, office=office)


def test_an_unused_office_goes_and_the_log_remembers_it(me: Me, project: Project, office: Office):
    delete_office(**me, office=office)
    assert not project.offices.exists()
    entry = Activity.objects.get(project=project, verb=Verb.OFFICE_DELETED)
    assert (entry.label, entry.before["name"]) == ("KPPN Metro", "KPPN Metro")


def test_an_office_is_found_by_id_or_exact_name(me: Me, project: Project, office: Office):
    assert find_office(project, str(office.pk)) == find_office(project, "KPPN Metro") == office
    with pytest.raises(NotThere):
        find_office(project, "kppn metro")
    create_office(**me, name="KPPN Metro", parent=office)
    with pytest.raises(Invalid, match="Two offices"):
        find_office(project, "KPPN Metro")


def test_a_pseudonym_is_taken_once(me: Me, informant: Participant, office: Office):
    with pytest.raises(Invalid, match="already a participant"):
        create_participant(**me, pseudonym="Informan 1", office=office)


def test_the_log_never_holds_a_real_name(me: Me, project: Project, informant: Participant):
    change_participant(**me, participant=informant, real_name="Siti Aminah", pseudonym="Informan A")
    assert Participant.objects.get().real_name == "Siti Aminah"
    written = json.dumps(list(Activity.objects.values("label", "before", "after")))
    assert "Budi" not in written
    assert "Siti" not in written
    assert "Informan A" in written


def test_a_participant_in_use_stays(me: Me, informant: Participant, transcript: Transcript):
    with pytest.raises(DomainError, match=r"1 transcript, 2 turns"):
        delete_participant(**me, participant=informant)


def test_words_are_counted_for_who_said_them(me: Me, project: Project, informant: Participant, transcript: Transcript):
    (row,) = participant_rows(participants_of(project))
    said = sum(turn.words for turn in transcript.current.turns.filter(speaker="Informan 1"))
    assert (row.transcripts, row.words) == (1, said)
    bin_transcript(**me, transcript=transcript)
    (row,) = participant_rows(participants_of(project))
    assert (row.transcripts, row.words) == (0, 0)


def test_participants_are_found_by_id_or_pseudonym_once_each(project: Project, informant: Participant):
    assert find_participants(project, [str(informant.pk), " Informan 1 ", ""]) == [informant]
    with pytest.raises(Invalid, match="Nobody") as refused:
        find_participants(project, ["Nobody", "Informan 1"])
    assert refused.value.fields == {"participants": ["Nobody"]}


def test_offices_are_kept_by_pages(page: Client, project: Project, office: Office):
    added = page.post(
        reverse("documents:office_add", args=[project.pk]),
        {"name": "Seksi Bank", "parent": str(office.pk), "attributes": "staff: 12\nrank: type A\nshare: 0.5"},
    )
    assert added.status_code == 302
    below = project.offices.get(name="Seksi Bank")
    assert (below.parent, below.attributes) == (office, {"staff": 12, "rank": "type A", "share": 0.5})
    edit = reverse("documents:office_edit", args=[project.pk, below.pk])
    assert "staff: 12" in page.get(edit).content.decode()
    page.post(edit, {"name": "Seksi Umum", "parent": "", "attributes": ""})
    below.refresh_from_db()
    assert (below.name, below.parent, below.attributes) == ("Seksi Umum", None, {})
    listed = page.get(reverse("documents:office_list", args=[project.pk])).content.decode()
    assert "Seksi Umum" in listed
    deleted = page.post(reverse("documents:office_delete", args=[project.pk, below.pk]), follow=True)
    assert "was deleted" in deleted.content.decode()
    assert not project.offices.filter(name="Seksi Umum").exists()


def test_a_page_shows_refusals_at_the_field(page: Client, project: Project, office: Office, informant: Participant):
    twice = page.post(reverse("documents:office_add", args=[project.pk]), {"name": "KPPN Metro"})
    assert twice.context["form"].errors["name"] == ["There is already an office called “KPPN Metro” at that place."]
    loose = page.post(reverse("documents:office_add", args=[project.pk]), {"name": "B", "attributes": "no colon"})
    assert "attributes" in loose.context["form"].errors
    kept = page.get(reverse("documents:office_delete", args=[project.pk, office.pk])).content.decode()
    assert "1 participant" in kept
    assert page.post(reverse("documents:office_delete", args=[project.pk, office.pk])).status_code == 409


def test_only_leads_see_and_write_real_names(
    page: Client, client_of: Any, coder: Any, project: Project, informant: Participant
):
    listed = reverse("documents:participant_list", args=[project.pk])
    edit = reverse("documents:participant_edit", args=[project.pk, informant.pk])
    coders = client_of(coder)
    for address in (listed, edit):
        assert "Budi Santoso" in page.get(address).content.decode()
        assert "Budi" not in coders.get(address).content.decode()
    changed = {"pseudonym": "Informan 9", "office": str(informant.office_id), "attributes": "", "real_name": "X"}
    assert coders.post(edit, changed).status_code == 302
    informant.refresh_from_db()
    assert (informant.pseudonym, informant.real_name) == ("Informan 9", "Budi Santoso")
    page.post(edit, changed)
    informant.refresh_from_db()
    assert informant.real_name == "X"


def test_participants_are_kept_by_pages(page: Client, project: Project, office: Office):
    form = {"pseudonym": "Informan 2", "office": str(office.pk), "attributes": "years of service: 12"}
    page.post(reverse("documents:participant_add", args=[project.pk]), form)
    added = project.participants.get()
    assert added.attributes == {"years of service": 12}
    again = page.post(reverse("documents:participant_add", args=[project.pk]), form)
    assert "pseudonym" in again.context["form"].errors
    page.post(reverse("documents:participant_delete", args=[project.pk, added.pk]))
    assert not project.participants.exists()


def test_nothing_is_reached_through_another_project(page: Client, lead: Any, office: Office, informant: Participant):
    other = create_project(user=lead, name="Another study")
    for name, thing in (("office_edit", office), ("participant_edit", informant), ("office_delete", office)):
        assert page.get(reverse(f"documents:{name}", args=[other.pk, thing.pk])).status_code == 404
