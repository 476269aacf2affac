"""What happened in a project after a number of its log: in order, without gaps, to members alone."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from apps.accounts.models import User
from apps.projects.live.feed import MOST_EVENTS
from apps.projects.live.room import MOST_WAITING, Room
from apps.projects.models import Activity, Project
from apps.projects.services import Verb, change_project, record
from apps.web.supervisor import web_command

Ask = Callable[..., Any]


@pytest.fixture
def ask(project: Project) -> Ask:
    """ask(client, after=…): the answer of the live feed."""

    def events(client: Client, **query: object) -> Any:
        return client.get(f"/api/v1/projects/{project.pk}/events", query)

    return events


def rename(project: Project, user: User, *names: str) -> None:
    for name in names:
        change_project(project=project, user=user, name=name)


def labels(answer: Any) -> list[str]:
    return [event["label"] for event in answer.json()["events"]]


def test_a_page_begins_with_the_number_of_the_last_change(project: Project, lead: User, page: Client, ask: Ask) -> None:
    rename(project, lead, "Two offices")
    answer = ask(page)
    assert answer.status_code == 200
    assert answer.json()["events"] == []
    assert answer.json()["next"] == Activity.objects.latest("sequence").sequence


def test_changes_come_in_order_and_none_twice(project: Project, lead: User, page: Client, ask: Ask) -> None:
    begin = ask(page).json()["next"]
    rename(project, lead, "One", "Two")
    first = ask(page, after=begin)
    rename(project, lead, "Three")
    second = ask(page, after=first.json()["next"])
    assert (labels(first), labels(second)) == (["One", "Two"], ["Three"])
    sequences = [event["sequence"] for answer in (first, second) for event in answer.json()["events"]]
    assert sequences == list(range(begin + 1, begin + 4))
    event = second.json()["events"][0]
    assert (event["actor"], event["name"], event["verb"]) == (str(lead.pk), "Lestari", "project_changed")


def test_nothing_new_is_said_without_a_body(page: Client, ask: Ask) -> None:
    begin = ask(page).json()["next"]
    answer = ask(page, after=begin)
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["Cache-Control"] == "no-store"


def test_after_a_long_break_everything_comes_in_parts(project: Project, lead: User, page: Client, ask: Ask) -> None:
    begin = ask(page).json()["next"]
    for number in range(MOST_EVENTS + 3):
        record(project, lead, Verb.EXPORTED, object_id=uuid4(), label=str(number))
    first = ask(page, after=begin).json()
    second = ask(page, after=first["next"]).json()
    told = [event["label"] for event in first["events"] + second["events"]]
    assert told == [str(number) for number in range(MOST_EVENTS + 3)]
    assert len(first["events"]) == MOST_EVENTS


def test_a_log_that_is_shorter_than_known_begins_anew(page: Client, ask: Ask) -> None:
    """A backup was brought back."""
    answer = ask(page, after=10_000)
    assert (answer.status_code, answer.json()["events"]) == (200, [])
    assert answer.json()["next"] == Activity.objects.latest("sequence").sequence


def test_viewers_read_and_outsiders_find_nothing(
    project: Project, viewer: User, stranger: User, client_of: Callable[[User], Client], ask: Ask
) -> None:
    assert ask(client_of(viewer)).status_code == 200
    assert ask(client_of(stranger)).status_code == 404
    assert ask(Client()).status_code == 401


@pytest.mark.parametrize("query", [{"wait": 21}, {"wait": -1}, {"after": "x"}, {"at": "metro"}])
def test_what_cannot_be_asked(page: Client, ask: Ask, query: dict[str, object]) -> None:
    assert ask(page, **query).status_code == 422


def test_the_number_of_queries_does_not_grow_with_the_changes(
    project: Project, lead: User, page: Client, ask: Ask, django_assert_num_queries: Any
) -> None:
    begin = ask(page).json()["next"]
    rename(project, lead, "One")
    # Session, user, membership with project, activities.
    with django_assert_num_queries(4):
        ask(page, after=begin)
    rename(project, lead, *(f"Name {number}" for number in range(20)))
    with django_assert_num_queries(4):
        ask(page, after=begin)


def test_nothing_new_asks_for_nothing_but_the_door(
    project: Project, page: Client, ask: Ask, django_assert_num_queries: Any
) -> None:
    begin = ask(page).json()["next"]
    transcript = uuid4()
    with django_assert_num_queries(3):
        ask(page, after=begin, at=transcript)


# --- presence -----------------------------------------------------------------------------------------------


def test_who_is_here_and_where(
    project: Project, coder: User, page: Client, client_of: Callable[[User], Client], ask: Ask
) -> None:
    transcript, segment = uuid4(), uuid4()
    begin = ask(client_of(coder), at=transcript, segment=segment).json()
    assert begin["present"] == [
        {
            "id": str(coder.pk), "name": "Cahya", "initials": "C", "transcript": str(transcript),
            "segment": str(segment),
        }
    ]  # fmt: skip
    assert ask(page).json()["present"] == begin["present"], "who only asks is not here"


def test_others_who_come_move_and_go_are_news_and_oneself_is_not(
    project: Project, coder: User, page: Client, client_of: Callable[[User], Client], ask: Ask
) -> None:
    theirs, here, there = client_of(coder), uuid4(), uuid4()
    known = ask(page, at=here).json()

    def changed() -> bool:
        nonlocal known
        answer = ask(page, after=known["next"], seen=known["seen"], at=here)
        known = answer.json() if answer.status_code == 200 else known
        return bool(answer.status_code == 200)

    assert not changed()
    ask(theirs, at=here)
    assert changed()
    assert not changed()
    ask(theirs, at=here)
    assert not changed()
    ask(theirs, at=there)
    assert changed()
    ask(theirs, leaving=True)
    assert changed()
    assert [person["name"] for person in known["present"]] == ["Lestari"]
    assert ask(page, after=known["next"], seen=known["seen"], at=there).status_code == 304


def test_presence_writes_nothing_to_the_database(project: Project, page: Client, ask: Ask) -> None:
    before = Activity.objects.count()
    ask(page, at=uuid4())
    assert Activity.objects.count() == before


# --- who may wait -------------------------------------------------------------------------------------------


def test_waiting_leaves_threads_for_others() -> None:
    command = web_command("127.0.0.1", 8000, 1, 4)
    threads = int(command[command.index("--blocking-threads") + 1])
    assert threads >= MOST_WAITING * 2


def test_seats_are_few_and_one_for_each_person() -> None:
    room, project = Room(most=2), uuid4()
    one, other, third = uuid4(), uuid4(), uuid4()
    with room.seat(project, one) as first, room.seat(project, other) as second, room.seat(project, third) as none:
        assert first and second and none is None
        with room.seat(uuid4(), one) as newer:
            assert newer and first.is_given_up and not second.is_given_up
            assert room.taken == 2
    assert room.taken == 0


def test_the_answer_says_which_number_it_knows_of(project: Project, page: Client) -> None:
    """So that a page can tell which of an answer and a live event is the newer."""
    answer = page.get(f"/api/v1/projects/{project.pk}")
    assert answer.headers["X-Sequence"] == str(project.sequence)
