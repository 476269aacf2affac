"""What people choose when codes are deleted, dimensions become exclusive, and a code's passages are read."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.codebook.models import Code, Dimension
from apps.coding.forms.refactoring import OfficeForm, code_choices
from apps.coding.queries import coders_of
from apps.coding.queries.removing import FIRST, NEWEST, crowded_codes
from apps.projects.models import Project


class InsteadForm(forms.Form):
    """The code that another becomes one with, in place of being deleted."""

    into = forms.TypedChoiceField(label=gettext_lazy("Merge it into"), coerce=UUID)

    def __init__(self, *args: Any, project: Project, code: Code, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: list[Any] = [("", _("choose a code")), *code_choices(project, without={code.pk})]
        self.fields["into"].choices = choices  # type: ignore[attr-defined]
        self.fields["into"].widget.attrs |= {"class": "form-select"}


class KeepForm(forms.Form):
    """Which code a passage keeps when its dimension becomes exclusive."""

    keep = forms.ChoiceField(label=gettext_lazy("Each passage keeps"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, dimension: Dimension, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(NEWEST, _("the code that was put on it last")), (FIRST, _("the code that was put on it first"))]
        choices += [
            (str(code.pk), _("“%(name)s” where it carries it, else the last") % {"name": code})
            for code, _count in crowded_codes(dimension)
        ]
        self.fields["keep"].choices = choices  # type: ignore[attr-defined]


class PassagesForm(OfficeForm):
    """Narrows the passages of a code; what is none counts as not asked for."""

    coder = forms.TypedChoiceField(label=gettext_lazy("Coder"), required=False, coerce=UUID, empty_value=None)
    below = forms.BooleanField(label=gettext_lazy("with sub-codes"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, project=project, **kwargs)
        people = [(str(user.pk), str(user)) for user in coders_of(project)]
        field = self.fields["coder"]
        field.choices = [("", _("All coders")), *people]  # type: ignore[attr-defined]
        field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}

    def narrowed(self) -> dict[str, Any]:
        self.full_clean()
        asked = self.cleaned_data
        return {"office": asked.get("office"), "coder": asked.get("coder"), "below": asked.get("below", False)}
