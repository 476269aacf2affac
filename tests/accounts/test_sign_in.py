"""Signing in, up and out; passwords; the second factor; the sample study's address."""

import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from apps.accounts.models import User
from apps.accounts.services import create_user
from apps.accounts.tickets import SAMPLE_LEAD, ticket_for_sample

PASSWORD = "benang-merah-1983"


@pytest.fixture
def rani(db: None) -> User:
    return create_user(email="rani@benang.example", password=PASSWORD, name="Rani", language="en")


def sign_in(client: Client, password: str = PASSWORD) -> int:
    form = {"login": "rani@benang.example", "password": password}
    return client.post(reverse("account_login"), form).status_code


def test_a_password_opens_the_project_list(rani: User) -> None:
    client = Client()
    assert client.get(reverse("projects:project_list")).status_code == 302
    assert sign_in(client) == 302
    assert client.get(reverse("projects:project_list")).status_code == 200


def test_a_wrong_password_opens_nothing(rani: User) -> None:
    client = Client()
    assert sign_in(client, "wrong") == 200
    assert client.get(reverse("projects:project_list")).status_code == 302


def test_many_wrong_passwords_are_slowed_down(rani: User) -> None:
    client = Client()
    for _ in range(12):
        sign_in(client, "wrong")
    sign_in(client)
    assert client.get(reverse("projects:project_list")).status_code == 302


def test_anybody_may_sign_up_while_it_is_open(db: None) -> None:
    form = {"email": "baru@benang.example", "name": "Baru", "password1": PASSWORD, "password2": PASSWORD}
    assert Client().post(reverse("account_signup"), form).status_code == 302
    assert User.objects.get(email="baru@benang.example").name == "Baru"


def test_nobody_signs_up_while_it_is_closed(db: None, settings: object) -> None:
    settings.SIGNUP_OPEN = False  # type: ignore[attr-defined]
    form = {"email": "baru@benang.example", "name": "Baru", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), form)
    assert not User.objects.exists()


def test_a_forgotten_password_is_reset_by_mail(rani: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": rani.email})
    link = re.search(r"http://\S+(/account/\S+)", mail.outbox[0].body)
    assert link
    page = client.get(link.group(1), follow=True)
    changed = {"password1": "benang-putus-2024", "password2": "benang-putus-2024"}
    client.post(page.redirect_chain[-1][0], changed)
    assert sign_in(Client()) == 200
    assert sign_in(Client(), "benang-putus-2024") == 302


def test_the_second_factor_is_asked_for(rani: User) -> None:
    secret = generate_totp_secret()
    TOTP.activate(rani, secret)
    client = Client()
    sign_in(client)
    assert client.get(reverse("projects:project_list")).status_code == 302
    code = format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.get(reverse("projects:project_list")).status_code == 200


def test_a_second_factor_can_be_set_up_after_giving_the_password_again(rani: User) -> None:
    client = Client()
    sign_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200
    assert b"data:image/svg" in page.content
    assert not Authenticator.objects.exists()


def test_the_recovery_codes_are_shown(rani: User) -> None:
    TOTP.activate(rani, generate_totp_secret())
    codes = RecoveryCodes.activate(rani)
    client = Client()
    client.force_login(rani, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert all(code in page for code in codes.get_unused_codes())


def test_the_user_chooses_the_language(rani: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(rani)
    form = {"name": "Rani", "language": "id", "theme": "dark", "digest": "weekly"}
    assert client.post(reverse("accounts:preferences"), form).status_code == 302
    page = client.get(reverse("accounts:preferences")).content.decode()
    assert 'lang="id"' in page
    assert 'data-theme="dark"' in page


def test_the_sample_address_signs_in_its_lead_and_nobody_else(rani: User) -> None:
    assert ticket_for_sample() is None
    create_user(email=SAMPLE_LEAD, password=None, name="Rani Peneliti")
    ticket = ticket_for_sample()
    client = Client()
    assert client.get(reverse("accounts:sample_sign_in", args=["made-up"])).status_code == 404
    assert client.get(reverse("accounts:sample_sign_in", args=[ticket])).status_code == 302
    assert client.session["_auth_user_id"] == str(User.objects.get(email=SAMPLE_LEAD).pk)


def test_passwords_are_kept_with_argon2(rani: User) -> None:
    assert rani.password.startswith("argon2")
    assert settings.SESSION_COOKIE_HTTPONLY
