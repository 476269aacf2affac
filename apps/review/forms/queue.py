"""Which codings the queue shows, and what they are grouped by: a form that writes itself into the address."""

from typing import Any, cast
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from apps.codebook.queries import codes_of
from apps.coding.queries import coders_of
from apps.documents.queries import office_choices, transcripts_of
from apps.projects.models import Project
from apps.review.queries import WAITING, QueueFilter
from apps.review.queries.queue import Kind

GROUPS = {
    "transcript": _("Transcript"),
    "coder": _("Coder"),
    "code": _("Code"),
    "theme": _("Theme"),
}
NAMES = {
    "open": _("Waiting"),
    "answered": _("Answered"),
    "changed": _("Changed since approved"),
    "returned": _("With the coder"),
    "approved": _("Approved"),
    "all": _("All"),
}

NARROWING = ("transcript", "coder", "code", "office")


class QueueForm(forms.Form):
    """Nothing in an address is an error: what cannot be read is as if it had not been asked for."""

    waiting = forms.ChoiceField(required=False, choices=[(kind, NAMES[kind]) for kind in WAITING])
    group = forms.ChoiceField(required=False, choices=list(GROUPS.items()))
    transcript = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None, label=_("Transcript"))
    coder = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None, label=_("Coder"))
    code = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None, label=_("Code"))
    office = forms.TypedChoiceField(required=False, coerce=UUID, empty_value=None, label=_("Office"))

    def __init__(self, data: QueryDict, *, project: Project):
        super().__init__(data)
        choices = {
            "transcript": (_("All transcripts"), transcripts_of(project).order_by("title").values_list("pk", "title")),
            "coder": (_("All coders"), coders_of(project).values_list("pk", "name")),
            "code": (_("All codes"), [(code.pk, code.path) for code in codes_of(project)]),
            "office": (_("All offices"), office_choices(project)),
        }
        for name, (none, found) in choices.items():
            field = cast(forms.TypedChoiceField, self.fields[name])
            field.choices = [("", none), *found]
            field.widget.attrs |= {"aria-label": field.label, "class": "form-select form-select-sm"}

    @property
    def waiting_now(self) -> Kind:
        return cast(Kind, self.cleaned_data.get("waiting") or "open")

    @property
    def group_now(self) -> str:
        return self.cleaned_data.get("group") or "transcript"

    @property
    def is_narrowed(self) -> bool:
        return any(self.cleaned_data.get(name) for name in NARROWING)

    def chosen(self, judge: UUID | None = None) -> QueueFilter:
        """The filter asked for; `judge` is who must not be shown their own codings, unless they ask for them."""
        transcript, coder, code, office = (self.cleaned_data.get(name) for name in NARROWING)
        unseen = None if coder == judge else judge
        return QueueFilter(self.waiting_now, transcript, coder, code, office, judge=unseen)

    def address(self, **changes: Any) -> str:
        """What is chosen as the query of an address, with some of it changed; what goes without saying is left out."""
        asked = {**self.cleaned_data, **changes}
        usual = {"waiting": "open", "group": "transcript"}
        return urlencode({key: str(held) for key, held in asked.items() if held and held != usual.get(key)})


def read_queue(data: QueryDict, project: Project) -> QueueForm:
    form = QueueForm(data, project=project)
    form.is_valid()
    return form
