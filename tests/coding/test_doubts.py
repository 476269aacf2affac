"""Deciding where a passage belongs whose words were corrected."""

from typing import Any
from uuid import UUID

import pytest

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.models import Coding, Doubt, Segment
from apps.coding.queries import count_open_doubts, counted_codings, doubts_in_context, left_doubts, open_doubts
from apps.coding.undo import redo, undo
from apps.documents.models import Transcript
from apps.documents.services import bin_transcript, delete_transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.errors import DomainError
from tests.coding.corrected import coded, corrected, current_text, standing

Args = dict[str, Any]
OLD, NEW = "rutin mengadakan bimbingan teknis", "rutin menyelenggarakan bimbingan teknis"


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def doubt(project: Project, lead: User, coder: User, transcript: Transcript, codes: dict[str, Code]) -> Doubt:
    """The coder's passage, whose words the lead corrected."""
    coded(project, coder, transcript, OLD, codes["Normative"])
    corrected(project, lead, transcript, ("mengadakan bimbingan", "menyelenggarakan bimbingan"))
    return Doubt.objects.get()


def code_of(refusal: "pytest.ExceptionInfo[DomainError]") -> str:
    return refusal.value.code


def test_an_accepted_passage_stands_on_the_new_words_and_stays_its_coders(me: Args, doubt: Doubt, coder: User) -> None:
    answer = services.accept_doubt(**me, doubt_id=doubt.pk)
    assert (answer["quote"], answer["version"]) == (NEW, str(doubt.version_id))
    segment = Segment.objects.get()
    assert (segment.coder, Coding.objects.get().by) == (coder, coder)
    assert standing() == {segment.pk: (2, NEW)}
    doubt.refresh_from_db()
    assert (doubt.decision, doubt.decided_by) == ("accepted", me["user"])
    assert counted_codings(me["project"]).count() == 1
    assert count_open_doubts(me["project"]) == 0
    activity = Activity.objects.get(verb=Verb.DOUBT_DECIDED)
    assert (activity.object_id, activity.label) == (segment.pk, NEW)


