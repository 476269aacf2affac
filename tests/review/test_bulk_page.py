"""Many codings approved at once: the numbers first, then exactly those, and all of it taken back."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.services import change_segment
from apps.projects.models import Project
from apps.review.models import Verdict
from apps.review.services import comment
from tests.review.scene import APPROVED, Scene


@pytest.fixture
def desk(client_of: Callable[[User], Client], supervisor: User) -> Client:
    return client_of(supervisor)


def address(project: Project) -> str:
    return reverse("review:bulk_approve", args=[project.pk])


def previewed(desk: Client, project: Project, **asked: object) -> tuple[str, dict[str, str]]:
    """What the page says, and what its button sends."""
    answer = desk.get(address(project), asked)
    preview = answer.context["preview"]
    codings = " ".join(str(pk) for pk in preview.codings)
    return answer.text, {"codings": codings, "seen": preview.seen, "filter": answer.context["filter"]}


def test_the_page_says_what_it_would_do(desk: Client, scene: Scene, second_coder: User) -> None:
    talked = scene.coding()
    comment(**scene.by(scene.coder), coding=talked.pk, text="I was not sure.")
    scene.judge(scene.coding(start=70))
    scene.coding("Innovation", "Task force", start=90)
    scene.coding(start=120, user=second_coder)
    text, body = previewed(desk, scene.project, waiting="all")
    assert "Approve 3 codings" in text and "by 2 coders" in text and "in 1 transcript." in text
    assert "1 with an open thread is left out" in text
    assert "1 is approved already." in text
    assert str(talked.pk) not in body["codings"]


def test_they_are_approved_as_one_change_and_taken_back_as_one(desk: Client, scene: Scene) -> None:
    codings = [scene.coding(start=start) for start in (60, 80, 100)]
    _text, body = previewed(desk, scene.project)
    answer = desk.post(address(scene.project), body)
    assert [scene.state(coding) for coding in codings] == [APPROVED] * 3
    activity = scene.latest()
    assert (activity.verb, activity.label) == ("verdicts_given", "3")
    text = desk.get(answer.headers["Location"]).text
    undo = reverse("review:verdicts_undo", args=[scene.project.pk, activity.pk])
    assert "3 codings were approved." in text and undo in text
    desk.post(undo)
    assert [scene.state(coding) for coding in codings] == ["open"] * 3


def test_only_the_ticked_ones(desk: Client, scene: Scene) -> None:
    first, second = scene.coding(), scene.coding(start=90)
    text, body = previewed(desk, scene.project, tick=[first.pk, "nonsense"])
    assert "Approve 1 coding" in text
    desk.post(address(scene.project), body)
    assert (scene.state(first), scene.state(second)) == (APPROVED, "open")


def test_what_changed_after_the_preview_is_looked_at_again(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    _text, body = previewed(desk, scene.project)
    change_segment(**scene.by(scene.coder), segment_id=coding.segment_id, end=scene.segment(coding).end + 4)
    answer = desk.post(address(scene.project), body)
    assert "Nothing was approved; look again." in answer.text
    assert not Verdict.objects.exists()


def test_nothing_to_approve(desk: Client, scene: Scene) -> None:
    text, body = previewed(desk, scene.project)
    assert "There is nothing to approve." in text
    assert desk.post(address(scene.project), body).status_code == 200


def test_taking_back_what_is_not_there_says_so(desk: Client, scene: Scene) -> None:
    undo = reverse("review:verdicts_undo", args=[scene.project.pk, 0])
    assert "There is nothing to take back." in desk.post(undo, follow=True).text
