"""A Chromium against a live server. `open_as(user)` gives a signed-in page; a page's errors fail its test.

Without a Chromium these tests fail with a sentence that says how to get one. `BENANG_BROWSER=none`, which
`make test` sets on such a machine after saying so, leaves them out.
"""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.codebook.services import apply_template
from apps.documents.models import Transcript
from apps.documents.services import create_office, create_transcript
from apps.projects.models import Project
from tests.browser import chromium
from tests.browser.in_flight import InFlight
from tests.browser.workspace import Desk, address, wait_until_ready

# Playwright's synchronous interface runs an event loop in the test's thread, where Django refuses queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# A busy machine is slow and not wrong: what a test waits for it waits for so long, in milliseconds.
PATIENCE = 45_000
expect.set_options(timeout=PATIENCE)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    ours = [item for item in items if "/tests/browser/" in item.path.as_posix()]
    for item in ours:
        item.add_marker(pytest.mark.browser)
    if os.environ.get("BENANG_BROWSER") == "none":
        items[:] = [item for item in items if item not in ours]
        config.hook.pytest_deselected(items=ours)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium.find()
    if path is None:
        pytest.fail(chromium.HOW_TO_GET_IT, pytrace=False)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=chromium.ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def device() -> dict[str, Any]:
    """What the browser runs on: a desktop screen. Tests of touch put a phone in its place."""
    return {"viewport": {"width": 1440, "height": 900}}


@pytest.fixture
def calm_server(transactional_db: None, live_server) -> Iterator[None]:
    """A live server that has answered everybody when the test's tables are emptied."""
    requests = InFlight()
    yield
    requests.settle()


@pytest.fixture
def context(browser: Browser, calm_server: None, live_server, device: dict[str, Any]) -> Iterator[BrowserContext]:
    """A fresh browser profile, in English."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", reduced_motion="reduce", **device)
    context.set_default_timeout(PATIENCE)
    yield context
    context.close()


@pytest.fixture
def open_as(
    context: BrowserContext, client_of: Callable[[User], Client], live_server
) -> Iterator[Callable[[User, str], Page]]:
    """open_as(user, path): a page of the live server with the user signed in.

    The test fails at its end when a page threw an error or broke the Content-Security-Policy.
    """
    complaints: list[str] = []

    def open_page(user: User, path: str = "/") -> Page:
        session = client_of(user).cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if is_policy_breach(said.text) else None)
        page.goto(path)
        return page

    yield open_page
    assert complaints == []


INTERVIEW = """Pewawancara: Apa yang membedakan kantor ini?

Informan 1: Kami rutin mengadakan bimbingan teknis untuk satker, hampir setiap bulan. Bukan karena disuruh.

Pewawancara: Karena target?

Informan 1: Setiap triwulan ada nilai yang harus dicapai. Kami meniru kantor sebelah.
"""


@pytest.fixture
def codes(transactional_db: None, project: Project, lead: User) -> dict[str, Code]:
    """The isomorphism codebook by the codes' English names."""
    project.language = "en"
    project.save(update_fields=["language"])
    return apply_template(project=project, user=lead, template="isomorphism")


@pytest.fixture
def interview(transactional_db: None, project: Project, lead: User) -> Callable[[str], Transcript]:
    """interview(text): a transcript of it."""
    office = create_office(project=project, user=lead, name="KPPN Metro", parent=None)

    def make(text: str) -> Transcript:
        return create_transcript(project=project, user=lead, title="Metro 01", office=office, text=text, language="id")

    return make


@pytest.fixture
def transcript(interview: Callable[[str], Transcript]) -> Transcript:
    """Four turns, each of one or two sentences."""
    return interview(INTERVIEW)


@pytest.fixture
def sit_down(
    open_as: Callable[[User, str], Page], codes: dict[str, Code], transcript: Transcript
) -> Callable[..., Desk]:
    """sit_down(user): the workspace of `transcript` (or another), open and ready."""

    def sit(user: User, other: Transcript | None = None, query: str = "") -> Desk:
        open_at = other or transcript
        page = open_as(user, address(open_at) + query)
        wait_until_ready(page)
        return Desk(page, open_at)

    return sit


def is_policy_breach(text: str) -> bool:
    return "Content Security Policy" in text
