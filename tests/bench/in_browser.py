"""What a reader waits for, in Chromium: opening a transcript, seeing a code applied, scrolling from end to end.

Each workload is measured with both painters: CSS Custom Highlights, and the boxes of browsers without them. Times
depend on what else a machine does, so a static page with the same text is opened and scrolled in the same run.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client as DjangoClient
from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, sync_playwright

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.bench import browser_scripts as scripts
from tests.bench.measure import Figure, figure

OPENS, APPLIES = 7, 15
VIEWPORT: Any = {"width": 1440, "height": 900}
# Targets of the design: opening and applying. The text of 300,000 characters is three fifths of L's length.
OPEN_IN = {"S": "300", "L": "500", "300k": "500"}
APPLY_IN = {"S": "one frame + 10", "L": "50", "300k": "50"}
PAINTERS = {"highlights": "", "boxes": scripts.NO_HIGHLIGHTS}


def run(
    port: int, key: str, user: User, project: Project, transcripts: dict[str, Transcript], codes: list[Code]
) -> list[Figure]:
    figures: list[Figure] = []
    session = session_of(user)
    texts = {name: plain_text(transcript) for name, transcript in transcripts.items()}
    with sync_playwright() as playwright:
        browser = launch(playwright)
        try:
            for name, transcript in transcripts.items():
                figures += static_page(browser, texts[name], name)
                address = f"http://127.0.0.1:{port}/projects/{project.pk}/transcripts/{transcript.pk}/code/"
                for painter, script in PAINTERS.items():
                    context = signed_in(browser, session, script)
                    figures += of_transcript(context, address, name, painter)
                    context.close()
        finally:
            browser.close()
    return figures


def launch(playwright: Any) -> Browser:
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        raise SystemExit("The benchmark needs Chromium: install the package `chromium` of your system.")
    arguments = (
        "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
        "--disable-component-update --disable-sync"
    )
    return playwright.chromium.launch(executable_path=path, args=arguments.split())


def session_of(user: User) -> str:
    """The session of a browser in which the user has signed in."""
    client = DjangoClient()
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def plain_text(transcript: Transcript) -> str:
    version = transcript.current
    assert version is not None
    return version.text


def signed_in(browser: Browser, session: str, script: str) -> BrowserContext:
    context = browser.new_context(viewport=VIEWPORT)
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "127.0.0.1", "path": "/"}])
    context.add_init_script(script + scripts.INK + scripts.WATCH)
    return context


def of_transcript(context: BrowserContext, address: str, name: str, painter: str) -> list[Figure]:
    page = context.new_page()
    protocol = context.new_cdp_session(page)
    protocol.send("Performance.enable")
    opened = [open_once(page, address) for _ in range(OPENS)][1:]
    protocol.send("HeapProfiler.collectGarbage")
    state = metrics(protocol)
    elements, ranges = page.evaluate(scripts.ELEMENTS), page.evaluate(scripts.RANGES)
    scrolled = scroll(page, protocol)
    open_once(page, address)
    shift = 7 * list(PAINTERS).index(painter)
    applied = [apply_once(page, number, shift) for number in range(APPLIES)][2:]
    page.close()
    what = f"{name}, {painter}"
    return [
        figure(f"open → painted, {what}", opened, target=OPEN_IN[name]),
        figure(f"key pressed → code painted, {what}", applied, target=APPLY_IN[name]),
        *scroll_figures(scrolled, what, "50"),
        one(f"DOM elements, {what}", elements, "", "independent of segments"),
        one(f"ranges or boxes painted, {what}", ranges, "", "bounded by the window"),
        one(f"heap after collecting, {what}", state["JSHeapUsedSize"] / 1048576, "MB", ""),
    ]


def open_once(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(scripts.PAINTED))


def apply_once(page: Page, number: int, shift: int) -> float:
    """Select part of a turn in view by its DOM, then press the key of a code."""
    page.evaluate(scripts.SELECT, [number, shift])
    page.wait_for_timeout(120)
    return float(page.evaluate(scripts.APPLY))


def metrics(protocol: CDPSession) -> dict[str, float]:
    return {each["name"]: each["value"] for each in protocol.send("Performance.getMetrics")["metrics"]}


def scroll(page: Page, protocol: CDPSession) -> tuple[float, int, float]:
    """Longest task in ms, how many were over 50, and milliseconds the page's thread was busy for each frame."""
    before = metrics(protocol)["TaskDuration"]
    longest, count, frames = page.evaluate(scripts.SCROLL)
    return longest, count, (metrics(protocol)["TaskDuration"] - before) * 1000 / frames


def scroll_figures(scrolled: tuple[float, int, float], what: str, target: str) -> list[Figure]:
    longest, count, busy = scrolled
    return [
        one(f"scrolling end to end: longest task, {what}", longest, "ms", target),
        one(f"scrolling end to end: tasks over 50 ms, {what}", count, "", "0" if target else ""),
        one(f"scrolling end to end: busy for each frame, {what}", busy, "ms", ""),
    ]


def one(name: str, value: float, unit: str, target: str) -> Figure:
    return Figure(name, value, value, unit, target)


def static_page(browser: Browser, text: str, name: str) -> list[Figure]:
    """The baseline: the same text in plain paragraphs from a file, nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "static.html"
        paragraphs = "".join(f"<p>{turn}</p>" for turn in text.split("\n\n"))
        file.write_text(f"<!doctype html><meta charset=utf-8><body>{paragraphs}")
        page = browser.new_page(viewport=VIEWPORT)
        protocol = page.context.new_cdp_session(page)
        protocol.send("Performance.enable")
        samples = [static_open(page, file.as_uri()) for _ in range(OPENS)][1:]
        scrolled = scroll(page, protocol)
        page.close()
    what = f"baseline: static page, {name}"
    return [figure(f"open → painted, {what}", samples), *scroll_figures(scrolled, what, "")]


def static_open(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(scripts.STATIC_OPEN))
