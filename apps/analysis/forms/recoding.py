"""What people choose when they change many passages at once, and when they write a memo about a query."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.analysis.forms.query_rows import labels
from apps.codebook.models import Code
from apps.codebook.queries import codes_of
from apps.coding.queries.refactoring import OnConflict
from apps.coding.services import Act, Change
from apps.projects.models import Project

ACT_NAMES = (
    (Act.ADD, gettext_lazy("Add a code")),
    (Act.REPLACE, gettext_lazy("Replace a code by another")),
    (Act.REMOVE, gettext_lazy("Take a code away")),
    (Act.NOTE, gettext_lazy("Write a memo on each")),
)
# The fields that each asks for.
ASKED = {Act.ADD: ("code",), Act.REPLACE: ("old", "code"), Act.REMOVE: ("old",), Act.NOTE: ("memo",)}


class ChangeForm(forms.Form):
    """One change for many passages. Codes are named as queries name them; a part that fits only one will do."""

    act = forms.ChoiceField(choices=ACT_NAMES, widget=forms.RadioSelect, initial=Act.ADD)
    old = forms.CharField(label=gettext_lazy("Code that goes"), required=False)
    code = forms.CharField(label=gettext_lazy("Code that comes"), required=False)
    memo = forms.CharField(
        label=gettext_lazy("Memo"), required=False, widget=forms.Textarea({"class": "form-control", "rows": 4})
    )
    on_conflict = forms.ChoiceField(
        label=gettext_lazy("These passages"),
        required=False,
        choices=[
            ("", gettext_lazy("choose what they keep")),
            (OnConflict.REPLACE, gettext_lazy("get the code that comes, in place of the one they have")),
            (OnConflict.KEEP, gettext_lazy("keep the code they have")),
        ],
    )

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = list(codes_of(project))
        self._codes = dict(zip(labels(codes), codes, strict=True))
        self.change: Change | None = None

    @property
    def act_chosen(self) -> Act:
        told = self["act"].value()
        return Act(told) if told in list(Act) else Act.ADD

    @property
    def asked(self) -> tuple[str, ...]:
        """The fields that the act asks for."""
        return ASKED[self.act_chosen]

    @property
    def is_filled(self) -> bool:
        """Whether all is said that a preview needs."""
        return all(str(self[name].value() or "").strip() for name in self.asked)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        act = self.act_chosen
        found = {name: self._code_named(name) for name in self.asked if name != "memo"}
        if not self.errors:
            first, second = found.get("code"), found.get("old")
            self.change = Change(
                act,
                code=(second if act == Act.REMOVE else first or second).pk if first or second else None,  # type: ignore[union-attr]
                old=second.pk if act == Act.REPLACE and second else None,
                memo=told.get("memo", ""),
                on_conflict=OnConflict(told.get("on_conflict") or OnConflict.REFUSE),
            )
        return told

    def _code_named(self, name: str) -> Code | None:
        typed = str(self.cleaned_data.get(name, "")).strip().casefold()
        exact = [code for label, code in self._codes.items() if label.casefold() == typed]
        near = exact or [code for label, code in self._codes.items() if typed and typed in label.casefold()]
        if len(near) == 1:
            return near[0]
        self.add_error(
            name,
            _("Several codes are called so. Choose one from the list.") if near else _("Choose a code from the list."),
        )
        return None


WIDE = {"class": "form-control"}


class QueryMemoForm(forms.Form):
    """A memo about a query: it belongs to the project, and links to what the query finds."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200, required=False, widget=forms.TextInput(WIDE))
    text = forms.CharField(label=gettext_lazy("Text"), widget=forms.Textarea({**WIDE, "rows": 8}))


class SavedQueryForm(forms.Form):
    """What a query is kept under."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120, widget=forms.TextInput(WIDE))
    text = forms.CharField(
        label=gettext_lazy("Query"), widget=forms.Textarea({**WIDE, "rows": 3, "spellcheck": "false"})
    )
    shared = forms.BooleanField(
        label=gettext_lazy("Everybody in the project sees it"),
        required=False,
        widget=forms.CheckboxInput({"class": "form-check-input"}),
    )
