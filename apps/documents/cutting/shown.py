"""Turns as a page shows them before anybody codes them: who, when, and the words with their marks told apart."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from core.text.marks import Mark, find_marks
from core.text.offsets import Span
from core.text.stamps import clock
from core.text.turns import Structure, Turn

FIRST = 12
MORE = 50


@dataclass(frozen=True)
class ShownTurn:
    """`pieces` are the turn's words in order, each with whether it is a mark of what nobody said."""

    number: int
    speaker: str
    at: str
    asks: bool
    pieces: list[tuple[str, bool]]


@dataclass(frozen=True)
class ShownTurns:
    """Some of the turns; `more` and `rest` say how many come next and how many are left in all."""

    turns: list[ShownTurn]
    page: int
    rest: int

    @property
    def more(self) -> int:
        return min(self.rest, MORE)

    @property
    def following(self) -> int:
        return self.page + 1


def shown_turns(text: str, structure: Structure, page: str = "") -> ShownTurns:
    """The first turns, or page 2 and on of those behind them, or with "all" everything behind the first."""
    number = int(page) if page.isdecimal() and 0 < int(page[:6]) < 100_000 else 1
    start = 0 if number == 1 and page != "all" else FIRST + MORE * max(number - 2, 0)
    end = len(structure.turns) if page == "all" else FIRST if number == 1 else start + MORE
    turns = structure.turns[start:end]
    asking = {speaker.label for speaker in structure.speakers if speaker.interviewer}
    marks = find_marks(text, [Span(turn.start, turn.end) for turn in turns])
    shown = [
        ShownTurn(turn.index + 1, turn.speaker, clock(turn.at_ms), turn.speaker in asking, pieces)
        for turn, pieces in zip(turns, _pieces(text, turns, marks), strict=True)
    ]
    return ShownTurns(shown, number, max(0, len(structure.turns) - end))


def _pieces(text: str, turns: Sequence[Turn], marks: Sequence[Mark]) -> Iterator[list[tuple[str, bool]]]:
    at = 0
    for turn in turns:
        pieces, reached = [], turn.start
        while at < len(marks) and marks[at].start < turn.end:
            mark = marks[at]
            pieces += [(text[reached : mark.start], False), (text[mark.start : mark.end], True)]
            reached, at = mark.end, at + 1
        pieces.append((text[reached : turn.end], False))
        yield [piece for piece in pieces if piece[0]]
