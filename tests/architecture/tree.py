"""The files of the source tree, read the way the architecture tests need them."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())

COMMENT = re.compile(r"\{#.*?#\}|\{% comment .*?\{% endcomment %\}", re.DOTALL)
TAG = re.compile(r"\{%.*?%\}", re.DOTALL)
VARIABLE = re.compile(r"\{\{.*?\}\}", re.DOTALL)


def files(*endings: str) -> Iterator[Path]:
    """Every file people write, by ending; migrations are Django's."""
    for folder in ("apps", "config", "core", "docs", "static", "templates", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in endings and "migrations" not in path.parts:
                yield path


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


class Element(NamedTuple):
    tag: str
    attributes: dict[str, str | None]


class _Elements(HTMLParser):
    def __init__(self, text: str):
        super().__init__()
        self.found: list[Element] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(tag, dict(attributes)))


def elements(template: str) -> list[Element]:
    """The start tags of a template's HTML, as if its tags did nothing and every variable were a word."""
    return _Elements(VARIABLE.sub("word", TAG.sub("", COMMENT.sub("", template)))).found
