"""What kind of file bytes are, whatever its name says."""

import io
import re
import zipfile
import zlib

from core.text.errors import ReadError

SIGNATURES = (
    (b"%PDF-", "pdf"),
    (b"{\\rtf", "rtf"),
    (b"\x89PNG\r\n", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"\x1f\x8b\x08", "gzip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"Rar!\x1a\x07", "rar"),
    (b"ID3\x02", "mp3"),
    (b"ID3\x03", "mp3"),
    (b"ID3\x04", "mp3"),
    (b"OggS\x00", "ogg"),
    (b"SQLite format 3\x00", "sqlite"),
)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OLE_STREAMS = (("EncryptedPackage", "encrypted"), ("WordDocument", "old_word"))
ZIPS = (b"PK\x03\x04", b"PK\x05\x06")
CONTENT_TYPES = (
    (b"wordprocessingml.document.main", "docx"),
    (b"wordprocessingml.template.main", "docx"),
    (b"ms-word.document", "docx"),
    (b"ms-word.template", "docx"),
    (b"spreadsheetml", "xlsx"),
    (b"presentationml", "pptx"),
    (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
    (b"epub", "epub"),
)
MAX_MANIFEST = 2**20
# Each entry of a directory takes some hundred bytes of memory; no document has so many parts.
DIRECTORY_ENTRY = b"PK\x01\x02"
MAX_MEMBERS = 20_000
ZIP_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
HEAD = 2048
_CUE = rb"(?:\d{1,4}:)?\d{1,2}:\d{2}[.,]\d{1,3}"
TEXTS = (
    (re.compile(rb"\s*WEBVTT(?:[ \t\r\n]|\Z)"), "vtt"),
    (re.compile(rb"\s*(?:\d{1,7}[ \t]*\r?\n)?" + _CUE + rb"[ \t]*-->[ \t]*" + _CUE + rb"[ \t]*\r?\n"), "srt"),
    (re.compile(rb"(?i)\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--[^>]{0,500}-->\s*)*<(?:!doctype\s+html|html)[\s>]"), "html"),
)


def kind_of(data: bytes) -> str:
    """The kind by content: docx, odt, pdf, rtf, html, srt, vtt, png, …; for OLE containers "encrypted",
    "old_word" or "ole"; else txt.
    """
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(OLE):
        streams = ((name.encode("utf-16-le"), kind) for name, kind in OLE_STREAMS)
        return next((kind for name, kind in streams if name in data), "ole")
    return _zip_kind(data) if data.startswith(ZIPS) else _text_kind(data)


def _text_kind(data: bytes) -> str:
    """Told by how the file begins; the zeros and marks of UTF-16 and UTF-32 are looked past."""
    head = data[:HEAD].lstrip(b"\xef\xbb\xbf\xff\xfe\x00").replace(b"\x00", b"")
    return next((kind for begins, kind in TEXTS if begins.match(head)), "txt")


def _zip_kind(data: bytes) -> str:
    if data.count(DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise ReadError("damaged")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            manifest = _manifest(archive)
    except ZIP_ERRORS as error:
        raise ReadError("damaged") from error
    return next((kind for mark, kind in CONTENT_TYPES if mark in manifest), "zip")


def _manifest(archive: zipfile.ZipFile) -> bytes:
    """The member that says what an Office, OpenDocument or EPUB package holds."""
    names = archive.namelist()
    for name in ("[Content_Types].xml", "mimetype"):
        if name in names:
            with archive.open(name) as member:
                return member.read(MAX_MANIFEST)
    return b""
