"""Long pieces of pages that seldom change: compressed once, then put into every page as they are.

A gzip stream may be flushed between pieces, so that compressed ones follow one another; only its checksum is of the
whole. The words of such a piece share no window with the rest of the page, so its length tells nothing about them.
"""

import struct
import zlib
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

LEVEL = 4
# As Python's gzip writes it, without a time.
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff"


@dataclass(frozen=True)
class Piece:
    """Bytes compressed on their own. `columns`: what each bit of a checksum before them does to the one after them."""

    packed: bytes
    length: int
    crc: int
    columns: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> "Piece":
        plain = text.encode()
        crc = zlib.crc32(plain)
        # The checksum is linear in the one it continues, so that 32 values are enough to know them all.
        columns = tuple(zlib.crc32(plain, 1 << bit) ^ crc for bit in range(32))
        return cls(_flushed(plain), len(plain), crc, columns)

    @property
    def plain(self) -> bytes:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(self.packed)

    def crc_after(self, crc: int) -> int:
        """The checksum of whatever has the checksum `crc`, followed by this piece."""
        result = self.crc
        for bit, column in enumerate(self.columns):
            if crc >> bit & 1:
                result ^= column
        return result


def page_with(request: HttpRequest, page: str, mark: str, piece: Piece) -> HttpResponse:
    """The page with the piece in place of the mark, compressed for browsers that accept it."""
    head, tail = (part.encode() for part in page.split(mark))
    packs = "gzip" in request.headers.get("accept-encoding", "")
    response = HttpResponse(_gzip(head, piece, tail) if packs else head + piece.plain + tail)
    if packs:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def _gzip(head: bytes, piece: Piece, tail: bytes) -> bytes:
    crc = zlib.crc32(tail, piece.crc_after(zlib.crc32(head)))
    length = len(head) + piece.length + len(tail)
    ends = struct.pack("<LL", crc, length & 0xFFFFFFFF)
    return b"".join((GZIP_HEADER, _flushed(head), piece.packed, _flushed(tail, zlib.Z_FINISH), ends))


def _flushed(plain: bytes, how: int = zlib.Z_FULL_FLUSH) -> bytes:
    press = zlib.compressobj(LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return press.compress(plain) + press.flush(how)
