"""The form behind the filter bar."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analysis.forms.fields import Choices, ConditionsField, PeriodField, choice, day
from apps.analysis.forms.relations import RelationFields
from apps.analysis.forms.traits import Trait, condition_in_words, traits_of
from apps.analysis.names import BY_NAMES, CELL_NAMES, MEASURE_NAMES, NOBODY, REVIEW_NAMES, SHAPE_NAMES
from apps.analysis.queries import (
    COLUMN_OF_CODING,
    LEAVE_OUT,
    MEASURES,
    OF_TRANSCRIPTS,
    UNDATED,
    Condition,
    Filter,
    counted_coders,
    default_cross,
    period_name,
)
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codes_of, dimensions_of
from apps.documents.models import Attribute, Transcript
from apps.documents.queries import office_choices
from apps.projects.models import Project
from apps.web.errors import Invalid

# What filters, in the order in which it is said.
FILTERING = (
    "dimension", "code", "also", "office", "participant", "attribute", "transcript", "kind", "transcript_attribute",
    "period", "interviewed_since", "interviewed_until", "speaker", "interviewer", "coder", "since", "until", "review",
)  # fmt: skip
# The same for a table that chooses its own codes.
BESIDE_CODES = tuple(name for name in FILTERING if name not in ("dimension", "code", "also"))
CONDITIONS = ("attribute", "transcript_attribute")
DAYS = ("since", "until", "interviewed_since", "interviewed_until")


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, the field that holds it, and the address without it."""

    field: str
    label: str
    value: str
    without: str = ""


