"""Counts and coded passages over HTTP: the same queries as the pages, unrounded."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from apps.analysis import queries
from apps.analysis.queries import Dominance, Filter, Heading, Table, Wanted
from apps.codebook.models import Dimension
from apps.codebook.queries import dimensions_of, find_dimension
from apps.coding.queries import segment_out
from apps.projects.access import project_api
from apps.projects.models import Project
from apps.projects.permissions import Permission
from apps.web.api import paged
from apps.web.errors import Invalid, NotThere
from apps.web.http import ProjectRequest

router = Router(tags=["analysis"])

Measure = Literal["codings", "share", "per_1000_words", "participants", "words", "segments", "transcripts"]


class FilterIn(Schema):
    """What is counted. A dimension is named by id or by its exact name, an attribute as `key:value`.

    `interviewer=leave_out` counts nothing that begins in an interviewer's turn, nor the words of such turns.
    """

    dimension: str = ""
    code: UUID | None = None
    rollup: bool = False
    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    coder: UUID | None = None
    attribute: str = ""
    since: date | None = None
    until: date | None = None
    interviewer: Literal["", "leave_out"] = ""

    def chosen(self, project: Project) -> Filter:
        told = self.dict(exclude={"dimension", "attribute"})
        key, _colon, value = self.attribute.partition(":")
        dimension = find_dimension(project, self.dimension).pk if self.dimension else None
        return Filter(**told, dimension=dimension, attribute=key, value=value)


class SegmentsIn(Schema):
    """What to retrieve; `codes`, `any` and `none` are lists of ids with commas between."""

    codes: str = ""
    any: str = ""
    none: str = ""
    rollup: bool = False
    text: str = ""
    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    coder: UUID | None = None
    review: Literal["", "open", "approved", "returned", "replaced"] = ""
    since: date | None = None
    interviewer: Literal["", "leave_out"] = ""

    def wanted(self) -> Wanted:
        told = self.dict(exclude={"codes", "any", "none"})
        return Wanted(**told, codes=_ids(self.codes), any=_ids(self.any), none=_ids(self.none))


@router.get("/projects/{project_id}/frequencies")
@project_api(Permission.VIEW)
def frequencies(
    request: ProjectRequest,
    project_id: UUID,
    asked: Annotated[FilterIn, Query()],
    by: str = "office",
    measure: Measure = "codings",
) -> dict[str, Any]:
    """Codes by office, participant, transcript, coder, or the key of a participants' attribute.

    Codes never used and columns without codings stand there too. A column whose id is null holds what no
    participant said, or those who do not state the attribute.
    """
    if by not in queries.COLUMN_OF_CODING and not any(by in each for each in queries.stated(request.project).values()):
        raise Invalid("invalid_by", _("No participant has the attribute “%(key)s”.") % {"key": by})
    chosen = asked.chosen(request.project)
    table = queries.frequencies(request.project, chosen, measure=measure, by=by)
    return table_out(table, {**chosen.as_json(), "by": by})


@router.get("/projects/{project_id}/crosstab")
@project_api(Permission.VIEW)
def crosstab(
    request: ProjectRequest, project_id: UUID, asked: Annotated[FilterIn, Query()], rows: str = "", columns: str = ""
) -> dict[str, Any]:
    """Segments that carry both a code of `rows` and a code of `columns`, two dimensions by id or name.

    Left out, they are the first dimension that is not exclusive and the first that is. A total counts a segment
    once, so it may be less than the sum of its cells.
    """
    default = queries.default_cross(list(dimensions_of(request.project)))
    of_rows = _dimension(request.project, rows, default and default[0])
    of_columns = _dimension(request.project, columns, default and default[1])
    chosen = asked.chosen(request.project)
    table = queries.crosstab(request.project, chosen, rows=of_rows, columns=of_columns)
    crossed = {"rows": str(of_rows.pk), "columns": str(of_columns.pk)}
    return table_out(table, {**chosen.without_codes().as_json(), **crossed})


@router.get("/projects/{project_id}/dominance")
@project_api(Permission.VIEW)
def dominance(
    request: ProjectRequest, project_id: UUID, asked: Annotated[FilterIn, Query()], factors: str = ""
) -> dict[str, Any]:
    """Which top code of a dimension dominates, by six rules; `factors` is the dimension the fourth rule counts.

    Left out, they are the first exclusive dimension and the first that is not.
    """
    exclusive, other = queries.default_judged(list(dimensions_of(request.project)))
    chosen = asked.chosen(request.project)
    judged = _dimension(request.project, asked.dimension, exclusive)
    of_factors = find_dimension(request.project, factors) if factors else other
    verdict = queries.dominance(request.project, chosen, dimension=judged, factors=of_factors)
    return verdict_out(verdict, {**chosen.as_json(), "rollup": True, "dimension": str(judged.pk)})


@router.get("/projects/{project_id}/segments")
@project_api(Permission.VIEW)
def segment_search(
    request: ProjectRequest,
    project_id: UUID,
    asked: Annotated[SegmentsIn, Query()],
    limit: int = 100,
    cursor: str | None = None,
) -> dict[str, Any]:
    """Segments on current versions: all of `codes`, one of `any`, none of `none`; rejected codings count as absent.

    `review` looks at codings in one state instead.
    """
    found = queries.retrieve(request.project, asked.wanted()).prefetch_related("codings")
    page, following = paged(found, limit=limit, cursor=cursor)
    numbers = queries.version_numbers(segment.version_id for segment in page)
    items = [segment_out(segment) | {"version_number": numbers[segment.version_id]} for segment in page]
    return {"items": items, "next": following}


def table_out(table: Table, chosen: dict[str, Any]) -> dict[str, Any]:
    numbers = table.numbers
    return {
        "measure": table.measure,
        "rows": [heading_out(row) for row in table.rows],
        "columns": [heading_out(column) for column in table.columns],
        "cells": numbers.cells,
        "totals": {"rows": numbers.rows, "columns": numbers.columns, "all": numbers.all},
        "filter": chosen,
        "codebook_version": table.codebook_version,
    }


def heading_out(heading: Heading) -> dict[str, Any]:
    return {"id": heading.id, "name": heading.name}


def verdict_out(verdict: Dominance, chosen: dict[str, Any]) -> dict[str, Any]:
    test = verdict.test
    warnings = [_("The rule “%(rule)s” found nothing to count.") % {"rule": rule.name} for rule in verdict.silent]
    if test is None:
        warnings.append(_("Too few codings to test the shares: each code needs five or more on average."))
    return {
        "rules": [
            {
                "rule": rule.name,
                "counts": {str(key): count for key, count in rule.counts.items()},
                "shares": {str(key): share for key, share in rule.shares.items()},
                "winner": rule.winner,
                "tie": rule.tie,
            }
            for rule in verdict.rules
        ],
        "agree": verdict.agree,
        "test": {
            "chi2": test and test.chi2,
            "df": test and test.df,
            "p": test and test.p,
            "cramers_v": test and test.cramers_v,
        },
        "codes": [heading_out(key) for key in verdict.keys],
        "n": verdict.codings,
        "filter": chosen,
        "codebook_version": verdict.codebook_version,
        "warnings": warnings,
    }


def _dimension(project: Project, name_or_id: str, default: Dimension | None) -> Dimension:
    if name_or_id:
        return find_dimension(project, name_or_id)
    if default is None:
        raise NotThere("no_such_dimension", _("The codebook has no such pair of dimensions; name them."))
    return default


def _ids(told: str) -> list[UUID]:
    try:
        return [UUID(each) for each in told.split(",") if each]
    except ValueError:
        message = _("Codes are asked for by their ids, with commas between.")
        raise Invalid("invalid_codes", message) from None
