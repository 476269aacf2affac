"""Fields that several forms of this app have."""

import math
from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Attribute, Office
from apps.documents.queries import attributes_of, find_participants, office_choices, offices_of
from apps.projects.models import Project
from apps.web.errors import DomainError
from core.values import LONGEST_VALUE

YES_NO = [("", "–"), ("yes", _("Yes")), ("no", _("No"))]


class AttributesField(forms.CharField):
    """A dictionary, typed as one "name: value" a line. Numbers come back as numbers."""

    widget = forms.Textarea

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            help_text=_("One a line, such as “years of service: 12”. Results can be compared by them."),
        )
        self.widget.attrs["rows"] = 4

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(f"{name}: {held}" for name, held in value.items()) if isinstance(value, dict) else value

    def to_python(self, value: Any) -> Any:
        lines = [line for line in (super().to_python(value) or "").splitlines() if line.strip()]
        if any(":" not in line for line in lines):
            raise forms.ValidationError(_("Write a name, a colon and a value on each line."))
        pairs = (line.split(":", 1) for line in lines)
        return {name.strip(): _number_or_text(held.strip()) for name, held in pairs}


class DayField(forms.DateField):
    """A day, chosen from the browser's own calendar."""

    def __init__(self, **rest: Any) -> None:
        super().__init__(**{"widget": forms.DateInput({"type": "date"}, format="%Y-%m-%d"), **rest})


class StatedForm(forms.Form):
    """A form with a field for each attribute that is defined for its subject, and free lines for all others.

    `initial["attributes"]` and `cleaned_data["attributes"]` hold both together: {name: value}.
    """

    typed: dict[str, Attribute]

    def add_attributes(self, project: Project, subject: str) -> None:
        """Put the attributes' fields behind those that are there."""
        self.typed = {f"attribute_{each.pk.hex}": each for each in attributes_of(project, subject)}
        held = dict(self.initial.get("attributes") or {})
        stated = {name: held.pop(each.name, None) for name, each in self.typed.items()}
        self.initial = {**self.initial, **stated, "attributes": held}
        self.fields |= {name: _typed_field(each) for name, each in self.typed.items()}
        self.fields["attributes"] = AttributesField(_("Other attributes") if self.typed else _("Attributes"))

    def attribute_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.typed]

    def clean_attributes(self) -> dict[str, Any]:
        """Every value under its attribute's name: the fields of defined ones are cleaned before the free lines."""
        free: dict[str, Any] = self.cleaned_data["attributes"]
        twice = [each.name for each in self.typed.values() if each.name in free]
        if twice:
            raise forms.ValidationError(_("These have a field of their own: %(names)s.") % {"names": ", ".join(twice)})
        stated = {each.name: self.cleaned_data.pop(name, None) for name, each in self.typed.items()}
        return {name: value for name, value in stated.items() if value not in (None, "")} | free


class OfficeField(forms.ModelChoiceField[Office]):
    """One of the project's offices, shown as a tree."""

    def __init__(self, project: Project, **rest: Any) -> None:
        super().__init__(queryset=offices_of(project), **{"label": _("Office"), **rest})
        self.choices = [("", self.empty_label), *office_choices(project)]


class PeopleField(forms.CharField):
    """Participants by their pseudonyms, with commas between."""

    def __init__(self, project: Project, **rest: Any) -> None:
        super().__init__(**{"required": False, "help_text": _("Pseudonyms, with commas between."), **rest})
        self.project = project

    def clean(self, value: Any) -> Any:
        try:
            return find_participants(self.project, (super().clean(value) or "").split(","))
        except DomainError as error:
            raise forms.ValidationError(error.message) from error


def _number_or_text(held: str) -> int | float | str:
    for number in (int, float):
        try:
            read = number(held) if held.isascii() and "_" not in held else held
        except ValueError:
            continue
        return held if isinstance(read, float) and not math.isfinite(read) else read
    return held


def _typed_field(attribute: Attribute) -> forms.Field:
    """The field that holds a value of the attribute's kind, and may stay empty."""
    make: Mapping[str, Callable[..., forms.Field]] = {
        Attribute.Kind.TEXT: lambda **rest: forms.CharField(max_length=LONGEST_VALUE, **rest),
        Attribute.Kind.NUMBER: lambda **rest: forms.FloatField(widget=forms.NumberInput({"step": "any"}), **rest),
        Attribute.Kind.DATE: lambda **rest: DayField(**rest),
        Attribute.Kind.CHOICE: lambda **rest: forms.ChoiceField(
            choices=[("", "–"), *((each, each) for each in attribute.choices)], **rest
        ),
        Attribute.Kind.YES_NO: lambda **rest: forms.ChoiceField(choices=YES_NO, **rest),
    }
    return make[attribute.kind](label=attribute.name, required=False)
