"""What a memo is written in, and the filter bar of the list of memos."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.codebook.queries import codes_of
from apps.coding.queries.memos import KINDS, MemoFilter, memo_authors
from apps.coding.services.memos import MOST_CHARACTERS, TITLE_LENGTH
from apps.documents.queries import office_choices, participants_of, transcripts_of
from apps.projects.models import Project

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")


class MemoForm(forms.Form):
    title = forms.CharField(
        label=gettext_lazy("Title"),
        max_length=TITLE_LENGTH,
        required=False,
        help_text=gettext_lazy("Left empty, the memo is called by its first words."),
    )
    text = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=MOST_CHARACTERS,
        required=False,
        widget=forms.Textarea({"rows": 14, "dir": "auto"}),
    )
    # The version the writer began from.
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class MemoFilterForm(forms.Form):
    words = forms.CharField(
        label=gettext_lazy("Words"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "placeholder": gettext_lazy("Words, in any order")}),
    )
    kind = forms.ChoiceField(label=gettext_lazy("About"), required=False)
    author = forms.ChoiceField(label=gettext_lazy("Author"), required=False)
    code = forms.ChoiceField(label=gettext_lazy("Code"), required=False)
    transcript = forms.ChoiceField(label=gettext_lazy("Transcript"), required=False)
    office = forms.ChoiceField(label=gettext_lazy("Office"), required=False)
    participant = forms.ChoiceField(label=gettext_lazy("Participant"), required=False)
    since = forms.DateField(label=gettext_lazy("From"), required=False, widget=DAY)
    until = forms.DateField(label=gettext_lazy("To"), required=False, widget=DAY)

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        choices: dict[str, list[tuple[Any, Any]]] = {
            "kind": KINDS,
            "author": [(each.pk, str(each)) for each in memo_authors(project)],
            "code": [(each.pk, each.path) for each in codes_of(project)],
            "transcript": [(each.pk, each.title) for each in transcripts_of(project)],
            "office": office_choices(project),
            "participant": [(each.pk, each.pseudonym) for each in participants_of(project)],
        }
        for name, found in choices.items():
            field = self.fields[name]
            field.choices = [("", _("all")), *((str(value), label) for value, label in found)]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> MemoFilter:
        """The filter in the address; a value that cannot be read narrows nothing."""
        self.full_clean()
        return MemoFilter(**{name: value for name, value in self.cleaned_data.items() if value})

    @property
    def has_more(self) -> bool:
        """Whether a filter is in force that stands among the further ones."""
        return any(self.cleaned_data.get(name) for name in ("office", "participant", "since", "until"))
