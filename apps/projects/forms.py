"""What people type about a project and its members."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import User
from apps.projects.models import Project, Role
from apps.projects.queries import KINDS


class ProjectForm(forms.ModelForm[Project]):
    class Meta:
        model = Project
        fields = ["name", "description", "language", "review_required"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Save")))


class MemberForm(forms.Form):
    email = forms.EmailField(label=_("E-mail"))
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices, initial=Role.CODER)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.add_input(Submit("add", _("Add member")))


class ActivityForm(forms.Form):
    """What of the activity log is shown. Which transcripts there are, only the page knows."""

    person = forms.ModelChoiceField(User.objects.none(), required=False, empty_label=_("Everybody"))
    kind = forms.ChoiceField(required=False, choices=[("", _("Everything")), *((k, v[0]) for k, v in KINDS.items())])
    transcript = forms.UUIDField(required=False)
    since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: object, people: QuerySet[User], **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
        names = {"person": _("Who"), "kind": _("What"), "since": _("Since"), "until": _("Until")}
        for name, label in names.items():
            style = "form-select" if name in ("person", "kind") else "form-control"
            self.fields[name].widget.attrs |= {"aria-label": label, "class": f"{style} {style}-sm"}


class RoleForm(forms.Form):
    role = forms.ChoiceField(label=_("Role"), choices=Role.choices)
