"""Verdicts: what they need, what they keep, and what happens when two people judge the same coding."""

from typing import Any
from uuid import uuid4

import pytest

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.coding.services import change_segment, correct_transcript, remove_segment
from apps.documents.services import bin_transcript
from apps.projects.models import Membership, Project, Role
from apps.review import services
from apps.review.models import Notification, Verdict
from apps.web.errors import DomainError, Invalid, NotThere, Refused
from core.text.normalise import text_hash
from tests.conftest import make_member
from tests.review.scene import APPROVED, REPLACED, RETURNED, Scene


def refused(kind: type[DomainError], call: Any, **arguments: Any) -> DomainError:
    with pytest.raises(kind) as caught:
        call(**arguments)
    return caught.value


def test_a_verdict_is_the_state_of_the_coding_and_keeps_what_was_judged(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    segment = scene.segment(coding)
    verdict = scene.judge(coding, RETURNED, reason=" Too wide.\r\n\x00Name the rule. ")
    assert scene.state(coding) == RETURNED
    assert (verdict.reason, verdict.by, verdict.coder) == ("Too wide.\nName the rule.", scene.supervisor, scene.coder)
    assert (verdict.version_id, verdict.start, verdict.end) == (segment.version_id, segment.start, segment.end)
    assert (verdict.quote_hash, verdict.code_name) == (text_hash(segment.quote), "Innovation")
    assert verdict.codebook_version == 1
    row = scene.latest()
    assert (row.verb, row.actor, row.object_id, row.label) == (
        "verdict_given", scene.supervisor, segment.pk, "Innovation",
    )  # fmt: skip
    assert segment.quote not in str((row.label, row.before, row.after))


def test_a_newer_verdict_ends_the_one_before(scene: Scene) -> None:
    coding = scene.coding()
    first, second = scene.judge(coding, RETURNED), scene.judge(coding)
    first.refresh_from_db()
    assert (scene.state(coding), first.ended is not None, second.ended) == (APPROVED, True, None)
    assert scene.standing(coding).verdict == second


def test_the_same_verdict_again_changes_nothing(scene: Scene) -> None:
    coding = scene.coding()
    first = scene.judge(coding, RETURNED)
    sequence = scene.latest().sequence
    assert scene.judge(coding, RETURNED) == first
    assert scene.latest().sequence == sequence
    services.answer(**scene.by(scene.coder), coding=coding.pk, kind="stands", text="It is the rule.")
    assert scene.judge(coding, RETURNED) != first, "after an answer the same words say something new"


@pytest.mark.parametrize(
    ("state", "words", "code"),
    [
        (RETURNED, {"reason": " \n "}, "no_reason"),
        (REPLACED, {"suggested": None}, "no_suggestion"),
        (REPLACED, {"suggested": uuid4()}, "no_suggestion"),
        ("open", {}, "invalid_state"),
        (APPROVED, {"reason": "x" * 10_001}, "text_too_long"),
    ],
)
def test_a_verdict_that_lacks_something_is_not_given(scene: Scene, state: str, words: Any, code: str) -> None:
    coding = scene.coding()
    assert refused(Invalid, scene.judge, coding=coding, state=state, **words).code == code
    assert (scene.state(coding), Verdict.objects.count()) == ("open", 0)


def test_only_a_codable_other_code_is_suggested(scene: Scene) -> None:
    coding = scene.coding("Innovation")
    heading = scene.codes["Monitoring"]
    heading.codable = False
    heading.save(update_fields=["codable"])
    Project.objects.filter(pk=scene.project.pk).update(structure=10_000, sequence=10_000)
    for code in (scene.codes["Innovation"], heading):
        assert refused(Invalid, scene.judge, coding=coding, state=REPLACED, suggested=code.pk).code == "no_suggestion"
    verdict = scene.judge(coding, REPLACED, suggested=scene.codes["Task force"].pk)
    assert (verdict.suggested_name, scene.state(coding)) == ("Task force", REPLACED)


def test_nobody_judges_their_own_coding_unless_nobody_else_can(scene: Scene, lead: User) -> None:
    own = scene.coding(user=lead)
    assert refused(Refused, scene.judge, coding=own, user=lead).code == "own_coding"
    assert services.judge_many(**scene.by(lead), codings=[own.pk]) == 0
    Membership.objects.filter(user=scene.supervisor).update(role=Role.VIEWER)
    assert scene.judge(own, user=lead).by == own.by == lead


def test_two_supervisors_get_a_clear_answer_each(scene: Scene) -> None:
    coding = scene.coding()
    other = make_member(scene.project, "Surya", Role.SUPERVISOR)
    seen = scene.standing(coding).fingerprint
    scene.judge(coding, RETURNED, seen=seen)
    error = refused(Refused, scene.judge, coding=coding, user=other, seen=seen)
    assert (error.code, error.status, error.fields["state"]) == ("changed_since_shown", 409, "returned")
    assert "Sari judged this coding meanwhile: Returned" in error.message
    scene.judge(coding, user=other, seen=error.fields["seen"])
    assert scene.state(coding) == APPROVED


def test_what_changed_since_it_was_shown_is_not_judged(scene: Scene) -> None:
    coding = scene.coding()
    seen = scene.standing(coding).fingerprint
    change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, end=scene.segment(coding).end + 3)
    error = refused(Refused, scene.judge, coding=coding, seen=seen)
    assert "was changed since you saw it" in error.message
    assert scene.state(coding) == "open"


