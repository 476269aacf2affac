"""Zip archives: the documents in them, one by one, without letting an archive fill the memory or the disk."""

import io
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import BinaryIO

from core.text.errors import ReadError
from core.text.readers import KINDS
from core.text.readers.magic import ZIP_ERRORS

MAX_FILES = 5000
MAX_FILE = 100 * 2**20
MAX_TOTAL = 1024 * 2**20
# Word documents are packed to a tenth, plain text to a fifth; nothing that people write shrinks so much.
MAX_RATIO = 200
SMALL = 2**20  # so little may be packed as tightly as it likes
MAX_DIRECTORY = 16 * 2**20
CHUNK = 2**20
ENCRYPTED_FLAG, UTF8_FLAG = 0x1, 0x800
ARCHIVES = frozenset({".zip", ".7z", ".rar", ".gz", ".tar", ".tgz", ".bz2", ".xz"})
# Read for the sake of a clear word about them, or of what they really are.
WELCOME = frozenset({*KINDS, ".doc", ".dot"})
# The end of the central directory: entries, its size (APPNOTE 4.3.16).
END, END_SIGNATURE, LONGEST_COMMENT = struct.Struct("<4s4HIIH"), b"PK\x05\x06", 0xFFFF
# The same for large archives, and what stands between the two (4.3.14, 4.3.15).
END64, LOCATOR, LOCATOR_SIGNATURE = struct.Struct("<32xQQ8x"), 20, b"PK\x06\x07"


@dataclass(frozen=True, slots=True)
class Member:
    """A file of an archive. `name` has no folders, and no other member has the same; `data` are its bytes.

    `size` is how many they are, as the archive says. With `error` there are none, and it says why:
    unsupported, encrypted, too_large, packed_too_tightly, nested_archive, damaged. `folder` is where it lay.
    """

    name: str
    size: int
    data: bytes = b""
    error: ReadError | None = None
    folder: str = ""


def unpack(file: BinaryIO) -> Iterator[Member]:
    """The documents of an archive, in its order, each unpacked when it is asked for.

    `file` must be seekable and stay open. Folders, files whose name begins with a dot and what macOS adds are
    passed over. Raises ReadError for the archive as a whole: damaged, empty, too_many_files (before the first
    member), too_large (when all members together unpack to more than MAX_TOTAL; those before it stand).
    """
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except ZIP_ERRORS as error:
        raise ReadError("damaged") from error
    with archive:
        members = [info for info in archive.infolist() if _is_wanted(info)]
        if not members:
            raise ReadError("empty")
        total = 0
        taken: set[str] = set()
        for info in members:
            folder, base = _place(info)
            member = replace(_member(archive, info, _free_name(base, taken)), folder=folder)
            total += len(member.data)
            if total > MAX_TOTAL:
                raise ReadError("too_large", bytes=total, limit=MAX_TOTAL)
            yield member


def _check_directory(file: BinaryIO) -> None:
    """Refuse an archive of too many files before a list of them is in memory."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - LONGEST_COMMENT - END.size))
    tail = file.read()
    file.seek(0)
    at = tail.rfind(END_SIGNATURE)
    if at < 0 or at + END.size > len(tail):
        raise ReadError("damaged")
    _signature, _disk, _start, _here, files, directory, _offset, _comment = END.unpack_from(tail, at)
    # A record for large archives, where there is one, is the one that is believed; else they have the largest number.
    if tail[at - LOCATOR : at].startswith(LOCATOR_SIGNATURE) and at >= LOCATOR + END64.size:
        files, directory = END64.unpack_from(tail, at - LOCATOR - END64.size)
    if files > MAX_FILES or directory > MAX_DIRECTORY:
        raise ReadError("too_many_files", files=files, limit=MAX_FILES)


def _is_wanted(info: zipfile.ZipInfo) -> bool:
    parts = PurePosixPath(info.filename.replace("\\", "/")).parts
    return not info.is_dir() and bool(parts) and "__MACOSX" not in parts and not parts[-1].startswith((".", "~$"))


def _place(info: zipfile.ZipInfo) -> tuple[str, str]:
    """Folder and name. Programs that forget to say that a name is UTF-8 are common."""
    name = info.filename
    if not info.flag_bits & UTF8_FLAG:
        try:
            name = name.encode("cp437").decode()
        except (UnicodeEncodeError, UnicodeDecodeError):
            name = info.filename
    path = PurePosixPath("".join(character for character in name.replace("\\", "/") if character.isprintable()))
    folder = "/".join(part for part in path.parent.parts if part not in {"/", ".", ".."})
    return folder, path.name.strip()[-200:] or "file"


def _free_name(name: str, taken: set[str]) -> str:
    """The name, or "name (2).docx" where another member has it."""
    path = PurePosixPath(name)
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{path.stem} ({number}){path.suffix}"
    taken.add(free.casefold())
    return free


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Member:
    try:
        return Member(name, info.file_size, _unpacked(archive, info, PurePosixPath(name).suffix.lower()))
    except ReadError as error:
        return Member(name, info.file_size, error=error)
    except ZIP_ERRORS:
        return Member(name, info.file_size, error=ReadError("damaged"))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, ending: str) -> bytes:
    if info.flag_bits & ENCRYPTED_FLAG:
        raise ReadError("encrypted")
    if ending in ARCHIVES:
        raise ReadError("nested_archive", ending=ending)
    if ending not in WELCOME:
        raise ReadError("unsupported", ending=ending)
    _check(info.file_size, info)
    chunks = []
    size = 0
    with archive.open(info) as member:
        while chunk := member.read(CHUNK):
            size += len(chunk)
            _check(size, info)
            chunks.append(chunk)
    return b"".join(chunks)


def _check(size: int, info: zipfile.ZipInfo) -> None:
    if size > MAX_FILE:
        raise ReadError("too_large", bytes=size, limit=MAX_FILE)
    if size > SMALL and size > MAX_RATIO * max(1, info.compress_size):
        raise ReadError("packed_too_tightly", bytes=size, limit=MAX_RATIO * info.compress_size)
