"""Says with every answer about a project which number of its activity log the answer knows of."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

HEADER = "X-Sequence"


class SequenceMiddleware:
    """A page lays answers and live events over one another: by this number it sees which of two is the newer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        project = getattr(request, "project", None)
        if project is not None:
            response.headers[HEADER] = str(project.sequence)
        return response