def test_a_coding_that_is_gone_is_said_to_be(scene: Scene) -> None:
    coding, binned = scene.coding(), scene.coding(start=80)
    remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    assert refused(NotThere, scene.judge, coding=coding).code == "no_such_coding"
    bin_transcript(**scene.by(scene.coder), transcript=scene.transcript)
    assert refused(NotThere, scene.judge, coding=binned).code == "no_such_coding"


def test_a_passage_in_doubt_waits_for_its_place(scene: Scene) -> None:
    coding = scene.coding(start=60, length=12)
    text = scene.transcript.current.text
    words = text[:60] + text[72:]
    correct_transcript(
        **scene.by(scene.coder), transcript=scene.transcript, expected=scene.transcript.version_id, text=words
    )
    assert refused(DomainError, scene.judge, coding=coding).code == "in_doubt"


def test_many_are_approved_as_one_change_and_the_rest_left_out(scene: Scene, lead: User) -> None:
    fresh, returned, approved = (scene.coding(start=start) for start in (60, 80, 100))
    own, gone = scene.coding(start=110, user=lead), scene.coding(start=112)
    scene.judge(returned, RETURNED, user=lead)
    scene.judge(approved)
    remove_segment(**scene.by(scene.coder), segment_id=gone.segment_id)
    every = [fresh.pk, returned.pk, approved.pk, own.pk, gone.pk, uuid4()]
    assert services.judge_many(**scene.by(lead), codings=every) == 2
    assert {scene.state(each) for each in (fresh, returned, approved)} == {APPROVED}
    assert scene.state(own) == "open"
    row = scene.latest()
    assert (row.verb, row.label, row.transcript) == ("verdicts_given", "2", scene.transcript.pk)
    assert services.judge_many(**scene.by(lead), codings=every) == 0
    assert scene.latest() == row
    error = refused(Invalid, services.judge_many, **scene.by(lead), codings=every, state=RETURNED)
    assert error.code == "approve_only"


def test_many_take_as_many_queries_as_few(scene: Scene, django_assert_max_num_queries: Any) -> None:
    few = [scene.coding(start=start).pk for start in (60, 62)]
    many = [scene.coding(start=start).pk for start in range(64, 104)]
    for codings in (few, many):
        arguments = scene.by(scene.supervisor)
        with django_assert_max_num_queries(14):
            assert services.judge_many(**arguments, codings=codings) == len(codings)


def test_a_verdict_is_withdrawn_by_whoever_reviews(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    services.withdraw_verdict(**scene.by(lead), coding=coding.pk)
    assert (scene.state(coding), Verdict.objects.get().ended is not None) == ("open", True)
    assert refused(NotThere, services.withdraw_verdict, **scene.by(lead), coding=coding.pk).code == "no_such_verdict"


def test_the_coder_is_told_of_what_came_back_only(scene: Scene) -> None:
    approved, returned, replaced = (scene.coding(start=start) for start in (60, 80, 100))
    scene.judge(approved)
    scene.judge(returned, RETURNED)
    scene.judge(replaced, REPLACED)
    told = set(Notification.objects.values_list("user__name", "kind", "about"))
    assert told == {("Cahya", "returned", returned.pk), ("Cahya", "replaced", replaced.pk)}


def test_judging_leaves_the_codebook_that_coders_stand_on_as_it_is(scene: Scene) -> None:
    coding = scene.coding()
    structure = Project.objects.get(pk=scene.project.pk).structure
    scene.judge(coding)
    services.comment(**scene.by(scene.supervisor), coding=coding.pk, text="Good.")
    assert Project.objects.get(pk=scene.project.pk).structure == structure
    assert Coding.objects.filter(state=APPROVED).count() == 1
