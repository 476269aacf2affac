"""What people type to correct a transcript and to compare its versions."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.coding.services.corrections import NOTE_LENGTH
from apps.documents.models import Version
from core.text.readers import SUPPORTED


class WordsField(forms.CharField):
    """Words as they were typed: white space at the ends is not cut off, and line ends are LF."""

    widget = forms.Textarea

    def __init__(self, **rest: Any) -> None:
        super().__init__(strip=False, **rest)

    def to_python(self, value: Any) -> Any:
        return str(super().to_python(value) or "").replace("\r\n", "\n")


class TurnForm(forms.Form):
    """One turn. `version` is the one its words were read from."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    speaker = forms.CharField(label=_("Speaker"), max_length=120, required=False)
    words = WordsField(label=_("Words"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["speaker"].widget.attrs |= {"class": "form-control", "list": "speakers", "autocomplete": "off"}
        self.fields["words"].widget.attrs |= {"class": "form-control turn-words", "rows": 8, "autofocus": True}


class CorrectionForm(forms.Form):
    """A corrected file, or the whole text corrected; `version` is the one it was corrected from."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    file = forms.FileField(label=_("Corrected file"), required=False)
    text = WordsField(label=_("The whole text"), required=False)
    note = forms.CharField(label=_("Note"), max_length=NOTE_LENGTH, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs |= {"class": "form-control", "accept": ",".join(sorted(SUPPORTED))}
        self.fields["text"].widget.attrs |= {"class": "form-control turn-words", "rows": 24}
        self.fields["note"].widget.attrs |= {"class": "form-control"}


class ConfirmForm(forms.Form):
    """A previewed correction: its text, or the upload that holds it."""

    version = forms.UUIDField(widget=forms.HiddenInput)
    upload = forms.UUIDField(widget=forms.HiddenInput, required=False)
    text = WordsField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(widget=forms.HiddenInput, max_length=NOTE_LENGTH, required=False)


class CompareForm(forms.Form):
    """Which two versions, and how they are shown; what cannot be read in the address counts as not asked for."""

    old = forms.TypedChoiceField(label=_("From"), coerce=int, required=False)
    new = forms.TypedChoiceField(label=_("To"), coerce=int, required=False)
    view = forms.ChoiceField(
        label=_("Show"), required=False, choices=[("", _("In one column")), ("side", _("Side by side"))]
    )

    def __init__(self, *args: Any, versions: Iterable[Version], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.number, _("Version %(number)s") % {"number": version.number}) for version in versions]
        for name in ("old", "new"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}
