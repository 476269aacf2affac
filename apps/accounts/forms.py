"""What people type about themselves."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from apps.accounts.models import Token, User


class NameForm(forms.Form):
    """The field allauth's sign-up form gains."""

    name = forms.CharField(label=_("Display name"), max_length=120, help_text=_("Shown beside your codings."))

    def signup(self, request: object, user: User) -> None:
        """allauth calls this; the adapter has already saved the name."""


class PreferencesForm(forms.ModelForm[User]):
    class Meta:
        model = User
        fields = ["name", "language", "theme", "digest"]

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["language"] = forms.ChoiceField(
            label=_("Language"), required=False, choices=[("", _("As the browser")), *settings.LANGUAGES]
        )
        self.fields["digest"].help_text = (
            _("Notices you have not read yet, gathered at six in the morning; weekly on Mondays.")
            if settings.SENDS_MAIL
            else _("No e-mails are sent here, because no mail server is set up. Your notices are behind the bell.")
        )
        self.helper = FormHelper()
        self.helper.add_input(Submit("save", _("Save")))


class TokenForm(forms.Form):
    label = forms.CharField(label=_("What it is for"), max_length=80)
    scope = forms.ChoiceField(label=_("Scope"), choices=Token.Scope.choices)

    def __init__(self, *args: object, **kwargs: object):
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.add_input(Submit("create", _("Create token")))
