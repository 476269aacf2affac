"""What people type about transcripts."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import DayField, OfficeField, PeopleField, StatedForm
from apps.documents.models import Attribute, Participant, Transcript
from apps.documents.queries import TranscriptFilter, attributes_of, participants_of
from apps.projects.models import Project

PAGE_SIZES = (50, 100, 250)
# What opens the second line of the filter bar.
FURTHER = ("participant", "since", "until", "attribute", "value", "doubts", "uncoded")


class DetailsForm(forms.Form):
    """The metadata of a transcript, also of one that an upload is about to become."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Transcript.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    date = DayField(label=_("Date"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project)
        self.order_fields(["title", "office", "kind", "language", "date"])


class TranscriptForm(DetailsForm, StatedForm):
    """The metadata of a transcript that is there: also its participants and attributes."""

    def __init__(self, *args: Any, project: Project, near: Iterable[Participant] | None = None, **kwargs: Any) -> None:
        """`near` are the participants to tick where the project has too many to show all; others can be typed."""
        super().__init__(*args, project=project, **kwargs)
        self.fields["participants"] = people = forms.ModelMultipleChoiceField(
            queryset=participants_of(project),
            label=_("Participants"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        if near is not None:
            people.choices = [(each.pk, str(each)) for each in near]
            self.fields["others"] = PeopleField(project, label=_("Further participants"))
        self.add_attributes(project, Attribute.Subject.TRANSCRIPT)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if others := cleaned.pop("others", None):
            cleaned["participants"] = list({*cleaned.get("participants", ()), *others})
        return cleaned


class FilterForm(forms.Form):
    """The filter bar of the transcript list; what cannot be read in the address counts as not asked for."""

    text = forms.CharField(label=_("Title has"), required=False, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Transcript.Kind.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *settings.LANGUAGES]
    )
    participant = forms.CharField(label=_("Participant"), required=False, widget=forms.TextInput({"type": "search"}))
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
    value = forms.CharField(label=_("Value"), required=False)
    doubts = forms.BooleanField(label=_("Passages to decide about"), required=False)
    uncoded = forms.BooleanField(label=_("Not coded yet"), required=False)
    size = forms.TypedChoiceField(
        label=_("Rows a page"), required=False, coerce=int,
        choices=[(each, each) for each in PAGE_SIZES],
    )  # fmt: skip
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False, empty_label=_("All offices"))
        names = attributes_of(project, Attribute.Subject.TRANSCRIPT).values_list("name", flat=True)
        self.fields["attribute"] = forms.ChoiceField(
            label=_("Attribute"), required=False, choices=[("", _("Attribute")), *((name, name) for name in names)]
        )
        for name, field in self.fields.items():
            if isinstance(field, forms.BooleanField):
                field.widget.attrs |= {"class": "form-check-input"}
                continue
            style = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            shown = {"placeholder": field.label} if name in {"text", "participant", "value"} else {}
            field.widget.attrs |= {"class": style, "aria-label": str(field.label), **shown}

    @property
    def is_further(self) -> bool:
        """Whether the second line is in use and must be seen."""
        return any(self.data.get(name) for name in FURTHER)

    def page_size(self) -> int:
        self.full_clean()
        return int(self.cleaned_data.get("size") or PAGE_SIZES[0])

    def as_filter(self) -> TranscriptFilter:
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value and name != "size"}
        office = asked.pop("office", None)
        return TranscriptFilter(office=office.pk if office else None, **asked)
