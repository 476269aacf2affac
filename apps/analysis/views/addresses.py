"""Addresses that the pages of this app share."""

from django.http import HttpResponse
from django.urls import reverse

from apps.analysis.forms import FilterForm
from apps.web.http import ProjectRequest


def passages_address(request: ProjectRequest) -> str:
    return reverse("analysis:passages", args=[request.project.pk])


def pushed(request: ProjectRequest, response: HttpResponse, form: FilterForm) -> HttpResponse:
    """For htmx, put what was asked into the address, without the fields left empty."""
    if request.htmx:
        response.headers["HX-Push-Url"] = f"{request.path}?{form.address()}".removesuffix("?")
    return response
