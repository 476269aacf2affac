"""All segments of a transcript as JSON text, written straight from rows.

A long interview carries ten thousand codings and its reader waits for them. Turning each identifier and time into a
Python object only to write it out again takes longer than everything else together, so here they stay what the
database driver gave. The shape is that of queries.segment_out, and a test holds the two together.
"""

import json
from collections import defaultdict
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db.models import ExpressionWrapper, F, Field

from apps.coding.models import Coding, Segment
from apps.projects.models import Project


def as_given(name: str) -> "ExpressionWrapper[F]":
    """The column as the driver gives it, without Django's conversion."""
    return ExpressionWrapper(F(name), output_field=Field())


def identifier(value: Any) -> str:
    """Canonical text of a UUID that came as an object or as 32 digits."""
    text = str(value)
    if len(text) == 36:
        return text
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


# Codes and coders recur on every line.
known_identifier = lru_cache(maxsize=4096)(identifier)


def moment(value: datetime) -> str:
    """ISO 8601 in UTC; a driver's time without a zone is UTC already."""
    return value.isoformat() if value.tzinfo else f"{value.isoformat()}+00:00"


def segments_json(project: Project, transcript: UUID, *, version: UUID, coder: UUID | None = None) -> str:
    """A JSON list of all segments of one version in text order, two queries however many there are."""
    wanted: dict[str, Any] = {"project": project, "transcript": transcript, "version": version}
    if coder:
        wanted["coder"] = coder
    codings = codings_by_segment({f"segment__{field}": value for field, value in wanted.items()})
    where = f'"transcript":"{transcript}","version":"{version}"'
    rows = Segment.objects.filter(**wanted).order_by("start", "end", "created")
    segments = (
        f'{{"id":"{identifier(pk)}",{where},"start":{start},"end":{end},"quote":{json.dumps(quote)},'
        f'"coder":"{known_identifier(by)}","memo":{json.dumps(memo)},"created":"{moment(at)}",'
        f'"codings":[{",".join(codings[pk])}]}}'
        for pk, start, end, quote, by, memo, at in rows.values_list(
            as_given("id"), "start", "end", "quote", as_given("coder_id"), "memo", as_given("created")
        )
    )
    return f"[{','.join(segments)}]"


def codings_by_segment(wanted: dict[str, Any]) -> dict[Any, list[str]]:
    """JSON text of the codings of every segment, oldest first, by the segment's identifier as given."""
    found: dict[Any, list[str]] = defaultdict(list)
    rows = Coding.objects.filter(**wanted).order_by("created")
    columns = (as_given(name) for name in ("id", "segment_id", "code_id", "by_id", "created"))
    for state, pk, segment, code, by, at in rows.values_list("state", *columns):
        found[segment].append(
            f'{{"id":"{identifier(pk)}","code":"{known_identifier(code)}","state":"{state}",'
            f'"by":"{known_identifier(by)}","at":"{moment(at)}"}}'
        )
    return found
