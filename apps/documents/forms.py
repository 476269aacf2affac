"""What people type about offices, participants, transcripts and uploads."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Office, Participant, Transcript
from apps.documents.queries import TranscriptFilter, office_choices, offices_of, participants_of
from apps.documents.speakers import Choice
from apps.projects.models import Project

NEW = "new"


class AttributesField(forms.CharField):
    """A dictionary, typed as one "name: value" a line. Numbers come back as numbers."""

    widget = forms.Textarea

    def __init__(self) -> None:
        super().__init__(
            label=_("Attributes"),
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


class OfficeField(forms.ModelChoiceField[Office]):
    """One of the project's offices, shown as a tree."""

    def __init__(self, project: Project, **rest: Any) -> None:
        super().__init__(queryset=offices_of(project), **{"label": _("Office"), **rest})
        self.choices = [("", self.empty_label), *office_choices(project)]


class OfficeForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OfficeField(
            project, required=False, label=_("Lies below"), empty_label=_("nothing, it stands at the top")
        )
        self.fields["attributes"] = AttributesField()


class ParticipantForm(forms.Form):
    pseudonym = forms.CharField(
        label=_("Pseudonym"), max_length=120, help_text=_("Shown everywhere instead of the real name.")
    )
    real_name = forms.CharField(label=_("Real name"), max_length=200, required=False, help_text=_("Only leads see it."))

    def __init__(self, *args: Any, project: Project, with_real_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_real_name:
            del self.fields["real_name"]
        self.fields["office"] = OfficeField(project)
        self.fields["attributes"] = AttributesField()


class UploadForm(forms.Form):
    """Where uploaded files belong. The files are no field of it: each is judged and answered on its own."""

    new_office = forms.CharField(label=_("or a new office"), max_length=200, required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False)
        self.order_fields(["office", "new_office"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("office") and not cleaned.get("new_office") and not self.errors:
            self.add_error("office", _("Choose the office these interviews belong to, or name a new one."))
        return cleaned


class BatchForm(forms.Form):
    """The job whose files are meant; none for all."""

    job = forms.UUIDField(required=False)


class DetailsForm(forms.Form):
    """The metadata of a transcript, also of one that an upload is about to become."""

    title = forms.CharField(label=_("Title"), max_length=300)
    kind = forms.ChoiceField(label=_("Kind"), choices=Transcript.Kind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    date = forms.DateField(label=_("Date"), required=False, widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project)
        self.order_fields(["title", "office", "kind", "language", "date"])


class TranscriptForm(DetailsForm):
    """The metadata of a transcript that is there: also its participants and attributes."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        self.fields["participants"] = forms.ModelMultipleChoiceField(
            queryset=participants_of(project),
            label=_("Participants"),
            required=False,
            widget=forms.CheckboxSelectMultiple,
        )
        self.fields["attributes"] = AttributesField()


class SpeakersForm(forms.Form):
    """Who stands behind each speaker label: the fields `who_N` and, where people may be made, `name_N`."""

    def __init__(
        self,
        *args: Any,
        speakers: Iterable[Mapping[str, Any]],
        participants: Iterable[Participant],
        office: Office,
        may_make: bool = False,
        **kwargs: Any,
    ) -> None:
        """`speakers` are {"label", "turns", "words", "choice", "pseudonym"}; `choice` is chosen at first."""
        super().__init__(*args, **kwargs)
        self.speakers = list(speakers)
        self.people = {str(participant.pk): participant for participant in participants}
        choices = _speaker_choices(self.people.values(), office, may_make)
        for number, speaker in enumerate(self.speakers):
            label = _("Participant for %(label)s") % {"label": speaker["label"] or _("unlabelled text")}
            self.fields[f"who_{number}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=_choice_value(speaker["choice"]),
                widget=forms.Select({"class": "form-select", "aria-label": label}),
            )
            if may_make:
                naming = {"class": "form-control", "aria-label": _("Pseudonym of the new participant")}
                self.fields[f"name_{number}"] = forms.CharField(
                    max_length=120,
                    required=False,
                    initial=speaker["pseudonym"],
                    widget=forms.TextInput(naming),
                )

    def rows(self) -> list[dict[str, Any]]:
        """Each speaker with its bound fields, for the table."""
        return [
            {
                **speaker,
                "who": self[f"who_{number}"],
                "name": self[f"name_{number}"] if f"name_{number}" in self.fields else None,
            }
            for number, speaker in enumerate(self.speakers)
        ]

    def clean(self) -> dict[str, Any]:
        taken = {participant.pseudonym.casefold() for participant in self.people.values()}
        for number in range(len(self.speakers)):
            name = self.cleaned_data.get(f"name_{number}", "")
            if self.cleaned_data.get(f"who_{number}") != NEW:
                continue
            if not name:
                self.add_error(f"name_{number}", _("Give the new participant a pseudonym."))
            elif name.casefold() in taken:
                self.add_error(f"name_{number}", _("There is a participant of that name; choose them instead."))
        return self.cleaned_data

    def chosen(self) -> dict[str, Choice]:
        """Label -> participant, pseudonym of a new one, or None."""
        return {
            speaker["label"]: self._choice(self.cleaned_data[f"who_{number}"], self.cleaned_data.get(f"name_{number}"))
            for number, speaker in enumerate(self.speakers)
        }

    def participants(self) -> dict[str, Participant | None]:
        """Label -> participant or None, where no new ones may be made."""
        return {label: choice for label, choice in self.chosen().items() if not isinstance(choice, str)}

    def _choice(self, who: str, name: str | None) -> Choice:
        return name if who == NEW else self.people.get(who)


class FilterForm(forms.Form):
    """The filter bar of the transcript list; what cannot be read in the address counts as not asked for."""

    text = forms.CharField(label=_("Title has"), required=False, widget=forms.TextInput({"type": "search"}))
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All kinds")), *Transcript.Kind.choices])
    language = forms.ChoiceField(
        label=_("Language"), required=False, choices=[("", _("All languages")), *settings.LANGUAGES]
    )
    sort = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False, empty_label=_("All offices"))
        for field in self.fields.values():
            style = "form-select" if isinstance(field, forms.ChoiceField) else "form-control"
            field.widget.attrs |= {"class": style, "aria-label": str(field.label)}
        self.fields["text"].widget.attrs["placeholder"] = _("Title has")

    def as_filter(self) -> TranscriptFilter:
        self.full_clean()
        asked = {name: value for name, value in self.cleaned_data.items() if value}
        office = asked.pop("office", None)
        return TranscriptFilter(office=office.pk if office else None, **asked)


def _number_or_text(held: str) -> int | float | str:
    for number in (int, float):
        try:
            return number(held) if held.isascii() and "_" not in held else held
        except ValueError:
            continue
    return held


def _choice_value(choice: Choice) -> str:
    if choice is None:
        return ""
    return NEW if isinstance(choice, str) else str(choice.pk)


def _speaker_choices(people: Iterable[Participant], office: Office, may_make: bool) -> list[tuple[Any, Any]]:
    """The interviewer, a new participant, then everybody by office, the transcript's own office first."""
    by_office: dict[str, list[tuple[str, str]]] = {office.name: []}
    for participant in people:
        by_office.setdefault(participant.office.name, []).append((str(participant.pk), participant.pseudonym))
    own = [("", _("interviewer, or nobody")), *([(NEW, _("new participant"))] if may_make else [])]
    return own + [(name, group) for name, group in by_office.items() if group]
