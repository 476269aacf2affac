"""Reads about passages that a corrected transcript could not carry over, with the words around old and new places."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from apps.coding.models import Doubt
from apps.documents.models import Transcript, Turn, Version
from apps.projects.models import Project
from apps.web.errors import NotThere
from core.text.context import around
from core.text.lines import line_at, line_starts
from core.text.offsets import Span

# Characters shown on either side of a passage.
CONTEXT = 160


@dataclass(frozen=True, slots=True)
class Place:
    """A passage [start, end) of one version with the words around it, who says it, and its first line.

    `score` says how much alike a candidate is, from 0 to 1; None for the place the passage stands at.
    """

    start: int
    end: int
    before: str
    quote: str
    after: str
    line: int
    speaker: str
    score: float | None = None


@dataclass(frozen=True, slots=True)
class DoubtInContext:
    """A doubt with the place its segment stands at, on its old version, and where it may belong, best first."""

    doubt: Doubt
    old: Place
    candidates: list[Place]


def open_doubts(
    project: Project, transcript: Transcript | UUID | None = None, *, with_gone: bool = False
) -> QuerySet[Doubt]:
    """The passages that wait for a decision, in the order of transcript and place.

    Those whose words are gone wait for nobody and are left out, unless asked for: they can be put elsewhere too.
    """
    doubts = _doubts(project).filter(decision=Doubt.Decision.OPEN)
    if transcript:
        doubts = doubts.filter(transcript=transcript)
    if not with_gone:
        doubts = doubts.exclude(kind=Doubt.Kind.GONE)
    return doubts.order_by("transcript__title", "transcript", "segment__start", "segment__end", "pk")


def left_doubts(project: Project, transcript: Transcript | UUID) -> QuerySet[Doubt]:
    """The passages of a transcript that stay on an older version: left there by a person, or their words are gone."""
    doubts = _doubts(project).filter(transcript=transcript)
    gone = doubts.filter(decision=Doubt.Decision.OPEN, kind=Doubt.Kind.GONE)
    return (gone | doubts.filter(decision=Doubt.Decision.LEFT)).order_by("segment__start", "segment__end", "pk")


def count_open_doubts(project: Project, transcript: Transcript | UUID | None = None) -> int:
    """How many passages wait for a decision, and so are not counted."""
    return open_doubts(project, transcript).order_by().count()


def get_doubt(project: Project, doubt_id: UUID) -> Doubt:
    """One doubt, decided or not. Raises NotThere."""
    doubt = _doubts(project).filter(pk=doubt_id).first()
    if doubt is None:
        raise NotThere("no_such_doubt", _("This passage no longer waits for a decision."))
    return doubt


def doubts_in_context(doubts: Iterable[Doubt]) -> list[DoubtInContext]:
    """The doubts of one page with all that is needed to decide them; two queries however many there are."""
    page = list(doubts)
    versions = {version for doubt in page for version in (doubt.segment.version_id, doubt.version_id)}
    texts = {
        version: _Text(text) for version, text in Version.objects.filter(pk__in=versions).values_list("pk", "text")
    }
    turns = Turn.objects.filter(version__in=versions).order_by("version", "index")
    for version, start, end, speaker, name in turns.values_list(
        "version", "start", "end", "speaker", "participant__pseudonym"
    ):
        texts[version].add(start, end, name or speaker)
    return [
        DoubtInContext(
            doubt,
            texts[doubt.segment.version_id].place(doubt.segment.start, doubt.segment.end),
            [texts[doubt.version_id].place(*candidate) for candidate in doubt.candidates],
        )
        for doubt in page
    ]


def doubt_state(doubt: Doubt) -> dict[str, Any]:
    """A doubt as plain values that undo can put back."""
    return {
        "version": str(doubt.version_id),
        "kind": doubt.kind,
        "decision": doubt.decision,
        "candidates": doubt.candidates,
        "decided_by": str(doubt.decided_by_id) if doubt.decided_by_id else None,
        "decided_at": doubt.decided_at.isoformat() if doubt.decided_at else None,
    }


class _Text:
    """A version's text, turn by turn, that can tell what stands around a place."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.turns: list[Span] = []
        self.speakers: list[str] = []

    def add(self, start: int, end: int, speaker: str) -> None:
        self.turns.append(Span(start, end))
        self.speakers.append(speaker)

    @cached_property
    def lines(self) -> "array[int]":
        return line_starts(self.text, self.turns)

    def place(self, start: int, end: int, score: float | None = None) -> Place:
        before, after = around(self.text, start, end, CONTEXT)
        turn = bisect_left(self.turns, start, key=lambda span: span.end - 1)
        speaker = self.speakers[turn] if turn < len(self.speakers) else ""
        return Place(start, end, before, self.text[start:end], after, line_at(self.lines, start), speaker, score)


def _doubts(project: Project) -> QuerySet[Doubt]:
    rows = Doubt.objects.filter(project=project, transcript__binned=None)
    rows = rows.select_related("transcript", "segment__coder", "version", "decided_by", "segment__version")
    light = rows.defer("version__text", "version__formatting", "segment__version__text", "segment__version__formatting")
    return light.prefetch_related("segment__codings__code__dimension")
