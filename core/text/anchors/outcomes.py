"""What becomes of a coded passage when its text is corrected."""

from dataclasses import dataclass
from enum import StrEnum

from core.text.offsets import Span


class Outcome(StrEnum):
    """Carried over (exact, moved), asked about (changed, ambiguous), or left on the old version (gone)."""

    EXACT = "exact"
    MOVED = "moved"
    CHANGED = "changed"
    AMBIGUOUS = "ambiguous"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A piece of the new text that a person may choose; `score` 0 … 1."""

    span: Span
    score: float


@dataclass(frozen=True, slots=True)
class Anchored:
    """`span` only for exact and moved; `candidates`, best first, only for changed and ambiguous."""

    outcome: Outcome
    span: Span | None = None
    candidates: tuple[Candidate, ...] = ()
