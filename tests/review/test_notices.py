"""Notices: who is told what, once until read; the list, the bell, and what waits in each project."""

from collections.abc import Callable
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from apps.accounts.models import User
from apps.coding.services import remove_segment
from apps.documents.services import bin_transcript
from apps.jobs.models import Job
from apps.projects.models import Project
from apps.projects.services import bin_project, create_project
from apps.review import services
from apps.review.models import Comment, Notification
from apps.review.queries import waiting_counts
from apps.review.queries.home import what_waits
from apps.review.queries.notices import notices_of, unread_count
from apps.review.services.notices import notify, read_all_notices, read_notice
from tests.review.scene import REPLACED, RETURNED, Scene

Kind = Notification.Kind
ClientOf = Callable[[User], Client]


def tell(project: Project, actor: User, *users: User, **more) -> None:
    notify(**{"project": project, "actor": actor, "users": users, "kind": Kind.RETURNED, "about": uuid4()} | more)


def test_only_members_who_can_sign_in_are_told_and_never_the_actor(
    project: Project, lead: User, coder: User, second_coder: User, supervisor: User, stranger: User
) -> None:
    second_coder.is_active = False
    second_coder.save()
    tell(project, supervisor, lead, coder, second_coder, supervisor, stranger)
    assert set(Notification.objects.values_list("user__name", flat=True)) == {"Lestari", "Cahya"}


def test_the_same_is_told_once_until_it_is_read(project: Project, lead: User, coder: User, supervisor: User) -> None:
    about = uuid4()
    for actor in (supervisor, lead, supervisor):
        tell(project, actor, coder, about=about)
    tell(project, supervisor, coder, about=about, kind=Kind.MENTIONED)
    tell(project, supervisor, coder)
    notice = notices_of(coder).get(kind=Kind.RETURNED, about=about)
    assert (notice.times, notice.actor, unread_count(coder)) == (3, supervisor, 3)
    read_notice(notice=notice)
    tell(project, supervisor, coder, about=about)
    assert sorted(notices_of(coder).filter(about=about, kind=Kind.RETURNED).values_list("times", flat=True)) == [1, 3]
    assert read_all_notices(user=coder) == 3
    assert unread_count(coder) == 0


@pytest.mark.django_db(transaction=True)
def test_many_who_tell_the_same_at_once_make_one_notice(
    project: Project, lead: User, coder: User, second_coder: User
) -> None:
    about, ready, failures = uuid4(), Barrier(5), []

    def work(order: list[User]) -> None:
        try:
            ready.wait()
            for _time in range(4):
                tell(project, lead, *order, about=about)
        except BaseException as error:
            failures.append(error)
        finally:
            connection.close()

    people = [coder, second_coder]
    threads = [Thread(target=work, args=(people[:: (-1) ** number],)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert list(Notification.objects.values_list("times", flat=True)) == [20, 20]


def test_a_notice_leads_to_the_coding_and_is_read_by_that(scene: Scene, client_of: ClientOf) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding, RETURNED)
    page = client_of(scene.coder)
    listed = page.get(reverse("review:notice_list")).content.decode()
    assert "<b>Sari</b> returned a coding of yours: Innovation" in listed
    assert "Notices: 1 unread" in listed
    notice = notices_of(scene.coder).get()
    answer = page.get(reverse("review:notice_open", args=[notice.pk]))
    assert answer["Location"] == reverse("review:returned", args=[scene.project.pk]) + f"?coding={coding.pk}"
    assert page.get(answer["Location"]).status_code == 200
    assert "Notices: 0 unread" in page.get(reverse("review:notice_list")).content.decode()


def test_a_supervisor_is_led_to_the_queue_and_everybody_to_a_theme(scene: Scene, client_of: ClientOf) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding, RETURNED)
    services.answer(**scene.by(scene.coder), coding=coding.pk, kind=Comment.Kind.STANDS, text="It is new to them.")
    services.sign_off(**scene.by(scene.supervisor), code=scene.codes["Task force"].pk)
    to_judge = notices_of(scene.supervisor).get()
    page = client_of(scene.supervisor).get(reverse("review:notice_open", args=[to_judge.pk]))
    assert page["Location"] == reverse("review:queue", args=[scene.project.pk]) + f"?coding={coding.pk}"
    tell(scene.project, scene.supervisor, scene.coder, kind=Kind.SIGNED_OFF, about=scene.codes["Innovation"].pk)
    signed = notices_of(scene.coder).get(kind=Kind.SIGNED_OFF)
    page = client_of(scene.coder).get(reverse("review:notice_open", args=[signed.pk]))
    assert page["Location"] == reverse("review:theme", args=[scene.project.pk, scene.codes["Innovation"].pk])


