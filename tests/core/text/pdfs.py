"""PDF files for tests, written by hand: words of Helvetica at given places, or pages that are pictures."""

from collections.abc import Iterable, Sequence

A4 = (595, 842)
FONTS = ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique")
LEADING = 14

Words = tuple[float, float, str]  # x, y, text
PICTURE = b"q 200 0 0 200 50 500 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \x00 EI Q"


def pdf(*pages: Sequence[Sequence] | bytes, size: float = 11, rotate: int = 0, box: tuple[int, int] = A4) -> bytes:
    """A document of pages of (x, y, text[, font[, size]]); a page may be raw content instead."""
    streams = [page if isinstance(page, bytes) else _content(page, size) for page in pages]
    fonts = b" ".join(b"/F%d %d 0 R" % (i, 3 + i) for i in range(len(FONTS)))
    first = 3 + len(FONTS)
    kids = b" ".join(b"%d 0 R" % (first + 2 * i) for i in range(len(streams)))
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>"]
    objects.append(b"<< /Type /Pages /Count %d /Kids [%s] >>" % (len(streams), kids))
    objects += (
        b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name.encode() for name in FONTS
    )
    for i, stream in enumerate(streams):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Rotate %d /Resources << /Font << %s >> >>"
            b" /Contents %d 0 R >>" % (*box, rotate, fonts, first + 2 * i + 1)
        )
        objects.append(b"<< /Length %d >> stream\n%s\nendstream" % (len(stream), stream))
    return _file(objects)


def _content(words: Iterable[Sequence], size: float) -> bytes:
    return b"\n".join(_shown(*each, size=size) for each in words)


def _shown(x: float, y: float, text: str, font: int = 0, own: float | None = None, *, size: float) -> bytes:
    escaped = text.encode("cp1252").replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")
    return b"BT /F%d %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (font, own or size, x, y, escaped)


def _file(objects: Sequence[bytes]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, table))


def column(lines: Iterable[str], x: float = 60, top: float = 760, leading: float = LEADING) -> list[Words]:
    """Lines below each other. An empty one is a gap."""
    return [(x, top - i * leading, line) for i, line in enumerate(lines) if line]
