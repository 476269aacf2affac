"""What every test may ask for: the test database, and a small cast of people around one project."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis

from apps.accounts.models import User
from apps.accounts.services import create_token, create_user
from apps.projects.models import Membership, Project, Role
from apps.projects.services import create_project
from tests.environment import SQLITE
from tests.worker_process import WorkerProcess

PASSWORD = "benang-merah-1983"
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"

# The suite tries the same examples every time, however slow the machine; `--hypothesis-profile explore` tries others.
PATIENT = hypothesis(deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
hypothesis.register_profile("explore", PATIENT)
hypothesis.register_profile("suite", PATIENT, derandomize=True, database=None)
hypothesis.load_profile("suite")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """Keep SQLite in a file, as in use: in memory it has one connection, which threads would share."""
    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        database["TEST"] = {**database.get("TEST", {}), "NAME": str(SQLITE)}


@pytest.fixture(autouse=True)
def fresh_state() -> Iterator[None]:
    """No test sees what another left in the cache (rate limits, a worker's mark) or its language."""
    cache.clear()
    with translation.override("en"):
        yield


def make_user(name: str) -> User:
    return create_user(email=f"{name.lower()}@benang.example", password=None, name=name, language="en")


def make_member(project: Project, name: str, role: str) -> User:
    user = make_user(name)
    Membership.objects.create(project=project, user=user, role=role)
    return user


@pytest.fixture
def lead(db: None) -> User:
    return make_user("Lestari")


@pytest.fixture
def project(lead: User) -> Project:
    """A project without a codebook, led by `lead`; its other members come with their fixtures."""
    return create_project(user=lead, name="Two treasury offices")


@pytest.fixture
def coder(project: Project) -> User:
    return make_member(project, "Cahya", Role.CODER)


@pytest.fixture
def second_coder(project: Project) -> User:
    return make_member(project, "Citra", Role.CODER)


@pytest.fixture
def supervisor(project: Project) -> User:
    return make_member(project, "Sari", Role.SUPERVISOR)


@pytest.fixture
def viewer(project: Project) -> User:
    return make_member(project, "Vino", Role.VIEWER)


@pytest.fixture
def stranger(db: None) -> User:
    """Somebody who can sign in and is a member of nothing here."""
    return make_user("Tamu")


@pytest.fixture
def client_of() -> Callable[[User], Client]:
    """client_of(user): a browser in which the user is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def api_of() -> Callable[[User], Client]:
    """api_of(user): a program that sends the user's token. Send `content_type="application/json"`."""

    def with_token(user: User) -> Client:
        _token, key = create_token(user=user, label="test")
        return Client(headers={"authorization": f"Bearer {key}"})

    return with_token


@pytest.fixture
def page(client_of: Callable[[User], Client], lead: User) -> Client:
    """The lead's browser."""
    return client_of(lead)


@pytest.fixture
def api(api_of: Callable[[User], Client], lead: User) -> Client:
    """The lead's program."""
    return api_of(lead)


@pytest.fixture
def worker(transactional_db: None) -> Iterator[WorkerProcess]:
    """A real Celery worker on the real queue, for the few tests that must see one work, die and come back."""
    process = WorkerProcess()
    process.start()
    yield process
    process.kill()
