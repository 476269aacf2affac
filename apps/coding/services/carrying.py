"""Segments carried from one version of a transcript to the next: what `correct_transcript` and its undo share.

Where segments stood before and after is kept as a `Layout`, so that undo puts each where it was to the letter.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache, cached_property, lru_cache
from typing import Any
from uuid import UUID

from apps.coding.models import Doubt, Segment
from apps.coding.patience import locked
from apps.coding.queries.doubts import doubt_state
from apps.coding.services.segments import place
from apps.documents.models import Transcript, Version
from apps.documents.texts import load_text
from apps.web.rows import change_rows, chunks, key_value
from core.text.anchors import Alignment, Anchored, Edit, Outcome
from core.text.offsets import Span

PLACE_FIELDS = ("version", "turn", "start", "end", "quote", "first_word", "last_word")
DOUBT_FIELDS = ("version", "kind", "candidates", "decision", "decided_by", "decided_at")
ROWS_AT_ONCE = 500
SCORE_DIGITS = 3
OUTCOMES = ("carried", "moved", "changed", "ambiguous", "gone")

# Where a segment stands: [start, end] on the current version, [start, end, id of the version] on an older one.
Where = list[Any]
# A doubt as plain values: see doubt_state.
DoubtState = dict[str, Any]


@dataclass
class Layout:
    """Where segments stand, and their doubts, by the segment's id: one side of a correction."""

    segments: dict[str, Where] = field(default_factory=dict)
    doubts: dict[str, DoubtState] = field(default_factory=dict)

    @classmethod
    def from_json(cls, state: Mapping[str, Any]) -> "Layout":
        return cls(state["segments"], state["doubts"])

    def note(self, segment: UUID, where: Where, doubt: DoubtState | None) -> None:
        self.segments[segment.hex] = where
        if doubt:
            self.doubts[segment.hex] = doubt


class Anchors:
    """Finds places of a transcript's versions in a new text. Knows each answer once it was asked for."""

    def __init__(self, new: str, left: Version | None = None, edits: Sequence[Edit] | None = None) -> None:
        self.new = new
        self.left = left
        self.edits = edits
        self.alignment = cache(self._alignment)
        self.find = cache(self._find)

    def warm(self, transcript: Transcript) -> None:
        """Find all that will be asked for, so that nobody waits for it under a lock."""
        segments = Segment.objects.filter(transcript=transcript).select_related("doubt")
        names = ("version_id", "start", "end", "quote", "doubt__kind", "doubt__decision", "doubt__segment_id")
        for segment in segments.only(*names).iterator(ROWS_AT_ONCE):
            if not self.needless(segment, getattr(segment, "doubt", None)):
                self.find(segment.version_id, segment.start, segment.end)

    def needless(self, segment: Segment, doubt: Doubt | None) -> bool:
        """Whether a passage waits for nothing but its words, and they are nowhere in the new text.

        Aligning each old version again for such passages would make every correction dearer than the one before.
        """
        return bool(doubt and doubt.waits_for_words) and " ".join(segment.quote.split()) not in self._folded

    @cached_property
    def _folded(self) -> str:
        return " ".join(self.new.split())

    def _alignment(self, version: UUID) -> Alignment:
        if self.left and version == self.left.pk:
            return Alignment(self.left.text, self.new, self.edits)
        return Alignment(load_text(version).text, self.new)

    def _find(self, version: UUID, start: int, end: int) -> Anchored:
        return self.alignment(version).anchor(Span(start, end))


