"""Two texts of a transcript beside each other: the rows of core/text/diff.py with speakers and line numbers, and what
a correction would mean for the passages before it is made."""

from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from apps.coding.models import Segment
from apps.coding.services.corrections import turns_alike
from apps.documents.models import Turn, Version
from apps.documents.texts import VersionText, load_text
from core.text.anchors import Alignment, Anchored, Outcome
from core.text.diff import Kind, Piece, Row, Said, Totals, diff_turns, fold, totals
from core.text.lines import line_starts
from core.text.offsets import Span
from core.text.turns import Structure


@dataclass(frozen=True)
class Side:
    """One text as it is compared: its turns, and the names shown for their speakers."""

    text: VersionText
    turns: Sequence[Said]
    names: Sequence[str]

    def line(self, turns: Sequence[int]) -> int | None:
        """The number of the line the first of some turns begins on."""
        return self.text.line_of(self.turns[turns[0]].start) if turns else None

    def words(self, turn: int) -> str:
        return self.text.text[self.turns[turn].start : self.turns[turn].end]


@dataclass(frozen=True)
class ShownRow:
    """A row of the page. `turns` are indices in the newer text, in the older for turns that went away or moved."""

    kind: Kind
    turns: Sequence[int]
    old_line: int | None
    new_line: int | None
    old_speaker: str
    new_speaker: str
    pieces: Sequence[Piece] = ()

    @property
    def old_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != Kind.ADDED]

    @property
    def new_pieces(self) -> list[Piece]:
        return [piece for piece in self.pieces if piece.kind != Kind.REMOVED]

    @property
    def first(self) -> int:
        return self.turns[0]

    @property
    def range(self) -> str:
        """The turns as an address names them: "12-25"."""
        return f"{self.turns[0]}-{self.turns[-1]}"


@dataclass(frozen=True)
class ShownTurn:
    """A turn as it stands in one version."""

    line: int
    speaker: str
    text: str


@dataclass(frozen=True)
class Comparison:
    old: Side
    new: Side

    @cached_property
    def rows(self) -> list[Row]:
        return diff_turns(self.old.text.text, self.old.turns, self.new.text.text, self.new.turns)

    @cached_property
    def totals(self) -> Totals:
        return totals(self.rows)

    def show(self, rows: Sequence[Row]) -> list[ShownRow]:
        """Some of the rows with all a page needs, long unchanged stretches of words left out."""
        return [self._shown(row) for row in rows]

    def _shown(self, row: Row) -> ShownRow:
        was, now = self._speakers(row)
        return ShownRow(
            kind=row.kind,
            turns=row.old if row.kind == Kind.AWAY else row.new or row.old,
            old_line=self.old.line(row.old),
            new_line=self.new.line(row.new),
            old_speaker=was,
            new_speaker=now,
            pieces=fold(row.pieces),
        )

    def _speakers(self, row: Row) -> tuple[str, str]:
        """Who speaks on both sides: by name, but by label where the label is what was corrected."""
        if not row.old or not row.new:
            return self.old.names[row.old[0]] if row.old else "", self.new.names[row.new[0]] if row.new else ""
        was, now = self.old.turns[row.old[0]].speaker, self.new.turns[row.new[0]].speaker
        return (was, now) if was != now else (self.new.names[row.new[0]],) * 2


def compare(old: UUID, new: UUID) -> Comparison:
    """What differs between two versions, by their ids."""
    return Comparison(side_of(old), side_of(new))


def side_of(version: UUID) -> Side:
    turns = Turn.objects.filter(version=version).order_by("index")
    found = list(turns.values_list("start", "end", "speaker", "participant__pseudonym"))
    return Side(
        text=load_text(version),
        turns=[Said(start, end, speaker) for start, end, speaker, _name in found],
        names=[name or speaker for _start, _end, speaker, name in found],
    )


def turns_between(version: UUID, first: int, last: int) -> list[ShownTurn]:
    """The turns from one index to another, both included, as they stand in a version."""
    side = side_of(version)
    chosen = range(max(first, 0), min(last + 1, len(side.turns)))
    return [ShownTurn(side.line([n]) or 1, side.names[n], side.words(n)) for n in chosen]


# --- before a correction is made ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Preview:
    """What a corrected text would change, and how many passages would fare how."""

    comparison: Comparison
    passages: dict[str, int]

    @property
    def is_same(self) -> bool:
        """Whether neither words nor turns differ; white space may."""
        return all(row.kind == Kind.SAME for row in self.comparison.rows)


def preview_correction(version: Version, text: str) -> Preview:
    """Compare a version (with its text) to a text that might replace it. Nothing is stored."""
    old = side_of(version.pk)
    new = _side_of_text(old, text, turns_alike(version, text, version.rules))
    segments = Segment.objects.filter(version=version).values_list("start", "end")
    alignment = Alignment(version.text, text)
    fates = Counter(_fate(new.text, alignment.anchor(Span(*each))) for each in segments)
    return Preview(Comparison(old, new), {str(outcome): fates[outcome] for outcome in Outcome})


def _fate(text: VersionText, anchored: Anchored) -> Outcome:
    """As the service decides: words found between turns, where nobody speaks, count as changed."""
    span = anchored.span
    return Outcome.CHANGED if span and text.turn_at(span.start, span.end) is None else anchored.outcome


def _side_of_text(old: Side, text: str, structure: Structure) -> Side:
    shown = {turn.speaker: name for turn, name in zip(old.turns, old.names, strict=True)}
    spans = [Span(turn.start, turn.end) for turn in structure.turns]
    return Side(
        text=VersionText(
            transcript_id=old.text.transcript_id,
            text=text,
            turn_ids=tuple(range(len(spans))),
            turn_starts=array("I", (span.start for span in spans)),
            turn_ends=array("I", (span.end for span in spans)),
            line_starts=line_starts(text, spans),
        ),
        turns=[Said(turn.start, turn.end, turn.speaker) for turn in structure.turns],
        names=[shown.get(turn.speaker, turn.speaker) for turn in structure.turns],
    )
