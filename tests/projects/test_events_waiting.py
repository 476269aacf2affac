"""Waiting for news: a commit wakes whoever waits, nothing slips through, and few wait at once."""

import threading
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.http import Http404
from django.test import Client

from apps.accounts.models import User
from apps.projects.live import announce, feed
from apps.projects.live.room import Seat, room
from apps.projects.live.wire import Wire
from apps.projects.models import Membership, Project
from apps.projects.services import change_project, create_project, remove_member

pytestmark = pytest.mark.django_db(transaction=True)

# Far longer than any test takes: who is not woken is found waiting.
FOR_EVER = 10_000.0
PATIENCE = 60.0


class Waiter(threading.Thread):
    """Somebody who waits for news of a project, as a request does, in a thread of their own."""

    def __init__(self, member: Membership, after: int):
        super().__init__(daemon=True)
        self.project, self.user, self.after = member.project_id, member.user_id, after
        self.news: feed.News | None = None
        self.refused = False
        self.start()

    def run(self) -> None:
        try:
            self.news = feed.follow(self.enter(), feed.Asked(self.after, FOR_EVER), self.enter)
        except Http404:
            self.refused = True
        finally:
            connection.close()

    def enter(self) -> Membership:
        found = Membership.objects.select_related("project", "user").filter(project=self.project, user=self.user)
        member = found.first()
        if member is None:
            raise Http404
        return member

    def told(self) -> list[str]:
        self.join(PATIENCE)
        assert not self.is_alive() and self.news is not None, "nobody woke the waiter"
        return [event["label"] for event in self.news.body["events"]]


