"""Where Chromium is. `python -m tests.browser.chromium` prints its path, or "none" and how to get it."""

import os
import shutil
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_IT = (
    "No Chromium was found, and without one the browser tests cannot run: install it (Debian: apt-get "
    "install chromium; elsewhere: .venv/bin/python -m playwright install --with-deps chromium) or name it in "
    "BENANG_BROWSER."
)
ARGUMENTS = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Containers, and whoever runs tests as root, offer no sandbox; the pages opened are our own.
    "--no-sandbox",
]


def find() -> str | None:
    """The Chromium that BENANG_BROWSER names, that is on the PATH, or that Playwright installed."""
    named = os.environ.get("BENANG_BROWSER")
    if named:
        return shutil.which(named) if named != "none" else None
    return next(filter(None, map(shutil.which, NAMES)), None) or _installed_by_playwright()


def _installed_by_playwright() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    chromium = find()
    print(chromium or "none")
    if chromium is None:
        sys.stderr.write(f"\n*** {HOW_TO_GET_IT}\n\n")
