"""Answers in the language the user chose, and pages only to those who signed in."""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def language_of(request: HttpRequest) -> str:
    """The user's choice, else the browser's, else the installation's."""
    chosen = getattr(request.user, "language", "")
    return chosen or translation.get_language_from_request(request)


class UserLanguageMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        # API calls with a token have no session, so they skip the session's queries.
        if "authorization" in request.headers:
            translation.activate(translation.get_language_from_request(request))
        else:
            translation.activate(language_of(request))
        response = self.get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        return response


class PagesNeedSignInMiddleware(LoginRequiredMiddleware):
    """Every page needs a sign-in unless it is marked public. The API answers 401 by itself instead of redirecting."""

    def process_view(self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any) -> Any:
        if request.path.startswith("/api/"):
            return None
        return super().process_view(request, view_func, view_args, view_kwargs)
