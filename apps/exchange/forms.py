"""What to export, and which part of it."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analysis.names import NOBODY, REVIEW_NAMES
from apps.analysis.queries import LEAVE_OUT
from apps.codebook.queries import codes_of, dimensions_of
from apps.coding.queries import coders_of
from apps.coding.queries.memos import KINDS
from apps.documents.queries import office_choices, participants_of, transcripts_of
from apps.exchange.queries import NARROWING
from apps.projects.models import Project

FORMATS = [("xlsx", gettext_lazy("Excel (.xlsx)")), ("csv", gettext_lazy("CSV"))]
MEMO_FORMATS = [
    ("docx", gettext_lazy("Word (.docx)")),
    ("md", gettext_lazy("Markdown (.md)")),
    *FORMATS,
]
SEPARATORS = [
    (";", gettext_lazy("semicolon, for Excel")),
    (",", gettext_lazy("comma, for R, Python and others")),
]


DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class ExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=FORMATS)
    separator = forms.ChoiceField(label=gettext_lazy("CSV separated by"), choices=SEPARATORS, required=False)
    office = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    participant = forms.ChoiceField(label=gettext_lazy("Participant"), required=False)
    transcript = forms.ChoiceField(label=gettext_lazy("Transcript"), required=False)
    dimension = forms.ChoiceField(label=gettext_lazy("Dimension"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Code with its sub-codes"), required=False)
    coder = forms.ChoiceField(label=gettext_lazy("Coder"), required=False)
    review = forms.ChoiceField(label=gettext_lazy("Review"), required=False, choices=list(REVIEW_NAMES.items()))
    interviewer = forms.ChoiceField(
        label=gettext_lazy("Interviewer"),
        required=False,
        choices=[("", gettext_lazy("counted")), (LEAVE_OUT, gettext_lazy("left out"))],
    )
    since = forms.DateField(label=gettext_lazy("Coded since"), required=False, widget=DAY)
    until = forms.DateField(label=gettext_lazy("Coded until"), required=False, widget=DAY)

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, str]]] = {
            "office": office_choices(project),
            "participant": [(each.pk, each.pseudonym) for each in participants_of(project)],
            "transcript": [(each.pk, each.title) for each in transcripts_of(project)],
            "dimension": [(each.pk, each.name) for each in dimensions_of(project)],
            "code": [(each.pk, each.path) for each in codes_of(project)],
            "coder": [(each.pk, str(each)) for each in coders_of(project)],
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", _("all")), *found]  # type: ignore[attr-defined]
        # What only the dashboard can ask for comes along when one comes from there.
        for name in NARROWING:
            if name not in self.fields:
                self.fields[name] = forms.CharField(required=False, widget=forms.HiddenInput)

    @property
    def options(self) -> dict[str, str]:
        """What was chosen besides the format."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value and name != "format"}

    @property
    def carried(self) -> dict[str, str]:
        """What it was given at first that it does not show."""
        return {name: value for name, value in self.initial.items() if self.fields[name].widget.is_hidden}


def from_dashboard(address: QueryDict) -> dict[str, str]:
    """The dashboard's filter, which stands in the address, as the form's first values."""
    told = {name: "\n".join(filter(None, address.getlist(name))) for name in NARROWING if address.get(name)}
    if told.get("participant") == NOBODY:
        told |= {"participant": "", "nobody": "yes"}
    return told


class MemoExportForm(forms.Form):
    """In which format memos are taken away, and which: the filter of the list of memos."""

    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=MEMO_FORMATS)
    separator = forms.ChoiceField(choices=SEPARATORS, required=False)
    words = forms.CharField(required=False, max_length=200)
    kind = forms.ChoiceField(choices=KINDS, required=False)
    author = forms.UUIDField(required=False)
    code = forms.UUIDField(required=False)
    transcript = forms.UUIDField(required=False)
    office = forms.UUIDField(required=False)
    participant = forms.UUIDField(required=False)
    since = forms.DateField(required=False)
    until = forms.DateField(required=False)

    @property
    def options(self) -> dict[str, str]:
        """What was chosen besides the format, as an export keeps it."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value and name != "format"}