@pytest.fixture(autouse=True)
def only_woken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nobody looks by themselves, and nobody is left waiting."""
    monkeypatch.setattr(feed, "LOOK_SECONDS", FOR_EVER)
    yield
    room.empty()


def membership(project: Project, user: User) -> Membership:
    return Membership.objects.select_related("project", "user").get(project=project, user=user)


def wait_until_seated(number: int = 1) -> None:
    until = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if room.taken == number:
            return
        until.wait(0.01)
    raise AssertionError(f"{room.taken} wait instead of {number}")


def test_a_commit_wakes_whoever_waits(project: Project, lead: User, coder: User) -> None:
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    change_project(project=project, user=lead, name="New name")
    assert waiter.told() == ["New name"]
    assert room.taken == 0


def test_what_is_not_committed_wakes_nobody(project: Project, lead: User, coder: User) -> None:
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    with transaction.atomic():
        change_project(project=project, user=lead, name="Never")
        transaction.set_rollback(True)
    project.refresh_from_db()
    change_project(project=project, user=lead, name="Kept")
    assert waiter.told() == ["Kept"]


def test_a_waiter_holds_no_connection(
    project: Project, lead: User, coder: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[Any] = []
    wait = Seat.wait

    def looked_at(seat: Seat, seconds: float) -> None:
        held.append(connection.connection)
        wait(seat, seconds)

    monkeypatch.setattr(Seat, "wait", looked_at)
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    change_project(project=project, user=lead, name="New name")
    assert waiter.told() == ["New name"]
    assert set(held) == {None}


def test_a_change_of_another_project_wakes_without_news(project: Project, lead: User, coder: User) -> None:
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    create_project(user=lead, name="Elsewhere")
    change_project(project=project, user=lead, name="Here")
    assert waiter.told() == ["Here"]


CHANGES = 40


def test_nothing_slips_through_between_looking_and_waiting(project: Project, lead: User, coder: User) -> None:
    """Changes follow one another as fast as they can while somebody reads; each is told once and in order."""
    member = membership(project, coder)
    read: list[int] = []

    def follow() -> None:
        after = member.project.sequence
        me = Waiter.__new__(Waiter)
        me.project, me.user = member.project_id, member.user_id
        while len(read) < CHANGES:
            news = feed.follow(me.enter(), feed.Asked(after, FOR_EVER), me.enter)
            read.extend(event["sequence"] for event in news.body["events"])
            after = news.body["next"]
        connection.close()

    first = member.project.sequence + 1
    reader = threading.Thread(target=follow, daemon=True)
    reader.start()
    for number in range(CHANGES):
        project.refresh_from_db()
        change_project(project=project, user=lead, name=f"Name {number}")
    reader.join(PATIENCE)
    assert read == list(range(first, first + CHANGES))


def test_somebody_who_comes_wakes_whoever_waits(project: Project, lead: User, coder: User) -> None:
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    feed.note_presence(membership(project, lead), uuid4(), None)
    assert waiter.told() == []
    assert waiter.news is not None
    assert [person["name"] for person in waiter.news.body["present"]] == ["Lestari"]


def test_who_is_no_member_any_more_is_told_nothing(project: Project, lead: User, coder: User) -> None:
    waiter = Waiter(membership(project, coder), membership(project, coder).project.sequence)
    wait_until_seated()
    project.refresh_from_db()
    remove_member(project=project, user=lead, membership=membership(project, coder))
    waiter.join(PATIENCE)
    assert waiter.refused


def test_beyond_the_bound_the_answer_comes_at_once(
    project: Project, lead: User, coder: User, client_of: Callable[[User], Client]
) -> None:
    after = membership(project, lead).project.sequence
    address = f"/api/v1/projects/{project.pk}/events"
    with room.seat(project.pk, uuid4()), room.seat(project.pk, uuid4()):
        answer = client_of(lead).get(address, {"after": after, "wait": 20})
        assert (answer.status_code, answer.headers["Retry-After"]) == (304, "1")
        change_project(project=membership(project, lead).project, user=lead, name="New name")
        answer = client_of(coder).get(address, {"after": after, "wait": 20})
        assert [event["label"] for event in answer.json()["events"]] == ["New name"]


def test_the_same_persons_next_request_ends_the_one_before(project: Project, coder: User) -> None:
    member = membership(project, coder)
    first = Waiter(member, member.project.sequence)
    wait_until_seated()
    with room.seat(project.pk, coder.pk) as seat:
        assert seat is not None
        assert first.told() == []
        assert first.news is not None and first.news.had_to_go and not first.news.is_new


# --- between processes --------------------------------------------------------------------------------------


needs_redis = pytest.mark.skipif(not settings.REDIS_URL, reason="TEST_REDIS_URL is not set")


class OtherProcess:
    """What another web process would hear: a wire of its own on the same Redis, where others talk too."""

    def __init__(self) -> None:
        self.heard: set[UUID] = set()
        self.news = threading.Condition()
        self.began = threading.Event()
        self.wire = Wire(settings.REDIS_URL, self.hear, self.begin)
        self.wire.listen()
        self.listen_again()

    def hear(self, project: UUID) -> None:
        with self.news:
            self.heard.add(project)
            self.news.notify_all()

    def hears_of(self, project: UUID) -> bool:
        """Wait until it does."""
        with self.news:
            return self.news.wait_for(lambda: project in self.heard, PATIENCE)

    def begin(self) -> None:
        if self.wire.hears_all:
            self.began.set()

    def listen_again(self) -> None:
        assert self.began.wait(PATIENCE)
        self.began.clear()


@needs_redis
def test_another_process_hears_of_a_commit(lead: User) -> None:
    other = OtherProcess()
    made = create_project(user=lead, name="Heard of")
    assert other.hears_of(made.pk)


@needs_redis
def test_a_cut_wire_is_mended_and_says_that_something_may_have_been_missed() -> None:
    other = OtherProcess()
    redis.Redis.from_url(settings.REDIS_URL).execute_command("CLIENT", "KILL", "TYPE", "pubsub")
    other.listen_again()
    project = uuid4()
    announce(project)
    assert other.hears_of(project)


@needs_redis
def test_one_does_not_hear_oneself() -> None:
    one, other = OtherProcess(), OtherProcess()
    project, end = uuid4(), uuid4()
    one.wire.tell(project)
    assert other.hears_of(project)
    other.wire.tell(end)
    assert one.hears_of(end)
    assert project not in one.heard
