"""Exports of the codebook: what can be asked for, and the file. They are kept beside the exports of passages."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from apps.codebook.queries import get_version
from apps.exchange import queries
from apps.exchange.codebooks.docx import as_docx
from apps.exchange.codebooks.material import COUNTS, Material, content_in_words, material_of
from apps.exchange.codebooks.pdf import as_pdf
from apps.exchange.codebooks.written import as_csv, as_qdc, as_xlsx
from apps.projects.models import Project
from apps.web.errors import Invalid

# What programs ask for, and the ending of the file.
FORMATS = {
    "qdc": "qdc",
    "codebook-csv": "csv",
    "codebook-xlsx": "xlsx",
    "codebook-docx": "docx",
    "codebook-pdf": "pdf",
}
# What an export that is kept says of itself; those of passages say nothing.
WHAT = "codebook"


def is_of_codebook(format: str, options: Mapping[str, Any]) -> bool:
    return format in FORMATS or options.get("what") == WHAT


def codebook_options(project: Project, format: str, options: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    """The ending and the options that are kept of what was asked for, with the filter in words.

    `version` is the number of a frozen version, none is the codebook as it stands; `counts` one of COUNTS; the rest
    as for passages. Raises Invalid "unknown_counts", NotThere for a version or ids that the project does not have.
    """
    ending = FORMATS.get(format, format)
    if ending not in FORMATS.values():
        raise Invalid("unknown_format", _("Codebooks are written as %(known)s.") % {"known": ", ".join(FORMATS)})
    version, counts = options.get("version") or 0, options.get("counts") or ""
    if counts not in COUNTS:
        raise Invalid("unknown_counts", _("Counts are codings, or offices, or nothing."))
    number = get_version(project, int(version)).number if version else 0
    kept = {name: str(options[name]) for name in (*queries.NARROWING, "separator") if options.get(name)}
    words = queries.filter_in_words(project, queries.filter_of(project, kept))
    kept |= {"what": WHAT, "version": str(number) if number else "", "counts": counts}
    kept["filter"] = content_in_words(number, counts, words)
    return ending, {name: value for name, value in kept.items() if value}


def write_codebook_file(
    path: Path, *, project: Project, format: str, options: Mapping[str, Any], made: datetime
) -> int:
    """Write what `codebook_options` kept. Returns the number of codes."""
    chosen = queries.filter_of(project, options)
    material = material_of(
        project, made=made, version=int(options.get("version", 0)), counts=options.get("counts", ""),
        chosen=chosen, words=queries.filter_in_words(project, chosen),
    )  # fmt: skip
    path.write_bytes(_bytes(material, format, options))
    return material.codes


def _bytes(material: Material, ending: str, options: Mapping[str, Any]) -> bytes:
    if ending == "csv":
        return as_csv(material, options.get("separator", ","))
    writers = {"xlsx": as_xlsx, "qdc": as_qdc, "pdf": as_pdf, "docx": as_docx}
    return writers[ending](material)
