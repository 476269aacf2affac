"""What can be taken back, by whom, and what never: every verb has its place, and every place its reason."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import add_code
from apps.coding import services
from apps.coding.models import Segment
from apps.coding.reach import DESK, FOR_GOOD
from apps.coding.services import NewSegment
from apps.coding.undo import RESTORERS, redo, undo
from apps.documents import services as documents
from apps.documents.models import Office, Transcript
from apps.documents.services import create_office, create_participant, create_transcript
from apps.projects.models import Activity, Membership, Project, Role
from apps.projects.services import Verb, add_member, change_project, change_role, remove_member
from apps.web.errors import DomainError
from tests.architecture.tree import ROOT
from tests.coding.conftest import TEXT

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


def coded(me: Args, transcript: Transcript, *codes: Code, start: int = 20) -> Segment:
    ids = tuple(code.pk for code in codes)
    wanted = NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 12, ids)
    services.put_segment(**me, wanted=wanted)
    return Segment.objects.get(pk=wanted.id)


def latest(project: Project, verb: Verb) -> Activity:
    return project.activities.filter(verb=verb).latest("sequence")


@pytest.mark.parametrize("verb", Verb.values)
def test_every_verb_can_be_taken_back_or_says_why_not(verb: str) -> None:
    assert (verb in RESTORERS) != (verb in FOR_GOOD)


@pytest.mark.parametrize("verb", Verb.values)
def test_the_reference_names_every_verb(verb: str) -> None:
    assert f"`{verb}`" in (ROOT / "docs/reference/undo.md").read_text()


def test_the_desk_holds_only_what_can_be_taken_back() -> None:
    assert RESTORERS.keys() >= DESK


# --- across documents ---------------------------------------------------------------------------------------


@pytest.fixture
def other(project: Project, lead: User, office: Office) -> Transcript:
    return create_transcript(project=project, user=lead, title="Kotabumi 01", office=office, text=TEXT)


def test_the_latest_change_is_taken_back_wherever_it_was_made(
    me: Args, transcript: Transcript, other: Transcript, codes: dict[str, Code]
) -> None:
    first = coded(me, transcript, codes["Coercive"])
    add_code(**me, name="New", dimension=codes["Monitoring"].dimension)
    second = coded(me, other, codes["Mimetic"])
    answer = undo(**me)
    assert answer["undone"]["transcript"] == str(other.pk)
    assert "“Kotabumi 01”: coded a passage" in answer["undone"]["said"]
    assert answer["deleted"] == [str(second.pk)]
    answer = undo(**me)
    assert (answer["undone"]["transcript"], answer["undone"]["verb"]) == ("", Verb.CODE_CREATED)
    assert undo(**me)["deleted"] == [str(first.pk)]
    with pytest.raises(DomainError, match="nothing to take back"):
        undo(**me)
    made = [redo(**me)["undone"]["label"] for _ in range(3)]
    assert made == [first.quote, "New", second.quote]
    assert set(Segment.objects.values_list("pk", flat=True)) == {first.pk, second.pk}


def test_within_one_transcript_only_its_changes_are_taken_back(
    me: Args, transcript: Transcript, other: Transcript, codes: dict[str, Code]
) -> None:
    first = coded(me, transcript, codes["Coercive"])
    second = coded(me, other, codes["Mimetic"])
    undo(**me, transcript=transcript.pk)
    assert list(Segment.objects.values_list("pk", flat=True)) == [second.pk]
    redo(**me, transcript=transcript.pk)
    assert Segment.objects.filter(pk=first.pk).exists()


def test_what_is_no_work_at_the_desk_is_taken_back_by_name_only(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    segment = coded(me, transcript, codes["Coercive"])
    create_office(**me, name="KPPN Kotabumi")
    assert undo(**me)["deleted"] == [str(segment.pk)]
    undo(**me, activity_id=latest(me["project"], Verb.OFFICE_CREATED).pk)
    assert not Office.objects.filter(name="KPPN Kotabumi").exists()


# --- whose --------------------------------------------------------------------------------------------------


def test_a_lead_takes_back_what_another_did_and_only_a_lead_makes_it_again(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    theirs = me | {"user": coder}
    segment = coded(theirs, transcript, codes["Coercive"])
    change = latest(me["project"], Verb.SEGMENT_CREATED)
    undo(**me, activity_id=change.pk)
    row = me["project"].activities.latest("sequence")
    assert (row.verb, row.actor, row.undoes.actor) == (Verb.UNDONE, me["user"], coder)
    for again in ({}, {"activity_id": change.pk}):
        with pytest.raises(DomainError):
            redo(**theirs, **again)
    redo(**me, activity_id=change.pk)
    assert Segment.objects.get().pk == segment.pk


def test_nobody_makes_again_what_a_lead_took_back_after_them(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    theirs = me | {"user": coder}
    coded(theirs, transcript, codes["Coercive"])
    undo(**theirs)
    redo(**theirs)
    undo(**me, activity_id=latest(me["project"], Verb.SEGMENT_CREATED).pk)
    with pytest.raises(DomainError, match="nothing to make again"):
        redo(**theirs)


def test_a_coder_does_not_take_back_what_another_did(
    me: Args, coder: User, transcript: Transcript, codes: dict[str, Code]
) -> None:
    coded(me, transcript, codes["Coercive"])
    with pytest.raises(DomainError) as refusal:
        undo(project=me["project"], user=coder, activity_id=latest(me["project"], Verb.SEGMENT_CREATED).pk)
    assert (refusal.value.code, refusal.value.status) == ("not_yours", 403)


def test_a_role_that_was_lost_is_not_got_back_by_undoing(me: Args, coder: User) -> None:
    """A second lead makes themselves a coder, and would be lead again by taking that back."""
    Membership.objects.filter(user=coder).update(role=Role.LEAD)
    own = Membership.objects.get(user=coder)
    change_role(project=me["project"], user=coder, membership=own, role=Role.CODER)
    with pytest.raises(DomainError) as refusal:
        undo(project=me["project"], user=coder, activity_id=latest(me["project"], Verb.MEMBER_CHANGED).pk)
    assert refusal.value.code == "not_allowed"
    undo(**me, activity_id=latest(me["project"], Verb.MEMBER_CHANGED).pk)
    own.refresh_from_db()
    assert own.role == Role.LEAD


# --- members, offices, people, transcripts ------------------------------------------------------------------


def test_members_come_and_go(me: Args, coder: User, stranger: User) -> None:
    project = me["project"]
    membership = Membership.objects.get(user=coder, project=project)
    remove_member(**me, membership=Membership.objects.get(pk=membership.pk))
    undo(**me, activity_id=latest(project, Verb.MEMBER_REMOVED).pk)
    assert Membership.objects.get(pk=membership.pk).role == membership.role
    added = add_member(**me, email=stranger.email, role=Role.VIEWER)
    change = latest(project, Verb.MEMBER_ADDED)
    undo(**me, activity_id=change.pk)
    assert not Membership.objects.filter(pk=added.pk).exists()
    redo(**me, activity_id=change.pk)
    assert Membership.objects.get(pk=added.pk).user == stranger


def test_the_last_lead_is_not_undone(me: Args, coder: User) -> None:
    project = me["project"]
    change_role(**me, membership=Membership.objects.get(user=coder), role=Role.LEAD)
    change = latest(project, Verb.MEMBER_CHANGED)
    remove_member(**me, membership=Membership.objects.get(user=me["user"], project=project))
    with pytest.raises(DomainError, match="needs a lead"):
        undo(project=project, user=coder, activity_id=change.pk)


def test_settings_are_taken_back_unless_changed_since(me: Args) -> None:
    project = me["project"]
    name = project.name
    change_project(**me, name="Other")
    first = latest(project, Verb.PROJECT_CHANGED)
    change_project(**me, name="Third")
    with pytest.raises(DomainError, match="changed since"):
        undo(**me, activity_id=first.pk)
    undo(**me, activity_id=latest(project, Verb.PROJECT_CHANGED).pk)
    undo(**me, activity_id=first.pk)
    assert Project.objects.get(pk=project.pk).name == name


def test_a_real_name_is_in_no_log_and_is_not_lost_by_undoing(me: Args, office: Office) -> None:
    person = create_participant(**me, pseudonym="Informan 1", office=office, real_name="Budi Santoso")
    made = latest(me["project"], Verb.PARTICIPANT_CREATED)
    with pytest.raises(DomainError, match="real name"):
        undo(**me, activity_id=made.pk)
    documents.change_participant(**me, participant=person, real_name="Budi S.")
    with pytest.raises(DomainError, match="real name"):
        undo(**me, activity_id=latest(me["project"], Verb.PARTICIPANT_CHANGED).pk)
    documents.delete_participant(**me, participant=person)
    gone = latest(me["project"], Verb.PARTICIPANT_DELETED)
    with pytest.raises(DomainError, match="real name"):
        undo(**me, activity_id=gone.pk)
    assert "Budi" not in str(list(Activity.objects.values_list("before", "after")))


def test_who_speaks_is_taken_back_turn_by_turn(me: Args, transcript: Transcript, office: Office) -> None:
    person = create_participant(**me, pseudonym="Somebody", office=office)
    turns = transcript.current.turns.order_by("index")
    before = list(turns.values_list("participant", "interviewer"))
    labels = set(turns.values_list("speaker", flat=True))
    documents.change_transcript(**me, transcript=transcript, speaker_map=dict.fromkeys(labels, person), title="New")
    after = list(turns.values_list("participant", "interviewer"))
    change = latest(me["project"], Verb.TRANSCRIPT_CHANGED)
    assert not any(label and label in str(change.after) for label in labels)
    undo(**me, activity_id=change.pk)
    assert list(turns.values_list("participant", "interviewer")) == before != after
    transcript.refresh_from_db()
    assert (transcript.title, transcript.participants.count()) == ("Metro 01", 0)
    redo(**me, activity_id=change.pk)
    assert list(turns.values_list("participant", "interviewer")) == after


def test_an_added_transcript_waits_in_the_bin_when_that_is_taken_back(me: Args, transcript: Transcript) -> None:
    change = latest(me["project"], Verb.TRANSCRIPT_CREATED)
    undo(**me, activity_id=change.pk)
    transcript.refresh_from_db()
    assert transcript.binned is not None
    redo(**me, activity_id=change.pk)
    transcript.refresh_from_db()
    assert transcript.binned is None
    documents.bin_transcript(**me, transcript=transcript)
    undo(**me, activity_id=latest(me["project"], Verb.TRANSCRIPT_BINNED).pk)
    transcript.refresh_from_db()
    assert transcript.binned is None


def test_what_was_deleted_for_good_is_told_to_be_forgotten(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    coded(me, transcript, codes["Coercive"])
    documents.bin_transcript(**me, transcript=transcript)
    documents.delete_transcript(transcript=transcript)
    with pytest.raises(DomainError, match="deleted for good"):
        undo(**me, activity_id=latest(me["project"], Verb.SEGMENT_CREATED).pk)
