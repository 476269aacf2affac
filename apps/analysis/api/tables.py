"""Counts over HTTP: the same queries as the pages, unrounded."""

from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router

from apps.analysis import queries
from apps.analysis.api.wire import FilterIn, dimension_named, heading_out, table_out
from apps.analysis.queries import Dominance
from apps.codebook.queries import dimensions_of
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.errors import Invalid
from apps.web.http import ProjectRequest

router = Router()

Measure = Literal["codings", "share", "per_1000_words", "participants", "words", "segments", "transcripts"]


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
    of_rows = dimension_named(request.project, rows, default and default[0])
    of_columns = dimension_named(request.project, columns, default and default[1])
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
    judged = dimension_named(request.project, asked.dimension, exclusive)
    of_factors = find_dimension(request.project, factors) if factors else other
    verdict = queries.dominance(request.project, chosen, dimension=judged, factors=of_factors)
    return verdict_out(verdict, {**chosen.as_json(), "rollup": True, "dimension": str(judged.pk)})


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
