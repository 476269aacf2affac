"""The filter bar: what stands in the address, read into a Filter, and said in words."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.forms.utils import flatatt
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analysis.queries import (
    COLUMN_OF_CODING,
    LEAVE_OUT,
    MEASURES,
    Filter,
    compared_offices,
    counted_coders,
    default_cross,
    stated,
)
from apps.codebook.models import Code, Dimension
from apps.codebook.queries import codes_of, dimensions_of
from apps.projects.models import Project
from apps.web.errors import Invalid

MEASURE_NAMES = {
    "codings": gettext_lazy("Codings"),
    "share": gettext_lazy("Share"),
    "per_1000_words": gettext_lazy("per 1,000 words"),
    "participants": gettext_lazy("Participants"),
    "words": gettext_lazy("Words"),
    "segments": gettext_lazy("Passages"),
    "transcripts": gettext_lazy("Transcripts"),
}
BY_NAMES = {
    "office": gettext_lazy("Office"),
    "participant": gettext_lazy("Participant"),
    "transcript": gettext_lazy("Transcript"),
    "coder": gettext_lazy("Coder"),
}
NOBODY = "none"
ISO_DAY = "%Y-%m-%d"
DAY = forms.DateInput({"type": "date"}, format=ISO_DAY)
Choices = list[tuple[str, str]]


@dataclass(frozen=True)
class Chip:
    """One part of the filter in words, and the field that holds it."""

    field: str
    label: str
    value: str


class QuickSelect(forms.Select):
    """A select of many options: Django's own renders a template for each."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        rows = ((key, " selected" if str(key) == chosen else "", label) for key, label in self.choices)
        options = format_html_join("", '<option value="{}"{}>{}</option>', rows)
        about = flatatt(self.build_attrs(self.attrs, {"name": name, **(attrs or {})}))
        return format_html("<select{}>{}</select>", about, options)


def choice(label: Any, choices: Iterable[tuple[str, Any]] = ()) -> forms.ChoiceField:
    """A field that may be left empty, one of the choices it is given."""
    return forms.ChoiceField(label=label, required=False, choices=list(choices), widget=QuickSelect)


