"""What people type about files on their way in."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import OfficeField
from apps.documents.models import Transcript
from apps.projects.models import Project


class UploadForm(forms.Form):
    """Where uploaded files belong. The files are no field of it: each is judged and answered on its own."""

    new_office = forms.CharField(label=_("or a new office"), max_length=200, required=False)
    by_name = forms.BooleanField(
        label=_("Where a file's name or folder names another office, put it there"), required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False)
        self.order_fields(["office", "new_office", "by_name"])

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if not cleaned.get("office") and not cleaned.get("new_office") and not self.errors:
            self.add_error("office", _("Choose the office these interviews belong to, or name a new one."))
        return cleaned


class BatchForm(forms.Form):
    """The job whose files are meant; none for all."""

    job = forms.UUIDField(required=False, widget=forms.HiddenInput)


class ConfirmAllForm(BatchForm):
    """What all files that are confirmed at once have in common, where it is not as it was found."""

    kind = forms.ChoiceField(
        label=_("Kind"), required=False, choices=Transcript.Kind.choices, widget=forms.Select({"class": "form-select"})
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=[("", _("the language found in each")), *settings.LANGUAGES],
        widget=forms.Select({"class": "form-select"}),
    )
