"""Turns a DomainError raised by a page into an answer a person can use."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.web.errors import DomainError


class DomainErrorMiddleware:
    """Forms handle the errors they expect; what they do not comes here as a page or an htmx fragment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if not isinstance(error, DomainError):
            return None
        template = "web/_error.html" if getattr(request, "htmx", False) else "web/error.html"
        return render(request, template, {"message": error.message}, status=error.status)
