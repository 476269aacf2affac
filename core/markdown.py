"""Markdown as people write memos in it: to safe HTML, to plain words, to blocks for a document.

CommonMark with tables and strikethrough. HTML that is typed stays text; what is made is cleaned once more, so that
nothing runs and nothing is loaded from elsewhere. A link to a thing of the project is written `[[kind:id|name]]`: the
id stays true when the name changes, and the name is what is left when the thing is gone.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import nh3
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

# The kinds of things that a memo can link to.
LINKED_KINDS = ("code", "transcript", "participant", "office", "memo", "segment")
LINK = re.compile(
    rf"\[\[({'|'.join(LINKED_KINDS)}):([0-9a-f]{{8}}(?:-[0-9a-f]{{4}}){{3}}-[0-9a-f]{{12}})\|([^\]\[\n|]{{0,200}})\]\]"
)
_LINK_STARTS = re.compile(rf"(\[\[(?:{'|'.join(LINKED_KINDS)}):[0-9a-f-]{{36}}\|)")
TAGS = {
    "a", "blockquote", "br", "code", "del", "em", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre", "s",
    "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {"a": {"href", "title", "class"}, "ol": {"start"}}
SCHEMES = {"http", "https", "mailto"}
LOWEST_HEADING = 6


@dataclass(frozen=True)
class Ref:
    """What a link names: one thing of the project."""

    kind: str
    id: UUID


@dataclass(frozen=True)
class Target:
    """What a link leads to: the thing's present name, and its address on this site."""

    name: str
    url: str


Targets = Mapping[Ref, Target]


def link_to(ref: Ref, name: str) -> str:
    """The link as it is written. What would end it early is taken out of the name."""
    words = " ".join(re.sub(r"[\[\]|]", " ", name).split())
    return f"[[{ref.kind}:{ref.id}|{words[:200]}]]"


def link_start(ref: Ref) -> str:
    """What every link to the thing contains, and nothing else does: for looking them up."""
    return f"[[{ref.kind}:{ref.id}|"


def links_in(text: str) -> set[Ref]:
    """The things that a text names, those in code and in broken Markdown too."""
    return {Ref(kind, UUID(pk)) for kind, pk, _name in LINK.findall(text)}


def rewritten(text: str, rewrite: Callable[[str], str]) -> str:
    """The text with its words rewritten, names in links among them; what the links point to stays."""
    parts = _LINK_STARTS.split(text)
    return "".join(part if at % 2 else rewrite(part) for at, part in enumerate(parts))


def with_names(text: str, targets: Targets) -> str:
    """The Markdown with links to things as plain names: for files that are read elsewhere."""

    def name(link: re.Match[str]) -> str:
        target = targets.get(Ref(link[1], UUID(link[2])))
        return target.name if target else link[3]

    return LINK.sub(name, text)


