"""What people choose when they merge, split and move codes."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.codebook.models import Code
from apps.codebook.queries import branches_of
from apps.coding.queries.refactoring import OnConflict
from apps.documents.queries import office_choices
from apps.projects.models import Project

Choices = list[tuple[str, list[tuple[str, str]]]]


class ConflictForm(forms.Form):
    """What every refactoring asks when passages would carry two codes of an exclusive dimension."""

    on_conflict = forms.ChoiceField(
        label=gettext_lazy("These passages"),
        required=False,
        choices=[
            ("", gettext_lazy("choose what they keep")),
            (OnConflict.REPLACE, gettext_lazy("get the code that comes, in place of the one they have")),
            (OnConflict.KEEP, gettext_lazy("keep the code they have")),
        ],
    )

    def clean_on_conflict(self) -> OnConflict:
        return OnConflict(self.cleaned_data["on_conflict"] or OnConflict.REFUSE)


class MergeForm(ConflictForm):
    """The codes that are merged into `into`."""

    keep_definitions = forms.BooleanField(
        label=gettext_lazy("Add their definitions to the definition of this code"), required=False
    )

    def __init__(self, *args: Any, project: Project, into: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        groups = code_choices(project, without={into.pk})
        self.fields["sources"] = forms.TypedMultipleChoiceField(
            label=_("Codes to merge"), choices=groups, coerce=UUID, widget=forms.CheckboxSelectMultiple
        )


class SplitForm(ConflictForm):
    """The new code, and the codings it gets: those ticked on this page, and those `picked` on others."""

    name = forms.CharField(label=gettext_lazy("Name of the new code"), max_length=120)
    definition = forms.CharField(
        label=gettext_lazy("Definition"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    under = forms.TypedChoiceField(label=gettext_lazy("Under"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places: list[Any] = [("", _("beside the old code")), *place_choices(project)]
        self.fields["under"].choices = places  # type: ignore[attr-defined]


class OfficeForm(forms.Form):
    """Narrows the passages to one office; what is none counts as not asked for."""

    office = forms.TypedChoiceField(label=gettext_lazy("Office"), required=False, coerce=UUID, empty_value=None)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["office"]
        field.choices = [("", _("All offices")), *office_choices(project)]  # type: ignore[attr-defined]
        field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}

    def wanted(self) -> UUID | None:
        self.full_clean()
        return self.cleaned_data.get("office")


class RelocateForm(ConflictForm):
    """Where a code goes with all below it: under a code or to the top of a dimension."""

    under = forms.TypedChoiceField(label=gettext_lazy("Under"), coerce=UUID)
    # Among the codes there, from 0; last when nothing is said. Dragging says it.
    position = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, project: Project, without: Collection[UUID], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = place_choices(project, without)
        self.fields["under"].choices = choices  # type: ignore[attr-defined]
        self.places = {value: label for _dimension, those in choices for value, label in those}

    def place(self) -> str:
        """What the chosen place is called; empty when none is chosen."""
        return self.places.get(str(self["under"].value()), "")


def code_choices(project: Project, without: Collection[UUID] = ()) -> Choices:
    """All codes by dimension, for a list of boxes: (id, path)."""
    return [
        (
            branch.dimension.name,
            [(str(code.pk), f"{code.path} ({count})") for code, count in branch.codes if code.pk not in without],
        )
        for branch in branches_of(project)
        if any(code.pk not in without for code, _count in branch.codes)
    ]


def place_choices(project: Project, without: Collection[UUID] = ()) -> Choices:
    """Every place a code can go to: each dimension's top and each code."""
    groups: Choices = []
    for branch in branches_of(project):
        top = [(str(branch.dimension.pk), _("top of %(dimension)s") % {"dimension": branch.dimension})]
        codes = [(str(code.pk), code.path) for code, _count in branch.codes if code.pk not in without]
        groups.append((branch.dimension.name, [*top, *codes]))
    return groups
