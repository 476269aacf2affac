"""Which part of the supervision log: what stands in the address, and in words."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from apps.documents.queries import offices_of, transcripts_of
from apps.projects.models import Project
from apps.review.queries.log import LogFilter, judged_codes, people_of_log
from apps.web.errors import Invalid

DAY = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
# What can be chosen by id, and how its absence is called.
EVERY = {
    "coder": gettext_lazy("All coders"),
    "supervisor": gettext_lazy("All supervisors"),
    "code": gettext_lazy("All codes"),
    "office": gettext_lazy("All offices"),
    "transcript": gettext_lazy("All transcripts"),
}


def _choice(label: Any) -> forms.TypedChoiceField:
    """One of the ids it is given, or nothing."""
    return forms.TypedChoiceField(label=label, required=False, coerce=UUID, empty_value=None)


class LogForm(forms.Form):
    order = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[("", gettext_lazy("By time")), ("theme", gettext_lazy("By theme"))],
    )
    since = forms.DateField(label=gettext_lazy("Since"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])
    until = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DAY, input_formats=["%Y-%m-%d"])
    coder = _choice(gettext_lazy("Coder"))
    supervisor = _choice(gettext_lazy("Supervisor"))
    code = _choice(gettext_lazy("Code"))
    office = _choice(gettext_lazy("Office"))
    transcript = _choice(gettext_lazy("Transcript"))

    def __init__(self, address: QueryDict, *, project: Project):
        super().__init__(address)
        coders, supervisors = people_of_log(project)
        codes = sorted(judged_codes(project).items(), key=lambda row: row[1].casefold())
        choices: dict[str, list[tuple[Any, str]]] = {
            "coder": [(each.pk, str(each)) for each in coders],
            "supervisor": [(each.pk, str(each)) for each in supervisors],
            "code": list(codes),
            "office": [(each.pk, each.name) for each in offices_of(project)],
            "transcript": list(transcripts_of(project).order_by("title").values_list("pk", "title")),
        }
        for name, found in choices.items():
            self.fields[name].choices = [("", EVERY[name]), *found]  # type: ignore[attr-defined]
        for name, field in self.fields.items():
            style = "form-control" if name in ("since", "until") else "form-select"
            field.widget.attrs |= {"aria-label": field.label, "class": f"{style} {style}-sm"}

    @property
    def chosen(self) -> LogFilter:
        told = self.cleaned_data
        narrowed = {name: told[name] for name in (*EVERY, "since", "until")}
        return LogFilter(**narrowed, by_theme=told["order"] == "theme")

    @property
    def in_words(self) -> str:
        """The filter in force, as it is printed with the log."""
        parts = [_("transcripts in the bin left out")]
        for name in ("since", "until", *EVERY):
            value = self.cleaned_data[name]
            if value and name in EVERY:
                value = dict(self.fields[name].choices)[value]  # type: ignore[attr-defined]
            elif value:
                value = date_format(value, "DATE_FORMAT")
            parts += [f"{self.fields[name].label}: {value}"] if value else []
        return "; ".join(parts)

    @property
    def options(self) -> dict[str, str]:
        """What was chosen, as the log of exports keeps it."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value} | {"filter": self.in_words}


def read_log(address: QueryDict, project: Project) -> LogForm:
    """The valid form of an address. Raises Invalid when it names what the project does not have."""
    form = LogForm(address, project=project)
    if not form.is_valid():
        wrong = ", ".join(str(form.fields[name].label) for name in form.errors)
        raise Invalid(
            "invalid_filter",
            _("This filter asks for something the project does not have: %(wrong)s.") % {"wrong": wrong},
        )
    return form
