"""Who speaks where: the speaker turns of a transcript, found in its plain text.

A turn is what stands behind a head (see core.text.heads) up to the next: the label, and the time at either end
of a speech, are no part of it. Rules (see core.text.rules) correct the heads and cut further.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, NamedTuple

from core.text.heads import Ground, Head, find_heads
from core.text.offsets import Span
from core.text.rules import NO_RULES, Rules
from core.text.speakers import interviewers
from core.text.stamps import closing_stamp, milliseconds, stamps_inside
from core.text.words import count_words

ENOUGH_HEADS = 8
CLOSED_SHARE = 0.5
MIN_CLOSED = 2


@dataclass(frozen=True, slots=True)
class Turn:
    """What somebody says: the body [start, end) without label, time and surrounding white space.

    `at_ms` is the time in the recording, in milliseconds, where the text gives one; `words` counts the body's.
    """

    index: int
    start: int
    end: int
    speaker: str
    at_ms: int | None
    words: int


@dataclass(frozen=True, slots=True)
class SpeakerCount:
    label: str
    turns: int
    words: int
    interviewer: bool


@dataclass(frozen=True, slots=True)
class Structure:
    """The turns, the speakers in order of appearance, the layout, and how sure it is (0 none … 1 certain).

    `pattern` is colon (also for labels in square brackets), bold, caps, timestamp, question, tab, rule or none.
    """

    turns: tuple[Turn, ...]
    speakers: tuple[SpeakerCount, ...]
    pattern: str
    confidence: float


class _Piece(NamedTuple):
    start: int
    end: int
    speaker: str
    at_ms: int | None


_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LINE_BREAK = re.compile(r"\n\s*")
_GAP = re.compile(r"\n[^\S\n]*\n\s*")


def spans_of(structure: Structure) -> list[Span]:
    return [Span(turn.start, turn.end) for turn in structure.turns]


def find_turns(text: str, mode: Literal["auto", "none"] = "auto", rules: Rules = NO_RULES) -> Structure:
    """Cut a text into turns; with mode "none", or where no layout is believed, each paragraph is one.

    A layout that the rules choose wins over the mode.

    Bodies ascend, never overlap, and hold every character that is not blank, not part of a head, a closing time
    or a mark that splits, and not on a line that the rules call no speech.
    """
    if mode == "none" and not rules.layout:
        rules = replace(rules, layout="none")
    heads, pattern, ground = find_heads(text, rules)
    pieces = _timed_inside(text, _closed(text, list(_pieces(ground, heads, rules))))
    turns = tuple(Turn(i, *piece, count_words(text, piece.start, piece.end)) for i, piece in enumerate(pieces))
    sure = 1.0 if heads and rules.cuts else _confidence(text, heads)
    return Structure(turns, _count_speakers(text, turns, rules), pattern, sure)


def _pieces(ground: Ground, heads: Sequence[Head], rules: Rules) -> Iterator[_Piece]:
    """What stands behind each head, and the paragraphs before the first, cut where the rules say."""
    text, names = ground.text, _spellings(heads)
    separators = [_GAP.pattern] if rules.split_blank else []
    if rules.split_mark:
        separators.append(re.escape(rules.split_mark))
    cut = re.compile("|".join(separators)) if separators else None
    unlabelled = cut if cut and rules.split_blank else re.compile("|".join([_LINE_BREAK.pattern, *separators]))
    first = heads[0].start if heads else len(text)
    yield from _parts(ground, _Piece(0, first, "", None), unlabelled)
    ends = [*(head.start for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        yield from _parts(ground, _Piece(head.end, end, names[head.key], head.at_ms), cut)


def _parts(ground: Ground, piece: _Piece, cut: re.Pattern[str] | None) -> Iterator[_Piece]:
    """The parts of a piece between silent lines and between what cuts it, without the white space around them."""
    text, at_ms = ground.text, piece.at_ms
    gaps: Iterable[tuple[int, int]] = ground.silences(piece.start, piece.end) if ground.silent else ()
    if cut:
        gaps = sorted([*gaps, *(match.span() for match in cut.finditer(text, piece.start, piece.end))])
    for start, end in _between(piece.start, piece.end, gaps) if gaps else ((piece.start, piece.end),):
        words = text[start:end].rstrip()
        if body := words.lstrip():
            end = start + len(words)
            yield _Piece(end - len(body), end, piece.speaker, at_ms)
            at_ms = None


def _between(start: int, end: int, gaps: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """What [start, end) holds between gaps that ascend; they may overlap."""
    for gap_start, gap_end in gaps:
        if gap_start > start:
            yield start, gap_start
        start = max(start, gap_end)
    if start < end:
        yield start, end


def _closed(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces without the times that close them; each begins when the one before was over, the first at 0:00."""
    stamps = [closing_stamp(text, each.start, each.end) for each in pieces]
    closed = sum(stamp is not None for stamp in stamps)
    timed = sum(each.at_ms is not None for each in pieces)
    if closed < max(MIN_CLOSED, CLOSED_SHARE * len(pieces)) or timed > closed:
        return pieces
    kept = []
    at_ms: int | None = 0
    for piece, stamp in zip(pieces, stamps, strict=True):
        end = piece.end if stamp is None else piece.start + len(text[piece.start : stamp].rstrip())
        if end > piece.start:
            kept.append(piece._replace(end=end, at_ms=at_ms if piece.at_ms is None else piece.at_ms))
            at_ms = None
        if stamp is not None:
            at_ms = milliseconds(text[stamp : piece.end])
    return kept


