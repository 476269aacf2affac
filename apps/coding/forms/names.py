"""What leads type about names that must not be seen."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.documents.queries import hidden_names_of, participants_of, transcripts_of
from apps.projects.models import Project


class NameForm(forms.Form):
    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=200, help_text=gettext_lazy("As it stands in the transcripts.")
    )
    pseudonym = forms.CharField(
        label=gettext_lazy("Pseudonym"), max_length=120, help_text=gettext_lazy("What stands there instead.")
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["participant"] = forms.ModelChoiceField(
            queryset=participants_of(project),
            required=False,
            label=gettext_lazy("Participant"),
            empty_label=gettext_lazy("nobody who was interviewed"),
            help_text=gettext_lazy("Erasing a participant erases the names listed for them too."),
        )


@dataclass(frozen=True)
class Wanted:
    any_case: bool
    transcript: UUID | None


class SearchForm(forms.Form):
    """What the preview looks through; what cannot be read in the address counts as not asked for."""

    any_case = forms.BooleanField(
        label=gettext_lazy("Also in small letters"),
        required=False,
        help_text=gettext_lazy("Look closely then: Indah, Surya and Grace are words too."),
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["transcript"] = forms.ModelChoiceField(
            queryset=transcripts_of(project),
            required=False,
            label=gettext_lazy("Transcript"),
            empty_label=gettext_lazy("all transcripts"),
        )
        self.order_fields(["transcript", "any_case"])

    def wanted(self) -> Wanted:
        self.full_clean()
        transcript = self.cleaned_data.get("transcript")
        return Wanted(bool(self.cleaned_data.get("any_case")), transcript.pk if transcript else None)


class HideForm(forms.Form):
    """The names and transcripts that were ticked, by their ids."""

    any_case = forms.BooleanField(required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field, chosen in (("names", hidden_names_of(project)), ("transcripts", transcripts_of(project))):
            self.fields[field] = forms.ModelMultipleChoiceField(queryset=chosen)

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        return {
            "any_case": cleaned.get("any_case", False),
            "names": [str(each.pk) for each in cleaned.get("names", ())],
            "transcripts": [str(each.pk) for each in cleaned.get("transcripts", ())],
        }


class EraseForm(forms.Form):
    """What cannot be undone asks for the pseudonym, so that nobody erases the next person in the list."""

    typed = forms.CharField(label=gettext_lazy("Type the pseudonym to confirm"), max_length=120)

    def __init__(self, *args: Any, pseudonym: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.pseudonym = pseudonym
        self.fields["typed"].widget.attrs["autocomplete"] = "off"

    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if typed.strip().casefold() != self.pseudonym.casefold():
            raise forms.ValidationError(_("This is not the participant's pseudonym. Nothing was erased."))
        return typed
