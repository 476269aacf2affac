"""What the routes of this app are asked with, and how their tables read."""

from datetime import date
from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Schema

from apps.analysis.queries import Filter, Heading, Table
from apps.codebook.models import Dimension
from apps.codebook.queries import find_dimension
from apps.projects.models import Project
from apps.web.errors import NotThere


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
