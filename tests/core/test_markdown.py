"""Markdown of memos: what is typed never runs and loads nothing, links stay true, headings keep their order."""

import re
from html.parser import HTMLParser
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.markdown import (
    LINKED_KINDS,
    Ref,
    Target,
    link_start,
    link_to,
    links_in,
    rewritten,
    to_blocks,
    to_html,
    to_words,
)

CODE = Ref("code", UUID(int=1))
GONE = Ref("memo", UUID(int=2))
TARGETS = {CODE: Target("Mimetic & “co”", "/projects/p/codebook/codes/1/?a=1&b=2")}

DANGEROUS = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>", "<style>*{}</style>",
    "<a href='javascript:alert(1)'>x</a>", "[x](javascript:alert(1))", "[x](  JaVaScRiPt:alert(1))",
    "[x](data:text/html,<script>1</script>)", "![x](http://elsewhere.example/x.png)", '[x](http://y "\\" onclick=1")',
    "<iframe src=//elsewhere.example>", "<!--", "]]>", "<div style='background:url(//x)'>", "```\n</code><script>",
    "| a | b |\n|---|---|\n| <script> | `x` |", "&#106;avascript:", "\x00", "[[code:", link_to(CODE, "<script>"),
    "<https://x.example/\"onmouseover=1>", "# ", "> ", "- ", "**", "~~", "\n\n", "    ",
)  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(DANGEROUS), st.text(max_size=12)), max_size=12).map("".join)
PLAIN = [
    "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "p", "pre", "s", "strong",
    "table", "tbody", "td", "th", "thead", "tr", "ul",
]  # fmt: skip
ALLOWED: dict[str, set[str]] = {
    "a": {"href", "title", "class", "rel"},
    "ol": {"start"},
    **{tag: set() for tag in PLAIN},
}


class Elements(HTMLParser):
    def __init__(self, html: str):
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def handle_data(self, data: str) -> None:
        self.words += data


@given(texts)
def test_nothing_runs_and_nothing_is_loaded(text: str) -> None:
    for tag, attributes in Elements(to_html(text, TARGETS)).found:
        assert attributes.keys() <= ALLOWED[tag], (tag, attributes)
        if tag == "a" and "href" in attributes:
            address = (attributes["href"] or "").strip().lower()
            scheme = re.match(r"[a-z][a-z0-9+.-]*:", address)
            assert scheme is None or scheme[0] in {"http:", "https:", "mailto:"}
            assert attributes["rel"] == "noopener nofollow"


@given(texts)
def test_every_writer_takes_every_text(text: str) -> None:
    assert "\n" not in to_words(text, TARGETS)
    assert {block.kind for block in to_blocks(text, TARGETS)} <= {
        "paragraph", "heading", "bullet", "number", "quote", "code", "row",
    }  # fmt: skip


@given(st.lists(st.integers(1, 6), min_size=1, max_size=10), st.integers(1, 3))
def test_headings_leave_out_no_level(levels: list[int], under: int) -> None:
    html = to_html("\n\n".join(f"{'#' * level} Title" for level in levels), {}, under=under)
    made = [int(level) for level in re.findall(r"<h(\d)>", html)]
    assert len(made) == len(levels)
    before = under
    for level in made:
        assert under < level <= before + 1 or level == 6
        before = level


@given(st.sampled_from(LINKED_KINDS), st.uuids(), st.text(max_size=300))
def test_a_link_is_found_again_whatever_the_thing_is_called(kind: str, pk: UUID, name: str) -> None:
    ref = Ref(kind, pk)
    text = f"See {link_to(ref, name)}."
    assert links_in(text) == {ref}
    assert link_start(ref) in text
    html = to_html(text, {ref: Target("Present name", "/there/")})
    assert html == '<p>See <a class="memo-link" href="/there/" rel="noopener nofollow">Present name</a>.</p>\n'


def test_links_carry_the_present_name_and_broken_ones_are_words() -> None:
    text = f"{link_to(CODE, 'Copying')} and {link_to(GONE, 'a <b> memo')}"
    html = Elements(to_html(text, TARGETS))
    assert html.words.strip() == "Mimetic & “co” and a <b> memo"
    assert [(tag, each.get("href")) for tag, each in html.found] == [("p", None), ("a", TARGETS[CODE].url)]
    assert to_words(text, TARGETS) == "Mimetic & “co” and a <b> memo"


def test_a_link_in_code_stays_as_it_is_written() -> None:
    assert to_html(f"`{link_to(CODE, 'Copying')}`", TARGETS) == f"<p><code>{link_to(CODE, 'Copying')}</code></p>\n"


@pytest.mark.parametrize("text", ["[[code:1|x]]", "[[place:00000000-0000-0000-0000-000000000001|x]]", "[[code]]", "[["])
def test_what_is_no_link_stays_text(text: str) -> None:
    assert Elements(to_html(text, TARGETS)).words.strip() == text
    assert links_in(text) == set()


def test_rewriting_leaves_identifiers_alone() -> None:
    ref = Ref("participant", UUID("dadadada-dada-dada-dada-dadadadadada"))
    text = f"dada says {link_to(ref, 'dada')}"
    assert rewritten(text, lambda words: words.replace("dada", "P1")) == f"P1 says {link_to(ref, 'P1')}"


def test_the_whole_of_markdown_that_is_promised() -> None:
    text = "# One\n\n1. **a**\n   - ~~b~~\n\n> *c*\n\n| d | e |\n|---|---|\n| f | g |\n\n```\nh\n```"
    tags = [tag for tag, _attributes in Elements(to_html(text, {})).found]
    assert [tag for tag in tags if tag in {"h3", "ol", "strong", "ul", "s", "blockquote", "em", "table", "pre"}] == [
        "h3", "ol", "strong", "ul", "s", "blockquote", "em", "table", "pre",
    ]  # fmt: skip
    blocks = [(block.kind, block.level, "".join(run.text for run in block.runs)) for block in to_blocks(text, {})]
    assert blocks == [
        ("heading", 1, "One"), ("number", 1, "a"), ("bullet", 2, "b"), ("quote", 1, "c"), ("row", 1, "d\te"),
        ("row", 1, "f\tg"), ("code", 1, "h"),
    ]  # fmt: skip
