"""Packages of XML parts, as Word and OpenDocument write them."""

import io
import zipfile
from collections.abc import Iterable

from core.text.errors import ReadError
from core.text.readers.magic import ZIP_ERRORS

MAX_UNCOMPRESSED = 200 * 2**20
MAX_PARTS = 64 * 2**20
CHUNK = 2**20
ENCRYPTED_FLAG = 1
READ = (".xml", ".rels", "mimetype")


class Package:
    """The XML parts of a package, unpacked once and within limits; pictures and sounds are left packed.

    `data` is the package again with these parts only, stored as they are: the one who reads it next can
    neither be told other sizes nor find a bomb.
    """

    def __init__(self, data: bytes) -> None:
        self.parts: dict[str, bytes] = {}
        stream = io.BytesIO()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(stream, "w") as copy:
                _check_declared(source.infolist())
                for info in source.infolist():
                    if info.filename.endswith(READ):
                        self.parts[info.filename] = self._unpack(source, info)
                for name, part in self.parts.items():
                    copy.writestr(name, part)
        except ZIP_ERRORS as error:
            raise ReadError("damaged") from error
        self.data = stream.getvalue()

    def _unpack(self, source: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
        before = sum(map(len, self.parts.values()))
        chunks = []
        size = before
        with source.open(info) as member:
            while chunk := member.read(CHUNK):
                size += len(chunk)
                _check_size(size, MAX_PARTS)
                chunks.append(chunk)
        return b"".join(chunks)

    def holds(self, mark: bytes) -> bool:
        """Whether any part holds these bytes."""
        return any(mark in part for part in self.parts.values())

    def codes(self, marks: Iterable[tuple[bytes, str]]) -> set[str]:
        """The codes whose marks are in a part."""
        return {code for mark, code in marks if self.holds(mark)}


def _check_declared(members: list[zipfile.ZipInfo]) -> None:
    if any(info.flag_bits & ENCRYPTED_FLAG for info in members):
        raise ReadError("encrypted")
    _check_size(sum(info.file_size for info in members), MAX_UNCOMPRESSED)


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise ReadError("too_large", bytes=size, limit=limit)
