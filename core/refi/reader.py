"""REFI-QDA into plain values, whoever wrote it. Elements are known by their local names: vendors' namespaces differ.

A file comes from strangers: no document type, no entities, no network, limits to size, depth and number.
"""

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import IO
from uuid import UUID

from lxml import etree

from core.refi.model import Code, CodeBook, CodeSet
from core.text.errors import ReadError
from core.text.readers.magic import DIRECTORY_ENTRY, MAX_MEMBERS, ZIP_ERRORS, ZIPS

MAX_BYTES = 20 * 2**20
# A whole project's XML, of which only the codebook is read.
MAX_UNPACKED = 64 * 2**20
MOST_CODES = 5000
DEEPEST = 64
ENCRYPTED_FLAG = 1
CHUNK = 2**20
SHORT = 300
_GUID = re.compile(r"\{?[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}\}?", re.IGNORECASE)
_COLOR = re.compile(r"#?([0-9a-f]{6}|[0-9a-f]{3})", re.IGNORECASE)
_ELEMENT = re.compile(rb"<[A-Za-z_]")


def read_codebook(data: bytes) -> CodeBook:
    """The codebook in a .qdc, a .qde, or the project of a .qdpx, told apart by content.

    ReadError: too_large, encrypted, damaged; "hostile" for a document type, "too_deep" and "too_many_codes" with
    their limit; "no_codebook" where there is none, "no_codes" where it is empty.
    """
    book = _codebook(_codebook_element(codebook_xml(data)))
    if not book.codes:
        raise ReadError("no_codes")
    return book


def codebook_xml(data: bytes) -> bytes:
    """The XML that holds the codebook: the file itself, or the project in a .qdpx. Raises ReadError."""
    if data.startswith(ZIPS):
        return _project_in(data)
    if len(data) > MAX_UNPACKED:
        raise ReadError("too_large", limit=MAX_UNPACKED)
    return data


# --- bytes to elements --------------------------------------------------------------------------------------


def _project_in(data: bytes) -> bytes:
    """The project's XML out of a .qdpx; its name and folder differ from program to program."""
    if data.count(DIRECTORY_ENTRY) > MAX_MEMBERS:
        raise ReadError("damaged")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found = [info for info in archive.infolist() if info.filename.lower().endswith((".qde", ".qdc"))]
            if not found:
                raise ReadError("no_codebook")
            info = min(found, key=lambda info: (info.filename.lower() != "project.qde", info.filename))
            if info.flag_bits & ENCRYPTED_FLAG:
                raise ReadError("encrypted")
            with archive.open(info) as member:
                return _at_most(member, MAX_UNPACKED)
    except ZIP_ERRORS as error:
        raise ReadError("damaged") from error


def _at_most(file: IO[bytes], limit: int) -> bytes:
    """What is in the file, however much it says that is."""
    chunks: list[bytes] = []
    size = 0
    while chunk := file.read(CHUNK):
        size += len(chunk)
        if size > limit:
            raise ReadError("too_large", limit=limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _codebook_element(xml: bytes) -> etree._Element:
    _refuse_document_type(xml)
    if not xml.startswith((b"\xff\xfe", b"\xfe\xff")):
        xml = xml.lstrip(b"\xef\xbb\xbf \t\r\n\x00") if xml[:1] != b"\x00" else xml
    try:
        events = etree.iterparse(
            io.BytesIO(xml), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False,
            huge_tree=False, remove_comments=True, remove_pis=True,
        )  # fmt: skip
        return _found(events)
    except etree.LxmlError as error:
        too_deep = "depth" in str(error).lower()
        raise ReadError("too_deep", limit=DEEPEST) if too_deep else ReadError("damaged") from error


def _found(events: Iterable[tuple[str, etree._Element]]) -> etree._Element:
    """The first CodeBook, as soon as it is whole: what follows in a project need not be read."""
    depth = 0
    for event, element in events:
        depth += 1 if event == "start" else -1
        if depth > DEEPEST + 4:
            raise ReadError("too_deep", limit=DEEPEST)
        if event == "end" and _local(element) == "CodeBook":
            return element
    raise ReadError("no_codebook")


def _refuse_document_type(xml: bytes) -> None:
    """No program writes one, and all that XML can do to a reader begins there."""
    plain = xml.replace(b"\x00", b"")
    first = _ELEMENT.search(plain)
    if b"<!DOCTYPE" in (plain[: first.start()] if first else plain) or b"<!ENTITY" in plain[:CHUNK]:
        raise ReadError("hostile")


# --- elements to values -------------------------------------------------------------------------------------


@dataclass
class _Open:
    """A code that is being read, with those below it that are read already."""

    element: etree._Element
    depth: int
    codes: list[Code] = field(default_factory=list)


def _codebook(book: etree._Element) -> CodeBook:
    guids: set[UUID] = set()
    tops: list[Code] = []
    number = 0
    for codes in _children(book, "Codes"):
        waiting: list[tuple[_Open, _Open | None, bool]] = [
            (_Open(element, 1), None, False) for element in reversed(_children(codes, "Code"))
        ]
        while waiting:
            here, above, is_read = waiting.pop()
            if is_read:
                (above.codes if above else tops).append(_code(here, guids))
                continue
            number += 1
            if number > MOST_CODES:
                raise ReadError("too_many_codes", limit=MOST_CODES)
            if here.depth > DEEPEST:
                raise ReadError("too_deep", limit=DEEPEST)
            waiting.append((here, above, True))
            below = reversed(_children(here.element, "Code"))
            waiting.extend((_Open(element, here.depth + 1), here, False) for element in below)
    sets = tuple(_set(each) for parent in _children(book, "Sets") for each in _children(parent, "Set"))
    return CodeBook(tuple(tops), sets, _plain(book.get("origin")))


def _code(here: _Open, seen: set[UUID]) -> Code:
    element = here.element
    guid = read_guid(element.get("guid"))
    if guid in seen:
        guid = None
    elif guid:
        seen.add(guid)
    return Code(
        guid=guid,
        name=_plain(element.get("name")),
        is_codable=(element.get("isCodable") or "true").strip().lower() not in {"false", "0"},
        color=read_color(element.get("color")),
        description=_description(element),
        codes=tuple(here.codes),
    )


def _set(element: etree._Element) -> CodeSet:
    guids = (read_guid(each.get("guid") or each.get("targetGUID")) for each in _children(element, "MemberCode"))
    name = _plain(element.get("name"))[:SHORT]
    members = tuple(guid for guid in guids if guid)
    return CodeSet(read_guid(element.get("guid")), name, members, _description(element))


def _description(element: etree._Element) -> str | None:
    found = _children(element, "Description")
    return _plain("".join(str(part) for part in found[0].itertext())) if found else None


def _children(element: etree._Element, name: str) -> list[etree._Element]:
    return [child for child in element if _local(child) == name]


def _local(element: etree._Element) -> str:
    # What is no element, such as an entity that was not resolved, has no text for a tag.
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _plain(text: str | None) -> str:
    return (text or "").replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


def read_guid(text: str | None) -> UUID | None:
    """A GUID with or without braces, in any case; None for anything else, and for the empty one."""
    text = (text or "").strip()
    if not _GUID.fullmatch(text):
        return None
    guid = UUID(text.strip("{}"))
    return guid if guid.int else None


def read_color(text: str | None) -> str:
    """#rrggbb in small letters, of that or of #rgb; "" for anything else."""
    match = _COLOR.fullmatch((text or "").strip())
    if not match:
        return ""
    digits = match.group(1).lower()
    return "#" + (digits if len(digits) == 6 else "".join(2 * digit for digit in digits))
