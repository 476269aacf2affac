"""What to make of the codebook, and what to make of a file of codes."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.codebook.models import Dimension
from apps.codebook.queries import dimensions_of, versions_of
from apps.exchange.codebooks.judging import Choice
from apps.exchange.forms import SEPARATORS
from apps.projects.models import Project
from core.codebooks.entries import LONGEST_NAME

KINDS = [
    ("codebook-pdf", gettext_lazy("PDF, to print")),
    ("codebook-docx", gettext_lazy("Word (.docx), for a thesis")),
    ("codebook-xlsx", gettext_lazy("Excel (.xlsx)")),
    ("codebook-csv", gettext_lazy("CSV")),
    ("qdc", gettext_lazy("REFI-QDA codebook (.qdc), for NVivo, ATLAS.ti, MAXQDA and others")),
]
COUNTED = [
    ("", gettext_lazy("no numbers")),
    ("codings", gettext_lazy("codings of each code")),
    ("offices", gettext_lazy("codings of each code in each office")),
]
TOPS = [
    ("auto", gettext_lazy("codes")),
    ("dimensions", gettext_lazy("dimensions, where codes stand below them")),
]


class CodebookExportForm(forms.Form):
    format = forms.ChoiceField(label=gettext_lazy("Format"), choices=KINDS, widget=forms.RadioSelect)
    version = forms.TypedChoiceField(label=gettext_lazy("Version"), required=False, coerce=int)
    counts = forms.ChoiceField(label=gettext_lazy("Numbers"), choices=COUNTED, required=False)
    separator = forms.ChoiceField(label=gettext_lazy("CSV separated by"), choices=SEPARATORS, required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        frozen = [
            (each.number, _("version %(number)s") % {"number": each.number} + (f" · {each.note}" if each.note else ""))
            for each in versions_of(project)
        ]
        self.fields["version"].choices = [("", _("as it stands")), *frozen]  # type: ignore[attr-defined]

    @property
    def options(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value and name != "format"}


class CodebookFileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("REFI-QDA (.qdc, .qdpx), Excel (.xlsx) or CSV."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = ".qdc,.qde,.qdpx,.csv,.tsv,.txt,.xlsx"


class CodebookImportForm(forms.Form):
    """How a file is taken; also read by the API."""

    update = forms.ChoiceField(
        label=gettext_lazy("Codes that are there already"),
        choices=[
            ("yes", gettext_lazy("take what the file says")),
            ("no", gettext_lazy("stay as they are; only new codes are added")),
        ],
        required=False,
        initial="yes",
    )
    tops = forms.ChoiceField(label=gettext_lazy("Codes at the top become"), choices=TOPS, required=False)
    dimension: forms.ModelChoiceField[Dimension] = forms.ModelChoiceField(
        label=gettext_lazy("Codes without a dimension go into"), queryset=None, required=False
    )
    new_dimension = forms.CharField(
        label=gettext_lazy("or into a new dimension"), max_length=LONGEST_NAME, required=False
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["dimension"]
        field.queryset = dimensions_of(project)  # type: ignore[attr-defined]
        field.empty_label = "–"  # type: ignore[attr-defined]
        for each in self.fields.values():
            each.widget.attrs["class"] = "form-select" if isinstance(each, forms.ChoiceField) else "form-control"

    def choice(self) -> Choice:
        """What was chosen; a new dimension is made only where none of those that are there was."""
        given = self.cleaned_data
        dimension = given.get("dimension")
        return Choice(
            update=given.get("update") != "no",
            tops=given.get("tops") or "auto",
            dimension=dimension.pk if dimension else None,
            new_dimension="" if dimension else given.get("new_dimension", ""),
        )
