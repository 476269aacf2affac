"""Archives among uploads: their members become uploads of their own."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO, cast

from django.core.files import File

from apps.documents.reading import refusal
from core.text.errors import ReadError
from core.text.readers import SUPPORTED
from core.text.readers.archive import unpack

ARCHIVES = frozenset({".zip"})
# What the upload page offers.
ACCEPTED = SUPPORTED | ARCHIVES


@dataclass(frozen=True)
class Member:
    """A file of an archive, its folder in its name; or the sentence that says why it cannot be had."""

    name: str
    data: bytes
    size: int
    error: str = ""


def is_archive(filename: str) -> bool:
    return PurePath(filename).suffix.lower() in ARCHIVES


def refuse_name(filename: str) -> None:
    """Raise when a file's ending says that nothing here reads it."""
    if (ending := PurePath(filename).suffix.lower()) not in ACCEPTED:
        raise refusal("unsupported", ending=ending)


def members_of(file: File[bytes]) -> Iterator[Member]:
    """The files of an archive. Raises DomainError with a sentence when it is none, or must not be unpacked."""
    try:
        for member in unpack(cast(BinaryIO, file)):
            name = f"{member.folder}/{member.name}" if member.folder else member.name
            error = refusal(member.error.code, **member.error.detail).message if member.error else ""
            yield Member(name, member.data, member.size, error)
    except ReadError as error:
        raise refusal(error.code, **error.detail) from error
