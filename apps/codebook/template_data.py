"""The codebooks a project can start from: tables beside this file, with English names as their keys."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext_lazy as _

DATA = Path(__file__).parent / "data"
# Name and what it holds, for the page that offers them.
TEMPLATES = {
    "isomorphism": (
        _("Institutional pressure and causal factors"),
        _("Coercive, mimetic and normative pressure with sub-codes, and nine causal factors."),
    ),
    "bsc": (_("Balanced scorecard"), _("The four perspectives with sub-codes.")),
    "blank": (_("Blank"), _("No codes. Make your own dimensions, or decide later.")),
}


@dataclass(frozen=True)
class TemplateRow:
    """One code of a template. `key` and `parent` are English names; the rest is in the wanted language."""

    key: str
    parent: str
    dimension: str
    exclusive: bool
    name: str
    definition: str
    shortcut: str


def template_title(template: str) -> str:
    return str(TEMPLATES[template][0])


def template_rows(template: str, language: str) -> Iterator[TemplateRow]:
    """The codes of a template, parents before children; none for "blank"."""
    if template == "blank":
        return
    suffix = "_id" if language == "id" else ""
    with (DATA / f"{template}.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield TemplateRow(
                key=row["code"],
                parent=row["parent"],
                dimension=row[f"dimension{suffix}"],
                exclusive=row["exclusive"] == "yes",
                name=row[f"code{suffix}"],
                definition=row[f"definition{suffix}"],
                shortcut=row["shortcut"],
            )
