"""E-mails of notices: what they say, that each goes once, and that none is lost."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from threading import Barrier, Thread
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import User
from apps.projects.models import Project
from apps.review import tasks
from apps.review.mail import send_mail_of_notices
from apps.review.models import Notification
from apps.review.queries.notices import notices_of
from apps.review.services.digests import CLAIM_HOLDS, last_closing, send_digests, stop_ticket
from apps.review.services.notices import notify, read_all_notices
from tests.review.scene import RETURNED, Scene

Digest = User.Digest
JAKARTA = ZoneInfo("Asia/Jakarta")


def tell(project: Project, actor: User, user: User, about: Any = None) -> None:
    notify(project=project, actor=actor, users=[user], kind=Notification.Kind.RETURNED, about=about or uuid4())


def send(at_once: bool = True, by: Callable[..., None] = send_mail_of_notices) -> tuple[int, int]:
    outcome = send_digests(send=by, at_once=at_once)
    return outcome.sent, outcome.failed


def choose(user: User, digest: str) -> None:
    User.objects.filter(pk=user.pk).update(digest=digest)


def html_of(letter: Any) -> str:
    return letter.alternatives[0][0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=JAKARTA)


@pytest.mark.parametrize(
    ("digest", "now", "closed"),
    [
        # 2026-03-02 is a Monday.
        (Digest.DAILY, "2026-03-04T06:00", "2026-03-04T06:00"),
        (Digest.DAILY, "2026-03-04T05:59", "2026-03-03T06:00"),
        (Digest.DAILY, "2026-03-01T00:00", "2026-02-28T06:00"),
        (Digest.WEEKLY, "2026-03-04T12:00", "2026-03-02T06:00"),
        (Digest.WEEKLY, "2026-03-02T06:00", "2026-03-02T06:00"),
        (Digest.WEEKLY, "2026-03-02T05:59", "2026-02-23T06:00"),
        (Digest.WEEKLY, "2026-03-08T23:59", "2026-03-02T06:00"),
    ],
)
def test_a_day_and_a_week_are_closed_at_six(digest: str, now: str, closed: str) -> None:
    assert last_closing(digest, at(now)) == at(closed)


def test_one_mail_says_all_and_quotes_nothing(scene: Scene) -> None:
    codings = [scene.coding("Innovation", start=60), scene.coding("Task force", start=62)]
    for coding in codings:
        scene.judge(coding, RETURNED, reason="A secret remark.")
    tell(scene.project, scene.supervisor, scene.supervisor)
    assert send() == (1, 0)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([scene.coder.email], "2 notices in Benang")
    assert "Two treasury offices" in letter.body
    assert "2 codings of yours were returned in “Metro 01”: Innovation, Task force (Sari)" in letter.body
    assert "https://benang.example/notices/" in letter.body
    html = html_of(letter)
    for said in (letter.body, html):
        assert "A secret remark" not in said
        assert scene.segment(codings[0]).quote not in said
    assert send() == (0, 0), "each notice goes once"
    # One thing that happened leads straight there, and what happens again is told again.
    scene.judge(codings[0], RETURNED, reason="Still too wide.")
    assert send() == (1, 0)
    assert f"https://benang.example/projects/{scene.project.pk}/review/returned/?coding={codings[0].pk}" in (
        mail.outbox[1].body
    )


def test_the_mail_is_in_the_language_of_its_reader(scene: Scene) -> None:
    User.objects.filter(pk=scene.coder.pk).update(language="id")
    scene.judge(scene.coding("Innovation"), RETURNED)
    send()
    assert '<html lang="id">' in html_of(mail.outbox[0])


def test_what_was_read_or_came_after_the_day_closed_is_not_sent(
    project: Project, lead: User, coder: User, second_coder: User
) -> None:
    tell(project, lead, coder)
    tell(project, lead, second_coder)
    read_all_notices(user=second_coder)
    assert send(at_once=False) == (0, 0)
    Notification.objects.update(created=timezone.now() - timedelta(days=1))
    choose(coder, Digest.WEEKLY)
    Notification.objects.update(created=last_closing(Digest.WEEKLY, timezone.localtime()) + timedelta(seconds=1))
    assert send(at_once=False) == (0, 0)
    Notification.objects.update(created=last_closing(Digest.WEEKLY, timezone.localtime()) - timedelta(seconds=1))
    assert send(at_once=False) == (1, 0)


def test_who_wants_no_mail_or_left_gets_none(project: Project, lead: User, coder: User, second_coder: User) -> None:
    tell(project, lead, coder)
    tell(project, lead, second_coder)
    choose(coder, Digest.OFF)
    project.memberships.get(user=second_coder).delete()
    assert send() == (0, 0)
    choose(coder, Digest.DAILY)
    assert send() == (1, 0)


def test_what_the_mail_server_refuses_is_sent_next_time(
    project: Project, lead: User, coder: User, second_coder: User
) -> None:
    for user in (coder, second_coder):
        tell(project, lead, user)
    wrong = min((coder, second_coder), key=lambda user: user.pk)

    def refuse(user: User, notices: list[Notification]) -> None:
        if user == wrong:
            raise OSError("The mail server is away.")
        send_mail_of_notices(user, notices)

    assert send(by=refuse) == (1, 1)
    assert send() == (1, 0)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([coder.email, second_coder.email])
    assert send() == (0, 0)


def test_a_worker_that_died_before_sending_loses_nothing(project: Project, lead: User, coder: User) -> None:
    tell(project, lead, coder)

    def die(user: User, notices: list[Notification]) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        send(by=die)
    assert send() == (0, 0), "it may be on its way still"
    Notification.objects.update(mailed=timezone.now() - CLAIM_HOLDS - timedelta(seconds=1))
    assert send() == (1, 0)
    Notification.objects.filter(mailed__isnull=False).update(read=None)
    assert send() == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_two_workers_send_each_mail_once(project: Project, lead: User, coder: User, second_coder: User) -> None:
    for _each in range(3):
        tell(project, lead, coder)
        tell(project, lead, second_coder)
    ready, outcomes, failures = Barrier(4), [], []

    def work() -> None:
        try:
            ready.wait()
            outcomes.append(send())
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [Thread(target=work) for _worker in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert sum(sent for sent, _failed in outcomes) == len(mail.outbox) == 2
    assert {letter.subject for letter in mail.outbox} == {"3 notices in Benang"}


def test_mails_are_stopped_without_signing_in(project: Project, lead: User, coder: User) -> None:
    tell(project, lead, coder)
    send()
    headers = mail.outbox[0].extra_headers
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = headers["List-Unsubscribe"].strip("<>").removeprefix("https://benang.example")
    stranger = Client(enforce_csrf_checks=True)
    assert "Stop these e-mails" in stranger.get(address).content.decode()
    coder.refresh_from_db()
    assert coder.digest == Digest.DAILY, "looking at the link stops nothing: scanners of mail look at every link"
    assert stranger.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    coder.refresh_from_db()
    assert coder.digest == Digest.OFF
    forged = reverse("review:digest_stop", args=[stop_ticket(coder)[:-2] + "xx"])
    assert stranger.get(forged).status_code == 404


def test_without_a_mail_server_nothing_is_claimed_and_the_page_says_so(
    project: Project, lead: User, coder: User, page: Client, settings
) -> None:
    tell(project, lead, coder)
    assert "Mondays" in page.get(reverse("accounts:preferences")).content.decode()
    settings.SENDS_MAIL = False
    assert send() == (0, 0)
    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("send_digests")
    assert not Notification.objects.filter(mailed__isnull=False).exists()
    assert "no mail server is set up" in page.get(reverse("accounts:preferences")).content.decode()


def test_the_command_and_the_clock_send_the_same(project: Project, lead: User, coder: User, settings) -> None:
    tell(project, lead, coder)
    said = StringIO()
    call_command("send_digests", stdout=said)
    assert "0 sent" in said.getvalue()
    call_command("send_digests", "--at-once", stdout=said)
    assert "1 sent, 0 to be tried again" in said.getvalue()
    tell(project, lead, coder)
    Notification.objects.update(created=timezone.now() - timedelta(days=8))
    tasks.send_digests()
    assert len(mail.outbox) == 2
    assert "apps.review.tasks.send_digests" in {job["task"] for job in settings.CELERY_BEAT_SCHEDULE.values()}


def test_one_chooses_how_often(page: Client, lead: User) -> None:
    form = {"name": "Lestari", "language": "en", "theme": "auto", "digest": "weekly"}
    assert page.post(reverse("accounts:preferences"), form).status_code == 302
    lead.refresh_from_db()
    assert lead.digest == Digest.WEEKLY


def test_a_notice_of_what_happened_since_the_mail_went_is_mailed_again(
    project: Project, lead: User, coder: User
) -> None:
    about = uuid4()
    tell(project, lead, coder, about)
    assert (send(), send()) == ((1, 0), (0, 0))
    tell(project, lead, coder, about)
    assert notices_of(coder).get().times == 2
    assert (send(), send()) == ((1, 0), (0, 0))