def test_an_adjusted_passage_stands_where_it_was_put(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    start = current_text(transcript).index("bimbingan teknis")
    services.adjust_doubt(**me, doubt_id=doubt.pk, start=start, end=start + 16, expected=transcript.version_id)
    assert set(standing().values()) == {(2, "bimbingan teknis")}
    doubt.refresh_from_db()
    assert doubt.decision == "adjusted"


def test_borders_without_spoken_words_are_refused(me: Args, doubt: Doubt) -> None:
    with pytest.raises(DomainError) as refusal:
        services.adjust_doubt(**me, doubt_id=doubt.pk, start=0, end=5)
    assert code_of(refusal) == "no_words"
    assert set(standing().values()) == {(1, OLD)}
    assert Doubt.objects.get().decision == "open"


def test_a_passage_left_behind_stays_readable_and_uncounted(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    services.leave_doubt(**me, doubt_id=doubt.pk)
    assert set(standing().values()) == {(1, OLD)}
    assert counted_codings(me["project"]).count() == count_open_doubts(me["project"]) == 0
    assert list(left_doubts(me["project"], transcript)) == [doubt]


def test_one_left_behind_comes_back_only_when_its_words_do(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    services.leave_doubt(**me, doubt_id=doubt.pk)
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    assert Doubt.objects.get().decision == "left"
    corrected(*me.values(), transcript, ("menyelenggarakan bimbingan", "mengadakan bimbingan"))
    assert set(standing().values()) == {(4, OLD)}
    assert not Doubt.objects.exists()


def test_the_second_who_decides_is_told_of_the_first(me: Args, doubt: Doubt, coder: User) -> None:
    services.leave_doubt(**me, doubt_id=doubt.pk)
    with pytest.raises(DomainError, match="Lestari has decided") as refusal:
        services.accept_doubt(project=me["project"], user=coder, doubt_id=doubt.pk)
    assert (code_of(refusal), refusal.value.status) == ("already_decided", 409)
    assert set(standing().values()) == {(1, OLD)}


def test_a_decision_about_a_text_corrected_since_is_refused(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    seen = doubt.version_id
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    with pytest.raises(DomainError) as refusal:
        services.accept_doubt(**me, doubt_id=doubt.pk, expected=seen)
    assert code_of(refusal) == "stale_version"
    assert set(standing().values()) == {(1, OLD)}


def test_a_candidate_that_is_none_is_refused(me: Args, doubt: Doubt) -> None:
    with pytest.raises(DomainError) as refusal:
        services.accept_doubt(**me, doubt_id=doubt.pk, candidate=7)
    assert code_of(refusal) == "no_such_candidate"


def test_all_that_are_alike_are_accepted_as_one_change(
    me: Args, transcript: Transcript, codes: dict[str, Code]
) -> None:
    long = "Kami rutin mengadakan bimbingan teknis 👨‍👩‍👧 untuk satker, hampir setiap bulan."
    coded(*me.values(), transcript, long, codes["Normative"])
    coded(*me.values(), transcript, "rutin mengadakan", codes["Coercive"])
    corrected(*me.values(), transcript, ("mengadakan", "mengadaken"))
    scores = {doubt.segment.quote: doubt.candidates[0][2] for doubt in open_doubts(me["project"])}
    least = (min(scores.values()) + max(scores.values())) / 2
    assert services.count_alike(me["project"], transcript, least) == 1
    assert services.accept_all(**me, transcript=transcript, least=least) == 1
    assert services.accept_all(**me, transcript=transcript, least=least) == 0
    assert Activity.objects.filter(verb=Verb.DOUBT_DECIDED).count() == 1
    assert count_open_doubts(me["project"]) == 1
    undo(**me, activity_id=None, transcript=transcript.pk)
    assert count_open_doubts(me["project"]) == 2


@pytest.mark.parametrize("decide", ["accept", "adjust", "leave"])
def test_undo_asks_again_and_redo_answers_again(me: Args, doubt: Doubt, transcript: Transcript, decide: str) -> None:
    rows = list(Segment.objects.values()), list(Doubt.objects.values())
    if decide == "adjust":
        services.adjust_doubt(**me, doubt_id=doubt.pk, start=80, end=100)
    else:
        getattr(services, f"{decide}_doubt")(**me, doubt_id=doubt.pk)
    decided = list(Segment.objects.values()), list(Doubt.objects.values())
    answer = undo(**me, activity_id=None, transcript=transcript.pk)
    assert (list(Segment.objects.values()), list(Doubt.objects.values())) == rows
    assert [segment["quote"] for segment in answer["segments"]] == [OLD]
    redo(**me, transcript=transcript.pk)
    assert (list(Segment.objects.values()), list(Doubt.objects.values())) == decided


def test_a_decision_is_not_taken_back_under_a_later_correction(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    services.accept_doubt(**me, doubt_id=doubt.pk)
    decision = Activity.objects.get(verb=Verb.DOUBT_DECIDED)
    corrected(*me.values(), transcript, ("Apa yang", "Hal apa yang"))
    with pytest.raises(DomainError) as refusal:
        undo(**me, activity_id=decision.pk, transcript=None)
    assert code_of(refusal) == "changed_since"
    assert set(standing().values()) == {(3, NEW)}


def test_a_doubtful_passage_can_be_removed_and_brought_back(
    me: Args, doubt: Doubt, transcript: Transcript, coder: User
) -> None:
    rows = list(Segment.objects.values())
    services.remove_segment(project=me["project"], user=coder, segment_id=doubt.segment_id)
    assert not Doubt.objects.exists()
    undo(project=me["project"], user=coder, activity_id=None, transcript=transcript.pk)
    assert list(Segment.objects.values()) == rows
    again = Doubt.objects.get()
    assert (again.kind, again.candidates, again.version) == (doubt.kind, doubt.candidates, doubt.version)


def test_its_codes_can_be_changed_but_its_borders_wait(
    me: Args, doubt: Doubt, transcript: Transcript, coder: User, codes: dict[str, Code]
) -> None:
    who = {"project": me["project"], "user": coder}
    services.change_segment(**who, segment_id=doubt.segment_id, codes=[codes["Coercive"].pk], memo="periksa")
    assert set(standing().values()) == {(1, OLD)}
    with pytest.raises(DomainError) as refusal:
        services.change_segment(**who, segment_id=doubt.segment_id, start=70)
    assert code_of(refusal) == "in_doubt"
    wanted = services.NewSegment(doubt.segment_id, transcript.pk, transcript.version_id, 70, 90, ())
    with pytest.raises(DomainError) as refusal:
        services.put_segment(**who, wanted=wanted)
    assert code_of(refusal) == "in_doubt"


def test_both_places_are_shown_in_their_context(me: Args, doubt: Doubt) -> None:
    shown = doubts_in_context(open_doubts(me["project"]))[0]
    assert (shown.old.quote, shown.candidates[0].quote) == (OLD, NEW)
    assert shown.old.before.endswith("Kami ")
    assert shown.candidates[0].after.startswith(" 👨‍👩‍👧 untuk satker")
    assert (shown.old.speaker, shown.old.line, shown.old.score) == ("Informan 1", 2, None)


def test_reading_doubts_takes_the_same_queries_however_many(
    me: Args, transcript: Transcript, codes: dict[str, Code], django_assert_num_queries: Any
) -> None:
    for quote in (OLD, "rutin mengadakan", "mengadakan bimbingan", "mengadakan bimbingan teknis 👨‍👩‍👧 untuk"):
        coded(*me.values(), transcript, quote, codes["Normative"])
    corrected(*me.values(), transcript, ("mengadakan", "menyelenggarakan"))
    with django_assert_num_queries(6):
        shown = doubts_in_context(open_doubts(me["project"]))
        assert [str(coding.code) for each in shown for coding in each.doubt.segment.codings.all()]
    assert len(shown) == 4


def test_in_the_bin_nothing_waits(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    bin_transcript(**me, transcript=transcript)
    assert count_open_doubts(me["project"]) == 0
    with pytest.raises(DomainError) as refusal:
        services.accept_doubt(**me, doubt_id=doubt.pk)
    assert code_of(refusal) == "no_such_doubt"


def test_another_projects_doubt_is_not_found(me: Args, doubt: Doubt) -> None:
    other = Project.objects.create(name="Another")
    with pytest.raises(DomainError) as refusal:
        services.leave_doubt(project=other, user=me["user"], doubt_id=UUID(str(doubt.pk)))
    assert code_of(refusal) == "no_such_doubt"


def test_a_transcript_deleted_for_good_takes_its_doubts_along(me: Args, doubt: Doubt, transcript: Transcript) -> None:
    delete_transcript(transcript=transcript)
    assert not Doubt.objects.exists()
    assert not Segment.objects.exists()
    done = Activity.objects.get(verb=Verb.TRANSCRIPT_CORRECTED)
    with pytest.raises(DomainError) as refusal:
        undo(**me, activity_id=done.pk)
    assert code_of(refusal) == "forgotten"
