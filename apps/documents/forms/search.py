"""What people ask of the search across a project."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import DayField, OfficeField
from apps.documents.models import Transcript
from apps.documents.queries import participants_of
from apps.documents.search import Scope
from apps.projects.models import Project

LONGEST_QUERY = 300
SPEAKERS = [
    ("", _("Said by anybody")),
    ("others", _("Not by the interviewer")),
    ("interviewer", _("By the interviewer")),
]
# What opens the second line of the filter bar.
FURTHER = ("participant", "since", "until", "kind")


class SearchForm(forms.Form):
    """The words and where to look for them; what cannot be read in the address counts as not asked for."""

    q = forms.CharField(label=_("Words"), required=False, max_length=LONGEST_QUERY)
    said_by = forms.ChoiceField(label=_("Said by"), required=False, choices=SPEAKERS)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Transcript.Kind.choices])
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False, empty_label=_("All offices"))
        self.fields["participant"] = forms.ModelChoiceField(
            participants_of(project), label=_("Participant"), required=False, empty_label=_("All participants")
        )
        self.fields["transcript"] = forms.ModelChoiceField(
            Transcript.objects.filter(project=project, binned=None), required=False, widget=forms.HiddenInput
        )
        for field in self.fields.values():
            style = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": style, "aria-label": str(field.label)}

    @property
    def is_further(self) -> bool:
        """Whether the second line is in use and must be seen."""
        return any(self.data.get(name) for name in FURTHER)

    @property
    def words(self) -> str:
        self.full_clean()
        return self.cleaned_data.get("q") or ""

    def scope(self) -> Scope:
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "q"}
        for name in ("office", "participant", "transcript"):
            if name in asked:
                asked[name] = asked[name].pk
        return Scope(**asked)

    @property
    def transcript_chosen(self) -> Transcript | None:
        """The one transcript that is looked in."""
        return self.cleaned_data.get("transcript")
