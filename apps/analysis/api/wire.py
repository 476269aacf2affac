"""What the routes of this app are asked with, and how their tables read."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema
from pydantic import Field

from apps.analysis.queries import Filter, Heading, Table, conditions
from apps.codebook.models import Dimension
from apps.codebook.queries import find_dimension
from apps.projects.models import Project
from apps.web.errors import NotThere

PERIOD = r"^(none|[12]\d{3}(-(Q[1-4]|0[1-9]|1[0-2]))?)?$"


class FilterIn(Schema):
    """What is counted. A dimension is named by id or by its exact name; an office stands for those below it too.

    `attribute` (of participants) and `transcript_attribute` are `key:value`, `key:` for those who do not state it, or
    `key:low..high` for attributes of numbers and dates; given more than once, conditions on one attribute are
    alternatives and those on several must all hold. `since` and `until` are days of coding, `interviewed_since` and
    `interviewed_until` of the interview; `period` is "2023", "2023-Q1", "2023-03" or "none". `review` left empty
    counts what is not rejected. `interviewer=leave_out` counts nothing that begins in an interviewer's turn, nor the
    words of such turns.
    """

    dimension: str = ""
    code: UUID | None = None
    rollup: bool = False
    office: UUID | None = None
    participant: UUID | None = None
    transcript: UUID | None = None
    coder: UUID | None = None
    review: Literal["", "approved", "open", "rejected", "returned", "replaced", "all"] = ""
    kind: Literal["", "interview", "focus_group", "observation", "document"] = ""
    attribute: list[str] = []
    transcript_attribute: list[str] = []
    speaker: str = ""
    since: date | None = None
    until: date | None = None
    interviewed_since: date | None = None
    interviewed_until: date | None = None
    period: Annotated[str, Field(pattern=PERIOD)] = ""
    interviewer: Literal["", "leave_out"] = ""

    def chosen(self, project: Project) -> Filter:
        told = self.dict(exclude={"dimension", "attribute", "transcript_attribute"})
        dimension = find_dimension(project, self.dimension).pk if self.dimension else None
        return Filter(
            **told,
            dimension=dimension,
            attribute=conditions(project, "participant", self.attribute),
            transcript_attribute=conditions(project, "transcript", self.transcript_attribute),
        )


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


def dimension_named(project: Project, name_or_id: str, default: Dimension | None) -> Dimension:
    if name_or_id:
        return find_dimension(project, name_or_id)
    if default is None:
        raise NotThere("no_such_dimension", _("The codebook has no such pair of dimensions; name them."))
    return default
