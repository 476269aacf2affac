"""What people type about dimensions and codes, and the choice of a template."""

from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.codebook import queries
from apps.codebook.models import Code, Dimension
from apps.codebook.rules import SHORTCUTS
from apps.codebook.template_data import TEMPLATES
from apps.projects.models import Project
from apps.web.errors import DomainError
from core.codetree import subtree


def show_refusal(form: forms.BaseForm, error: DomainError) -> None:
    """Put a rule's refusal beside the field it names, or above the form."""
    field = next((name for name in error.fields if name in form.fields), None)
    form.add_error(field, error.message)


class ProjectForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    description = forms.CharField(
        label=gettext_lazy("Description"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of the interviews and the codebook; everyone chooses the pages' language."),
    )
    template = forms.ChoiceField(
        label=gettext_lazy("Codebook to start from"),
        choices=[(key, title) for key, (title, _about) in TEMPLATES.items()],
        widget=forms.RadioSelect,
        initial="isomorphism",
    )


class TemplateForm(forms.Form):
    template = forms.ChoiceField(choices=[(key, title) for key, (title, _about) in TEMPLATES.items()])


class DimensionForm(forms.ModelForm[Dimension]):
    class Meta:
        model = Dimension
        fields = ["name", "exclusive"]


class CodeForm(forms.ModelForm[Code]):
    """What a code is. Its keys offer only those that are free in the project."""

    shortcut = forms.ChoiceField(label=gettext_lazy("Shortcut key"), required=False)

    class Meta:
        model = Code
        fields = [*queries.FIELDS]
        widgets = {
            "color": forms.TextInput(attrs={"type": "color", "list": "palette"}),
            **{field: forms.Textarea(attrs={"rows": 3}) for field in queries.TEXTS},
        }

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, **kwargs)
        taken = queries.shortcuts_of(project) - {self.instance.shortcut}
        free = [(key, key) for key in SHORTCUTS if key not in taken]
        self.fields["shortcut"].choices = [("", _("none")), *free]  # type: ignore[attr-defined]


class NewCodeForm(CodeForm):
    """A code with its place: a dimension, or the code it goes under."""

    under = forms.ChoiceField(label=gettext_lazy("Under"))
    field_order = ["name", "under"]

    def __init__(self, *args: Any, project: Project, **kwargs: Any):
        super().__init__(*args, project=project, **kwargs)
        del self.fields["color"]
        self.places: dict[str, tuple[Dimension, Code | None]] = {}
        groups: list[tuple[str, list[tuple[str, str]]]] = []
        for branch in queries.branches_of(project):
            dimension = branch.dimension
            self.places |= {str(dimension.pk): (dimension, None)}
            self.places |= {str(code.pk): (dimension, code) for code, _count in branch.codes}
            top = [(str(dimension.pk), _("top of %(dimension)s") % {"dimension": dimension})]
            groups.append((dimension.name, [*top, *((str(code.pk), code.path) for code, _count in branch.codes)]))
        self.fields["under"].choices = groups  # type: ignore[attr-defined]

    @property
    def place(self) -> tuple[Dimension, Code | None]:
        return self.places[self.cleaned_data["under"]]


class MoveForm(forms.Form):
    """Where a code goes: under which code of its dimension, and at which place among those there."""

    parent = forms.TypedChoiceField(label=gettext_lazy("Under"), required=False, coerce=UUID, empty_value=None)
    position = forms.IntegerField(
        label=gettext_lazy("Place"),
        required=False,
        min_value=0,
        widget=forms.Select(choices=[("", gettext_lazy("last")), (0, gettext_lazy("first"))]),
    )

    def __init__(self, *args: Any, code: Code, **kwargs: Any):
        super().__init__(*args, **kwargs)
        project = code.project
        itself = subtree(queries.parents_of(project), code.pk)
        others = [
            (each.pk, each.path)
            for each in queries.codes_of(project)
            if each.dimension_id == code.dimension_id and each.pk not in itself
        ]
        top = _("top of %(dimension)s") % {"dimension": code.dimension}
        self.fields["parent"].choices = [("", top), *others]  # type: ignore[attr-defined]


class FreezeForm(forms.Form):
    note = forms.CharField(label=gettext_lazy("Note"), max_length=300, required=False)


class CompareForm(forms.Form):
    """Two versions to compare; without a newer one, the codebook of today."""

    old = forms.TypedChoiceField(label=gettext_lazy("From"), coerce=int, empty_value=None)
    new = forms.TypedChoiceField(label=gettext_lazy("To"), required=False, coerce=int, empty_value=None)

    def __init__(self, *args: Any, numbers: list[int], **kwargs: Any):
        super().__init__(*args, **kwargs)
        versions = [(number, _("Version %(number)s") % {"number": number}) for number in numbers]
        self.newest = numbers[0] if numbers else None
        self.fields["old"].choices = versions  # type: ignore[attr-defined]
        self.fields["new"].choices = [("", _("Today")), *versions]  # type: ignore[attr-defined]
        for field in self.fields.values():
            field.widget.attrs |= {"class": "form-select", "aria-label": str(field.label)}

    def wanted(self) -> tuple[int | None, int | None]:
        """The numbers asked for; what is none is the newest version, and today."""
        if not self.is_bound:
            return self.newest, None
        self.full_clean()
        return self.cleaned_data.get("old") or self.newest, self.cleaned_data.get("new")
