"""What supervisors and coders say of a coding or a theme."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from apps.review.models import Comment, Verdict


class VerdictForm(forms.Form):
    """A word on one coding, with the mark of what was shown."""

    state = forms.ChoiceField(choices=Verdict.State.choices)
    reason = forms.CharField(required=False, max_length=5000, label=_("Reason"))
    suggested = forms.UUIDField(required=False)
    seen = forms.CharField(required=False, max_length=200)


class AnswerForm(forms.Form):
    kind = forms.ChoiceField(choices=[(kind, kind.label) for kind in (Comment.Kind.STANDS, Comment.Kind.DONE)])
    text = forms.CharField(required=False, max_length=5000)


class TextForm(forms.Form):
    text = forms.CharField(max_length=5000)


class RemarkForm(forms.Form):
    remark = forms.CharField(
        required=False, max_length=5000, label=_("Remark"), widget=forms.Textarea(attrs={"rows": 3})
    )
    seen = forms.CharField(required=False, max_length=200, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["remark"].widget.attrs["class"] = "form-control"


class BulkForm(forms.Form):
    """What a preview showed: the ids in one field, because there may be thousands, and a mark of their state."""

    codings = forms.CharField(max_length=200_000)
    seen = forms.CharField(max_length=64)

    def clean_codings(self) -> list[UUID]:
        try:
            return [UUID(each) for each in self.cleaned_data["codings"].split()]
        except ValueError as error:
            raise forms.ValidationError(_("These are no codings.")) from error