def lowered(text: str, levels: int) -> str:
    """The Markdown with its headings so many levels lower, to stand under others; code stays as it is."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = re.match(r" {0,3}(```+|~~~+)", line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence):
            fence = ""
        heading = None if fence else re.match(r" {0,3}(#{1,6})(?=\s|$)", line)
        if heading:
            line = "#" * min(len(heading[1]) + levels, LOWEST_HEADING) + line[heading.end() :]
        lines.append(line)
    return "\n".join(lines)


def to_html(text: str, targets: Targets, *, under: int = 2) -> str:
    """Safe HTML. Links to things in `targets` carry the present name; others are plain words.

    Headings begin one below `under` and leave out no level, whatever was typed.
    """
    env: dict[str, Any] = {"targets": targets}
    tokens = _reader.parse(text, env)
    _lower_headings(tokens, under)
    html = _reader.renderer.render(tokens, _reader.options, env)
    return nh3.clean(
        html,
        tags=TAGS,
        attributes={tag: set(names) for tag, names in ATTRIBUTES.items()},
        url_schemes=SCHEMES,
        link_rel="noopener nofollow",
    )


def to_words(text: str, targets: Targets) -> str:
    """One line of plain words, without the signs of Markdown: for lists and titles."""
    said = ("".join(run.text for run in block.runs) for block in to_blocks(text, targets))
    return " ".join(" ".join(said).split())


@dataclass(frozen=True)
class Run:
    """Words that look alike."""

    text: str
    bold: bool = False
    italic: bool = False
    struck: bool = False
    code: bool = False


@dataclass
class Block:
    """A paragraph of a document: `kind` is paragraph, heading, bullet, number, quote, code or row (of a table).

    `level` is the depth of a heading or list, from 1.
    """

    kind: str
    level: int = 1
    runs: list[Run] = field(default_factory=list)


def to_blocks(text: str, targets: Targets) -> list[Block]:
    """The text as paragraphs in their order, for writers of documents that are not HTML."""
    blocks: list[Block] = []
    around: list[str] = []
    for token in _reader.parse(text, {"targets": targets}):
        if token.type in _CONTAINERS:
            around.append(token.type)
        elif token.type.replace("_close", "_open") in _CONTAINERS:
            around.pop()
        elif token.type == "heading_open":
            blocks.append(Block("heading", int(token.tag[1:])))
        elif token.type == "paragraph_open":
            blocks.append(_paragraph(around))
        elif token.type == "tr_open":
            blocks.append(Block("row"))
        elif token.type in ("fence", "code_block"):
            blocks.append(Block("code", runs=[Run(token.content.rstrip("\n"), code=True)]))
        elif token.type == "inline":
            if blocks[-1].kind == "row" and blocks[-1].runs:
                blocks[-1].runs.append(Run("\t"))
            blocks[-1].runs.extend(_runs(token.children or [], targets))
    return blocks


_CONTAINERS = {"bullet_list_open", "ordered_list_open", "blockquote_open"}
_MARKS = {"strong": "bold", "em": "italic", "s": "struck"}


def _paragraph(around: list[str]) -> Block:
    lists = [each for each in around if each != "blockquote_open"]
    if not around:
        return Block("paragraph")
    if around[-1] == "blockquote_open":
        return Block("quote", len(around))
    return Block("bullet" if around[-1] == "bullet_list_open" else "number", len(lists))


def _runs(tokens: list[Token], targets: Targets) -> Iterator[Run]:
    looks: dict[str, bool] = {}
    for token in tokens:
        mark, _underscore, side = token.type.rpartition("_")
        if mark in _MARKS:
            looks[_MARKS[mark]] = side == "open"
        elif token.type == "code_inline":
            yield Run(token.content, **looks, code=True)
        elif token.type in ("softbreak", "hardbreak"):
            yield Run(" " if token.type == "softbreak" else "\n", **looks)
        elif token.type == "project_link":
            target = targets.get(token.meta["ref"])
            yield Run(target.name if target else token.content, **looks)
        elif token.type in ("text", "image"):
            yield Run(token.content, **looks)


# --- the reader ---------------------------------------------------------------------------------------------


def _project_link(state: StateInline, silent: bool) -> bool:
    """`[[kind:id|name]]` where it stands."""
    found = LINK.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        token = state.push("project_link", "", 0)
        token.content = found[3]
        token.meta = {"ref": Ref(found[1], UUID(found[2]))}
    state.pos = found.end()
    return True


def _render_project_link(
    renderer: RendererHTML, tokens: list[Token], at: int, options: object, env: Mapping[str, Any]
) -> str:
    target = env["targets"].get(tokens[at].meta["ref"])
    if target is None:
        return nh3.clean_text(tokens[at].content)
    return f'<a class="memo-link" href="{nh3.clean_text(target.url)}">{nh3.clean_text(target.name)}</a>'


def _render_image(renderer: RendererHTML, tokens: list[Token], at: int, options: object, env: object) -> str:
    """A picture becomes a link to it: loading it would tell another server who reads what."""
    source, words = str(tokens[at].attrs.get("src", "")), tokens[at].content
    return f'<a href="{nh3.clean_text(source)}">{nh3.clean_text(words or source)}</a>'


def _made_reader() -> MarkdownIt:
    reader = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])
    reader.inline.ruler.before("link", "project_link", _project_link)
    rules: dict[str, Callable[..., str]] = {"project_link": _render_project_link, "image": _render_image}
    for name, rule in rules.items():
        reader.add_render_rule(name, rule)
    return reader


_reader = _made_reader()


def _lower_headings(tokens: list[Token], under: int) -> None:
    """Give headings levels below the page's own, each at most one deeper than the one before."""
    level = under
    for token in tokens:
        if token.type == "heading_open":
            level = min(under + int(token.tag[1:]), level + 1, LOWEST_HEADING)
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{level}"
