"""Large answers, kept compressed until what they are made of has changed.

Whoever has one already is told so by a 304. The door stands before: a view decides who may read before it asks here.
"""

import gzip
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from hashlib import sha256

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers

KEPT_BYTES = 16 * 2**20
LEVEL = 3


class Kept:
    """What was used last, up to so many bytes."""

    def __init__(self, most: int = KEPT_BYTES):
        self._most = most
        self._answers: OrderedDict[Hashable, bytes] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> bytes:
        with self._lock:
            known = self._answers.get(key)
            if known is not None:
                self._answers.move_to_end(key)
                return known
        made = make()
        with self._lock:
            self._bytes += len(made) - len(self._answers.pop(key, b""))
            self._answers[key] = made
            while self._bytes > self._most:
                _key, oldest = self._answers.popitem(last=False)
                self._bytes -= len(oldest)
        return made


_kept = Kept()


def kept_answer(request: HttpRequest, key: Hashable, make: Callable[[], str]) -> HttpResponse:
    """JSON text as an answer. `key` must be another whenever the text would be: it is all that is compared."""
    tag = f'W/"{sha256(repr(key).encode()).hexdigest()[:32]}"'
    if tag in request.headers.get("if-none-match", ""):
        response: HttpResponse = HttpResponseNotModified()
    else:
        packed = _kept.get(key, lambda: gzip.compress(make().encode(), compresslevel=LEVEL, mtime=0))
        packs = "gzip" in request.headers.get("accept-encoding", "")
        response = HttpResponse(packed if packs else gzip.decompress(packed), content_type="application/json")
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    response.headers["ETag"] = tag
    # Ask every time: the answer is another as soon as somebody has coded.
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
