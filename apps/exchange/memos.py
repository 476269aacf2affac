"""Memos as files: Markdown and Word to read, CSV and Excel to count. The rules of exports are in services."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import docx
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx.document import Document

from apps.coding.queries.memos import KINDS, MemoEntry, MemoFilter, entries, memo_authors, memo_rows
from apps.exchange.models import Export
from apps.exchange.queries import FINDERS
from apps.projects.models import Project
from apps.web.cells import csv_table, xlsx_table
from apps.web.errors import NotThere
from apps.web.rows import chunks
from core.markdown import Block, lowered, to_blocks, with_names

# What `options` of such an export say besides the filter.
WHAT = "memos"
AT_ONCE = 500
COLUMNS = (
    "project", "about", "name", "title", "text", "quotation", "codes", "author", "time", "memo id", "filter",
)  # fmt: skip
WIDTHS = (20, 12, 28, 32, 80, 60, 32, 20, 20, 14, 40)
# XML has no place for these.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
STYLES = {"bullet": "List Bullet", "number": "List Number", "quote": "Quote", "code": "No Spacing"}
DEEPEST_LIST = 3
Report = Callable[[int, int, str], None]


@dataclass(frozen=True)
class About:
    """What stands at the head of a file: of what it was made, and when."""

    project: str
    filter: str
    made: datetime
    memos: int

    @property
    def lines(self) -> list[str]:
        n = ngettext("%(n)s memo", "%(n)s memos", self.memos) % {"n": self.memos}
        made = date_format(timezone.localtime(self.made), "DATETIME_FORMAT")
        return [_("Filter: %(filter)s") % {"filter": self.filter}, f"{n} · {made}"]


def filter_of(options: Mapping[str, Any]) -> MemoFilter:
    """The filter that an export's options ask for; their values are text."""
    found: dict[str, Any] = {name: options[name] for name in ("words", "kind") if options.get(name)}
    for name in ("author", "code", "transcript", "office", "participant"):
        if options.get(name):
            found[name] = UUID(str(options[name]))
    for name in ("since", "until"):
        if options.get(name):
            found[name] = date.fromisoformat(str(options[name]))
    return MemoFilter(**found)


def kept_options(chosen: MemoFilter) -> dict[str, str]:
    """A filter as the options of an export, so that it can be made again."""
    return {name: str(value) for name, value in asdict(chosen).items() if value}


def filter_in_words(project: Project, chosen: MemoFilter) -> str:
    """The filter in force, in the present language. Raises NotThere when it names what the project lacks."""
    parts = [_("memos, not in the bin")]
    if chosen.words:
        parts.append(_("words: %(words)s") % {"words": chosen.words})
    if chosen.kind:
        parts.append(_("about: %(kind)s") % {"kind": dict(KINDS)[chosen.kind]})
    if chosen.author:
        author = memo_authors(project).filter(pk=chosen.author).first()
        if author is None:
            raise NotThere("no_such_author", _("This person has written no memo in this project."))
        parts.append(_("author: %(author)s") % {"author": author})
    for name in ("code", "transcript", "office", "participant"):
        if wanted := getattr(chosen, name):
            # A code stands for itself here, without its sub-codes.
            label = _("code") if name == "code" else FINDERS[name][0]
            parts.append(f"{label}: {FINDERS[name][1](project, wanted)}")
    for day, words in ((chosen.since, _("from %(day)s")), (chosen.until, _("to %(day)s"))):
        if day:
            parts.append(words % {"day": date_format(day)})
    return "; ".join(parts)


def write_memos(export: Export, path: Path, report: Report) -> int:
    """Write an export's file. Returns how many memos it holds."""
    project, chosen = export.project, filter_of(export.options)
    rows = list(memo_rows(project, chosen))
    about = About(project.name, export.options["filter"], timezone.now(), len(rows))

    def memos() -> Iterator[MemoEntry]:
        for done, some in enumerate(chunks(rows, AT_ONCE)):
            yield from entries(project, some)
            report(min((done + 1) * AT_ONCE, len(rows)), len(rows), "")

    WRITERS[export.format](path, about, memos(), export.options.get("separator", ","))
    return len(rows)


