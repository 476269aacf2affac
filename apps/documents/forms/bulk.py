"""What is to become of many transcripts at once."""

from contextlib import suppress
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.documents.forms.fields import DayField, OfficeField, PeopleField
from apps.documents.forms.transcripts import FilterForm
from apps.documents.models import Attribute, Transcript
from apps.documents.queries import attributes_of, filtered_transcripts, transcripts_of
from apps.documents.services import Changes
from apps.projects.models import Project

AS_IT_IS = ("", _("stays as it is"))


class SelectionForm(forms.Form):
    """Which transcripts are meant: those ticked, or all that the list's filter lets through."""

    which = forms.ChoiceField(choices=[("selected", ""), ("all", "")])
    filter = forms.CharField(required=False)

    def __init__(self, data: QueryDict, *, project: Project) -> None:
        super().__init__(data)
        self.project = project
        self.full_clean()
        self.asked = str(self.cleaned_data.get("filter", ""))

    @property
    def is_all(self) -> bool:
        return self.cleaned_data.get("which") == "all"

    @property
    def ids(self) -> list[UUID]:
        """Those ticked, as far as they can be read."""
        found = []
        for each in self.data.getlist("transcript"):  # type: ignore[attr-defined]  # data is what came from the page
            with suppress(ValueError):
                found.append(UUID(each))
        return found

    def transcripts(self) -> QuerySet[Transcript]:
        if self.is_all:
            return filtered_transcripts(
                self.project, FilterForm(QueryDict(self.asked), project=self.project).as_filter()
            )
        return transcripts_of(self.project).filter(pk__in=self.ids)


class ChangesForm(forms.Form):
    """Every field left empty leaves things as they are."""

    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[AS_IT_IS, *Transcript.Kind.choices])
    language = forms.ChoiceField(label=_("Language"), required=False, choices=[AS_IT_IS, *settings.LANGUAGES])
    date = DayField(label=_("Date"), required=False)
    no_date = forms.BooleanField(label=_("Take the date away"), required=False)
    value = forms.CharField(label=_("Value"), required=False)
    no_value = forms.BooleanField(label=_("Take the value away"), required=False)
    to_bin = forms.BooleanField(label=_("Move them to the bin"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"] = OfficeField(project, required=False, empty_label=AS_IT_IS[1])
        self.fields["add"] = PeopleField(project, label=_("Add participants"))
        self.fields["remove"] = PeopleField(project, label=_("Take participants out"))
        names = attributes_of(project, Attribute.Subject.TRANSCRIPT).values_list("name", flat=True)
        none = ("", _("none"))
        self.fields["attribute"] = forms.ChoiceField(
            label=_("Attribute"), required=False, choices=[none, *((name, name) for name in names)]
        )

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        if cleaned.get("attribute") and not cleaned.get("value") and not cleaned.get("no_value"):
            self.add_error("value", _("Give the attribute a value, or tick that it is taken away."))
        if not self.errors and not self.as_changes().any:
            raise forms.ValidationError(_("Say first what is to change."))
        return cleaned

    def as_changes(self) -> Changes:
        given = dict(self.cleaned_data)
        name, value, no_value = given.pop("attribute"), given.pop("value"), given.pop("no_value")
        attribute = (name, None if no_value else value) if name else None
        return Changes(**given, attribute=attribute)
