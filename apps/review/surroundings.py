"""A passage among the lines before and after it, as they are numbered everywhere."""

from bisect import bisect_right
from dataclasses import dataclass
from uuid import UUID

from apps.coding.models import Segment
from apps.documents.models import Turn
from apps.documents.texts import VersionText, load_text

# Lines shown on either side of a passage.
AROUND = 4


@dataclass(frozen=True)
class Line:
    """One numbered line, cut where the passage begins and ends."""

    number: int
    before: str
    quote: str
    after: str


@dataclass(frozen=True)
class Said:
    """The lines of one turn, and who says them; a turn that began further up says it too."""

    speaker: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Surroundings:
    first_line: int
    last_line: int
    page: int | None
    turns: tuple[Said, ...]


def surroundings_of(segment: Segment) -> Surroundings:
    """The words around a passage; one query when its text was read lately."""
    text = load_text(segment.version_id)
    first, last = text.line_of(segment.start), text.line_of(segment.end - 1)
    lines = range(max(first - AROUND, 1), min(last + AROUND, len(text.line_starts)) + 1)
    speakers = _speakers(text, segment.version_id, lines)
    turns: dict[int, list[Line]] = {}
    for number in lines:
        turn = _turn_of(text, number)
        turns.setdefault(turn, []).append(_line(text, number, turn, segment))
    said = tuple(Said(speakers.get(turn, ""), tuple(inside)) for turn, inside in turns.items())
    return Surroundings(first, last, text.page_of(segment.start), said)


def _speakers(text: VersionText, version: UUID, lines: range) -> dict[int, str]:
    """Position of a turn -> who says it, by pseudonym."""
    shown = range(_turn_of(text, lines[0]), _turn_of(text, lines[-1]) + 1)
    turns = Turn.objects.filter(version=version, index__range=(shown[0], shown[-1]))
    found = turns.values_list("index", "speaker", "participant__pseudonym")
    return {index: pseudonym or speaker for index, speaker, pseudonym in found}


def _turn_of(text: VersionText, number: int) -> int:
    return max(bisect_right(text.turn_starts, text.line_starts[number - 1]) - 1, 0)


def _line(text: VersionText, number: int, turn: int, segment: Segment) -> Line:
    start = text.line_starts[number - 1]
    end = text.line_starts[number] if number < len(text.line_starts) else len(text.text)
    # The name of the next speaker stands between two turns, and belongs to no line.
    end = min(end, text.turn_ends[turn])
    opens, closes = (min(max(offset, start), end) for offset in (segment.start, segment.end))
    return Line(number, text.text[start:opens], text.text[opens:closes], text.text[closes:end])
