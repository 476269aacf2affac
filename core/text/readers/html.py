"""Web pages. Nothing they refer to is fetched; scripts and styles are left out."""

import re

from core.text.readers.base import ReadResult
from core.text.readers.pandoc import convert

HEAD = 2048
# The rules of HTML for finding the encoding, as far as pages in use need them.
_CHARSET = re.compile(rb"""(?i)<meta[^>]{0,300}?charset\s*=\s*["']?\s*([a-z0-9_.:-]{1,40})""")
_XML = re.compile(rb"""(?i)\A\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([a-z0-9_.:-]{1,40})""")
# Programs do not run here, so what is written for browsers without them would stand beside what they show.
_UNSEEN = re.compile(r"(?is)<(noscript|template|iframe|object|svg)\b[^>]*+>.*?</\1\s*>")
SAME_AS_WINDOWS = {"iso-8859-1": "windows-1252", "latin1": "windows-1252", "us-ascii": "windows-1252"}


def declared_encoding(data: bytes) -> str | None:
    """The encoding that a page says it is in, where it can be true of bytes that say so in ASCII."""
    found = _CHARSET.search(data[:HEAD]) or _XML.search(data[:HEAD])
    name = found[1].decode("ascii").lower() if found else ""
    return None if not name or name.startswith(("utf-16", "utf-32")) else SAME_AS_WINDOWS.get(name, name)


def read_html(data: bytes) -> ReadResult:
    """The text of a page given in UTF-8. Its title stands in the window, not in the page, and is left out."""
    page = _UNSEEN.sub("", data.decode())
    return convert(page.encode(), "html", gap="\n", line_break=" ", meta=False)
