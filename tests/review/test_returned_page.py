"""What comes back to a coder: the reason, the suggestion, and the answers one key gives."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.models import Coding
from apps.review.models import Comment
from tests.review.scene import REPLACED, RETURNED, Scene

HTMX = {"HX-Request": "true"}
ClientOf = Callable[[User], Client]


@pytest.fixture
def mine(client_of: ClientOf, coder: User) -> Client:
    return client_of(coder)


def at(name: str, scene: Scene, *args: object) -> str:
    return reverse(f"review:{name}", args=[scene.project.pk, *args])


def test_nothing_came_back(mine: Client, scene: Scene) -> None:
    scene.coding()
    assert "Nothing came back." in mine.get(at("returned", scene)).text


def test_a_returned_coding_comes_with_its_reason_and_the_ways_to_answer(mine: Client, scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED, reason="Where does the sentence end?")
    text = mine.get(at("returned", scene)).text
    assert "Where does the sentence end?" in text
    assert "1 coding came back" in text and "1 to answer" in text
    assert f"?segment={coding.segment_id}" in text, "the way to change the passage"
    assert at("coding_answer", scene, coding.pk) in text
    assert at("suggestion_take", scene, coding.pk) not in text


def test_the_suggested_code_is_taken_with_one_button(mine: Client, scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, REPLACED)
    assert "Take “Task force”" in mine.get(at("returned", scene)).text
    answer = mine.post(at("suggestion_take", scene, coding.pk), {"desk": "returned"}, headers=HTMX)
    made = Coding.objects.get(segment=coding.segment_id)
    assert made.code == scene.codes["Task force"]
    assert f'data-coding="{made.pk}"' in answer.text
    assert 'data-said="The suggested code was taken."' in answer.text


def test_the_coder_stands_by_it(mine: Client, client_of: ClientOf, scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    body = {"kind": "stands", "text": "The target is meant.", "desk": "returned"}
    location = mine.post(at("coding_answer", scene, coding.pk), body).headers["Location"]
    assert location == at("returned", scene)
    text = mine.get(location).text
    assert "Your reason was sent." in text and "0 to answer" in text
    assert Comment.objects.get().kind == "stands"
    answered = client_of(scene.supervisor).get(
        reverse("review:queue", args=[scene.project.pk]), {"waiting": "answered"}
    )
    assert "The target is meant." in answered.text


@pytest.mark.parametrize(
    ("body", "code"), [({"kind": "stands"}, "no_text"), ({"kind": "comment", "text": "Hm."}, "no_answer")]
)
def test_no_answer_is_refused_with_a_sentence(mine: Client, scene: Scene, body: dict[str, str], code: str) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED)
    answer = mine.post(at("coding_answer", scene, coding.pk), body, headers=HTMX)
    assert (answer.status_code, answer.headers["X-Error"]) == (422, code)
    assert not Comment.objects.exists()


def test_supervisors_look_at_any_coders_and_coders_at_their_own(
    client_of: ClientOf, scene: Scene, second_coder: User
) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED, reason="For Cahya alone.")
    scene.coding(start=90, user=second_coder)
    watching = client_of(scene.supervisor)
    assert "For Cahya alone." in watching.get(at("returned", scene), {"coder": scene.coder.pk}).text
    assert "Nothing came back." in watching.get(at("returned", scene), {"coder": second_coder.pk}).text
    curious = client_of(second_coder).get(at("returned", scene), {"coder": scene.coder.pk}).text
    assert "For Cahya alone." not in curious
    assert at("coding_answer", scene, coding.pk) not in watching.get(at("returned", scene)).text