def _timed_inside(text: str, pieces: list[_Piece]) -> list[_Piece]:
    """Pieces without a time of their own take the first inside them, if times then still ascend."""
    stamps = stamps_inside(text) if any(each.at_ms is None for each in pieces) else []
    if not stamps:
        return pieces
    timed, at = [], 0
    for piece in pieces:
        while at < len(stamps) and stamps[at][0] < piece.start:
            at += 1
        inside = piece.at_ms is None and at < len(stamps) and stamps[at][0] < piece.end
        timed.append(piece._replace(at_ms=stamps[at][1]) if inside else piece)
    times = [each.at_ms for each in timed if each.at_ms is not None]
    return timed if all(earlier <= later for earlier, later in pairwise(times)) else pieces


def _spellings(heads: Sequence[Head]) -> dict[str, str]:
    """The commonest spelling of each label, by its case-folded form."""
    commonest = Counter(head.label for head in heads).most_common()
    return {label.casefold(): label for label, _ in reversed(commonest)}


def _confidence(text: str, heads: Sequence[Head]) -> float:
    """How much of the text lies in turns, how many heads there are, and how many have a label that recurs."""
    if not heads:
        return 0.0
    keys = Counter(head.key for head in heads)
    covered = (len(text) - heads[0].start) / len(text)
    plenty = min(1.0, len(heads) / ENOUGH_HEADS)
    recurring = sum(count for count in keys.values() if count > 1) / len(heads)
    return round(covered * (0.4 + 0.3 * plenty + 0.3 * recurring), 2)


def _count_speakers(text: str, turns: Sequence[Turn], rules: Rules) -> tuple[SpeakerCount, ...]:
    counts: dict[str, tuple[int, int, int]] = {}
    for turn in turns:
        if turn.speaker:
            said, words, asked = counts.get(turn.speaker, (0, 0, 0))
            asks = text.find("?", turn.start, turn.end) >= 0
            counts[turn.speaker] = (said + 1, words + turn.words, asked + asks)
    if rules.interviewers is None:
        asking = interviewers({label: asked / said for label, (said, _, asked) in counts.items()})
    else:
        told = {label.casefold() for label in rules.interviewers}
        asking = {label for label in counts if label.casefold() in told}
    return tuple(SpeakerCount(label, said, words, label in asking) for label, (said, words, _) in counts.items())
