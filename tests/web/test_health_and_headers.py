"""Health addresses, the headers every page carries, and error pages."""

from collections.abc import Callable

from django.test import Client

from apps.accounts.models import User
from apps.jobs.health import worker_is_alive


def test_healthz_answers_anybody(db: None) -> None:
    assert Client().get("/healthz").json() == {"alive": True}


def test_readyz_wants_a_worker(db: None) -> None:
    first = Client().get("/readyz")
    assert (first.status_code, first.json()["worker"]) == (503, False)
    worker_is_alive()
    second = Client().get("/readyz")
    assert second.status_code == 200
    assert second.json() == {"database": True, "migrations": True, "disk": True, "worker": True}


def test_every_page_has_a_strict_content_policy(lead: User, client_of: Callable[[User], Client]) -> None:
    page = client_of(lead).get("/projects/")
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"


def test_an_unknown_page_says_so_in_a_sentence(lead: User, client_of: Callable[[User], Client]) -> None:
    answer = client_of(lead).get("/no/such/page")
    assert answer.status_code == 404
    assert "does not exist" in answer.content.decode()


def test_an_api_error_has_one_shape(api: Client) -> None:
    answer = api.get("/api/v1/projects?limit=0")
    assert answer.status_code == 422
    assert set(answer.json()) == {"error", "message", "fields"}
    assert api.get("/api/v1/projects?limit=abc").json()["error"] == "invalid"
