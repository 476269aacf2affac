"""What open pages and histories are told of a review."""

from typing import Any

from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.live import supplement
from apps.coding.undo import undo
from apps.projects.queries import activity_after
from apps.review import services
from tests.review.scene import REPLACED, Scene


def told(scene: Scene, after: int) -> Any:
    return supplement(scene.project, activity_after(scene.project, after, most=100))


def test_a_verdict_reaches_open_pages_with_the_passage(scene: Scene) -> None:
    coding = scene.coding()
    begun = scene.latest().sequence
    scene.judge(coding)
    found = told(scene, begun)
    assert found.touched == {begun + 1: [str(coding.segment_id)]}
    assert [each["state"] for each in found.segments[0]["codings"]] == ["approved"]
    undo(**scene.by(scene.supervisor))
    assert [each["state"] for each in told(scene, begun + 1).segments[0]["codings"]] == ["open"]


def test_many_verdicts_and_a_suggestion_taken_reach_open_pages(scene: Scene) -> None:
    codings = [scene.coding(start=start) for start in (60, 80)]
    begun = scene.latest().sequence
    services.judge_many(**scene.by(scene.supervisor), codings=[each.pk for each in codings])
    assert {*told(scene, begun).touched[begun + 1]} == {str(each.segment_id) for each in codings}
    scene.judge(codings[0], REPLACED)
    begun = scene.latest().sequence
    made = services.take_suggestion(**scene.by(scene.coder), coding=codings[0].pk)
    assert [each["id"] for each in told(scene, begun).segments[0]["codings"]] == [str(made)]


def test_the_history_of_a_transcript_tells_its_review(scene: Scene, lead: User, page: Client) -> None:
    coding = scene.coding()
    scene.judge(coding, REPLACED)
    services.comment(**scene.by(lead), coding=coding.pk, text="Why?")
    services.take_suggestion(**scene.by(scene.coder), coding=coding.pk)
    html = page.get(reverse("coding:transcript_history", args=[scene.project.pk, scene.transcript.pk])).content.decode()
    for words in ("judged a coding", "wrote in a review thread", "answered a returned coding"):
        assert words in html
