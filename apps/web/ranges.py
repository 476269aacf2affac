"""A stored file, whole or the part of it that was asked for (RFC 9110, chapter 14): what makes a recording seekable."""

import re
from collections.abc import Iterator
from datetime import datetime
from threading import BoundedSemaphore
from typing import Any

from django.core.files import File
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date, parse_http_date_safe
from django.utils.translation import gettext as _

from apps.web.errors import DomainError

CHUNK_BYTES = 256 * 1024
# A player asks for all the rest, reads a little and lets the line wait. It gets the rest in parts, each handed over
# at once, so that no thread waits with it; RFC 9110, 15.3.7 lets a server send less than was asked for.
PART_BYTES = 2 * 2**20
# Each process answers with four threads by default: long transfers may hold half of them.
LONG_TRANSFERS = 2
_lane = BoundedSemaphore(LONG_TRANSFERS)

Range = tuple[int, int]
ONE_RANGE = re.compile(r"\s*bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*\Z", re.ASCII | re.IGNORECASE)


class NotInFile(Exception):
    """A range of bytes that the file does not have (416)."""


class LongTransfer:
    """A place among the few long transfers of this process, until closed. Raises DomainError "busy" when all are taken.

    Pages go on being answered, however many large files come and go.
    """

    def __init__(self) -> None:
        self.held = _lane.acquire(blocking=False)
        if not self.held:
            raise DomainError(
                "busy",
                _("Other large files are being sent just now. Nothing was changed; try again in a minute."),
                status=503,
            )

    def close(self) -> None:
        if self.held:
            self.held = False
            _lane.release()

    def __enter__(self) -> "LongTransfer":
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        # A transfer that nobody began to read is never closed by the server.
        if getattr(self, "held", False):
            self.close()


class _Slice(Iterator[bytes]):
    """The bytes [start, stop) of a file, chunk by chunk. Gives the file and its place back when closed."""

    def __init__(self, file: File[bytes], start: int, stop: int):
        self.transfer = LongTransfer()
        self.file, self.left = file, stop - start
        file.seek(start)

    def __next__(self) -> bytes:
        chunk = self.file.read(min(CHUNK_BYTES, self.left)) if self.left else b""
        if not chunk:
            self.close()
            raise StopIteration
        self.left -= len(chunk)
        return chunk

    def close(self) -> None:
        self.file.close()
        self.transfer.close()


def asked_range(header: str, size: int) -> Range | None:
    """The bytes [start, stop) that a Range header asks for; None when it is to be ignored.

    Raises NotInFile when it asks for bytes that are not there. Several ranges are ignored, as the RFC allows.
    """
    found = ONE_RANGE.match(header)
    if not found or not any(found.groups()):
        return None
    first, last = found.groups()
    if not first:
        start, stop = max(0, size - int(last)), size
    else:
        start, stop = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return None
    if start >= stop:
        raise NotInFile(header)
    return start, stop


def send_ranged(
    request: HttpRequest,
    file: File[bytes],
    *,
    size: int,
    etag: str,
    modified: datetime,
    content_type: str,
    filename: str,
    as_attachment: bool = False,
) -> HttpResponseBase:
    """Answer with an open file, or the range of it that the request asks for; takes care of closing it.

    `etag` is a strong one, in quotes. Shown in the page (not `as_attachment`), a range that runs to the file's end
    is answered by its first PART_BYTES.
    """
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-cache",
        "Content-Disposition": content_disposition_header(as_attachment, filename) or "inline",
        "ETag": etag,
        "Last-Modified": http_date(modified.timestamp()),
        "X-Content-Type-Options": "nosniff",
    }
    about: dict[str, Any] = {"content_type": content_type, "headers": headers}
    unchanged = get_conditional_response(request, etag=etag, last_modified=int(modified.timestamp()))
    if unchanged is not None or request.method == "HEAD":
        file.close()
        response = unchanged or HttpResponse(**about)
        for name, value in headers.items():
            response[name] = value
        if unchanged is None:
            response["Content-Length"] = str(size)
        return response
    try:
        wanted = _wanted(request, size, etag, modified)
    except NotInFile:
        file.close()
        return HttpResponse(status=416, headers=headers | {"Content-Range": f"bytes */{size}"})
    start, stop = wanted or (0, size)
    if wanted and stop == size and not as_attachment:
        stop = min(stop, start + PART_BYTES)
    if wanted:
        about["status"] = 206
        headers["Content-Range"] = f"bytes {start}-{stop - 1}/{size}"
    headers["Content-Length"] = str(stop - start)
    if stop - start > PART_BYTES:
        return _streamed(file, start, stop, about)
    with file:
        file.seek(start)
        return HttpResponse(file.read(stop - start), **about)


def _streamed(file: File[bytes], start: int, stop: int, about: dict[str, Any]) -> StreamingHttpResponse:
    try:
        return StreamingHttpResponse(_Slice(file, start, stop), **about)
    except DomainError:
        file.close()
        raise


def _wanted(request: HttpRequest, size: int, etag: str, modified: datetime) -> Range | None:
    header = request.headers.get("Range", "")
    if not header or request.method != "GET":
        return None
    # With If-Range a part is only wanted of the file that the client has the beginning of.
    condition = request.headers.get("If-Range", "")
    is_same = condition in ("", etag) or parse_http_date_safe(condition) == int(modified.timestamp())
    return asked_range(header, size) if is_same else None
