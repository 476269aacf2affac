"""Compression of large answers, as fast as it should be for answers made anew each time."""

import gzip
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

SMALLEST = 1000


def compressed(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Compress a view's answer for clients that accept gzip.

    Django's own decorator takes three times as long to save the last tenth of the bytes, and adds random padding
    that large answers without secrets do not need.
    """

    @wraps(view)
    def smaller(request: HttpRequest, *args: Any, **rest: Any) -> HttpResponse:
        response = view(request, *args, **rest)
        patch_vary_headers(response, ["Accept-Encoding"])
        if "gzip" in request.headers.get("accept-encoding", "") and len(response.content) > SMALLEST:
            response.content = gzip.compress(response.content, compresslevel=3, mtime=0)
            response.headers["Content-Encoding"] = "gzip"
        return response

    return smaller