# --- writers ------------------------------------------------------------------------------------------------


def _facts(memo: MemoEntry) -> str:
    day = date_format(timezone.localtime(memo.at))
    facts = [f"{memo.kind_name}: {memo.about_name}", ", ".join(memo.codes), str(memo.author), day]
    return " · ".join(fact for fact in facts if fact)


def _title(memo: MemoEntry) -> str:
    return memo.title or _("Passage in %(title)s") % {"title": memo.about_name}


def _cells(about: About, memo: MemoEntry) -> list[str | int]:
    return [
        about.project, memo.kind, memo.about_name, memo.title, with_names(memo.text, memo.targets), memo.quote,
        "; ".join(memo.codes), str(memo.author), memo.at.strftime("%Y-%m-%dT%H:%M:%SZ"), str(memo.id), about.filter,
    ]  # fmt: skip


def write_csv(path: Path, about: About, memos: Iterable[MemoEntry], separator: str) -> None:
    path.write_bytes(csv_table(COLUMNS, (_cells(about, memo) for memo in memos), separator=separator))


def write_xlsx(path: Path, about: About, memos: Iterable[MemoEntry], separator: str) -> None:
    path.write_bytes(xlsx_table("Memos", COLUMNS, (_cells(about, memo) for memo in memos), WIDTHS))


def write_markdown(path: Path, about: About, memos: Iterable[MemoEntry], separator: str) -> None:
    head = "\n\n".join([f"# {_('Memos')}: {about.project}", *about.lines])
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(head + "\n")
        for memo in memos:
            quote = "\n".join(f"> {line}" for line in memo.quote.split("\n")) if memo.quote else ""
            text = lowered(with_names(memo.text, memo.targets), 2)
            parts = (f"## {_title(memo)}", f"*{_facts(memo)}*", quote, text)
            file.write("\n" + "\n\n".join(part for part in parts if part) + "\n")


def write_docx(path: Path, about: About, memos: Iterable[MemoEntry], separator: str) -> None:
    document = docx.Document()
    document.add_heading(_clean(f"{_('Memos')}: {about.project}"), 0)
    for line in about.lines:
        document.add_paragraph(_clean(line))
    for memo in memos:
        document.add_heading(_clean(_title(memo)), 1)
        document.add_paragraph().add_run(_clean(_facts(memo))).italic = True
        if memo.quote:
            document.add_paragraph(_clean(memo.quote), "Intense Quote")
        for block in to_blocks(memo.text, memo.targets):
            _add_block(document, block)
    document.core_properties.title = _clean(f"{_('Memos')}: {about.project}")[:255]
    document.core_properties.author = ""
    document.save(str(path))


def _add_block(document: Document, block: Block) -> None:
    if block.kind == "heading":
        paragraph = document.add_heading(level=min(block.level + 1, 9))
    else:
        paragraph = document.add_paragraph(style=_style(block))
    for run in block.runs:
        made = paragraph.add_run(_clean(run.text))
        made.bold, made.italic = run.bold or None, run.italic or None
        made.font.strike = run.struck or None
        if run.code:
            made.font.name = "Consolas"


def _style(block: Block) -> str:
    name = STYLES.get(block.kind, "Normal")
    if block.kind in ("bullet", "number") and block.level > 1:
        name = f"{name} {min(block.level, DEEPEST_LIST)}"
    return name


def _clean(text: str) -> str:
    return UNWRITABLE.sub("", text)


WRITERS: dict[str, Callable[[Path, About, Iterable[MemoEntry], str], None]] = {
    "md": write_markdown,
    "docx": write_docx,
    "csv": write_csv,
    "xlsx": write_xlsx,
}
