"""What a question found as files to take away: each quote in its context, with whose it is and where it stands.

Every file says what was asked, how much was found, and of which codebook version its codes are.
"""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from docx import Document
from docx.shared import Pt, RGBColor

from apps.analysis.queries.passages import Passage, in_context, version_numbers
from apps.analysis.queries.retrieval import Answer
from apps.web.cells import PLAIN_BOOK, Cell, csv_table, write_cells

MOST = 5000
AT_ONCE = 250
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
# Columns are called the same in every language, so that programs find them.
COLUMNS = (
    "office", "participant", "transcript", "version", "line", "before", "quotation", "after", "codes", "coder",
    "memo", "segment id", "question", "codebook version",
)  # fmt: skip
WIDTHS = (18, 18, 24, 8, 8, 30, 80, 30, 32, 18, 32, 16, 40, 16)
QUIET = RGBColor(0x5A, 0x62, 0x70)


@dataclass(frozen=True)
class Quotation:
    """One passage as the files show it."""

    passage: Passage
    version: int

    @property
    def participant(self) -> str:
        speaker = self.passage.segment.turn.participant
        return speaker.pseudonym if speaker else ""

    @property
    def codes(self) -> str:
        return "; ".join(coding.code.name for coding in self.passage.segment.codings.all())

    @property
    def source(self) -> str:
        """As a quote is cited: participant, office, transcript and line."""
        segment = self.passage.segment
        said = {"transcript": segment.transcript.title, "line": self.passage.line}
        whose = [self.participant, segment.transcript.office.name, _("%(transcript)s, line %(line)s") % said]
        return ", ".join(each for each in whose if each)


def quotations(segments: Sequence[UUID]) -> Iterator[Quotation]:
    """The passages in their order; their texts are read for some at a time."""
    for start in range(0, len(segments), AT_ONCE):
        some = in_context(list(segments[start : start + AT_ONCE]))
        numbers = version_numbers(each.segment.version_id for each in some)
        yield from (Quotation(each, numbers[each.segment.version_id]) for each in some)


def about(answer: Answer) -> list[tuple[str, Cell]]:
    """What the files say of themselves."""
    counts = answer.counts
    return [
        (_("Project"), answer.project.name),
        (_("Question"), answer.text),
        (_("Passages"), counts.passages),
        (_("Codings"), counts.codings),
        (_("Participants"), counts.participants),
        (_("Codebook version"), answer.codebook_version),
    ]


def as_csv(answer: Answer) -> bytes:
    return csv_table(COLUMNS, _rows(answer))


def as_xlsx(answer: Answer) -> bytes:
    """Three sheets: the passages, their counts, and what the file is about."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, PLAIN_BOOK) as book:
        bold, quoted = book.add_format({"bold": True}), book.add_format({"quote_prefix": True})

        def add(name: str, columns: Sequence[str], rows: Iterator[list[Cell]], widths: Sequence[int]) -> None:
            sheet = book.add_worksheet(name)
            for at, width in enumerate(widths):
                sheet.set_column(at, at, width)
            sheet.freeze_panes(1, 0)
            write_cells(sheet, 0, columns, quoted, bold)
            for number, row in enumerate(rows, start=1):
                write_cells(sheet, number, row, quoted)

        add("Passages", COLUMNS, _rows(answer), WIDTHS)
        counted = ("by", "name", "passages", "codings", "participants")
        add("Counts", counted, _counts(answer), (14, 32, 12, 12, 12))
        add("About", ("", ""), (list(line) for line in about(answer)), (24, 80))
    return file.getvalue()


def as_docx(answer: Answer) -> bytes:
    """Quotes under the office they are of, each cited, for the chapter of a thesis."""
    document = Document()
    document.styles["Normal"].font.size = Pt(11)
    document.add_heading(answer.project.name, level=0)
    for label, value in about(answer)[1:]:
        document.add_paragraph(f"{label}: {value}")
    for office in answer.by("office"):
        n = ngettext("%(n)s passage", "%(n)s passages", office.passages) % {"n": office.passages}
        document.add_heading(f"{office.name} ({n})", level=1)
        for each in quotations(answer.segments_of(office.id)):
            _quote(document, each)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


WRITERS: dict[str, Callable[[Answer], bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "docx": as_docx}


def _quote(document: Document, each: Quotation) -> None:  # type: ignore[valid-type]
    passage = each.passage
    paragraph = document.add_paragraph(style="Quote")  # type: ignore[attr-defined]
    for text, is_quote in ((passage.before, False), (passage.segment.quote, True), (passage.after, False)):
        run = paragraph.add_run(_writable(text))
        if not is_quote:
            run.font.color.rgb = QUIET
    codes = f" · {each.codes}" if each.codes else ""
    document.add_paragraph(_writable(f"({each.source}){codes}"))  # type: ignore[attr-defined]


def _writable(text: str) -> str:
    """XML has no other control characters."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


def _rows(answer: Answer) -> Iterator[list[Cell]]:
    version = answer.codebook_version
    for each in quotations(answer.segments):
        passage, segment = each.passage, each.passage.segment
        yield [
            segment.transcript.office.name, each.participant, segment.transcript.title, each.version, passage.line,
            passage.before, segment.quote, passage.after, each.codes, str(segment.coder), segment.memo,
            str(segment.pk), answer.text, version,
        ]  # fmt: skip


def _counts(answer: Answer) -> Iterator[list[Cell]]:
    for what in ("office", "participant", "transcript"):
        for line in answer.by(what):
            yield [what, line.name, line.passages, line.codings, line.participants]
