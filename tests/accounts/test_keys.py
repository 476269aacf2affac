"""The keys a person has chosen: kept for all projects, strictly shaped, nobody else's."""

from collections.abc import Callable
from typing import Any

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory

from apps.accounts.models import User

URL = "/api/v1/me/keys"


@pytest.fixture
def put(client_of: Callable[[User], Client], lead: User) -> Callable[..., Any]:
    client = client_of(lead)

    def send(keys: Any, **more: Any) -> Any:
        return client.put(URL, {"keys": keys, **more}, content_type="application/json")

    return send


def test_nothing_is_changed_at_first(client_of: Callable[[User], Client], lead: User) -> None:
    assert client_of(lead).get(URL).json() == {"keys": {}}


def test_keys_are_kept_as_a_whole(put: Callable[..., Any], lead: User, coder: User) -> None:
    first = {"undo:u": "y", "border:Alt+Shift+[": "Mod+Alt+Shift+ArrowLeft", "play:Space": "Plus", "search:/": "é"}
    assert put(first).json() == {"keys": first}
    assert put({"help:?": "F9"}).json() == {"keys": {"help:?": "F9"}}
    lead.refresh_from_db()
    coder.refresh_from_db()
    assert (lead.keys, coder.keys) == ({"help:?": "F9"}, {})
    assert put({}).json() == {"keys": {}}


@pytest.mark.parametrize(
    "keys",
    [
        {"undo": "y"},
        {"Undo:u": "y"},
        {"undo:": "y"},
        {"undo:u": ""},
        {"undo:u": "yy"},
        {"undo:u": "y\n"},
        {"undo:u": " "},
        {"undo:u": "Shift+Mod+y"},
        {"undo:u": "Hyper+y"},
        {"undo:u": "<img>"},
        {"undo:u": 1},
        {"undo:u": ["y"]},
        {"undo:u": "A" * 40},
        {"u" * 80 + ":u": "y"},
        {f"undo:{'u' * 40}": "y"},
        {f"undo:{n}": "y" for n in range(301)},
        ["undo:u"],
        None,
    ],
)
def test_what_is_no_table_of_keys_is_refused(put: Callable[..., Any], lead: User, keys: Any) -> None:
    assert put({"help:?": "F9"}).status_code == 200
    answer = put(keys)
    assert (answer.status_code, answer.json()["error"]) == (422, "invalid")
    lead.refresh_from_db()
    assert lead.keys == {"help:?": "F9"}


def test_other_fields_are_refused(put: Callable[..., Any]) -> None:
    assert put({}, theme="dark").status_code == 422


def test_a_token_to_read_reads_only(api_of: Callable[[User], Client], lead: User) -> None:
    lead.tokens.all().delete()
    program = api_of(lead)
    lead.tokens.update(scope="read")
    assert program.get(URL).status_code == 200
    assert program.put(URL, {"keys": {}}, content_type="application/json").status_code == 403


def test_nobody_signed_in_and_somebody_else_signed_in(
    client_of: Callable[[User], Client], lead: User, coder: User
) -> None:
    assert Client().get(URL).status_code == 401
    answer = client_of(coder).put(
        URL,
        {"keys": {"undo:u": "y"}},
        content_type="application/json",
        headers={"X-Signed-In-As": str(lead.pk)},
    )
    assert (answer.status_code, answer.json()["error"]) == (409, "someone_else")
    coder.refresh_from_db()
    assert coder.keys == {}


@pytest.mark.parametrize(
    ("keys", "shown"),
    [
        ({}, '<kbd data-key="redo:Shift+u">U</kbd>'),
        ({"redo:Shift+u": "Mod+Shift+z"}, '<kbd data-key="redo:Shift+u">Ctrl + Shift + z</kbd>'),
        ({"redo:Shift+u": "ArrowLeft"}, '<kbd data-key="redo:Shift+u">←</kbd>'),
        ({"redo:Shift+u": "<"}, '<kbd data-key="redo:Shift+u">&lt;</kbd>'),
    ],
)
def test_buttons_show_the_key_in_force(lead: User, keys: dict[str, str], shown: str) -> None:
    lead.keys = keys
    request = RequestFactory().get("/")
    request.user = lead
    template = Template('{% load keys %}{% key "redo:Shift+u" %}')
    assert template.render(Context({"request": request})) == shown
