"""What kind of file bytes are, whatever its name says."""

import io
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
    (b"ID3", "mp3"),
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


def kind_of(data: bytes) -> str:
    """The kind by content: docx, odt, pdf, png, …, for OLE containers "encrypted" or "old_word", else txt."""
    for signature, kind in SIGNATURES:
        if data.startswith(signature):
            return kind
    if data.startswith(OLE):
        streams = ((name.encode("utf-16-le"), kind) for name, kind in OLE_STREAMS)
        return next((kind for name, kind in streams if name in data), "ole")
    return _zip_kind(data) if data.startswith(ZIPS) else "txt"


def _zip_kind(data: bytes) -> str:
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
