"""Recorded segments brought to the present day: the transcript may have been corrected since they were written down.

Undo compares what was recorded with what stands, and puts back what was recorded; both go through here.
"""

from functools import cache
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from apps.coding.models import Segment
from apps.coding.services.carrying import Anchors, place_in, question
from apps.documents.models import Transcript
from apps.documents.texts import load_text
from apps.web.errors import DomainError
from core.text.offsets import Span

State = dict[str, Any]


class PresentDay:
    """The current versions of transcripts, and where places of older versions lie in them."""

    def __init__(self) -> None:
        self.current = cache(self._current)
        self.anchors = cache(self._anchors)

    def stands(self, segment: Segment, state: State) -> bool:
        """Whether a segment stands where it was recorded: there, or where corrections carried it since."""
        if segment.version_id == UUID(state["version"]):
            return (segment.start, segment.end) == (state["start"], state["end"])
        span = self.span_in(segment.version_id, state)
        return span == Span(segment.start, segment.end)

    def state(self, state: State) -> State | None:
        """A recorded segment as it would stand now; None when its words are not found without asking somebody.

        One that was left behind on an older version stays there with its doubt.
        """
        current = self.current(UUID(state["transcript"]))
        span = self.span_in(current, state)
        doubt = state.get("doubt")
        if doubt and self.same_text(UUID(doubt["version"]), current):
            # As recorded, be its words found or not: a person left it there, or is still asked.
            return state | {"doubt": doubt | {"version": str(current)}}
        if span:
            return state | _at(current, span) | {"doubt": None}
        if doubt:
            found = self.anchors(current).find(UUID(state["version"]), state["start"], state["end"])
            return state | {"doubt": question(found, current)}
        return None

    def span_in(self, version: UUID, state: State) -> Span | None:
        """Where a recorded place lies in a version: the same offsets in the same text, else where it is anchored."""
        recorded = UUID(state["version"])
        if self.same_text(recorded, version):
            span = Span(state["start"], state["end"])
            return span if load_text(version).holds_words(span.start, span.end) else None
        return place_in(self.anchors(version).find(recorded, state["start"], state["end"]), version)

    def same_text(self, one: UUID, other: UUID) -> bool:
        return one == other or load_text(one).text == load_text(other).text

    def _current(self, transcript: UUID) -> UUID:
        found = Transcript.objects.filter(pk=transcript).first()
        if found is None:
            raise DomainError("changed_since", _("The transcript was deleted for good since. Nothing was changed."))
        return found.version_id

    def _anchors(self, version: UUID) -> Anchors:
        return Anchors(load_text(version).text)


def _at(version: UUID, span: Span) -> State:
    quote = load_text(version).text[span.start : span.end]
    return {"version": str(version), "start": span.start, "end": span.end, "quote": quote}
