"""Word documents: the package is checked here, its text is read by pandoc."""

import io
import zipfile
from dataclasses import replace

from core.text.errors import ReadError
from core.text.readers.base import ReadResult
from core.text.readers.magic import ZIP_ERRORS
from core.text.readers.pandoc import convert

MAX_UNCOMPRESSED = 200 * 2**20
CHUNK = 2**20
ENCRYPTED_FLAG = 1
# What the text does not show, by the XML that says it is there.
LEFT_OUT = (
    (b"<w:comment ", "comments_left_out"),
    (b"<w:ins ", "changes_accepted"),
    (b"<w:del ", "changes_accepted"),
    (b"<w:moveTo ", "changes_accepted"),
)


def read_docx(data: bytes) -> ReadResult:
    """The text with tracked changes accepted; the warnings name the comments and pictures left out."""
    warnings = _check(data)
    result = convert(data, "docx", gap="\n")
    return replace(result, warnings=tuple(sorted({*result.warnings, *warnings})))


def _check(data: bytes) -> set[str]:
    """Unpack everything once, so that a bomb or a broken member stops here; codes of what is left out."""
    warnings = set()
    unpacked = 0
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_declared(archive.infolist())
            for info in archive.infolist():
                with archive.open(info) as member:
                    while chunk := member.read(CHUNK):
                        unpacked += len(chunk)
                        _check_size(unpacked)
                        if info.filename.endswith(".xml"):
                            warnings |= {code for mark, code in LEFT_OUT if mark in chunk}
    except ZIP_ERRORS as error:
        raise ReadError("damaged") from error
    return warnings


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & ENCRYPTED_FLAG for info in members):
        raise ReadError("encrypted")
    _check_size(sum(info.file_size for info in members))


def _check_size(size: int) -> None:
    if size > MAX_UNCOMPRESSED:
        raise ReadError("too_large", bytes=size, limit=MAX_UNCOMPRESSED)
