"""What people decide about passages that a correction left in doubt."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.coding.forms.versions import WordsField
from apps.coding.queries.waiting import Waiting

DECISIONS = ("accept", "leave", "adjust")


class DecisionForm(forms.Form):
    """One decision. Borders come as `start` and `end`, or as the `words` themselves."""

    decision = forms.ChoiceField(choices=[(each, each) for each in DECISIONS])
    # The version the person looked at.
    version = forms.UUIDField(required=False)
    candidate = forms.IntegerField(min_value=0, required=False)
    start = forms.IntegerField(min_value=0, required=False)
    end = forms.IntegerField(min_value=1, required=False)
    words = WordsField(required=False)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        has_borders = cleaned.get("start") is not None and cleaned.get("end") is not None
        if cleaned.get("decision") == "adjust" and not has_borders and not str(cleaned.get("words", "")).strip():
            self.add_error("words", _("Say which words the passage has now."))
        return cleaned


class ScopeForm(forms.Form):
    """The queue of one transcript, or of all that have one."""

    transcript = forms.ChoiceField(label=_("Transcript"), required=False)

    def __init__(self, *args: Any, waiting: Iterable[Waiting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.transcript), f"{each.title} ({each.count})") for each in waiting]
        field = self.fields["transcript"]
        field.choices = [("", _("All transcripts")), *choices]  # type: ignore[attr-defined]
        field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}
