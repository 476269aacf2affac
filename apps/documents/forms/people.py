"""What people type about offices and participants."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import OfficeField, StatedForm
from apps.documents.models import Attribute
from apps.projects.models import Project


class OfficeForm(StatedForm):
    name = forms.CharField(label=_("Name"), max_length=200)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"] = OfficeField(
            project, required=False, label=_("Lies below"), empty_label=_("nothing, it stands at the top")
        )
        self.add_attributes(project, Attribute.Subject.OFFICE)


class ParticipantForm(StatedForm):
    pseudonym = forms.CharField(
        label=_("Pseudonym"), max_length=120, help_text=_("Shown everywhere instead of the real name.")
    )
    real_name = forms.CharField(label=_("Real name"), max_length=200, required=False, help_text=_("Only leads see it."))

    def __init__(self, *args: Any, project: Project, with_real_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not with_real_name:
            del self.fields["real_name"]
        self.fields["office"] = OfficeField(project)
        self.add_attributes(project, Attribute.Subject.PARTICIPANT)
