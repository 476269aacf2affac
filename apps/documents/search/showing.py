"""Hits as people see them: who said it, at which line, with the words marked."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from apps.documents.models import Transcript, Turn, Version
from apps.documents.search.words import Forms
from core.lexicon.asking import indexed_word
from core.text.lines import line_at, line_starts
from core.text.offsets import Span
from core.text.words import WORD

# Characters shown of a turn; of a longer one, what stands around its first hit.
MOST_SHOWN = 420
BEFORE_FIRST = 120


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    is_hit: bool


@dataclass(frozen=True, slots=True)
class Hit:
    """A turn that was found. [start, end) is its first hit in code points of the version's text, at `line`."""

    turn: int
    index: int
    transcript: Transcript
    version: UUID
    speaker: str
    interviewer: bool
    line: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    cut_before: bool
    cut_after: bool


def shown(ranked: Sequence[tuple[int, UUID]], forms: Forms) -> list[Hit]:
    """The hits of one page, in four queries however many there are."""
    rows = Turn.objects.select_related("participant").in_bulk([turn for turn, _version in ranked])
    texts = dict(Version.objects.filter(pk__in={version for _turn, version in ranked}).values_list("pk", "text"))
    found = Transcript.objects.filter(current__in=texts).select_related("office")
    transcripts = {each.version_id: each for each in found}
    lines = _lines(texts)
    return [
        _hit(rows[turn], transcripts[version], texts[version], lines[version], forms)
        for turn, version in ranked
        if turn in rows and version in transcripts
    ]


def _lines(texts: Mapping[UUID, str]) -> dict[UUID, Sequence[int]]:
    spans: dict[UUID, list[Span]] = defaultdict(list)
    turns = Turn.objects.filter(version__in=texts).order_by("version", "index")
    for version, start, end in turns.values_list("version", "start", "end"):
        spans[version].append(Span(start, end))
    return {version: line_starts(text, spans[version]) for version, text in texts.items()}


def _hit(turn: Turn, transcript: Transcript, text: str, lines: Sequence[int], forms: Forms) -> Hit:
    hits = list(hits_in(text, Span(turn.start, turn.end), forms))
    first = hits[0] if hits else Span(turn.start, turn.start + 1)
    shown = _window(text, turn, first)
    return Hit(
        turn=turn.pk,
        index=turn.index,
        transcript=transcript,
        version=turn.version_id,
        speaker=str(turn.participant) if turn.participant else turn.speaker,
        interviewer=turn.interviewer,
        line=line_at(lines, first.start),
        start=first.start,
        end=first.end,
        pieces=tuple(_pieces(text, shown, hits)),
        cut_before=shown.start > turn.start,
        cut_after=shown.end < turn.end,
    )


def hits_in(text: str, span: Span, forms: Forms) -> Iterator[Span]:
    """Where the words and phrases asked for stand, in their order, none inside another."""
    found = [(indexed_word(match[0]), match.span()) for match in WORD.finditer(text, span.start, span.end)]
    words = [(word, place) for word, place in found if word]
    at = 0
    while at < len(words):
        length = _matched(words, at, forms)
        if length:
            yield Span(words[at][1][0], words[at + length - 1][1][1])
        at += length or 1


def _matched(words: Sequence[tuple[str, tuple[int, int]]], at: int, forms: Forms) -> int:
    """How many words from here are a hit; the longest phrase first."""
    lengths = [
        len(phrase)
        for phrase in forms.phrases
        if words[at][0] == phrase[0] and tuple(word for word, _place in words[at : at + len(phrase)]) == phrase
    ]
    return max(lengths, default=1 if forms.marks(words[at][0]) else 0)


def _window(text: str, turn: Turn, first: Span) -> Span:
    if turn.end - turn.start <= MOST_SHOWN:
        return Span(turn.start, turn.end)
    start = max(turn.start, first.start - BEFORE_FIRST)
    end = min(turn.end, max(start + MOST_SHOWN, first.end))
    # Not in the midst of a word.
    if start > turn.start and (space := text.find(" ", start, first.start)) >= 0:
        start = space + 1
    if end < turn.end and (space := text.rfind(" ", first.end, end)) >= 0:
        end = space
    return Span(start, end)


def _pieces(text: str, shown: Span, hits: Sequence[Span]) -> Iterator[Piece]:
    at = shown.start
    for hit in hits:
        if hit.end > shown.end:
            break
        if hit.start < at:
            continue
        if hit.start > at:
            yield Piece(text[at : hit.start], is_hit=False)
        yield Piece(text[hit.start : hit.end], is_hit=True)
        at = hit.end
    if at < shown.end:
        yield Piece(text[at : shown.end], is_hit=False)