class FilterForm(forms.Form):
    """Everything a page of this app can be asked for. `read_filter` makes it, so that it is valid."""

    measure = choice(gettext_lazy("Measure"), MEASURE_NAMES.items())
    by = choice(gettext_lazy("Columns"))
    dimension = choice(gettext_lazy("Dimension"))
    code = choice(gettext_lazy("Code"))
    also = choice(gettext_lazy("And also"))
    office = choice(gettext_lazy("Office"))
    coder = choice(gettext_lazy("Coder"))
    participant = choice(gettext_lazy("Participant"))
    transcript = choice(gettext_lazy("Transcript"))
    attribute = choice(gettext_lazy("Attribute"))
    rollup = choice(gettext_lazy("Sub-codes"), [("", gettext_lazy("rolled up")), ("0", gettext_lazy("separate"))])
    interviewer = choice(
        gettext_lazy("Interviewer"), [("", gettext_lazy("counted")), (LEAVE_OUT, gettext_lazy("left out"))]
    )
    since = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DAY, input_formats=[ISO_DAY])
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DAY, input_formats=[ISO_DAY])
    rows = choice(gettext_lazy("Rows"))
    columns = choice(gettext_lazy("Columns"))

    def __init__(self, address: QueryDict, *, project: Project):
        super().__init__(address)
        self.dimensions = list(dimensions_of(project))
        self.codes = codes_of(project)
        rows, columns = default_cross(self.dimensions) or (None, None)
        self.usual = {
            "measure": MEASURES[0], "by": "office",
            "rows": rows and str(rows.pk), "columns": columns and str(columns.pk),
        }  # fmt: skip
        traits = traits_of(project)
        self.traits = {f"{key}:{value}": (key, value) for key, values in traits.items() for value in ["", *values]}
        people = _rows(project.participants.values_list("pk", "pseudonym"))
        transcripts = _rows(project.transcripts.filter(binned=None).values_list("pk", "title"))
        coders = _rows(counted_coders(project))
        families: Choices = [(str(dimension.pk), dimension.name) for dimension in self.dimensions]
        codes = _code_choices(self.codes)
        self._offer("by", [*BY_NAMES.items(), *((key, key) for key in traits)], empty=None)
        self._offer("dimension", families, empty=_("all"))
        self._offer("code", codes, empty=_("all"))
        self._offer("also", codes, empty="–")
        self._offer("office", _rows(compared_offices(project).values_list("pk", "name")), empty=_("all"))
        self._offer("coder", coders, empty=_("all"))
        self._offer("participant", [*people, (NOBODY, _("No participant"))], empty=_("all"))
        self._offer("transcript", transcripts, empty=_("all"))
        self._offer("attribute", [(name, _trait(*trait)) for name, trait in self.traits.items()], empty=_("all"))
        self._offer("rows", families, empty=None)
        self._offer("columns", families, empty=None)

    def _offer(self, name: str, choices: Sequence[Any], *, empty: str | None) -> None:
        field = self.fields[name]
        field.choices = choices if empty is None else [("", empty), *choices]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Filter:
        """The filter the address asks for."""
        told = self.cleaned_data
        attribute, value = self.traits.get(told["attribute"], ("", ""))
        nobody = told["participant"] == NOBODY
        return Filter(
            dimension=_id(told["dimension"]),
            code=_id(told["code"]),
            rollup=told["rollup"] != "0",
            office=_id(told["office"]),
            participant=None if nobody else _id(told["participant"]),
            nobody=nobody,
            transcript=_id(told["transcript"]),
            coder=_id(told["coder"]),
            attribute=attribute,
            value=value,
            since=told["since"],
            until=told["until"],
            interviewer=told["interviewer"],
        )

    @property
    def measure_chosen(self) -> str:
        return self.cleaned_data["measure"] or str(self.usual["measure"])

    @property
    def by_chosen(self) -> str:
        return self.cleaned_data["by"] or str(self.usual["by"])

    @property
    def also_chosen(self) -> UUID | None:
        return _id(self.cleaned_data["also"])

    def dimension_chosen(self, name: str) -> Dimension | None:
        """The dimension that the field `name` chooses."""
        wanted = self.cleaned_data[name]
        return next((dimension for dimension in self.dimensions if str(dimension.pk) == wanted), None)

    def address(self, **changes: object) -> str:
        """The query that asks for the same, with some of it changed, without what goes without saying."""
        asked = {**{name: self.data.get(name, "") for name in self.fields}, **changes}
        return urlencode({name: value for name, value in asked.items() if value and value != self.usual.get(name)})

    def chips(self, *names: str) -> list[Chip]:
        """The filter in force, in words; only the fields named, or all that filter."""
        chips = []
        for name in names or FILTERING:
            value = self.cleaned_data[name]
            if not value:
                continue
            if name in ("since", "until"):
                shown = date_format(value)
            else:
                shown = str(dict(self.fields[name].choices)[value]).strip()  # type: ignore[attr-defined]
            chips.append(Chip(name, str(self.fields[name].label), shown))
        return chips


def read_filter(address: QueryDict, project: Project) -> FilterForm:
    """The valid form of an address. Raises Invalid when it names what the project does not have."""
    form = FilterForm(address, project=project)
    if not form.is_valid():
        told = {"wrong": ", ".join(str(form.fields[name].label) for name in form.errors)}
        message = _("This filter asks for something the project does not have: %(wrong)s.") % told
        raise Invalid("invalid_filter", message)
    return form


FILTERING = (
    "dimension", "code", "also", "office", "participant", "transcript", "coder", "attribute", "since",
    "until", "interviewer",
)  # fmt: skip


def traits_of(project: Project) -> dict[str, list[str]]:
    """The attributes of the project's participants with the values that occur, both in order."""
    values: dict[str, set[str]] = {}
    for attributes in stated(project).values():
        for key, value in attributes.items():
            # A name of ours wins over an attribute that happens to be called the same.
            if key not in COLUMN_OF_CODING:
                values.setdefault(key, set()).add(value)
    return {key: sorted(found) for key, found in sorted(values.items())}


def _trait(key: str, value: str) -> str:
    return f"{key}: {value or _('not stated')}"


def _code_choices(codes: Iterable[Code]) -> Choices:
    return [(str(code.pk), "\u2003" * code.depth + code.name) for code in codes]


def _rows(rows: Iterable[tuple[UUID, str]]) -> Choices:
    return [(str(pk), name) for pk, name in rows]


def _id(value: str) -> UUID | None:
    return UUID(value) if value else None
