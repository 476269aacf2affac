"""Reviewing as a program does it."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.coding.models import Coding
from tests.review.scene import RETURNED, Scene

ApiOf = Callable[[User], Client]


@pytest.fixture
def base(scene: Scene) -> str:
    return f"/api/v1/projects/{scene.project.pk}"


def send(client: Client, method: str, path: str, status: int = 200, **body: Any) -> Any:
    response = client.generic(method, path, content_type="application/json", data=_json(body))
    assert response.status_code == status, response.content
    return response.json() if response.content else None


def _json(body: dict[str, Any]) -> str:
    import json

    return json.dumps(body, default=str)


def test_a_coding_is_judged_answered_and_approved(scene: Scene, base: str, api_of: ApiOf) -> None:
    judge, code = api_of(scene.supervisor), api_of(scene.coder)
    coding = scene.coding()
    here = f"{base}/codings/{coding.pk}"
    [item] = send(judge, "GET", f"{base}/review/queue")["items"]
    assert (item["coding"], item["quote"], item["verdict"]) == (str(coding.pk), scene.segment(coding).quote, None)
    given = send(judge, "PUT", f"{here}/verdict", state=RETURNED, reason="Too wide.", seen=item["fingerprint"])
    assert (given["state"], given["reason"], given["code_name"]) == (RETURNED, "Too wide.", "Innovation")
    assert send(judge, "PUT", f"{here}/verdict", state=RETURNED, reason="Too wide.") == given
    again = send(judge, "PUT", f"{here}/verdict", 409, state="approved", seen=item["fingerprint"])
    assert again["error"] == "changed_since_shown"
    assert send(judge, "PUT", f"{here}/verdict", 422, state=RETURNED)["error"] == "no_reason"
    answer = send(code, "POST", f"{here}/comments", 201, kind="stands", text="It is the rule, @Sari.")
    assert answer["mentions"] == [str(scene.supervisor.pk)]
    queue = send(judge, "GET", f"{base}/review/queue?waiting=answered")
    assert [(each["answered"], each["comments"]) for each in queue["items"]] == [(True, 1)]
    assert queue["counts"]["answered"] == queue["counts"]["all"] == 1
    send(judge, "PUT", f"{here}/verdict", state="approved")
    thread = send(code, "GET", f"{here}/comments")["items"]
    assert [entry["kind"] for entry in thread] == [RETURNED, "stands", "approved"]
    send(judge, "DELETE", f"{here}/verdict", 204)
    assert scene.state(coding) == "open"


def test_a_suggestion_is_taken(scene: Scene, base: str, api_of: ApiOf) -> None:
    coding = scene.coding()
    here = f"{base}/codings/{coding.pk}"
    task_force = scene.codes["Task force"].pk
    send(api_of(scene.supervisor), "PUT", f"{here}/verdict", state="replaced", suggested_code=task_force)
    made = send(api_of(scene.coder), "POST", f"{here}/take")["coding"]
    assert Coding.objects.get(pk=made).code_id == task_force


def test_comments_are_changed_and_deleted_by_who_wrote_them(scene: Scene, base: str, api_of: ApiOf) -> None:
    code = api_of(scene.coder)
    coding = scene.coding()
    written = send(code, "POST", f"{base}/codings/{coding.pk}/comments", 201, text="One")
    here = f"{base}/comments/{written['id']}"
    assert send(code, "PATCH", here, text="Two")["text"] == "Two"
    assert send(api_of(scene.supervisor), "PATCH", here, 403, text="Three")["error"] == "not_yours"
    send(code, "DELETE", here, 204)
    assert send(code, "DELETE", here, 404)["error"] == "no_such_comment"


def test_many_are_approved_and_taken_back_by_a_supervisor(scene: Scene, base: str, api_of: ApiOf) -> None:
    judge = api_of(scene.supervisor)
    codings = [scene.coding(start=start) for start in (60, 80)]
    assert send(judge, "POST", f"{base}/codings/verdicts", codings=[each.pk for each in codings]) == {"approved": 2}
    undone = send(judge, "POST", f"{base}/undo")
    assert undone["undone"]["verb"] == "verdicts_given"
    states = {coding["state"] for segment in undone["segments"] for coding in segment["codings"]}
    assert (states, {scene.state(each) for each in codings}) == ({"open"}, {"open"})


def test_a_theme_is_signed_off(scene: Scene, base: str, api_of: ApiOf) -> None:
    judge = api_of(scene.supervisor)
    code = scene.codes["Coercive"].pk
    scene.coding("Regulation")
    signed = send(judge, "PUT", f"{base}/codes/{code}/signoff", remark="Saturated.")
    assert (signed["codings"], signed["codebook_version"], signed["by_office"][0]["codings"]) == (1, 1, 1)
    scene.coding("Regulation", start=80)
    themes = {each["name"]: each for each in send(judge, "GET", f"{base}/review/themes")["items"]}
    assert themes["Coercive"]["changes"] == {"new": 1, "gone": 0, "changed": 0, "definition": False}
    assert themes["Coercive"]["signoff"]["remark"] == "Saturated."
    assert (themes["Regulation"]["path"], themes["Regulation"]["signoff"]) == ("Coercive › Regulation", None)
    send(judge, "DELETE", f"{base}/codes/{code}/signoff", 204)
    assert send(judge, "DELETE", f"{base}/codes/{code}/signoff", 404)["error"] == "no_such_signoff"


def test_the_queue_is_paged_and_narrowed(scene: Scene, base: str, api_of: ApiOf) -> None:
    judge = api_of(scene.supervisor)
    codings = [scene.coding(start=start) for start in (60, 62, 64, 66, 68)]
    seen, cursor = [], ""
    while cursor is not None:
        page = send(judge, "GET", f"{base}/review/queue?limit=2&cursor={cursor or 0}")
        seen += [each["coding"] for each in page["items"]]
        cursor = page["next"]
    assert seen == [str(coding.pk) for coding in codings]
    assert send(judge, "GET", f"{base}/review/queue?code={scene.codes['Coercive'].pk}")["items"] == []
    assert send(judge, "GET", f"{base}/review/queue?limit=0", 422)["error"] == "invalid_limit"
    assert send(judge, "GET", f"{base}/review/queue?waiting=never", 422)["error"] == "invalid"


def test_coders_do_not_judge_and_supervisors_do_not_code(scene: Scene, base: str, api_of: ApiOf) -> None:
    coding = scene.coding()
    here = f"{base}/codings/{coding.pk}"
    assert send(api_of(scene.coder), "PUT", f"{here}/verdict", 403, state="approved")["error"] == "forbidden"
    assert send(api_of(scene.supervisor), "POST", f"{here}/take", 403)["error"] == "forbidden"
    missing = f"{base}/codings/{uuid4()}"
    assert send(api_of(scene.supervisor), "PUT", f"{missing}/verdict", 404, state="approved")["error"] == (
        "no_such_coding"
    )  # fmt: skip
