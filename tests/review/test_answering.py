"""What coders do about codings that came back."""

from typing import Any

import pytest

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.coding.queries import counted_codings
from apps.coding.services import change_segment
from apps.coding.undo import redo, undo
from apps.review import services
from apps.review.models import Comment, Notification
from apps.review.queries import returned_to, thread
from apps.web.errors import DomainError
from tests.review.scene import APPROVED, REPLACED, RETURNED, Scene


def refusal(call: Any, **arguments: Any) -> str:
    with pytest.raises(DomainError) as caught:
        call(**arguments)
    return caught.value.code


def test_an_answer_waits_for_the_supervisor_and_is_not_counted_meanwhile(scene: Scene) -> None:
    coding = scene.coding()
    verdict = scene.judge(coding, RETURNED)
    answer = services.answer(**scene.by(scene.coder), coding=coding.pk, kind="stands", text="It is the rule, @Sari.")
    assert (answer.verdict, answer.mentions) == (verdict, [str(scene.supervisor.pk)])
    standing = scene.standing(coding)
    assert (standing.state, standing.answered, standing.changed, standing.comments) == (RETURNED, True, False, 1)
    assert not Coding.objects.exclude(state__in=Coding.REJECTED).exists()
    told = Notification.objects.get(user=scene.supervisor, kind="answered")
    assert (told.about, told.actor) == (coding.pk, scene.coder)
    scene.judge(coding)
    assert not scene.standing(coding).answered
    assert [entry.kind for entry in thread(scene.project, coding.pk)] == [RETURNED, "stands", APPROVED]


def test_a_changed_passage_is_an_answer_by_itself(scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    assert list(returned_to(scene.project, scene.coder).values_list("is_answered", flat=True)) == [False]
    change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, end=scene.segment(coding).end - 2)
    assert (scene.standing(coding).answered, scene.state(coding)) == (True, RETURNED)
    assert list(returned_to(scene.project, scene.coder).values_list("is_answered", flat=True)) == [True]


def test_only_the_coder_answers_and_only_what_came_back(scene: Scene, lead: User) -> None:
    coding = scene.coding()
    stands = {"coding": coding.pk, "kind": "stands", "text": "Yes."}
    assert refusal(services.answer, **scene.by(scene.coder), **stands) == "not_returned"
    scene.judge(coding, RETURNED)
    assert refusal(services.answer, **scene.by(lead), **stands) == "not_yours"
    assert refusal(services.answer, **scene.by(scene.coder), **stands | {"text": " "}) == "no_text"
    assert refusal(services.answer, **scene.by(scene.coder), **stands | {"kind": "comment"}) == "invalid_kind"
    assert Comment.objects.count() == 0


def test_the_same_answer_sent_again_stands_once(scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    stands = {"coding": coding.pk, "kind": "stands", "text": "It is the rule."}
    first = services.answer(**scene.by(scene.coder), **stands)
    latest = scene.latest()
    assert services.answer(**scene.by(scene.coder), **stands) == first
    assert scene.latest() == latest and Comment.objects.count() == 1
    services.answer(**scene.by(scene.coder), **stands | {"text": "It is the rule of 2021."})
    assert Comment.objects.count() == 2


def test_the_suggested_code_is_taken_as_one_change(scene: Scene) -> None:
    coding = scene.coding("Innovation", "Coercive")
    scene.judge(coding, REPLACED, suggested=scene.codes["Task force"].pk)
    before = scene.latest()
    made = services.take_suggestion(**scene.by(scene.coder), coding=coding.pk)
    new = Coding.objects.get(pk=made)
    assert (new.code.name, new.state, new.by) == ("Task force", "open", scene.coder)
    assert set(scene.segment(coding).codings.values_list("code__name", flat=True)) == {"Task force", "Coercive"}
    assert not Coding.objects.filter(pk=coding.pk).exists()
    kinds = [entry.kind for entry in thread(scene.project, made)]
    assert kinds == [entry.kind for entry in thread(scene.project, coding.pk)] == [REPLACED, "done"]
    assert scene.latest().sequence == before.sequence + 1

    undo(**scene.by(scene.coder))
    assert (scene.state(coding), scene.standing(coding).answered) == (REPLACED, False)
    assert not Coding.objects.filter(pk=made).exists()
    redo(**scene.by(scene.coder))
    assert Coding.objects.get(pk=made).state == "open"
    assert Comment.objects.get().coding == made


def test_a_suggestion_that_no_longer_fits_is_not_taken(scene: Scene) -> None:
    coding = scene.coding("Innovation", "Coercive")
    scene.judge(coding, REPLACED, suggested=scene.codes["Mimetic"].pk)
    take = {"coding": coding.pk}
    assert refusal(services.take_suggestion, **scene.by(scene.coder), **take) == "exclusive_dimension"
    assert refusal(services.take_suggestion, **scene.by(scene.supervisor), **take) == "not_yours"
    scene.judge(coding, RETURNED)
    assert refusal(services.take_suggestion, **scene.by(scene.coder), **take) == "no_suggestion"
    assert scene.segment(coding).codings.count() == 2


def test_a_suggested_code_that_is_there_already_only_sends_the_other_away(scene: Scene) -> None:
    coding = scene.coding("Innovation", "Task force")
    other = coding.segment.codings.get(code=scene.codes["Task force"])
    scene.judge(other)
    scene.judge(coding, REPLACED)
    assert services.take_suggestion(**scene.by(scene.coder), coding=coding.pk) == other.pk
    assert list(scene.segment(coding).codings.values_list("pk", "state")) == [(other.pk, APPROVED)]


def test_what_was_returned_counts_nowhere_until_it_is_approved(scene: Scene) -> None:
    coding = scene.coding()
    n = counted_codings(scene.project).count()
    scene.judge(coding, RETURNED)
    services.answer(**scene.by(scene.coder), coding=coding.pk, kind="done")
    assert counted_codings(scene.project).count() == n - 1
    scene.judge(coding)
    assert counted_codings(scene.project).count() == n
