"""A reviewer's desk: the list on the left, and the coding that is looked at, with all it takes to judge it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, IntegerField, QuerySet, Value, When
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from apps.codebook.models import Code
from apps.codebook.queries import codes_of
from apps.coding.models import Coding
from apps.projects.models import Project
from apps.review.models import Verdict
from apps.review.queries import Entry, Standing, standing_of, thread
from apps.review.surroundings import Surroundings, surroundings_of
from apps.web.errors import NotThere

ROWS_A_PAGE = 60


@dataclass(frozen=True)
class Row:
    """One coding in the list."""

    coding: Coding
    standing: Standing

    @property
    def kind(self) -> str:
        """Which tab it belongs to: see queries.WAITING."""
        if self.standing.answered:
            return "answered"
        if self.standing.state in Coding.REJECTED:
            return "returned"
        if self.standing.state == Coding.State.APPROVED:
            return "changed" if self.standing.changed else "approved"
        return "open"


@dataclass(frozen=True)
class Group:
    """Rows that follow each other in the list; `total` counts the group on all pages."""

    name: str
    total: int
    link: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Item:
    """One coding to judge, or to answer for."""

    row: Row
    code: Code
    around: Surroundings
    others: tuple[Coding, ...]
    entries: list[Entry]

    @property
    def coding(self) -> Coding:
        return self.row.coding

    @property
    def standing(self) -> Standing:
        return self.row.standing


class Codebook:
    """The project's codes in the order of their tree, each with the code at the top of its branch."""

    def __init__(self, project: Project):
        self.project = project

    @cached_property
    def codes(self) -> list[Code]:
        return codes_of(self.project)

    @cached_property
    def by_id(self) -> dict[UUID, Code]:
        return {code.pk: code for code in self.codes}

    def theme_of(self, code: UUID) -> Code:
        found = self.by_id[code]
        while found.parent_id:
            found = self.by_id[found.parent_id]
        return found

    def in_order(self, codings: QuerySet[Coding], group: str) -> QuerySet[Coding]:
        """The codings so that those of a group follow each other; inside of it in the order they had."""
        reading = codings.query.order_by
        if group == "coder":
            return codings.order_by("by__name", "by", *reading)
        if group in ("code", "theme"):
            cases = [When(code=code.pk, then=Value(n)) for n, code in enumerate(self.codes)]
            place = Case(*cases, default=Value(0), output_field=IntegerField())
            return codings.alias(code_place=place).order_by("code_place", *reading)
        return codings

    def key_of(self, coding: Coding, group: str) -> tuple[UUID, str]:
        """What a coding is grouped under, and how that is called."""
        if group == "coder":
            return coding.by_id, str(coding.by)
        if group == "code":
            return coding.code_id, self.by_id[coding.code_id].path
        if group == "theme":
            theme = self.theme_of(coding.code_id)
            return theme.pk, theme.name
        return coding.segment.transcript_id, coding.segment.transcript.title

    def totals(self, codings: QuerySet[Coding], group: str) -> dict[UUID, int]:
        """How many codings each group has, by what it is grouped under."""
        field = {"coder": "by", "code": "code", "theme": "code"}.get(group, "segment__transcript")
        counted = codings.order_by().values_list(field).annotate(n=Count("pk"))
        totals: dict[UUID, int] = {}
        for key, n in counted:
            under = self.theme_of(key).pk if group == "theme" else key
            totals[under] = totals.get(under, 0) + n
        return totals


def rows_of(project: Project, codings: Iterable[Coding]) -> list[Row]:
    shown = list(codings)
    standings = standing_of(project, [coding.pk for coding in shown])
    return [Row(coding, standings[coding.pk]) for coding in shown]


def page_of(codings: QuerySet[Coding], number: str | None) -> Page[Coding]:
    """A page of the codings, sorted by their ids alone: all that a row shows is read for those of the page."""
    page: Page[Any] = Paginator(codings.values_list("pk", flat=True), ROWS_A_PAGE).get_page(number)
    ids = list(page.object_list)
    found = {each.pk: each for each in codings.order_by().filter(pk__in=ids)}
    page.object_list = [found[pk] for pk in ids if pk in found]
    return page


def groups_of(
    book: Codebook, rows: Sequence[Row], group: str, totals: dict[UUID, int], link: Callable[[str, UUID], str]
) -> list[Group]:
    """The rows of a page by what they are grouped under; `link` makes the address that shows one group alone."""
    field = "code" if group == "theme" else group
    return [
        Group(name, totals.get(key, 0), link(field, key), tuple(inside))
        for (key, name), inside in groupby(rows, lambda row: book.key_of(row.coding, group))
    ]


def coding_with_all(project: Project, coding_id: UUID) -> Coding:
    """One coding with what its page shows, wherever it stands in review. Raises NotThere."""
    rows = Coding.objects.filter(segment__project=project, segment__transcript__binned=None)
    whole = rows.select_related(
        "by", "code__dimension", "segment__coder", "segment__turn", "segment__transcript__office"
    ).prefetch_related("segment__codings__code")
    found = whole.filter(pk=coding_id).first()
    if found is None:
        raise NotThere("no_such_coding", _("This coding is no longer there: its coder removed it, or chose another."))
    return found


def item_of(project: Project, coding_id: UUID) -> Item:
    """All that one needs to judge a coding."""
    coding = coding_with_all(project, coding_id)
    [row] = rows_of(project, [coding])
    return Item(
        row=row,
        code=coding.code,
        around=surroundings_of(coding.segment),
        others=tuple(sorted(coding.segment.codings.all(), key=lambda each: each.created)),
        entries=thread(project, coding.pk),
    )


def suggested_by(standing: Standing, book: Codebook) -> Code | None:
    """The code suggested instead, while it is in the codebook."""
    verdict = standing.verdict
    if verdict is None or verdict.state != Verdict.State.REPLACED or verdict.suggested is None:
        return None
    return book.by_id.get(verdict.suggested)


def neighbours(rows: Sequence[Row], coding: UUID) -> dict[str, Any]:
    """The codings before and after one in the list."""
    ids = [row.coding.pk for row in rows]
    at = ids.index(coding) if coding in ids else -1
    return {
        "previous": ids[at - 1] if at > 0 else None,
        "following": ids[at + 1] if 0 <= at < len(ids) - 1 else None,
        "place": at + 1,
    }
