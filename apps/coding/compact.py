"""All segments of a version as the workspace reads them: columns instead of objects, each identifier of a code or a
person once, and nothing the page has already.

The page has the words, so quotes stay away; what it never shows (identifiers and times of codings) does too. That is
a tenth of the bytes of the API's own shape (apps/coding/wire.py) and most of the time of a long interview's opening.
static/js/annotator/compact.js reads it.
"""

import json
from collections import defaultdict
from typing import Any
from uuid import UUID

from apps.coding.models import Coding, Segment
from apps.coding.wire import as_given, known_identifier
from apps.projects.models import Project


class Numbered(dict[Any, int]):
    """Numbers what it is asked for in the order it comes."""

    def __missing__(self, key: Any) -> int:
        self[key] = number = len(self)
        return number


def compact_json(project: Project, transcript: UUID, *, version: UUID, coder: UUID | None = None) -> str:
    """A JSON object, two queries however many segments there are.

    "ids" are the segments' identifiers in text order, 32 digits each; "starts" the differences from one start to the
    next. "codings" holds for every segment how many it has, then each as a code, a person and a state, by number.
    """
    wanted: dict[str, Any] = {"project": project, "transcript": transcript, "version": version}
    if coder:
        wanted["coder"] = coder
    codes, people, states = Numbered(), Numbered(), Numbered()
    codings: dict[Any, list[int]] = defaultdict(list)
    columns = (as_given(name) for name in ("segment_id", "code_id", "by_id"))
    found = Coding.objects.filter(**{f"segment__{field}": value for field, value in wanted.items()})
    for state, segment, code, by in found.order_by("created").values_list("state", *columns):
        codings[segment] += (codes[code], people[by], states[state])
    rows = Segment.objects.filter(**wanted).order_by("start", "end", "created")
    ids: list[str] = []
    starts: list[int] = []
    lengths: list[int] = []
    coders: list[int] = []
    flat: list[int] = []
    memos: dict[int, str] = {}
    last = 0
    for pk, start, end, by, memo in rows.values_list(as_given("id"), "start", "end", as_given("coder_id"), "memo"):
        if memo:
            memos[len(ids)] = memo
        ids.append(_digits(pk))
        starts.append(start - last)
        lengths.append(end - start)
        coders.append(people[by])
        here = codings.get(pk, ())
        flat += (len(here) // 3, *here)
        last = start
    return json.dumps(
        {
            "transcript": str(transcript),
            "version": str(version),
            "codes": [known_identifier(code) for code in codes],
            "people": [known_identifier(person) for person in people],
            "states": list(states),
            "ids": "".join(ids),
            "starts": starts,
            "lengths": lengths,
            "coders": coders,
            "memos": memos,
            "codings": flat,
            "next": project.sequence,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def _digits(pk: Any) -> str:
    """32 digits of a UUID that came as an object or as text."""
    return pk.hex if isinstance(pk, UUID) else str(pk).replace("-", "")
