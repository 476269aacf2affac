"""The tree itself: sizes, locks, what may lie in static/, translations."""

import re
from pathlib import Path

import pytest

from apps.web import translations
from tests.architecture.tree import ROOT, STATIC, files, name

MOST_LINES = 500
LONGEST_LINE_OF_A_PERSON = 400
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def test_no_file_is_too_long_to_read():
    too_long = {
        name(path): lines
        for path in files(".py", ".js", ".ts", ".css", ".html", ".md")
        if (lines := path.read_text().count("\n")) > MOST_LINES
    }
    assert too_long == {}


@pytest.mark.parametrize("lock", LOCKS, ids=name)
def test_python_locks_carry_hashes_and_no_addresses(lock: Path):
    text = lock.read_text()
    packages = re.split(r"\n(?=[a-z0-9])", re.sub(r"^ *#.*\n", "", text, flags=re.MULTILINE).lower())
    assert [package for package in packages if not re.match(r"[\w.-]+==\S+.*--hash=sha256:", package, re.DOTALL)] == []
    assert re.findall(r"\S*://\S*|^--.*|@ file", text, re.MULTILINE) == []


def test_the_lock_of_browser_libraries_carries_hashes_and_no_addresses():
    text = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in text
    assert text.count('"integrity": "sha512-') == text.count('"node_modules/') > 0


def test_no_settings_of_package_registries():
    assert [name for name in (".npmrc", "pip.conf", ".yarnrc", ".pypirc") if (ROOT / name).exists()] == []


def test_static_holds_only_what_we_wrote():
    foreign = []
    for path in STATIC:
        text = path.read_text() if path.suffix in {".js", ".css"} else ""
        if ".min." in path.name or "/*!" in text or max(map(len, text.split("\n"))) > LONGEST_LINE_OF_A_PERSON:
            foreign.append(name(path))
    assert foreign == []


@pytest.mark.parametrize("domain", translations.DOMAINS)
def test_every_translatable_string_exists_in_indonesian(domain: str):
    assert translations.problems(domain) == []
