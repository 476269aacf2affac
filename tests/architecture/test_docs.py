"""The reference pages name what there is, and nothing else."""

import re

from config.api import api
from tests.architecture.tree import ROOT

REFERENCE = ROOT / "docs" / "reference"


def test_the_api_reference_lists_every_route():
    described = {
        (path, method)
        for path, methods in re.findall(r"^\| `(/\S+)` \| ([A-Z, ]+) \|", (REFERENCE / "api.md").read_text(), re.M)
        for method in methods.split(", ")
    }
    there = {
        (path.removeprefix("/api/v1"), method.upper())
        for path, operations in api.get_openapi_schema()["paths"].items()
        for method in operations
    }
    assert {"not described": there - described, "not there": described - there} == {
        "not described": set(),
        "not there": set(),
    }


def test_the_command_reference_lists_every_command():
    text = (REFERENCE / "commands.md").read_text()
    described = set(re.findall(r"^\| `(?:make )?(\w+)", text, re.M))
    commands = {path.stem for path in ROOT.glob("apps/*/management/commands/[a-z]*.py")}
    targets = set(re.findall(r"^([a-z]+):.*## ", (ROOT / "Makefile").read_text(), re.M)) - {"help", "lock"}
    assert commands | targets <= described


def test_the_settings_reference_lists_every_setting():
    sources = [ROOT / "config/settings.py", *ROOT.glob("apps/web/management/commands/*.py")]
    read = re.compile(r'(?:env\.\w+|positive_integer|environ\.get)\(\s*"([A-Z_0-9]+)"')
    names = {name for source in sources for name in read.findall(source.read_text())}
    described = set(re.findall(r"`([A-Z_0-9]+)`", (REFERENCE / "settings.md").read_text()))
    assert len(names) > 10
    assert names - described == set()
