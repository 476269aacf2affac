"""REFI-QDA out of plain values, in the order and with the namespace that the schemas demand."""

import re
from uuid import UUID

from lxml import etree

from core.refi.model import Code, CodeBook, CodeSet

CODEBOOK_NAMESPACE = "urn:QDA-XML:codebook:1.0"
# What XML 1.0 cannot hold, whatever it is written as.
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def write_codebook(book: CodeBook) -> bytes:
    """The bytes of a .qdc. A codebook without codes cannot be written: ValueError."""
    if not book.codes:
        raise ValueError("the standard has no empty codebook")
    root = etree.Element(_tag("CodeBook"), nsmap={None: CODEBOOK_NAMESPACE})  # type: ignore[dict-item]
    if book.origin:
        root.set("origin", xml_text(book.origin))
    codes = etree.SubElement(root, _tag("Codes"))
    for code in book.codes:
        _add_code(codes, code)
    if book.sets:  # an empty <Sets/> is invalid
        sets = etree.SubElement(root, _tag("Sets"))
        for each in book.sets:
            _add_set(sets, each)
    etree.indent(root)
    return etree.tostring(root, encoding="UTF-8", xml_declaration=True)


def xml_text(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("", text)


def guid_text(guid: UUID) -> str:
    """Upper case: what every program measured reads."""
    return str(guid).upper()


def _add_code(parent: etree._Element, top: Code) -> None:
    waiting = [(parent, top)]
    while waiting:
        above, code = waiting.pop()
        if code.guid is None:
            raise ValueError("every code that is written has a GUID")
        element = etree.SubElement(above, _tag("Code"))
        element.set("guid", guid_text(code.guid))
        element.set("name", xml_text(code.name))
        element.set("isCodable", "true" if code.is_codable else "false")
        if code.color:
            element.set("color", code.color)
        _describe(element, code.description)
        waiting.extend((element, below) for below in reversed(code.codes))


def _add_set(parent: etree._Element, each: CodeSet) -> None:
    if each.guid is None:
        raise ValueError("every set that is written has a GUID")
    element = etree.SubElement(parent, _tag("Set"))
    element.set("guid", guid_text(each.guid))
    element.set("name", xml_text(each.name))
    _describe(element, each.description)
    for member in each.members:
        # The codebook's schema calls it guid, the project's targetGUID.
        etree.SubElement(element, _tag("MemberCode")).set("guid", guid_text(member))


def _describe(element: etree._Element, description: str | None) -> None:
    if description:
        etree.SubElement(element, _tag("Description")).text = xml_text(description)


def _tag(name: str) -> str:
    return f"{{{CODEBOOK_NAMESPACE}}}{name}"
