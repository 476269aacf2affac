"""The number beside "Review": on every page, and never at the cost of one."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from tests.review.scene import Scene

ClientOf = Callable[[User], Client]


@pytest.fixture
def desk(client_of: ClientOf, scene: Scene) -> Client:
    return client_of(scene.supervisor)


def at(name: str, scene: Scene) -> str:
    return reverse(name, args=[scene.project.pk])


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_what_is_not_counted_yet_comes_after_the_page(desk: Client, scene: Scene) -> None:
    scene.coding()
    text = desk.get(at("coding:memo_list", scene)).text
    assert f'hx-get="{at("review:badge", scene)}"' in text and "nav-count" not in text
    assert ">1<" in desk.get(at("review:badge", scene)).text
    text = desk.get(at("coding:memo_list", scene)).text
    assert 'class="nav-count">1<' in text and at("review:badge", scene) not in text


def test_a_change_is_counted_anew(desk: Client, scene: Scene) -> None:
    scene.coding()
    desk.get(at("review:badge", scene))
    scene.coding()
    assert "nav-count" not in desk.get(at("coding:memo_list", scene)).text
    assert ">2<" in desk.get(at("review:badge", scene)).text


def test_a_page_asks_the_same_before_and_after(desk: Client, scene: Scene) -> None:
    scene.coding()
    desk.get(at("coding:memo_list", scene))
    before = queries_of(desk, at("coding:memo_list", scene))
    desk.get(at("review:badge", scene))
    assert queries_of(desk, at("coding:memo_list", scene)) == before


def test_nothing_is_shown_where_nothing_waits(client_of: ClientOf, scene: Scene) -> None:
    assert client_of(scene.coder).get(at("review:badge", scene)).text.strip() == ""
