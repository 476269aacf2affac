"""The web server of `manage.py serve` is killed while somebody codes, and comes back: everything arrives, once."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, expect

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.coding.models import Coding, Segment
from apps.documents.models import Transcript
from apps.projects.models import Activity, Project
from apps.projects.services import Verb
from apps.web.supervisor import web_command
from tests.browser.test_outbox import kept
from tests.browser.workspace import Desk, address, send_now, wait_until_ready
from tests.worker_process import database_url

HOST = "127.0.0.1"
SECONDS_TO_START = 120


class Server:
    """The real web process, on the test's database."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind((HOST, 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://{HOST}:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            web_command(HOST, self.port, workers=1, threads=2),
            cwd=settings.BASE_DIR,
            env=os.environ | {"DATABASE_URL": database_url()},
            start_new_session=True,
        )
        until = time.monotonic() + SECONDS_TO_START
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise AssertionError("the server does not answer")
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            socket.create_connection((HOST, self.port), timeout=1).close()
        except OSError:
            return False
        return True

    def kill(self) -> None:
        """End it as a power cut would, with all that it started."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    server = Server()
    server.start()
    yield server
    server.kill()


def test_killed_and_started_again(
    server: Server,
    context: BrowserContext,
    client_of: Callable[[User], Client],
    project: Project,
    transcript: Transcript,
    codes: dict[str, Code],
    lead: User,
) -> None:
    session = client_of(lead).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": server.url}])
    page = context.new_page()
    page.goto(server.url + address(transcript))
    wait_until_ready(page)
    desk = Desk(page, transcript)
    desk.press("j", "s", "4")
    desk.eventually(Coding.objects.count, 1)
    expect(page.locator("#unsent")).to_be_hidden()
    server.kill()
    desk.press("5")
    desk.press("j", "j", "s", "4", "5")
    desk.eventually(lambda: kept(desk), 3)
    expect(page.locator("#unsent")).to_have_text("3 not sent")
    assert Coding.objects.count() == 1
    server.start()
    send_now(page)
    expect(page.locator("#unsent")).to_be_hidden()
    desk.eventually(Coding.objects.count, 4)
    desk.eventually(lambda: kept(desk), 0)
    assert Segment.objects.count() == 2
    assert Activity.objects.filter(project=project, verb=Verb.SEGMENT_CREATED).count() == 2