def test_a_notice_about_a_coding_that_is_gone_says_so(scene: Scene, client_of: ClientOf) -> None:
    coding = scene.coding("Innovation")
    scene.judge(coding, RETURNED)
    remove_segment(**scene.by(scene.coder), segment_id=coding.segment_id)
    page = client_of(scene.coder)
    assert "Innovation" in page.get(reverse("review:notice_list")).content.decode()
    answer = page.get(reverse("review:notice_open", args=[notices_of(scene.coder).get().pk]), follow=True)
    assert answer.redirect_chain == [(reverse("review:notice_list"), 302)]
    assert "no longer there" in answer.content.decode()


def test_nobody_opens_the_notices_of_others(scene: Scene, client_of: ClientOf) -> None:
    scene.judge(scene.coding("Innovation"), RETURNED)
    notice = notices_of(scene.coder).get()
    address = reverse("review:notice_open", args=[notice.pk])
    assert client_of(scene.supervisor).get(address).status_code == 404
    assert Client().get(address)["Location"].startswith(reverse("account_login"))
    client_of(scene.supervisor).post(reverse("review:notices_read"))
    assert unread_count(scene.coder) == 1
    client_of(scene.coder).post(reverse("review:notices_read"))
    assert unread_count(scene.coder) == 0


def test_what_cannot_be_opened_any_more_is_not_shown(scene: Scene, lead: User) -> None:
    scene.judge(scene.coding("Innovation"), RETURNED)
    scene.project.memberships.get(user=scene.coder).delete()
    assert unread_count(scene.coder) == 0
    scene.project.memberships.create(user=scene.coder, role="coder")
    assert unread_count(scene.coder) == 1
    bin_transcript(**scene.by(lead), transcript=scene.transcript)
    assert unread_count(scene.coder) == 0
    tell(scene.project, lead, scene.coder)
    assert unread_count(scene.coder) == 1
    bin_project(**scene.by(lead))
    assert unread_count(scene.coder) == 0


def test_the_list_asks_as_many_queries_however_many_notices(
    project: Project, lead: User, coder: User, page: Client, client_of: ClientOf, django_assert_num_queries
) -> None:
    browser = client_of(coder)
    tell(project, lead, coder)
    tell(project, lead, coder, kind=Kind.SIGNED_OFF)
    with CaptureQueriesContext(connection) as few:
        browser.get(reverse("review:notice_list"))
    for _each in range(8):
        tell(project, lead, coder)
        tell(project, lead, coder, kind=Kind.SIGNED_OFF)
    with django_assert_num_queries(len(few)):
        browser.get(reverse("review:notice_list"))


def test_what_waits_is_what_each_project_would_say(scene: Scene, client_of: ClientOf, lead: User) -> None:
    returned = [scene.coding("Innovation", start=start) for start in (60, 62, 64)]
    scene.coding("Innovation", start=66)
    scene.judge(returned[0], RETURNED)
    scene.judge(returned[1], RETURNED)
    scene.judge(returned[2], REPLACED)
    services.answer(**scene.by(scene.coder), coding=returned[0].pk, kind=Comment.Kind.STANDS, text="As the rule says.")
    services.take_suggestion(**scene.by(scene.coder), coding=returned[2].pk)
    other = create_project(user=scene.coder, name="Another study")
    Job.objects.create(project=other, started_by=scene.coder, kind="exchange.write_export")
    for user in (scene.coder, scene.supervisor, lead):
        found = what_waits(user)
        assert set(found) == set(user.memberships.values_list("project", flat=True))
        for project in Project.objects.filter(pk__in=found):
            told, waits = waiting_counts(project, user), found[project.pk]
            assert (waits.to_judge, waits.returned, waits.unread) == (told.to_judge, told.returned, told.unread)
    # What was answered, what was never judged, and the code that was taken instead.
    assert (found[scene.project.pk].to_judge, what_waits(scene.coder)[other.pk].jobs) == (3, 1)
    cards = client_of(scene.coder).get(reverse("projects:project_list")).content.decode()
    assert "1 coding returned to you" in cards
    assert "1 job running" in cards
    assert "3 codings to judge" in client_of(scene.supervisor).get(reverse("projects:project_list")).content.decode()
    Project.objects.update(review_required=False)
    assert what_waits(scene.supervisor)[scene.project.pk].to_judge == 1
