"""Who stands behind each speaker label."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.models import Office, Participant
from apps.documents.speakers import Choice

NEW = "new"
ASKS = "interviewer"


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
        """`speakers` are {"label", "turns", "words", "interviewer", "choice", "pseudonym"}.

        `choice` is chosen at first; where it is None, the interviewer or nobody.
        """
        super().__init__(*args, **kwargs)
        self.speakers = list(speakers)
        self.people = {str(participant.pk): participant for participant in participants}
        choices = _speaker_choices(self.people.values(), office, may_make)
        for number, speaker in enumerate(self.speakers):
            label = _("Participant for %(label)s") % {"label": speaker["label"] or _("unlabelled text")}
            self.fields[f"who_{number}"] = forms.ChoiceField(
                choices=choices,
                required=False,
                initial=_choice_value(speaker["choice"], speaker.get("interviewer", False)),
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

    def interviewers(self) -> set[str]:
        """The labels of those who ask."""
        return {each["label"] for n, each in enumerate(self.speakers) if self.cleaned_data[f"who_{n}"] == ASKS}

    def _choice(self, who: str, name: str | None) -> Choice:
        return name if who == NEW else self.people.get(who)


@dataclass(frozen=True)
class TypedTable:
    """A table of speakers as it came back: the labels it showed, and what was chosen for each."""

    labels: list[str]
    chosen: dict[str, tuple[str, str]]

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> "TypedTable":
        numbers = sorted(int(name[6:]) for name in data if name.startswith("label_") and name[6:].isdecimal())
        rows = [(str(data[f"label_{n}"]), data.get(f"who_{n}", ""), data.get(f"name_{n}", "")) for n in numbers]
        return cls([label for label, _who, _name in rows], {label: (who, name) for label, who, name in rows})

    @property
    def asks(self) -> dict[str, bool]:
        """Label -> whether the interviewer was chosen for it."""
        return {label: who == ASKS for label, (who, _name) in self.chosen.items()}

    def initial(self, labels: Iterable[str]) -> dict[str, str]:
        """What was chosen, as the fields of a table that shows these labels."""
        known = [(n, self.chosen[label]) for n, label in enumerate(labels) if label in self.chosen]
        return {f"who_{n}": who for n, (who, _name) in known} | {f"name_{n}": name for n, (_who, name) in known if name}


def _choice_value(choice: Choice, asks: bool) -> str:
    if choice is None:
        return ASKS if asks else ""
    return NEW if isinstance(choice, str) else str(choice.pk)


def _speaker_choices(people: Iterable[Participant], office: Office, may_make: bool) -> list[tuple[Any, Any]]:
    """Nobody, the interviewer, a new participant, then everybody by office, the transcript's own office first."""
    by_office: dict[str, list[tuple[str, str]]] = {office.name: []}
    for participant in people:
        by_office.setdefault(participant.office.name, []).append((str(participant.pk), participant.pseudonym))
    own = [("", _("no participant")), (ASKS, _("interviewer")), *([(NEW, _("new participant"))] if may_make else [])]
    return own + [(name, group) for name, group in by_office.items() if group]
