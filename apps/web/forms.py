"""What all pages with forms share."""

from django import forms
from django.http import HttpRequest, QueryDict

from apps.web.errors import DomainError


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also to a POST that holds nothing, which must be told what is missing."""
    return request.POST if request.method == "POST" else None


def show_error(form: forms.Form, error: DomainError) -> None:
    """Put a service's refusal where it belongs in the form: at its field, or above the form."""
    at = [field for field in error.fields if field in form.fields]
    form.add_error(at[0] if at else None, error.message)
