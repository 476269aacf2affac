"""Counts over HTTP: the same queries as the pages, unrounded."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router

from apps.analysis import queries
from apps.analysis.api.wire import FilterIn, dimension_named, heading_out, table_out
from apps.analysis.queries import Dominance
from apps.codebook.queries import dimensions_of, find_dimension
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest
from core.dominance import Rule, agree
from core.exact import Outcome

router = Router()

Measure = Literal[
    "codings", "share", "per_1000_words", "participants", "codings_per_participant", "words", "segments", "transcripts"
]


@router.get("/projects/{project_id}/frequencies")
@project_api(Permission.VIEW)
def frequencies(
    request: ProjectRequest,
    project_id: UUID,
    asked: Annotated[FilterIn, Query()],
    by: str = "office",
    measure: Measure = "codings",
) -> dict[str, Any]:
    """Codes by office, participant, transcript, coder, kind, month, quarter or year of the interview, or an attribute.

    An attribute of participants is named by its key, one of transcripts as `transcript:key`.

    Codes never used and columns without codings stand there too. A column whose id is null holds what no
    participant said, or those who do not state the attribute.
    """
    if not queries.is_column(request.project, by):
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
    once, so it may be less than the sum of its cells. `row_share` and `column_share` are percentages, `residual` the
    adjusted standardised residuals: beyond 2 either way a cell stands out.
    """
    default = queries.default_cross(list(dimensions_of(request.project)))
    of_rows = dimension_named(request.project, rows, default and default[0])
    of_columns = dimension_named(request.project, columns, default and default[1])
    chosen = asked.chosen(request.project)
    table = queries.crosstab(request.project, chosen, rows=of_rows, columns=of_columns)
    crossed = {"rows": str(of_rows.pk), "columns": str(of_columns.pk)}
    test = queries.tested(table)
    several = [_("Passages with several codes stand in several cells: the test sees them several times.")]
    return {
        **table_out(table, {**chosen.without_codes().as_json(), **crossed}),
        **{cells: queries.read_as(table, cells).numbers.cells for cells in queries.CELLS[1:]},
        "test": outcome_out(test),
        "warnings": method_warnings(test) + (several if queries.counts_several(table) else []),
    }


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
    judged = dimension_named(request.project, asked.dimension, exclusive)
    of_factors = find_dimension(request.project, factors) if factors else other
    verdict = queries.dominance(request.project, chosen, dimension=judged, factors=of_factors)
    return verdict_out(verdict, {**chosen.as_json(), "rollup": True, "dimension": str(judged.pk)})


def verdict_out(verdict: Dominance, chosen: dict[str, Any]) -> dict[str, Any]:
    warnings = [_("The rule “%(rule)s” found nothing to count.") % {"rule": rule.name} for rule in verdict.silent]
    return {
        "rules": [rule_out(rule) for rule in verdict.rules],
        "agree": verdict.agree,
        "offices": [
            {
                "office": heading_out(each.office),
                "n": each.codings,
                "rules": [rule_out(rule) for rule in each.rules],
                "agree": agree(each.rules),
            }
            for each in verdict.offices
        ],
        "test": outcome_out(verdict.test),
        "codes": [heading_out(key) for key in verdict.keys],
        "n": verdict.codings,
        "filter": chosen,
        "codebook_version": verdict.codebook_version,
        "warnings": warnings + method_warnings(verdict.test),
    }


def rule_out(rule: Rule[UUID]) -> dict[str, Any]:
    return {
        "rule": rule.name,
        "counts": {str(key): count for key, count in rule.counts.items()},
        "shares": {str(key): share for key, share in rule.shares.items()},
        "winner": rule.winner,
        "tie": rule.tie,
    }


def outcome_out(test: Outcome | None) -> dict[str, Any]:
    """A test's figures; all null where there was nothing to compare."""
    names = ("chi2", "df", "p", "cramers_v", "size", "method", "draws")
    return {name: test and getattr(test, name) for name in names}


def method_warnings(test: Outcome | None) -> list[str]:
    if test is None:
        return [_("There is nothing to compare, so nothing was tested.")]
    if test.method == "monte_carlo":
        told = {"draws": test.draws}
        return [_("Counts are few: p comes from %(draws)s drawn outcomes of the exact test.") % told]
    return [_("Counts are few: p comes from the exact test.")] if test.method == "exact" else []
