"""What differs between two versions of a transcript, for a reader: turn by turn, word by word inside them.

Unlike the alignment that carries passages (core/text/anchors/), which must never be wrong, this must be easy to
read: words that stayed by chance between two rewritten phrases are shown as rewritten too. White space is no
difference.

Turns are matched first, by their words; where they differ, the words of both sides are matched with the ends of the
turns among them, so that a turn that was cut in two or joined with the next stays one row.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from rapidfuzz.distance import Indel

from core.text.matching import Match, matches
from core.text.words import WORD

# Short turns ("Ya, betul.") recur: only longer ones can be said to have moved.
MOVED_WORDS = 5
MOVED_LIKENESS = 0.8
MOST_MOVED = 200
BREAK = "\n"
_TOKEN = re.compile(rf"{WORD.pattern}|[^\w\s]+|\S")


class Kind(StrEnum):
    SAME = "same"
    CHANGED = "changed"
    ADDED = "added"
    REMOVED = "removed"
    RELABELLED = "relabelled"
    MOVED = "moved"
    AWAY = "away"


class Said(NamedTuple):
    """A turn: its words [start, end) and who speaks."""

    start: int
    end: int
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """Words that are the same, removed or added; `skipped` words were left out behind them by `fold`."""

    kind: Kind
    text: str
    skipped: int = 0


@dataclass(frozen=True, slots=True)
class Row:
    """Some turns of the old version and what became of them, by their indices.

    same: equally many on both sides, without pieces. changed: usually one each, more where turns were cut or
    joined. relabelled: the same words of another speaker. moved: where a turn stands now; away: where it stood.
    """

    kind: Kind
    old: tuple[int, ...]
    new: tuple[int, ...]
    pieces: tuple[Piece, ...] = ()

    @property
    def words(self) -> tuple[int, int]:
        """Words removed and added."""
        counts = (
            sum(len(WORD.findall(piece.text)) for piece in self.pieces if piece.kind == kind)
            for kind in (Kind.REMOVED, Kind.ADDED)
        )
        removed, added = counts
        return removed, added


@dataclass(frozen=True, slots=True)
class Totals:
    """Turns by what became of them, and the words removed and added in all."""

    turns: dict[Kind, int]
    removed: int
    added: int


class _Token(NamedTuple):
    key: str
    text: str


# --- the rows -----------------------------------------------------------------------------------------------


def diff_turns(old: str, old_turns: Sequence[Said], new: str, new_turns: Sequence[Said]) -> list[Row]:
    """The rows of two versions in the order of the text; where turns were removed, in their old order."""
    before = [_key(old, turn) for turn in old_turns]
    after = [_key(new, turn) for turn in new_turns]
    moved = _moved(before, after, same := matches(before, after))
    origin = {to: at for at, to in moved.items()}
    rows: list[Row] = []
    at = to = 0
    for i, j, size in [*same, (len(before), len(after), 0)]:
        block = (
            [each for each in range(at, i) if each not in moved],
            [each for each in range(to, j) if each not in origin],
        )
        changed = _changed(old, [(n, old_turns[n]) for n in block[0]], new, [(n, new_turns[n]) for n in block[1]])
        away = [Row(Kind.AWAY, (n,), (moved[n],)) for n in range(at, i) if n in moved]
        here = [
            Row(Kind.MOVED, (origin[n],), (n,), _all(Kind.SAME, new, new_turns[n])) for n in range(to, j) if n in origin
        ]
        rows += _in_place(changed, away, here)
        rows += _kept(i, j, size, new, old_turns, new_turns)
        at, to = i + size, j + size
    return _near_moves(rows)


def totals(rows: Iterable[Row]) -> Totals:
    turns: Counter[Kind] = Counter()
    removed = added = 0
    for row in rows:
        turns[row.kind] += max(len(row.old), len(row.new))
        less, more = row.words
        removed, added = removed + less, added + more
    return Totals(dict(turns), removed, added)


def diff_words(old: str, new: str) -> list[Piece]:
    """Two short texts as pieces: those that are the same or added make up the new one, spaces aside."""
    return list(_pieces(_tokens(old), _tokens(new)))


def words_changed(pieces: Iterable[Piece]) -> int:
    """How many words were corrected: a replaced word counts once."""
    counts = dict.fromkeys((Kind.REMOVED, Kind.ADDED), 0)
    for piece in pieces:
        if piece.kind in counts:
            counts[piece.kind] += len(WORD.findall(piece.text))
    return max(counts.values())


def fold(pieces: Iterable[Piece], keep: int = 25) -> list[Piece]:
    """The pieces with the middle of long unchanged ones left out, `keep` words at each end."""
    folded: list[Piece] = []
    for piece in pieces:
        words = list(WORD.finditer(piece.text)) if piece.kind == Kind.SAME else []
        if len(words) <= 3 * keep:
            folded.append(piece)
            continue
        head, tail = words[keep].start(), words[-keep].start()
        folded.append(replace(piece, text=piece.text[:head], skipped=len(words) - 2 * keep))
        folded.append(replace(piece, text=piece.text[tail:]))
    return folded


def _kept(i: int, j: int, size: int, new: str, old_turns: Sequence[Said], new_turns: Sequence[Said]) -> Iterator[Row]:
    """Turns with the same words: runs of one speaker each stay together, others are said to be relabelled."""
    first = 0
    for n in range(size + 1):
        if n < size and old_turns[i + n].speaker == new_turns[j + n].speaker:
            continue
        if n > first:
            yield Row(Kind.SAME, tuple(range(i + first, i + n)), tuple(range(j + first, j + n)))
        if n < size:
            yield Row(Kind.RELABELLED, (i + n,), (j + n,), _all(Kind.SAME, new, new_turns[j + n]))
        first = n + 1


def _changed(old: str, before: list[tuple[int, Said]], new: str, after: list[tuple[int, Said]]) -> list[Row]:
    """Rows of turns that differ: cut wherever a turn ends on both sides, or where only one side has words so far."""
    tokens = [_turn_tokens(old, before), _turn_tokens(new, after)]
    left, right = ([n for n, _turn in side] for side in (before, after))
    rows: list[Row] = []
    taken = [0, 0]
    ended = [0, 0]
    pieces: list[Piece] = []

    def cut() -> None:
        ours, theirs = left[taken[0] : ended[0]], right[taken[1] : ended[1]]
        taken[:] = ended
        rows.extend(_row(tuple(ours), tuple(theirs), pieces))
        pieces.clear()

    for piece in _pieces(*tokens, ends=True):
        pieces.append(piece)
        if piece.text != BREAK:
            continue
        ended[0] += piece.kind != Kind.ADDED
        ended[1] += piece.kind != Kind.REMOVED
        if piece.kind == Kind.SAME or all(each.kind == piece.kind for each in pieces):
            cut()
    if pieces:
        ended[:] = [len(left), len(right)]
        cut()
    return rows


def _row(old: tuple[int, ...], new: tuple[int, ...], pieces: Sequence[Piece]) -> Iterator[Row]:
    shown = _without_last_break(pieces)
    if any(WORD.search(piece.text) for piece in shown if piece.kind == Kind.SAME) or not (old or new):
        yield Row(Kind.CHANGED, old, new, shown)
        return
    if old:
        yield Row(Kind.REMOVED, old, (), _only(Kind.REMOVED, shown, Kind.ADDED))
    if new:
        yield Row(Kind.ADDED, (), new, _only(Kind.ADDED, shown, Kind.REMOVED))


def _only(kind: Kind, pieces: Iterable[Piece], other: Kind) -> tuple[Piece, ...]:
    """One side of a row: what it shares with the other (a comma, say) went or came with the rest."""
    return tuple(replace(piece, kind=kind) for piece in pieces if piece.kind != other)


def _without_last_break(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """The end of a row needs no sign; what ended inside it is shown as a paragraph mark."""
    inner = pieces[:-1] if pieces and pieces[-1].text == BREAK else pieces
    return tuple(replace(piece, text="¶\n") if piece.text == BREAK else piece for piece in inner)


def _in_place(changed: list[Row], away: Iterable[Row], here: Iterable[Row]) -> list[Row]:
    """The rows of one block with those of moved turns put where their turns stand, or stood."""
    rows = list(changed)
    for row in here:
        rows.insert(next((n for n, each in enumerate(rows) if each.new and each.new > row.new), len(rows)), row)
    for row in away:
        later = (n for n, each in enumerate(rows) if each.kind != Kind.MOVED and each.old and each.old > row.old)
        rows.insert(next(later, len(rows)), row)
    return rows


def _moved(before: Sequence[str], after: Sequence[str], same: Iterable[Match]) -> dict[int, int]:
    """Old index -> new index of turns that stand elsewhere with the same words."""
    kept_old = {i + n for i, _j, size in same for n in range(size)}
    kept_new = {j + n for _i, j, size in same for n in range(size)}
    places: dict[str, list[int]] = {}
    for j, key in enumerate(after):
        if j not in kept_new and key.count(" ") + 1 >= MOVED_WORDS:
            places.setdefault(key, []).append(j)
    return {i: places[key].pop(0) for i, key in enumerate(before) if i not in kept_old and places.get(key)}


def _near_moves(rows: list[Row]) -> list[Row]:
    """A removed turn and one added elsewhere that is nearly the same were one that moved and was corrected."""
    gone = [n for n, row in enumerate(rows) if row.kind == Kind.REMOVED and row.words[0] >= MOVED_WORDS]
    come = [n for n, row in enumerate(rows) if row.kind == Kind.ADDED and row.words[1] >= MOVED_WORDS]
    if not gone or not come or max(len(gone), len(come)) > MOST_MOVED:
        return rows
    texts = {n: "".join(piece.text for piece in rows[n].pieces) for n in (*gone, *come)}
    for at in gone:
        alike = {n: Indel.normalized_similarity(texts[at], texts[n], score_cutoff=MOVED_LIKENESS) for n in come}
        to = max(alike, key=lambda n: alike[n], default=-1)
        if to >= 0 and alike[to]:
            old, new = rows[at].old, rows[to].new
            rows[at] = Row(Kind.AWAY, old, new)
            rows[to] = Row(Kind.MOVED, old, new, tuple(diff_words(texts[at], texts[to])))
            come.remove(to)
    return rows


def _key(text: str, turn: Said) -> str:
    return " ".join(text[turn.start : turn.end].split())


def _all(kind: Kind, text: str, turn: Said) -> tuple[Piece, ...]:
    return (Piece(kind, text[turn.start : turn.end]),)


# --- words --------------------------------------------------------------------------------------------------


def _tokens(text: str) -> list[_Token]:
    """Words and runs of punctuation, each with the white space behind it; what stands before the first is its."""
    starts = [match.start() for match in _TOKEN.finditer(text)]
    keys = [match[0] for match in _TOKEN.finditer(text)]
    borders = [0, *starts[1:], len(text)]
    return [_Token(key, text[a:b]) for key, a, b in zip(keys, borders, borders[1:], strict=False)]


def _turn_tokens(text: str, turns: Iterable[tuple[int, Said]]) -> list[_Token]:
    """The words of several turns, an end behind each."""
    found: list[_Token] = []
    for _index, turn in turns:
        found += _tokens(text[turn.start : turn.end])
        found.append(_Token(BREAK, BREAK))
    return found


def _pieces(old: Sequence[_Token], new: Sequence[_Token], *, ends: bool = False) -> Iterator[Piece]:
    """Tokens joined as far as they share a fate; with `ends`, every end of a turn is a piece of its own."""
    at = to = 0
    keys = [token.key for token in old], [token.key for token in new]
    for i, j, size in [*_readable(keys[0], matches(*keys), len(old), len(new)), (len(old), len(new), 0)]:
        yield from _joined(Kind.REMOVED, old[at:i], ends)
        yield from _joined(Kind.ADDED, new[to:j], ends)
        yield from _joined(Kind.SAME, _spaced(old[i : i + size], new[j : j + size]), ends)
        at, to = i + size, j + size


def _spaced(old: Sequence[_Token], new: Sequence[_Token]) -> list[_Token]:
    """The new tokens; the last with the space it had, where words that went stood behind it."""
    if old and len(old[-1].text) > len(new[-1].text):
        return [*new[:-1], old[-1]]
    return list(new)


def _joined(kind: Kind, tokens: Sequence[_Token], ends: bool) -> Iterator[Piece]:
    words: list[str] = []
    for token in tokens:
        if ends and token.text == BREAK:
            if words:
                yield Piece(kind, "".join(words))
            yield Piece(kind, BREAK)
            words = []
        else:
            words.append(token.text)
    if words:
        yield Piece(kind, "".join(words))


def _readable(keys: Sequence[str], found: Iterable[Match], old_end: int, new_end: int) -> list[Match]:
    """Leave out matches that are shorter than what changed on both sides of them; ends of turns stay."""
    kept: list[Match] = []
    pending = [*found, (old_end, new_end, 0)]
    for n, (i, j, size) in enumerate(pending[:-1]):
        last = kept[-1] if kept else (0, 0, 0)
        before = max(i - last[0] - last[2], j - last[1] - last[2])
        after = max(pending[n + 1][0] - i - size, pending[n + 1][1] - j - size)
        if size >= min(before, after) or BREAK in keys[i : i + size]:
            kept.append((i, j, size))
    return kept
