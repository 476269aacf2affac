"""Co-occurrence, saturation, portraits and the timeline over HTTP: the same queries as the pages, unrounded."""

from dataclasses import replace
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Field, Query, Router, Schema

from apps.analysis.api.wire import FilterIn, heading_out
from apps.analysis.queries.cooccurrence import NEAR, Sense
from apps.analysis.queries.cooccurrence import cooccurrence as count_cooccurrence
from apps.analysis.queries.portrait import portrait as find_portrait
from apps.analysis.queries.saturation import Series
from apps.analysis.queries.saturation import saturation as find_saturation
from apps.analysis.queries.timeline import timeline as find_timeline
from apps.documents.queries import get_transcript
from apps.projects.access import project_api
from apps.projects.permissions import Permission
from apps.web.http import ProjectRequest
from core.saturation import Verdict, judge

router = Router()


class TogetherIn(Schema):
    """`sense` is segment, overlap, near (at most `words` words between) or turn; `same_coder` looks at one's own."""

    sense: Literal["segment", "overlap", "near", "turn"] = "segment"
    words: int = Field(NEAR, ge=0, le=10_000)
    same_coder: bool = False


class SaturationIn(Schema):
    """`order` is date or coded; base, run and threshold (in percent) are those of Guest, Namey and Chen (2020)."""

    order: Literal["date", "coded"] = "date"
    base: int = Field(4, ge=1, le=100)
    run: int = Field(2, ge=1, le=100)
    threshold: float = Field(5, ge=0, le=100)


class TimelineIn(Schema):
    step: Literal["", "day", "week", "month"] = ""


class PortraitIn(Schema):
    by: Literal["code", "dimension"] = "code"


@router.get("/projects/{project_id}/cooccurrence")
@project_api(Permission.VIEW)
def cooccurrence(
    request: ProjectRequest,
    project_id: UUID,
    narrow: Annotated[FilterIn, Query()],
    asked: Annotated[TogetherIn, Query()],
) -> dict[str, Any]:
    """For every two codes how many passages of either meet one of the other, symmetric.

    `coefficients` divides that by all passages of either code (for `segment`, Jaccard's); null where there are none.
    `pairs` counts pairs of passages instead. The diagonals hold how many passages carry the code.
    """
    chosen = narrow.chosen(request.project)
    sense = Sense(asked.sense, asked.words, asked.same_coder)
    found = count_cooccurrence(request.project, chosen, sense)
    codes = [heading_out(code) for code in found.codes]
    return {
        "measure": "passages",
        "sense": asked.sense,
        "words": asked.words if asked.sense == "near" else None,
        "same_coder": asked.same_coder,
        "rows": codes,
        "columns": codes,
        "cells": found.table.meeting,
        "coefficients": found.table.coefficients,
        "pairs": found.table.pairs,
        "totals": {"rows": found.table.carried, "columns": found.table.carried, "all": found.table.passages},
        "filter": chosen.as_json(),
        "codebook_version": found.codebook_version,
    }


@router.get("/projects/{project_id}/saturation")
@project_api(Permission.VIEW)
def saturation(
    request: ProjectRequest,
    project_id: UUID,
    narrow: Annotated[FilterIn, Query()],
    asked: Annotated[SaturationIn, Query()],
) -> dict[str, Any]:
    """New and cumulative codes by coded transcript, in all and by office, with the verdict on each."""
    chosen = narrow.chosen(request.project)
    found = find_saturation(request.project, chosen, asked.order)
    return {
        "order": found.order,
        "codes": found.codebook,
        "base": asked.base,
        "run": asked.run,
        "threshold": asked.threshold,
        **_series_out(found.all, asked, found.codebook),
        "offices": [
            {"id": each.id, "name": each.name, **_series_out(each, asked, found.codebook)} for each in found.offices
        ],
        "without_codings": found.uncoded,
        "without_date": found.undated,
        "filter": chosen.as_json(),
        "codebook_version": found.codebook_version,
    }


@router.get("/projects/{project_id}/timeline")
@project_api(Permission.VIEW)
def timeline(
    request: ProjectRequest,
    project_id: UUID,
    narrow: Annotated[FilterIn, Query()],
    asked: Annotated[TimelineIn, Query()],
) -> dict[str, Any]:
    """Codings that still count by the day they were made, and verdicts that stand by the day they were given."""
    chosen = narrow.chosen(request.project)
    found = find_timeline(request.project, chosen, asked.step)
    return {
        "step": found.step,
        "coders": [{"id": pk, "name": name} for pk, name in found.coders],
        "items": [
            {
                "first": stretch.first,
                "last": stretch.last,
                "codings": stretch.all,
                "by_coder": {str(pk): n for pk, n in stretch.codings.items()},
                "cumulative": stretch.so_far,
                "verdicts": stretch.verdicts,
            }
            for stretch in found.stretches
        ],
        "filter": chosen.as_json(),
        "codebook_version": found.codebook_version,
    }


@router.get("/projects/{project_id}/transcripts/{transcript_id}/portrait")
@project_api(Permission.VIEW)
def portrait(
    request: ProjectRequest,
    project_id: UUID,
    transcript_id: UUID,
    narrow: Annotated[FilterIn, Query()],
    asked: Annotated[PortraitIn, Query()],
) -> dict[str, Any]:
    """Where in a transcript the passages of each code (or dimension) lie, in words said from its beginning."""
    transcript = get_transcript(request.project, transcript_id)
    chosen = replace(narrow.chosen(request.project), transcript=transcript.pk)
    found = find_portrait(request.project, chosen, by=asked.by)
    text = found.texts[0] if found.texts else None
    return {
        "transcript": transcript.pk,
        "words": text.words if text else transcript.current and transcript.current.words,
        "lanes": [heading_out(lane) for lane in found.lanes],
        "bands": [
            {"lane": band.lane, "first": band.first, "last": band.last, "segment": band.passages[0]}
            for band in (text.bands if text else ())
        ],
        "turns": [
            {"first": said.first, "last": said.last, "interviewer": said.asks, "who": said.who}
            for said in (text.turns if text else ())
        ],
        "filter": chosen.as_json(),
        "codebook_version": found.codebook_version,
    }


def _series_out(series: Series, asked: SaturationIn, codebook: int) -> dict[str, Any]:
    return {
        "items": [
            {
                "transcript": each.id,
                "title": each.title,
                "date": each.date,
                "new": len(each.new),
                "new_codes": [heading_out(code) for code in each.new],
                "cumulative": each.cumulative,
                "share": each.cumulative / codebook if codebook else None,
            }
            for each in series.interviews
        ],
        "verdict": _verdict_out(judge(series.new, base=asked.base, run=asked.run, threshold=asked.threshold)),
    }


def _verdict_out(verdict: Verdict) -> dict[str, Any]:
    return {
        "base_codes": verdict.base,
        "runs": [{"first": run.first, "last": run.last, "new": run.new, "share": run.share} for run in verdict.runs],
        "reached": verdict.reached,
    }
