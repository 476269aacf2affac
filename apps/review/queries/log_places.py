"""The passages that entries of the supervision log are about, as they were judged."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import F

from apps.coding.models import Coding, Segment
from apps.documents.texts import load_text


@dataclass(frozen=True, slots=True)
class Place:
    """A passage as it was judged, and whose coding it is; `quote` is "" where names would be seen."""

    code: str = ""
    coder: str = ""
    transcript: str = ""
    office: str = ""
    line: int = 0
    quote: str = ""
    coding: UUID | None = None


def judged(verdicts: Any) -> Any:
    """With what a place needs, and without the text of the version."""
    names = {
        "title": F("transcript__title"),
        "office_name": F("transcript__office__name"),
        "named": F("version__named"),
    }
    return verdicts.select_related("by", "coder").annotate(**names)


def segments_now(wanted: set[UUID]) -> dict[UUID, tuple[str, bool]]:
    """What passages are now, and whether their version holds names."""
    rows = Segment.objects.filter(pk__in=wanted).values_list("pk", "quote", "version__named")
    return {pk: (quote, named) for pk, quote, named in rows}


def place_of_verdict(row: Any, now: tuple[str, bool] | None) -> Place:
    """What was judged, read from the version it stood on: that never changes, save to hide or erase somebody.

    Names that were replaced since stand in that version still, so that the passage as it is now is shown instead.
    """
    text = load_text(row.version_id)
    quote = text.text[row.start : row.end]
    if row.named:
        quote = now[0] if now and not now[1] else ""
    return Place(row.code_name, str(row.coder), row.title, row.office_name, text.line_of(row.start), quote, row.coding)


def places_of_codings(wanted: set[UUID]) -> dict[UUID, Place]:
    rows = Coding.objects.filter(pk__in=wanted).values_list(
        "pk", "code__name", "by__name", "segment__transcript__title", "segment__transcript__office__name",
        "segment__version", "segment__start", "segment__quote", "segment__version__named",
    )  # fmt: skip
    return {
        pk: Place(code, coder, title, office, load_text(version).line_of(start), "" if named else quote, pk)
        for pk, code, coder, title, office, version, start, quote, named in rows
    }
