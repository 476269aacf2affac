"""What a printed codebook says, in the reader's language: laid out by pdf.py and docx.py."""

from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from apps.exchange.codebooks.material import Material
from apps.exchange.codebooks.wording import FIELD_NAMES
from core.codebooks.entries import TEXTS, Entry

# From so many codes on, a list of contents stands in front.
LONG = 20


@dataclass(frozen=True)
class PrintedCode:
    """A code, `depth` codes below its dimension: its definition, the other texts with their labels, and a line of
    small facts."""

    name: str
    depth: int
    color: str
    definition: str
    texts: list[tuple[str, str]]
    remark: str


@dataclass(frozen=True)
class PrintedDimension:
    name: str
    remark: str
    codes: list[PrintedCode] = field(default_factory=list)


@dataclass(frozen=True)
class Printed:
    """Title, lines of facts under it, and the dimensions; `has_contents` asks for a list of them in front."""

    language: str
    title: str
    project: str
    facts: list[tuple[str, str]]
    contents: str
    has_contents: bool
    page: str
    empty: str
    dimensions: list[PrintedDimension]

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def printed(material: Material) -> Printed:
    """The codebook as it is printed, in the language in force."""
    dimensions: list[PrintedDimension] = []
    for entry in material.entries:
        if entry.path:
            dimensions[-1].codes.append(_code(material, entry))
        else:
            dimensions.append(PrintedDimension(entry.dimension, _remark(material, entry)))
    return Printed(
        language="id" if (get_language() or "").startswith("id") else "en",
        title=_("Codebook"),
        project=material.project,
        facts=_facts(material, len(dimensions)),
        contents=_("Contents"),
        has_contents=material.codes >= LONG,
        page=_("Page"),
        empty=_("The codebook is empty."),
        dimensions=dimensions,
    )


def _facts(material: Material, dimensions: int) -> list[tuple[str, str]]:
    version = str(material.version) if material.version else _("as it stands")
    facts = [
        (_("Project"), material.project),
        (_("Codebook version"), f"{version} · {material.note}" if material.note else version),
        (_("Date"), date_format(timezone.localtime(material.made), "DATE_FORMAT")),
        (_("Dimensions"), str(dimensions)),
        (_("Codes"), str(material.codes)),
    ]
    return [*facts, (_("Counted"), material.filter)] if material.filter else facts


def _remark(material: Material, entry: Entry) -> str:
    codes = sum(bool(each.path) and each.dimension == entry.dimension for each in material.entries)
    said = ngettext("%(count)s code", "%(count)s codes", codes) % {"count": codes}
    if not entry.exclusive:
        return said
    return f"{said} · {_('exclusive: at most one of its codes on a passage by one coder')}"


def _code(material: Material, entry: Entry) -> PrintedCode:
    given = entry.given
    texts = [(str(FIELD_NAMES[name]), given[name]) for name in TEXTS[1:] if given[name]]
    key = f"{FIELD_NAMES['shortcut']}: {given['shortcut']}" if given["shortcut"] else ""
    heading = "" if given["codable"] else _("heading, not put on passages")
    return PrintedCode(
        name=entry.name, depth=len(entry.path) - 1, color=given["color"], definition=given["definition"], texts=texts,
        remark=" · ".join(filter(None, [_counts(material, entry), heading, key])),
    )  # fmt: skip


def _counts(material: Material, entry: Entry) -> str:
    """How often the code was used, and where the print says so by office, in which."""
    if material.counts is None:
        return ""
    used = material.used(entry.id)
    said = ngettext("%(count)s coding", "%(count)s codings", used) % {"count": used}
    offices = [f"{name} {n}" for name, n in zip(material.offices, material.used_in(entry.id), strict=True)]
    return f"{said} ({', '.join(offices)})" if offices else said
