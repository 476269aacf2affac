"""The queue: what it shows, verdicts by its forms with and without a script, and what it says when one is refused."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.review.models import Comment, Verdict
from apps.review.services import answer, comment
from tests.review.scene import APPROVED, REPLACED, RETURNED, Scene

HTMX = {"HX-Request": "true"}
ClientOf = Callable[[User], Client]


@pytest.fixture
def desk(client_of: ClientOf, supervisor: User) -> Client:
    return client_of(supervisor)


def at(name: str, scene: Scene, *args: object) -> str:
    return reverse(f"review:{name}", args=[scene.project.pk, *args])


def rows(text: str) -> int:
    return text.count('class="rv-row"')


def test_a_coding_stands_in_its_context_with_its_definition(desk: Client, scene: Scene) -> None:
    coding = scene.coding("Innovation", "Normative", start=75)
    text = desk.get(at("queue", scene)).text
    segment = scene.segment(coding)
    assert f"<mark>{segment.quote}</mark>" in text
    assert scene.codes["Innovation"].definition in text
    assert "coded by Cahya" in text
    assert f"?segment={segment.pk}" in text, "the way into the workspace"
    assert 'class="rv-judged"' in text and "Normative" in text, "all codes of the passage, the judged one emphasised"


def test_a_project_without_codings_says_what_to_do(desk: Client, scene: Scene) -> None:
    assert "Nothing is coded yet." in desk.get(at("queue", scene)).text


def test_tabs_and_filters_narrow_the_list_and_write_themselves_into_the_address(
    desk: Client, scene: Scene, lead: User
) -> None:
    first, second = scene.coding("Innovation"), scene.coding("Task force", start=90)
    scene.coding("Normative", start=120, user=lead)
    scene.judge(first, APPROVED)
    scene.judge(second, RETURNED)
    asked = {
        "": 1,
        "waiting=approved": 1,
        "waiting=returned": 1,
        "waiting=answered": 0,
        "waiting=all": 3,
        f"waiting=all&coder={scene.coder.pk}": 2,
        f"waiting=all&code={scene.codes['Task force'].pk}": 1,
        f"waiting=all&transcript={scene.transcript.pk}&office={scene.transcript.office_id}": 3,
        "waiting=nonsense&coder=nobody": 1,
    }
    assert {query: rows(desk.get(f"{at('queue', scene)}?{query}").text) for query in asked} == asked


@pytest.mark.parametrize(
    ("group", "names"),
    [
        ("transcript", ["Metro 01"]),
        ("coder", ["Cahya", "Lestari"]),
        ("code", ["Normative › Professional values", "Innovation", "Task force"]),
        ("theme", ["Normative", "Innovation", "Task force"]),
    ],
)
def test_the_list_is_grouped(desk: Client, scene: Scene, lead: User, group: str, names: list[str]) -> None:
    scene.transcript.title = "Metro 01"
    scene.transcript.save(update_fields=["title"])
    scene.coding("Task force", start=120, user=lead)
    scene.coding("Innovation")
    scene.coding("Professional values", start=90)
    groups = desk.get(at("queue", scene), {"group": group}).context["groups"]
    assert [each.name for each in groups] == names
    assert sum(each.total for each in groups) == 3


def test_a_verdict_without_a_script_brings_the_next_coding(desk: Client, scene: Scene) -> None:
    first, second = scene.coding("Innovation"), scene.coding("Task force", start=90)
    body = {
        "state": "approved",
        "seen": scene.standing(first).fingerprint,
        "following": second.pk,
        "filter": "group=code",
    }
    answer = desk.post(at("coding_judge", scene, first.pk), body)
    assert answer.headers["Location"] == f"{at('queue', scene)}?group=code&coding={second.pk}"
    assert scene.state(first) == APPROVED
    assert "Approved." in desk.get(answer.headers["Location"]).text


def test_a_verdict_by_script_answers_with_the_row_as_it_is_now(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    body = {"state": "returned", "reason": "Too wide.", "seen": scene.standing(coding).fingerprint}
    text = desk.post(at("coding_judge", scene, coding.pk), body, headers=HTMX).text
    assert 'data-kind="returned"' in text
    assert 'data-said="Returned to its coder."' in text


def test_another_code_is_suggested(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    desk.post(at("coding_judge", scene, coding.pk), {"state": "replaced", "suggested": scene.codes["Task force"].pk})
    assert scene.state(coding) == REPLACED
    assert Verdict.objects.get(coding=coding.pk).suggested_name == "Task force"


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        ({"state": "returned"}, "no_reason", 422),
        ({"state": "replaced", "suggested": uuid4()}, "no_suggestion", 422),
        ({"state": "splendid"}, "no_verdict", 422),
        ({"state": "approved", "seen": "what was there before"}, "changed_since_shown", 409),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(
    desk: Client, scene: Scene, body: dict[str, Any], code: str, status: int
) -> None:
    coding = scene.coding()
    answer = desk.post(at("coding_judge", scene, coding.pk), body, headers=HTMX)
    assert (answer.status_code, answer.headers["X-Error"]) == (status, code)
    assert 'role="alert"' in answer.text
    assert not Verdict.objects.exists()


def test_without_a_script_a_refusal_gives_back_what_was_written(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    body = {"state": "returned", "reason": "Far too wide.", "seen": "old"}
    text = desk.post(at("coding_judge", scene, coding.pk), body, follow=True).text
    assert "“Far too wide.”" in text


def test_nobody_judges_under_anothers_name(desk: Client, scene: Scene) -> None:
    """Verdicts wait in the browser: somebody else may have signed in since."""
    coding = scene.coding()
    headers = {**HTMX, "X-Signed-In-As": str(scene.coder.pk)}
    answer = desk.post(at("coding_judge", scene, coding.pk), {"state": "approved"}, headers=headers)
    assert (answer.status_code, answer.headers["X-Error"]) == (409, "someone_else")
    assert not Verdict.objects.exists()


def test_the_last_verdict_can_be_taken_back(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    assert " hidden>" in desk.get(at("queue", scene)).text.partition("data-undo")[2][:40]
    scene.judge(coding)
    text = desk.get(at("queue", scene), {"waiting": "all"}).text
    assert f'action="{at("verdict_withdraw", scene, coding.pk)}"' in text
    desk.post(at("verdict_withdraw", scene, coding.pk))
    assert scene.state(coding) == "open"


def test_ones_own_coding_is_left_to_somebody_else(client_of: ClientOf, scene: Scene, lead: User) -> None:
    coding = scene.coding(user=lead)
    page = client_of(lead)
    assert rows(page.get(at("queue", scene)).text) == 0
    text = page.get(at("queue", scene), {"coder": lead.pk}).text
    assert rows(text) == 1
    assert "somebody else has to judge it" in text
    assert at("coding_judge", scene, coding.pk) not in text


def test_coders_read_the_queue_and_judge_nothing(client_of: ClientOf, scene: Scene) -> None:
    coding = scene.coding()
    text = client_of(scene.coder).get(at("queue", scene)).text
    assert rows(text) == 1
    assert at("coding_judge", scene, coding.pk) not in text
    assert 'data-keys="a"' not in text


def test_a_coding_by_its_address(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    place = at("coding", scene, coding.pk)
    assert "rv-item" in desk.get(place, headers=HTMX).text
    assert desk.get(place).headers["Location"] == f"{at('queue', scene)}?coding={coding.pk}"
    assert desk.get(at("coding", scene, uuid4()), headers=HTMX).status_code == 404
    gone = desk.get(at("queue", scene), {"coding": uuid4()})
    assert gone.status_code == 200, "an address that is too old shows the first coding"


def test_the_thread_is_written_in_changed_and_deleted(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    place = at("comment_create", scene, coding.pk)
    assert "Why so wide?" in desk.post(place, {"text": "Why so wide?"}, headers=HTMX).text
    written = Comment.objects.get()
    changed = desk.post(at("comment_change", scene, written.pk), {"text": "Why so long?"}, headers=HTMX).text
    assert "Why so long?" in changed and "Why so wide?" not in changed
    assert "Nobody has said anything" in desk.post(at("comment_delete", scene, written.pk), headers=HTMX).text
    refused = desk.post(place, {"text": "  "}, headers=HTMX)
    assert (refused.status_code, "Nothing was written" in refused.text) == (422, True)
    assert desk.post(place, {"text": "Plain"}).headers["Location"].endswith(f"coding={coding.pk}")


def test_the_workspace_shows_what_was_said_of_a_passage(desk: Client, scene: Scene) -> None:
    coding = scene.coding()
    scene.judge(coding, RETURNED, reason="Where does it end?")
    place = at("segment_review", scene, coding.segment_id)
    assert "Where does it end?" in desk.get(place, headers=HTMX).text
    assert desk.get(place).status_code == 302
    panel = desk.get(reverse("coding:segment_detail", args=[scene.project.pk, coding.segment_id]), headers=HTMX).text
    assert place in panel


def test_the_navigation_says_what_waits(desk: Client, client_of: ClientOf, scene: Scene) -> None:
    coding = scene.coding()
    nav = desk.get(at("themes", scene)).text.partition("nav-count")[2][:40]
    assert nav.startswith('">1<')
    assert "nav-count" not in client_of(scene.coder).get(at("themes", scene)).text
    scene.judge(coding, RETURNED)
    text = client_of(scene.coder).get(at("themes", scene)).text
    assert "waiting for your answer" in text
    assert f'href="{at("returned", scene)}"' in text


def test_queries_do_not_grow_with_the_list(
    desk: Client, scene: Scene, lead: User, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    def look(group: str) -> Any:
        return desk.get(at("queue", scene), {"group": group, "waiting": "all"})

    first = scene.coding("Innovation", "Task force")
    scene.judge(first, RETURNED)
    answer(**scene.by(scene.coder), coding=first.pk, kind="stands", text="It is.")
    counts = {}
    for group in ("transcript", "coder", "code", "theme"):
        look(group)
        with django_assert_max_num_queries(60) as asked:
            look(group)
        counts[group] = len(asked)
    for n in range(8):
        more = scene.coding("Normative", "Monitoring", start=70 + n, user=lead if n % 2 else scene.coder)
        scene.judge(more)
        comment(**scene.by(scene.coder), coding=more.pk, text="Thanks.")
    for group, count in counts.items():
        look(group)
        with django_assert_num_queries(count):
            look(group)
