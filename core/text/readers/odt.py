"""OpenDocument texts: the package is checked here, its text is read by pandoc."""

import re
from dataclasses import replace

from core.text.errors import ReadError
from core.text.readers.base import ReadResult
from core.text.readers.package import Package
from core.text.readers.pandoc import convert

MANIFEST = "META-INF/manifest.xml"
LEFT_OUT = (
    (b"<office:annotation ", "comments_left_out"),
    (b"<draw:text-box", "text_boxes_left_out"),
)
CHANGE = re.compile(rb"<text:changed-region\b")


def read_odt(data: bytes) -> ReadResult:
    """The text with tracked changes accepted; the warnings name what is left out."""
    package = Package(data)
    # Each part is encrypted by itself, and the list of parts says so.
    if b"encryption-data" in package.parts.get(MANIFEST, b""):
        raise ReadError("encrypted")
    result = convert(package.data, "odt", gap="\n")
    warnings = {*result.warnings, *package.codes(LEFT_OUT)}
    details = dict(result.details)
    if changes := len(CHANGE.findall(package.parts.get("content.xml", b""))):
        warnings.add("changes_accepted")
        details["changes_accepted"] = changes
    return replace(result, warnings=tuple(sorted(warnings)), details=details)
