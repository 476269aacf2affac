"""Memos over HTTP: listed in steps, written, and refused when somebody else was faster."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding import services
from apps.coding.models import Memo
from apps.documents.models import Office, Transcript
from apps.documents.services import create_participant
from apps.projects.models import Project
from core.markdown import Ref, link_to

Args = dict[str, Any]


@pytest.fixture
def me(project: Project, lead: User) -> Args:
    return {"project": project, "user": lead}


@pytest.fixture
def call(api: Client, project: Project) -> Callable[..., Any]:
    """call(method, path under /memos, body): (status, JSON)."""

    def asked(method: str, path: str = "", body: Any = None) -> tuple[int, Any]:
        url = f"/api/v1/projects/{project.pk}/memos{path}"
        answer = api.generic(method, url, json.dumps(body) if body is not None else "", content_type="application/json")
        return answer.status_code, answer.json() if answer.content else None

    return asked


def mark(me: Args, transcript: Transcript, memo: str, start: int = 20) -> str:
    wanted = services.NewSegment(uuid4(), transcript.pk, transcript.version_id, start, start + 15, (), memo)
    services.put_segment(**me, wanted=wanted)
    return str(wanted.id)


def test_a_memo_from_the_first_word_to_the_last(call: Any, project: Project, codes: dict[str, Code]) -> None:
    key, code = str(uuid4()), str(codes["Coercive"].pk)
    wanted = {"id": key, "kind": "code", "about": code, "title": "Force", "text": "One"}
    status, made = call("POST", "", wanted)
    assert (status, made["id"], made["about_name"], made["version"]) == (201, key, "Coercive", 1)
    assert call("POST", "", wanted) == (201, made)
    assert call("GET", f"/{key}") == (200, made)
    status, changed = call("PATCH", f"/{key}", {"version": 1, "text": "Two"})
    assert (status, changed["title"], changed["text"], changed["version"]) == (200, "Force", "Two", 2)
    status, refused = call("PATCH", f"/{key}", {"version": 1, "text": "Three"})
    assert (status, refused["error"], refused["fields"]["memo"]["text"]) == (409, "memo_changed", "Two")
    assert call("DELETE", f"/{key}") == (204, None)
    assert call("GET", f"/{key}")[0] == 404
    assert call("DELETE", f"/{key}")[0] == 404


def test_a_memo_is_about_the_project_unless_it_says_otherwise(call: Any, project: Project) -> None:
    status, made = call("POST", "", {"text": "First words"})
    assert (status, made["kind"], made["about"], made["title"]) == (201, "project", str(project.pk), "First words")
    assert call("POST", "", {"text": ""})[0] == 422
    assert call("POST", "", {"kind": "segment", "text": "x"})[0] == 422
    assert call("POST", "", {"kind": "code", "about": str(uuid4()), "text": "x"})[0] == 404


def test_all_of_them_in_steps_each_once(call: Any, me: Args, project: Project, transcript: Transcript) -> None:
    made = {str(services.create_memo(**me, kind="project", about=project.pk, text=f"n {n}").pk) for n in range(5)}
    made |= {mark(me, transcript, f"on {n}", start=20 + n) for n in range(4)}
    found: list[str] = []
    cursor = ""
    while True:
        status, answer = call("GET", f"?limit=2{cursor}")
        assert status == 200
        found += [each["id"] for each in answer["items"]]
        if not answer["next"]:
            break
        cursor = f"&cursor={answer['next']}"
    assert sorted(found) == sorted(made)
    assert call("GET", "?limit=0")[1]["error"] == "invalid_limit"
    assert call("GET", "?cursor=x")[0] == 422


def test_the_list_is_narrowed_like_the_page(call: Any, me: Args, project: Project, transcript: Transcript) -> None:
    services.create_memo(**me, kind="project", about=project.pk, text="Targets")
    passage = mark(me, transcript, "targets of Kanwil")
    (only,) = call("GET", "?words=KANWIL+targets")[1]["items"]
    assert (only["id"], only["kind"], only["version"], only["text"]) == (passage, "segment", None, "targets of Kanwil")
    assert len(call("GET", "?kind=project")[1]["items"]) == 1
    assert call("GET", "?kind=x")[0] == 422


def test_a_list_costs_as_many_queries_however_long(
    call: Any, me: Args, project: Project, transcript: Transcript, django_assert_num_queries: Any,
    django_assert_max_num_queries: Any,
) -> None:  # fmt: skip
    services.create_memo(**me, kind="project", about=project.pk, text="x")
    mark(me, transcript, "y")
    call("GET")
    with django_assert_max_num_queries(10) as few:
        call("GET")
    for n in range(6):
        services.create_memo(**me, kind="project", about=project.pk, text=f"{n}")
        mark(me, transcript, "y", start=21 + n)
    with django_assert_num_queries(len(few)):
        call("GET")


def test_what_one_can_link_to(
    call: Any, me: Args, project: Project, office: Office, transcript: Transcript, codes: dict[str, Code]
) -> None:
    create_participant(**me, pseudonym="Metro speaker", office=office)
    services.create_memo(**me, kind="project", about=project.pk, title="On Metro", text="x")
    start = transcript.current.text.index("Kami rutin")
    passage = mark(me, transcript, "", start=start)

    def found(typed: str) -> list[tuple[str, str]]:
        return [(each["kind"], each["name"]) for each in call("GET", f"/linkable?q={typed}")[1]["items"]]

    quote = transcript.current.text[start : start + 15]
    shown = ("segment", f"Metro 01: “{quote}”")
    assert set(found("metro")) == {
        ("transcript", "Metro 01"), ("participant", "Metro speaker"), ("office", "KPPN Metro"), ("memo", "On Metro"),
    }  # fmt: skip
    assert found("rutin KAMI") == [shown]
    assert found("ercive co")[0] == ("code", "Coercive")
    assert found("nobody is called so") == []
    line = next(n for n in range(1, 20) if found(f"metro {n}")[:1] == [shown])
    (first, *_rest) = call("GET", f"/linkable?q=Metro {line}")[1]["items"]
    assert (first["id"], first["detail"]) == (passage, f"line {line}")
    assert first["link"] == link_to(Ref("segment", UUID(passage)), f"Metro 01, line {line}")
    assert call("GET", "/linkable")[0] == 200


def test_others_may_not_change_it(
    me: Args, project: Project, coder: User, viewer: User, api_of: Callable[[User], Client]
) -> None:
    memo = services.create_memo(**me, kind="project", about=project.pk, text="The lead's")
    url = f"/api/v1/projects/{project.pk}/memos"
    answer = api_of(coder).patch(f"{url}/{memo.pk}", {"version": 1, "text": "x"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]) == (403, "not_yours")
    assert api_of(viewer).post(url, {"text": "x"}, content_type="application/json").status_code == 403
    assert api_of(viewer).get(f"{url}/{memo.pk}").json()["text"] == "The lead's"
    assert Memo.objects.get().text == "The lead's"
