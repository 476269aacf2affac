"""A transcript's text and turns as JSON text, written straight from rows: an interview has thousands of turns, and
checking each against a schema, or making a dictionary of it, takes longer than reading them all."""

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import QuerySet

from apps.documents.models import Turn


def transcript_json(described: Mapping[str, Any], text: str, turns: QuerySet[Turn]) -> str:
    """`described` with "text" and "turns" added: [{"index", "start", "end", "speaker", "participant", "at_ms"}, …]."""
    quoted = cache(_json)  # the few speakers and participants come again and again
    rows = turns.values_list("index", "start", "end", "speaker", "participant", "at_ms")
    said = ",".join(
        f'{{"index":{index},"start":{start},"end":{end},"speaker":{quoted(speaker)},'
        f'"participant":{quoted(participant)},"at_ms":{"null" if at_ms is None else at_ms}}}'
        for index, start, end, speaker, participant, at_ms in rows
    )
    return f'{_json(dict(described))[:-1]},"text":{_json(text)},"turns":[{said}]}}'


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