@dataclass
class Carrying:
    """One change of version under way: `left` was current until now, `made` is from now on.

    With `present` and `wanted` a recorded change is made again or taken back: what stands as in `present` goes where
    `wanted` says, and only the rest is anchored.
    """

    transcript: Transcript
    left: Version
    made: Version
    anchors: Anchors
    present: Layout = field(default_factory=Layout)
    wanted: Layout = field(default_factory=Layout)
    before: Layout = field(default_factory=Layout)
    after: Layout = field(default_factory=Layout)
    outcome: Counter[str] = field(default_factory=Counter)
    moved: list[tuple[Any, ...]] = field(default_factory=list)
    asked: list[Doubt] = field(default_factory=list)
    settled: list[UUID] = field(default_factory=list)

    def run(self) -> None:
        """Carry every segment that can be carried, ask about the others, and count what became of them."""
        names = ("project_id", "transcript_id", "version_id", "start", "end", "quote")
        segments = locked(Segment.objects.filter(transcript=self.transcript).only(*names).order_by("pk"))
        doubts = {doubt.segment_id: doubt for doubt in Doubt.objects.filter(transcript=self.transcript)}
        for segment in segments:
            doubt = doubts.get(segment.pk)
            if self._stands_as_recorded(segment):
                self._put_back(segment, doubt)
            else:
                self._anchor(segment, doubt)
        self._store()

    def counts(self) -> dict[str, int]:
        """What became of the passages of the version left; "rescued" had been left behind before, if any were."""
        rescued = {"rescued": self.outcome["rescued"]} if self.outcome["rescued"] else {}
        return {name: self.outcome[name] for name in OUTCOMES} | rescued

    def _behind(self, segment: Segment) -> bool:
        return segment.version_id != self.left.pk

    def _stands_as_recorded(self, segment: Segment) -> bool:
        where = self.present.segments.get(segment.pk.hex)
        if where is None or segment.pk.hex not in self.wanted.segments:
            return False
        return where[:2] == [segment.start, segment.end] and (len(where) > 2) == self._behind(segment)

    def _put_back(self, segment: Segment, doubt: Doubt | None) -> None:
        """To the recorded place, and into the recorded doubt or out of it."""
        where, state = self.wanted.segments[segment.pk.hex], self.wanted.doubts.get(segment.pk.hex)
        self._note_before(segment, doubt)
        start, end, *older = where
        if not older:
            self._count(segment, Outcome.EXACT)
        elif state:
            self._count(segment, Outcome(state["kind"]))
        self._stand(segment, UUID(older[0]) if older else self.made.pk, start, end)
        self._ask(segment, doubt, state)
        self.after.note(segment.pk, where, state)

    def _anchor(self, segment: Segment, doubt: Doubt | None) -> None:
        if doubt and self._behind(segment) and self.anchors.needless(segment, doubt):
            self._wait_on(segment, doubt)
            return
        found = self.anchors.find(segment.version_id, segment.start, segment.end)
        was_left = self._behind(segment) and doubt is not None and doubt.decision == Doubt.Decision.LEFT
        span = place_in(found, self.made.pk)
        if was_left and not (span and found.outcome == Outcome.EXACT):
            return
        self._note_before(segment, doubt)
        if span:
            # A doubt that was decided before stays as the trace of that decision.
            state = doubt_state(doubt) if doubt and not self._behind(segment) else None
            self._count(segment, found.outcome)
            self._stand(segment, self.made.pk, span.start, span.end)
            where: Where = [span.start, span.end]
        else:
            state = question(found, self.made.pk)
            self._count(segment, Outcome(state["kind"]))
            where = [segment.start, segment.end, segment.version_id.hex]
        self._ask(segment, doubt, state)
        self.after.note(segment.pk, where, state)

    def _wait_on(self, segment: Segment, doubt: Doubt) -> None:
        """Stay behind as before; what a person did not decide is about the newest text still."""
        if doubt.decision == Doubt.Decision.OPEN:
            self._note_before(segment, doubt)
            state = doubt_state(doubt) | {"version": str(self.made.pk)}
            self._ask(segment, doubt, state)
            self.after.note(segment.pk, [segment.start, segment.end, segment.version_id.hex], state)

    def _note_before(self, segment: Segment, doubt: Doubt | None) -> None:
        older = [segment.version_id.hex] if self._behind(segment) else []
        self.before.note(segment.pk, [segment.start, segment.end, *older], doubt_state(doubt) if doubt else None)

    def _count(self, segment: Segment, outcome: Outcome) -> None:
        if not self._behind(segment):
            self.outcome["carried" if outcome == Outcome.EXACT else str(outcome)] += 1
        elif outcome in (Outcome.EXACT, Outcome.MOVED):
            self.outcome["rescued"] += 1

    def _stand(self, segment: Segment, version: UUID, start: int, end: int) -> None:
        to = place(load_text(version), start, end)
        key = version_key(version)
        moved = (key_value(segment), key, to["turn_id"], start, end, to["quote"], to["first_word"], to["last_word"])
        self.moved.append(moved)

    def _ask(self, segment: Segment, doubt: Doubt | None, state: DoubtState | None) -> None:
        if state:
            self.asked.append(doubt_from(state, segment, self.made.pk))
        elif doubt:
            self.settled.append(doubt.pk)

    def _store(self) -> None:
        change_rows(Segment, PLACE_FIELDS, self.moved)
        store_doubts(self.asked)
        for some in chunks(self.settled, ROWS_AT_ONCE):
            Doubt.objects.filter(pk__in=some).delete()


@lru_cache(maxsize=64)
def version_key(version: UUID) -> Any:
    return key_value(Version(pk=version))


def store_doubts(doubts: Sequence[Doubt]) -> None:
    """Keep the doubts, each in place of the one its segment had."""
    Doubt.objects.bulk_create(
        doubts, batch_size=ROWS_AT_ONCE, update_conflicts=True, unique_fields=["segment"], update_fields=DOUBT_FIELDS
    )


def place_in(found: Anchored, version: UUID) -> Span | None:
    """Where a passage stands now without anybody being asked, if it does and somebody speaks there."""
    span = found.span
    return span if span and load_text(version).holds_words(span.start, span.end) else None


def question(found: Anchored, version: UUID) -> DoubtState:
    """What a person is asked about a passage; words found where nobody speaks any more count as changed."""
    text = load_text(version)
    return {
        "version": str(version),
        "kind": str(Outcome.CHANGED if found.span else found.outcome),
        "decision": str(Doubt.Decision.OPEN),
        "candidates": [
            [each.span.start, each.span.end, round(each.score, SCORE_DIGITS)]
            for each in found.candidates
            if text.holds_words(each.span.start, each.span.end)
        ],
        "decided_by": None,
        "decided_at": None,
    }


def doubt_from(state: DoubtState, segment: Segment, version: UUID) -> Doubt:
    """The doubt of a segment as it was recorded, now about `version`."""
    return Doubt(
        project_id=segment.project_id,
        transcript_id=segment.transcript_id,
        segment=segment,
        version_id=version,
        kind=state["kind"],
        candidates=state["candidates"],
        decision=state["decision"],
        decided_by_id=UUID(state["decided_by"]) if state["decided_by"] else None,
        decided_at=datetime.fromisoformat(state["decided_at"]) if state["decided_at"] else None,
    )
