"""What people type about attributes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Attribute


class AttributeForm(forms.Form):
    """An attribute's name and kind; `choices` is cleaned to a list of texts."""

    subject = forms.ChoiceField(label=_("Belongs to"), choices=Attribute.Subject.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=Attribute.Kind.choices)
    choices = forms.CharField(
        label=_("Values of the list"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("One a line; only for the kind “one of a list”."),
    )
    clear_misfits = forms.BooleanField(
        label=_("Clear the values that do not fit"), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["subject"]

    def offer_to_clear(self) -> None:
        """Show the way out when values do not fit."""
        self.fields["clear_misfits"].widget = forms.CheckboxInput()

    def clean_choices(self) -> list[str]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["choices"].splitlines())
        return list({line.casefold(): line for line in lines if line}.values())
