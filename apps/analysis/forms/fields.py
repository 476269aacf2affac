"""Fields of the filter bar."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from apps.analysis.queries import UNDATED, Condition, conditions
from apps.projects.models import Project
from apps.web.errors import Invalid
from core.periods import days_of

ISO_DAY = "%Y-%m-%d"
DAY = forms.DateInput({"type": "date"}, format=ISO_DAY)
Choices = list[tuple[str, str]]


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


def day(label: Any) -> forms.DateField:
    return forms.DateField(label=label, required=False, widget=DAY, input_formats=[ISO_DAY])


class ConditionsWidget(forms.Widget):
    """Reads conditions from an address: `name=key:value`, as often as needed.

    Two inputs of a page cannot make one range: they arrive as `name.from.KEY` and `name.to.KEY`.
    """

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> list[str]:
        told = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        keys = {key.split(".", 2)[2] for key in data if key.startswith((f"{name}.from.", f"{name}.to."))}
        ranges = {key: (data.get(f"{name}.from.{key}", ""), data.get(f"{name}.to.{key}", "")) for key in keys}
        asked = [f"{key}:{low}..{high}" for key, (low, high) in sorted(ranges.items()) if low or high]
        return [*filter(None, told), *asked]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The conditions in force as hidden inputs, for pages that offer no others."""
        rows = ((name, str(each)) for each in value or ())
        return format_html_join("", '<input type="hidden" name="{}" value="{}">', rows)


class ConditionsField(forms.Field):
    """Conditions on the attributes of one subject of the project."""

    widget = ConditionsWidget
    project: Project

    def __init__(self, subject: str, label: Any):
        super().__init__(label=label, required=False)
        self.subject = subject

    def clean(self, value: list[str]) -> tuple[Condition, ...]:
        try:
            return conditions(self.project, self.subject, value)
        except Invalid as error:
            raise ValidationError(str(error)) from error


class PeriodField(forms.CharField):
    """The name of a period, or UNDATED."""

    def clean(self, value: Any) -> str:
        told = str(super().clean(value))
        try:
            if told not in ("", UNDATED):
                days_of(told)
        except ValueError as error:
            raise ValidationError(told) from error
        return told
