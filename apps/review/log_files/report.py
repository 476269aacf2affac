"""What the log says on paper: facts, numbers and rows. Laid out by docx.py and pdf.py, listed by sheets.py."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.utils.formats import date_format, number_format
from django.utils.text import Truncator
from django.utils.timezone import localtime
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.codebook.queries import codebook_version_number
from apps.projects.models import Project
from apps.review.models import Verdict
from apps.review.queries.log import Key, LogFilter, judged_codes, log_keys
from apps.review.queries.log_figures import LogFigures, log_figures
from apps.review.queries.log_lines import Line, log_lines

# A passage of pages would make a table of one row a page; the transcript has the rest.
LONGEST_QUOTE = 500
# Millimetres of the columns on A4 across, with margins of 18.
WIDTHS = (10, 23, 27, 34, 40, 72, 55)


@dataclass(frozen=True)
class Table:
    """Numbers with their heads; the first column names the rows, the last row may be a total."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    has_total: bool = False


@dataclass(frozen=True)
class Report:
    """All of the log but its rows, which are read while they are written."""

    project: Project
    keys: Sequence[Key]
    by_theme: bool
    made: datetime
    filter: str
    codebook_version: int
    facts: Sequence[tuple[str, str]]
    tables: Sequence[Table]

    @property
    def title(self) -> str:
        return _("Supervision log")

    @property
    def language(self) -> str:
        return "id" if (get_language() or "").startswith("id") else "en"

    @property
    def heads(self) -> list[str]:
        return [
            _("No."), _("When"), _("Who"), _("What was done"), _("Code and coder"), _("Passage"),
            _("Reason, answer or remark"),
        ]  # fmt: skip

    def lines(self) -> Iterator[tuple[int, Line]]:
        return enumerate(log_lines(self.project, self.keys), start=1)

    def rows(self) -> Iterator[list[str]]:
        """The cells of each line; in the order of themes one cell with the theme's name stands before its lines."""
        names, theme = (judged_codes(self.project), None) if self.by_theme else ({}, None)
        for number, line in self.lines():
            if self.by_theme and (number == 1 or line.theme != theme):
                theme = line.theme
                yield [names.get(theme, _("About no single code")) if theme else _("About no single code")]
            yield cells(number, line)


def report_of(project: Project, chosen: LogFilter, *, words: str, made: datetime, by: str) -> Report:
    """`words` is the filter as people read it, `by` who makes the file."""
    keys, version = log_keys(project, chosen), codebook_version_number(project)
    days = [localtime(key.at).date() for key in (min(keys, key=_at), max(keys, key=_at))] if keys else []
    facts = [
        (_("Project"), project.name),
        (_("Entries"), number_format(len(keys), force_grouping=True)),
        (_("From – until"), " – ".join(date_format(day, "DATE_FORMAT") for day in days) or "–"),
        (_("Filter in force"), words),
        (_("Codebook version"), str(version) if version else _("none frozen yet")),
        (_("Made"), _("%(day)s by %(name)s") % {"day": date_format(localtime(made), "DATETIME_FORMAT"), "name": by}),
        (_("Times"), settings.TIME_ZONE),
    ]
    tables = summary(log_figures(project, chosen))
    return Report(project, keys, chosen.by_theme, made, words, version, facts, tables)


def _at(key: Key) -> datetime:
    return key.at


def summary(figures: LogFigures) -> list[Table]:
    """The numbers of the first page."""
    states = [(state.value, str(state.label)) for state in Verdict.State]
    verdicts = [
        *([label, _n(figures.given[state]), _n(figures.standing[state])] for state, label in states),
        [_("All"), _n(figures.verdicts), _n(sum(figures.standing.values()))],
    ]
    people = [
        [person.name, *(_n(person.counts.get(state, 0)) for state, _label in states), _n(person.all)]
        for person in figures.by_supervisor
    ]
    days = figures.median_days
    other = [
        [_("Returned codings, with those for which another code was suggested"), _n(figures.returned)],
        [_("of these answered or changed by their coders"), _n(figures.answered)],
        [_("Median days until then"), number_format(round(days, 1), 1) if days is not None else "–"],
        [_("Answers written"), _n(figures.answers)],
        [_("Returned passages changed"), _n(figures.changes)],
        [_("Other entries in threads"), _n(figures.comments)],
        [_("Sign-offs of themes"), _n(figures.signoffs)],
        [_("of these in force"), _n(figures.signoffs_standing)],
    ]
    return [
        Table(_("Verdicts"), [_("Verdict"), _("given"), _("in force")], verdicts, has_total=True),
        Table(_("Verdicts by supervisor"), [_("Supervisor"), *(label for _s, label in states), _("All")], people),
        Table(_("Answers and sign-offs"), ["", _("How many")], other),
    ]


def _n(number: int) -> str:
    return number_format(number, force_grouping=True)


def cells(number: int, line: Line) -> list[str]:
    """One line as it is printed; line ends inside of cells are kept."""
    return [
        str(number), date_format(localtime(line.at), "SHORT_DATETIME_FORMAT"), line.who, line.did, code_cell(line),
        passage_cell(line), "\n".join(filter(None, [line.words, f"({line.since})" if line.since else ""])),
    ]  # fmt: skip


def code_cell(line: Line) -> str:
    coder = _("coded by %(name)s") % {"name": line.place.coder} if line.place.coder else ""
    version = _("codebook version %(number)s") % {"number": line.codebook_version} if line.codebook_version else ""
    return "\n".join(filter(None, [line.place.code, coder, version]))


def passage_cell(line: Line) -> str:
    place = line.place
    if not place.transcript:
        return ""
    where = _("%(transcript)s (%(office)s), line %(line)s") % {
        "transcript": place.transcript, "office": place.office, "line": place.line,
    }  # fmt: skip
    quote = f"“{Truncator(place.quote).chars(LONGEST_QUOTE)}”" if place.quote else _("(holds names, not shown)")
    return f"{quote}\n{where}"


def entries_phrase(n: int) -> str:
    return ngettext("%(n)s entry", "%(n)s entries", n) % {"n": _n(n)}
