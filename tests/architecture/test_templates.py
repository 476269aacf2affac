"""What no linter sees in templates: the content policy, CSRF tokens, names of icons."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import COMMENT, TAG, TEMPLATES, VARIABLE, elements, name

every_template = pytest.mark.parametrize("path", TEMPLATES, ids=name)
DATA = {"application/json", "importmap"}
FORM = re.compile(r"<form\b(.*?)</form>", re.DOTALL)
CONTROL = re.compile(r"<(?P<tag>button|a)\b(?P<attributes>[^>]*)>(?P<inside>.*?)</(?P=tag)>", re.DOTALL)
ICON = re.compile(r'\{%\s*icon\s+("[^"]*"|\'[^\']*\'|[\w.]+)\s*%\}')
# Tags that put words, or what may hold words, on the page.
WORDS = re.compile(r"\{%\s*(translate|blocktranslate|icon|include|block|with|cycle|now|avatar|localize)\b")


@every_template
def test_nothing_is_inline(path: Path):
    """The Content-Security-Policy refuses inline scripts, styles and handlers."""
    found = []
    for tag, attributes in elements(path.read_text()):
        if tag == "style" or (tag == "script" and "src" not in attributes and attributes.get("type") not in DATA):
            found.append(f"<{tag}>")
        found += [f"<{tag} {key}>" for key in attributes if key == "style" or key.startswith(("on", "hx-on"))]
        found += [f"<{tag} {key}>" for key, value in attributes.items() if (value or "").startswith("javascript:")]
    assert found == []


@every_template
def test_every_post_form_carries_the_csrf_token(path: Path):
    forms = FORM.findall(COMMENT.sub("", path.read_text()))
    posting = [form for form in forms if re.search(r'method="post"|hx-(post|put|patch|delete)=', form, re.IGNORECASE)]
    assert [form[:80] for form in posting if "csrf_token" not in form and "{% crispy" not in form] == []


def words_of(inside: str) -> str:
    """What a button or link says: template tags that yield words count as one, HTML tags as nothing."""
    text = ICON.sub("", inside)
    text = TAG.sub(lambda found: "word" if WORDS.match(found[0]) else "", text)
    return re.sub(r"<[^>]*>", "", VARIABLE.sub("word", text)).strip()


def nameless_controls(template: str) -> list[str]:
    # A ">" inside a template tag among the attributes would end the element too early.
    source = re.sub(r"=\"[^\"]*\"", lambda found: found[0].replace(">", ""), COMMENT.sub("", template))
    return [
        found[0][:80]
        for found in CONTROL.finditer(source)
        if not words_of(found["inside"]) and not re.search(r"aria-label(ledby)?=", found["attributes"])
    ]


@every_template
def test_every_button_and_link_has_a_name(path: Path):
    assert nameless_controls(path.read_text()) == []


@pytest.mark.parametrize(
    ("markup", "has_a_name"),
    [
        ('<button>{% icon "x" %}</button>', False),
        ('<a href="{% if a > b %}c{% endif %}">{% icon "x" %} <span></span></a>', False),
        ("<button>{% icon \"x\" _('Close') %}</button>", True),
        ('<button aria-label="Close">{% icon "x" %}</button>', True),
        ('<a href="x">{% icon "x" %} {% translate "Close" %}</a>', True),
        ("<a href='x'>{{ name }}</a>", True),
    ],
)
def test_the_search_for_nameless_controls(markup: str, has_a_name: bool):
    assert (nameless_controls(markup) == []) is has_a_name
