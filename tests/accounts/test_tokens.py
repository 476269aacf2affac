"""API tokens: shown once, kept as a hash, with a scope and an end."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.accounts.models import Token, User
from apps.accounts.services import create_token
from apps.projects.models import Membership, Project


def bearer(key: str) -> Client:
    return Client(headers={"authorization": f"Bearer {key}"})


def test_the_command_prints_a_token_that_works_and_is_not_kept(lead: User) -> None:
    out = StringIO()
    call_command("create_token", lead.email, stdout=out)
    key = out.getvalue().strip()
    assert bearer(key).get("/api/v1/projects").status_code == 200
    assert key not in str(list(Token.objects.values()))


def test_a_made_up_expired_or_revoked_token_opens_nothing(lead: User) -> None:
    token, key = create_token(user=lead)
    assert bearer("benang_made_up").get("/api/v1/projects").status_code == 401
    Token.objects.update(expires=timezone.now() - timedelta(days=1))
    assert bearer(key).get("/api/v1/projects").status_code == 401
    token.delete()
    assert bearer(key).get("/api/v1/projects").status_code == 401


def test_a_token_of_a_disabled_user_opens_nothing(lead: User) -> None:
    _token, key = create_token(user=lead)
    lead.is_active = False
    lead.save()
    assert bearer(key).get("/api/v1/projects").status_code == 401


def test_a_read_token_changes_nothing(lead: User, project: Project) -> None:
    _token, key = create_token(user=lead, scope=Token.Scope.READ)
    client = bearer(key)
    assert client.get(f"/api/v1/projects/{project.pk}").status_code == 200
    change = client.patch(f"/api/v1/projects/{project.pk}", {"name": "x"}, content_type="application/json")
    assert change.status_code == 403


def test_the_page_shows_the_key_once(lead: User, client_of: Callable[[User], Client]) -> None:
    client = client_of(lead)
    made = client.post(reverse("accounts:token_list"), {"label": "R", "scope": "read"}).content.decode()
    assert "benang_" in made
    assert "benang_" not in client.get(reverse("accounts:token_list")).content.decode()
    token = Token.objects.get()
    client.post(reverse("accounts:token_revoke", args=[token.pk]))
    assert not Token.objects.exists()


def test_nobody_revokes_somebody_elses_token(lead: User, stranger: User, client_of: Callable[[User], Client]) -> None:
    token, _key = create_token(user=lead)
    assert client_of(stranger).post(reverse("accounts:token_revoke", args=[token.pk])).status_code == 404
    assert Token.objects.exists()


def test_a_session_without_its_csrf_token_changes_nothing(lead: User, project: Project) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(lead, backend="allauth.account.auth_backends.AuthenticationBackend")
    url = f"/api/v1/projects/{project.pk}"
    assert client.patch(url, {"name": "x"}, content_type="application/json").status_code == 403


def test_create_user_makes_a_lead(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("benang-merah-1983\n"))
    call_command(
        "create_user",
        "dewi@benang.example",
        "--password-stdin",
        "--lead-of",
        str(project.pk),
        stdout=StringIO(),
    )
    user = User.objects.get(email="dewi@benang.example")
    assert user.check_password("benang-merah-1983")
    assert Membership.objects.get(user=user).role == "lead"


def test_create_user_refuses_a_weak_password_and_a_taken_address(lead: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", StringIO("12345\n"))
    with pytest.raises(CommandError, match="too short"):
        call_command("create_user", "dewi@benang.example", "--password-stdin")
    monkeypatch.setattr("sys.stdin", StringIO("benang-merah-1983\n"))
    with pytest.raises(CommandError, match="already"):
        call_command("create_user", lead.email, "--password-stdin")
