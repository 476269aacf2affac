"""What a reader waits for, in Chromium: opening a transcript, seeing a code applied, scrolling from end to end."""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client as DjangoClient
from playwright.sync_api import Browser, Page, sync_playwright

from apps.accounts.models import User
from apps.codebook.models import Code
from apps.documents.models import Transcript
from apps.projects.models import Project
from tests.bench.measure import Figure, figure

OPENS, APPLIES = 7, 15
# Run before the page's own scripts: notes the frame in which highlights are first on the screen.
WATCH = """
window.paintedAt = null;
(function look() {
  const painted = window.CSS?.highlights && [...CSS.highlights.values()].some((each) => each.size > 0);
  if (painted) requestAnimationFrame(() => setTimeout(() => { window.paintedAt = performance.now(); }));
  else requestAnimationFrame(look);
})();
"""
PAINTED = """
() => new Promise((done, fail) => {
  setTimeout(() => fail(new Error('nothing was painted in twenty seconds')), 20000);
  (function look() { window.paintedAt === null ? setTimeout(look, 2) : done(window.paintedAt); })();
})
"""
# Presses the key of a code on a chosen sentence and waits for the frame after the highlights changed.
APPLY = """
async () => {
  const ink = () => [...CSS.highlights].map(([name, ranges]) =>
    name + [...ranges].map((range) => [range.startOffset, range.endOffset])).join();
  const before = ink();
  const begin = performance.now();
  document.querySelector('#transcript').dispatchEvent(
    new KeyboardEvent('keydown', {key: '4', code: 'Digit4', bubbles: true, cancelable: true}));
  while (ink() === before) {
    if (performance.now() - begin > 5000) throw new Error('nothing was painted');
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - begin;
}
"""
# Half a screen a frame, far faster than anybody reads; the longest task is what a reader would feel.
SCROLL = """
async () => {
  const tasks = [];
  const watcher = new PerformanceObserver((list) => tasks.push(...list.getEntries().map((each) => each.duration)));
  watcher.observe({entryTypes: ['longtask']});
  const article = document.querySelector('#transcript');
  let pane = article;
  while (pane && pane.scrollHeight <= pane.clientHeight + 4) pane = pane.parentElement;
  pane = pane ?? document.scrollingElement;
  for (let top = 0; top < pane.scrollHeight; top += pane.clientHeight / 2) {
    pane.scrollTop = top;
    await new Promise(requestAnimationFrame);
  }
  await new Promise((done) => setTimeout(done, 100));
  watcher.disconnect();
  return [Math.max(0, ...tasks), tasks.length];
}
"""


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
                address = f"http://127.0.0.1:{port}/projects/{project.pk}/transcripts/{transcript.pk}/code/"
                figures += of_transcript(browser, session, address, texts[name], name)
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


def of_transcript(browser: Browser, session: str, address: str, text: str, name: str) -> list[Figure]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "domain": "127.0.0.1", "path": "/"}])
    context.add_init_script(WATCH)
    page = context.new_page()
    opened = [open_once(page, address) for _ in range(OPENS)][1:]
    nodes = page.evaluate("document.querySelectorAll('*').length")
    heap = page.evaluate("performance.memory.usedJSHeapSize / 1048576")
    longest, count = page.evaluate(SCROLL)
    open_once(page, address)
    applied = [apply_once(page, number) for number in range(APPLIES)][2:]
    context.close()
    target_open, target_apply = {"S": ("300", "one frame + 10"), "L": ("500", "50")}[name]
    return [
        figure(f"baseline: static page with the same text, {name}", static_page(browser, text)),
        figure(f"open → painted, {name}", opened, target=target_open),
        figure(f"key pressed → code painted, {name}", applied, target=target_apply),
        Figure(f"longest task while scrolling end to end, {name} ({count} over 50)", longest, longest, "ms", "50"),
        Figure(f"DOM nodes, {name}", nodes, nodes, "nodes", "independent of segments"),
        Figure(f"heap, {name}", heap, heap, "MB", ""),
    ]


def open_once(page: Page, address: str) -> float:
    page.goto(address)
    return float(page.evaluate(PAINTED))


def apply_once(page: Page, number: int) -> float:
    """Select part of a turn in view by its DOM, then press the key of a code."""
    page.evaluate(
        """(number) => {
          const turns = [...document.querySelectorAll('.turn-text')].filter((turn) => turn.textContent.length > 200);
          const line = turns[number % 3].querySelectorAll('.line')[Math.floor(number / 3) % 3];
          document.querySelector('#transcript').focus();
          const range = document.createRange();
          range.setStart(line.firstChild, number % 7);
          range.setEnd(line.firstChild, 20 + number);
          const selection = document.getSelection();
          selection.removeAllRanges();
          selection.addRange(range);
        }""",
        number,
    )
    page.wait_for_timeout(120)
    return float(page.evaluate(APPLY))


def static_page(browser: Browser, text: str) -> list[float]:
    """The same text in plain paragraphs from a file, nothing else."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "static.html"
        paragraphs = "".join(f"<p>{turn}</p>" for turn in text.split("\n\n"))
        file.write_text(f"<!doctype html><meta charset=utf-8><body>{paragraphs}")
        page = browser.new_page(viewport={"width": 1440, "height": 900})
        samples = []
        for _ in range(OPENS):
            page.goto(file.as_uri())
            samples.append(
                page.evaluate(
                    "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))"
                )
            )
        page.close()
    return [float(each) for each in samples[1:]]