class FilterForm(RelationFields):
    """Everything a page of this app can be asked for. `read_filter` makes it, so that it is valid."""

    measure = choice(gettext_lazy("Measure"), MEASURE_NAMES.items())
    by = choice(gettext_lazy("Columns"))
    shape = choice(gettext_lazy("Shape"), SHAPE_NAMES.items())
    dimension = choice(gettext_lazy("Dimension"))
    code = choice(gettext_lazy("Code"))
    also = choice(gettext_lazy("And also"))
    office = choice(gettext_lazy("Office"))
    coder = choice(gettext_lazy("Coder"))
    participant = choice(gettext_lazy("Participant"))
    transcript = choice(gettext_lazy("Transcript"))
    attribute = ConditionsField(Attribute.Subject.PARTICIPANT, gettext_lazy("Participants’ attribute"))
    transcript_attribute = ConditionsField(Attribute.Subject.TRANSCRIPT, gettext_lazy("Transcripts’ attribute"))
    kind = choice(gettext_lazy("Kind"), [("", gettext_lazy("all")), *Transcript.Kind.choices])
    speaker = forms.CharField(label=gettext_lazy("Speaker label"), required=False, max_length=120)
    rollup = choice(gettext_lazy("Sub-codes"), [("", gettext_lazy("rolled up")), ("0", gettext_lazy("separate"))])
    interviewer = choice(
        gettext_lazy("Interviewer"), [("", gettext_lazy("counted")), (LEAVE_OUT, gettext_lazy("left out"))]
    )
    review = choice(gettext_lazy("Review"), REVIEW_NAMES.items())
    period = PeriodField(label=gettext_lazy("Period"), required=False, max_length=7)
    interviewed_since = day(gettext_lazy("Interviewed since"))
    interviewed_until = day(gettext_lazy("Interviewed until"))
    since = day(gettext_lazy("Coded since"))
    until = day(gettext_lazy("Coded until"))
    rows = choice(gettext_lazy("Rows"))
    columns = choice(gettext_lazy("Columns"))
    cells = choice(gettext_lazy("Cells"), CELL_NAMES.items())

    def __init__(self, address: QueryDict, *, project: Project):
        super().__init__(address)
        self.dimensions = list(dimensions_of(project))
        self.codes = codes_of(project)
        rows, columns = default_cross(self.dimensions) or (None, None)
        self.usual = {
            "measure": MEASURES[0], "by": "office", "shape": "heat", "cells": "count",
            "rows": rows and str(rows.pk), "columns": columns and str(columns.pk),
        }  # fmt: skip
        self.traits: dict[str, list[Trait]] = {}
        for name in CONDITIONS:
            field: Any = self.fields[name]
            field.project = project
            self.traits[name] = traits_of(project, field.subject)
        people = _rows(project.participants.values_list("pk", "pseudonym"))
        transcripts = _rows(project.transcripts.filter(binned=None).values_list("pk", "title"))
        families: Choices = [(str(dimension.pk), dimension.name) for dimension in self.dimensions]
        codes = _code_choices(self.codes)
        self._offer("by", [*BY_NAMES.items(), *self._attribute_columns()], empty=None)
        self._offer("dimension", families, empty=_("all"))
        self._offer("code", codes, empty=_("all"))
        self._offer("also", codes, empty="–")
        self._offer("office", office_choices(project), empty=_("all"))
        self._offer("coder", _rows(counted_coders(project)), empty=_("all"))
        self._offer("participant", [*people, (NOBODY, _("No participant"))], empty=_("all"))
        self._offer("transcript", transcripts, empty=_("all"))
        self._offer("rows", families, empty=None)
        self._offer("columns", families, empty=None)

    def _offer(self, name: str, choices: Sequence[Any], *, empty: str | None) -> None:
        field = self.fields[name]
        field.choices = choices if empty is None else [("", empty), *choices]  # type: ignore[attr-defined]

    def _attribute_columns(self) -> Choices:
        """A name of ours wins over a participants' attribute that happens to be called the same."""
        ours = {*COLUMN_OF_CODING, *BY_NAMES}
        people = [(trait.key, trait.key) for trait in self.traits["attribute"] if trait.key not in ours]
        texts = [(OF_TRANSCRIPTS + trait.key, trait.key) for trait in self.traits["transcript_attribute"]]
        return [*people, *texts]

    @property
    def chosen(self) -> Filter:
        """The filter the address asks for."""
        told = self.cleaned_data
        nobody = told["participant"] == NOBODY
        ids: dict[str, Any] = {name: _id(told[name]) for name in ("dimension", "code", "office", "transcript", "coder")}
        same = ("review", "kind", *CONDITIONS, "speaker", *DAYS, "period", "interviewer")
        return Filter(
            **ids,
            **{name: told[name] for name in same},
            participant=None if nobody else _id(told["participant"]),
            nobody=nobody,
            rollup=told["rollup"] != "0",
        )

    def _chosen_or_usual(self, name: str) -> str:
        return self.cleaned_data[name] or str(self.usual[name])

    @property
    def measure_chosen(self) -> str:
        return self._chosen_or_usual("measure")

    @property
    def by_chosen(self) -> str:
        return self._chosen_or_usual("by")

    @property
    def shape_chosen(self) -> str:
        return self._chosen_or_usual("shape")

    @property
    def cells_chosen(self) -> str:
        return self._chosen_or_usual("cells")

    @property
    def also_chosen(self) -> UUID | None:
        return _id(self.cleaned_data["also"])

    def dimension_chosen(self, name: str) -> Dimension | None:
        """The dimension that the field `name` chooses."""
        wanted = self.cleaned_data[name]
        return next((dimension for dimension in self.dimensions if str(dimension.pk) == wanted), None)

    def address(self, **changes: object) -> str:
        """The query that asks for the same, with some of it changed, without what goes without saying."""
        asked: dict[str, Any] = {name: self.data.get(name, "") for name in self.fields if name not in CONDITIONS}
        # As they are read, for a page sends the ends of a range apart.
        asked |= {name: [str(each) for each in self.cleaned_data.get(name, ())] for name in CONDITIONS}
        asked |= changes
        told = {name: value for name, value in asked.items() if value and value != self.usual.get(name)}
        return urlencode(told, doseq=True)

    def by_name(self) -> str:
        """What the columns are called."""
        return str(dict(self.fields["by"].choices)[self.by_chosen])  # type: ignore[attr-defined]

    def chips(self, *names: str) -> list[Chip]:
        """The filter in force, in words; only the fields named, or all that filter."""
        return [chip for name in names or FILTERING for chip in self._chips_of(name)]

    def _chips_of(self, name: str) -> Iterable[Chip]:
        value, label = self.cleaned_data[name], str(self.fields[name].label)
        if name in CONDITIONS:
            for each in value:
                rest = [str(other) for other in value if other != each]
                yield Chip(name, each.key, condition_in_words(each), self.address(**{name: rest}))
        elif value:
            yield Chip(name, label, self._in_words(name, value), self.address(**{name: ""}))

    def _in_words(self, name: str, value: Any) -> str:
        if name in DAYS:
            return str(date_format(value))
        if name == "period":
            return _("No date") if value == UNDATED else period_name(value)
        if name == "speaker":
            return str(value)
        return str(dict(self.fields[name].choices)[value]).strip()  # type: ignore[attr-defined]


def read_filter(address: QueryDict, project: Project) -> FilterForm:
    """The valid form of an address. Raises Invalid when it names what the project does not have."""
    form = FilterForm(address, project=project)
    if not form.is_valid():
        told = {"wrong": ", ".join(str(form.fields[name].label) for name in form.errors)}
        message = _("This filter asks for something the project does not have: %(wrong)s.") % told
        raise Invalid("invalid_filter", message)
    for name in CONDITIONS:
        asked: Mapping[str, Condition] = {each.key: each for each in form.cleaned_data[name]}
        for trait in form.traits[name]:
            trait.chosen = asked.get(trait.key)
    return form


def _code_choices(codes: Iterable[Code]) -> Choices:
    return [(str(code.pk), "\u2003" * code.depth + code.name) for code in codes]


def _rows(rows: Iterable[tuple[UUID, str]]) -> Choices:
    return [(str(pk), name) for pk, name in rows]


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None
