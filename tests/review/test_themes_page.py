"""Themes: their passages by office, signing them off, what changed since; and the page of progress."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.codebook.services import change_code
from apps.review.models import SignOff
from tests.review.scene import RETURNED, Scene


@pytest.fixture
def desk(client_of: Callable[[User], Client], supervisor: User) -> Client:
    return client_of(supervisor)


def at(name: str, scene: Scene, *args: object) -> str:
    return reverse(f"review:{name}", args=[scene.project.pk, *args])


def sign(desk: Client, scene: Scene, code: str, remark: str = "") -> Any:
    place = at("theme", scene, scene.codes[code].pk)
    seen = desk.get(place).context["theme"].fingerprint
    body = {"remark": remark, "seen": seen}
    return desk.post(at("theme_sign", scene, scene.codes[code].pk), body, follow=True)


def test_the_list_of_themes_counts_by_office(desk: Client, scene: Scene) -> None:
    scene.judge(scene.coding("Professional values"))
    scene.coding("Training and education", start=90)
    found = {each.code.name: each for each in desk.get(at("themes", scene)).context["themes"]}
    assert (found["Normative"].codings, found["Normative"].approved) == (2, 1)
    text = desk.get(at("themes", scene)).text
    assert scene.transcript.office.name in text
    assert "1 of 2" in text


def test_a_theme_shows_its_passages_by_office_with_its_definition(desk: Client, scene: Scene) -> None:
    coding = scene.coding("Professional values")
    text = desk.get(at("theme", scene, scene.codes["Normative"].pk)).text
    assert scene.segment(coding).quote in text
    assert scene.codes["Normative"].definition in text
    assert f"<h2>{scene.transcript.office.name}</h2>" in text
    assert "1 of its codings is not judged yet." in text


def test_a_theme_is_signed_off_and_the_page_says_by_whom(desk: Client, scene: Scene) -> None:
    scene.judge(scene.coding("Innovation"))
    text = sign(desk, scene, "Innovation", "May go into chapter four.").text
    assert "Signed off by Sari" in text and "at codebook version 1" in text
    assert "May go into chapter four." in text
    assert "1 theme signed off" in desk.get(at("themes", scene)).text


def test_what_changed_since_is_said_in_numbers(desk: Client, scene: Scene, lead: User) -> None:
    scene.judge(scene.coding("Innovation"))
    sign(desk, scene, "Innovation")
    scene.coding("Innovation", start=90)
    change_code(**scene.by(lead), code=scene.codes["Innovation"], definition="Another one.")
    text = desk.get(at("theme", scene, scene.codes["Innovation"].pk)).text
    assert "1 coding was added" in text and "the definition changed;" in text
    assert "Sign off again" in text
    assert "1 changed since" in desk.get(at("themes", scene)).text


def test_a_sign_off_is_withdrawn(desk: Client, scene: Scene) -> None:
    scene.coding("Innovation")
    sign(desk, scene, "Innovation")
    withdraw = at("theme_withdraw", scene, scene.codes["Innovation"].pk)
    assert "The sign-off was withdrawn" in desk.post(withdraw, follow=True).text
    assert SignOff.objects.get().ended


def test_what_nobody_saw_is_not_signed(desk: Client, scene: Scene) -> None:
    scene.coding("Innovation")
    body = {"seen": "an older state"}
    answer = desk.post(at("theme_sign", scene, scene.codes["Innovation"].pk), body, follow=True)
    assert "message-error" in answer.text
    assert not SignOff.objects.exists()


def test_coders_see_themes_and_sign_none(client_of: Callable[[User], Client], scene: Scene) -> None:
    scene.coding("Innovation")
    place = at("theme_sign", scene, scene.codes["Innovation"].pk)
    assert place not in client_of(scene.coder).get(at("theme", scene, scene.codes["Innovation"].pk)).text


def test_progress_by_coder_and_by_office(desk: Client, scene: Scene, lead: User) -> None:
    scene.judge(scene.coding())
    scene.judge(scene.coding(start=80), RETURNED)
    scene.coding(start=100, user=lead)
    text = desk.get(at("progress", scene)).text
    assert "2 of 3 codings judged" in text
    assert f"?coder={scene.coder.pk}" in text and f"?office={scene.transcript.office_id}" in text
    assert text.count('class="rv-bar"') == 3, "two coders and an office"


def test_queries_do_not_grow_with_themes_or_passages(
    desk: Client, scene: Scene, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    pages = [at("themes", scene), at("theme", scene, scene.codes["Innovation"].pk), at("progress", scene)]
    scene.coding("Innovation")
    sign(desk, scene, "Innovation")
    counts = {}
    for page in pages:
        desk.get(page)
        with django_assert_max_num_queries(40) as asked:
            desk.get(page)
        counts[page] = len(asked)
    for n in range(6):
        scene.judge(scene.coding("Innovation", "Normative", start=70 + n))
    sign(desk, scene, "Normative")
    for page, count in counts.items():
        desk.get(page)
        with django_assert_num_queries(count):
            desk.get(page)
