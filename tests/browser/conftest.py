"""A Chromium against a live server. `open_as(user)` gives a signed-in page; a page's errors fail its test.

Without a Chromium these tests fail with a sentence that says how to get one. `BENANG_BROWSER=none`, which
`make test` sets on such a machine after saying so, leaves them out.
"""

import os
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from apps.accounts.models import User
from tests.browser import chromium

# Playwright's synchronous interface runs an event loop in the test's thread, where Django refuses queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


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
def context(browser: Browser, transactional_db: None, live_server) -> Iterator[BrowserContext]:
    """A fresh browser profile on a desktop screen, in English."""
    context = browser.new_context(
        base_url=live_server.url,
        viewport={"width": 1440, "height": 900},
        locale="en-GB",
        reduced_motion="reduce",
    )
    context.set_default_timeout(10_000)
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


def is_policy_breach(text: str) -> bool:
    return "Content Security Policy" in text
