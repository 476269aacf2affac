"""Sentences of what people say: where each begins and ends, without a model and without a dictionary.

spaCy says which points are stops at all (core.lexicon.nlp). What it does not know of transcripts is here:
abbreviations, numbers of lists, ellipses, quotes and brackets that close behind the stop, notes such as [laughs],
lines, and turns without any stop.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from core.lexicon.nlp import Token, tokens_with_stops
from core.text.offsets import Span

# Titles and the like: something always follows.
_TITLES = """
    alm almh bpk bp brigjen cq cv dr dra drg drh drs h hj ir irjen jend jl jln kab kec kel kh kol komp letjen mayjen
    ny nn pdt prof sdr sdri tn yth a.n d.a d.h s.d u.b u.p capt cf col dept e.g gen gov hon i.e lt messrs mr mrs ms
    rep rev sen sgt st viz vs
"""
NEVER_END = frozenset(_TITLES.split())
# Abbreviations only where a number follows: "No." and "hal." are words as well.
_COUNTED = """
    art bab fig gb hal hlm jam kl lamp min maks no nos nr p pasal pkl pp ps rp sec tab tel telp tgl th v vol
"""
BEFORE_NUMBERS = frozenset(_COUNTED.split())
# They may end a sentence or stand within one: the next letter tells.
_OTHERS = """
    dkk dll dsb dst dsj etc al jr sr co corp inc ltd tbk a.m p.m u.s u.k ybs b.a m.a ph.d a.md s.e s.h s.kom s.pd
    s.sos s.t s.ap s.ak m.m m.si m.pd m.kom m.ak m.ap
"""
MAY_END = frozenset(_OTHERS.split())
CLOSERS = "\"'”’»)]}›〉》」』"
OPENERS = "\"'“‘«([{‹〈《「『-–—"
DASHES = "-–—"
QUOTES = "\"'”’»›」』"
STOPS = ".?!…"

_WORD_BEFORE = re.compile(r"[^\W\d_](?:[^\W_]|\.(?=[^\W_]))*$")
_LIST_NUMBER = re.compile(r"\W*(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})")
# A time in brackets is of what follows.
_NOTE = re.compile(r"[^\S\n]*\[(?!\d)[^\][\n]{1,80}\]")
_IN_BRACKETS = re.compile(r"\[[^\][\n]{1,80}\]")
_LINE_END = re.compile(r"[^\S\n]*\n\s*")
_BULLET = re.compile(r"(?:[-–—•*·]|\(?(?:\d{1,3}|[a-z])[.)])\s+\S")
_FIRST_WORD = re.compile(r"\S+")
LONGEST_WORD = 40


def sentences(text: str, turns: Iterable[Span], language: str) -> Iterator[Span]:
    """The sentences of every turn, in order; together they cover all that is not blank, and none crosses a turn."""
    spans = list(turns)
    tokens = tokens_with_stops((span.quote(text) for span in spans), language)
    for span, stops in zip(spans, tokens, strict=True):
        for start, end in sentences_in(span.quote(text), stops):
            yield Span(span.start + start, span.start + end)


def sentences_in(text: str, stops: Sequence[Token]) -> list[tuple[int, int]]:
    """Sentences of one turn, whose tokens with stops are known."""
    breaks = sorted({*_after_stops(text, stops), *_between_lines(text)})
    borders = [0, *(each for each in breaks if 0 < each < len(text)), len(text)]
    pieces = [piece for piece in (_trimmed(text, *each) for each in pairwise(borders)) if piece[0] < piece[1]]
    return list(_with_words(text, pieces))


# --- stops --------------------------------------------------------------------------------------------------


def _after_stops(text: str, stops: Sequence[Token]) -> Iterator[int]:
    """Where a sentence has ended: behind its stop and all that closes with it."""
    notes = [match.span() for match in _IN_BRACKETS.finditer(text)]
    reached = note = begun = 0
    for start, end in stops:
        # A run such as "?!..." is several tokens.
        if end <= reached:
            continue
        while note < len(notes) and notes[note][1] <= start:
            note += 1
        if note < len(notes) and notes[note][0] < start:
            continue
        reached = _behind(text, end, STOPS)
        closed = _behind(text, reached, CLOSERS) if not _opens(text, reached) else reached
        begun = max(begun, text.rfind("\n", 0, start) + 1)
        if _ends_sentence(text, begun, reached, closed):
            yield (begun := _behind_notes(text, closed))


def _behind(text: str, at: int, characters: str) -> int:
    while at < len(text) and text[at] in characters:
        at += 1
    return at


def _opens(text: str, at: int) -> bool:
    """Whether a quote at a place that follows a stop directly begins the next words: Ya."Tidak" ."""
    return (
        text[at : at + 1] in tuple("\"'") and text[at + 1 : at + 2].isalnum() and text.count(text[at], 0, at) % 2 == 0
    )


def _behind_notes(text: str, at: int) -> int:
    """Notes such as [laughs] belong to what was said before them."""
    while found := _NOTE.match(text, at):
        at = _behind(text, found.end(), STOPS)
    return at


def _ends_sentence(text: str, begun: int, reached: int, closed: int) -> bool:
    """`begun` is where the sentence or its line begins, `reached` where the run of stops ends, `closed` all of it."""
    rest = text[closed : closed + LONGEST_WORD]
    ahead = rest.lstrip()
    follows = ahead.lstrip(OPENERS)[:1]
    if not ahead:
        return True
    if rest[0] == ahead[0] and not (follows.isupper() or rest[0] in OPENERS):
        # Nothing between: an address, a number, a word with a point in it, a comma behind the stop.
        return False
    is_quoted = closed > reached and text[closed - 1] in QUOTES
    if follows.islower() and (is_quoted or ahead[0] in DASHES):
        return False
    said = text[begun:reached].rstrip(STOPS)
    mark = text[begun + len(said) : reached]
    if mark == ".":
        return closed > reached or not _is_abbreviated(said, follows)
    if set(mark) <= {".", "…"}:
        # Somebody pauses: only a capital letter, or a number, shows that something new begins.
        return not follows.islower()
    return True


def _is_abbreviated(said: str, follows: str) -> bool:
    """Whether a single point stands for something else than the end of what was said; `follows` is the next letter."""
    # "1. Pertama" and "a. Pertama", but not "pada tahun 2019. Kami".
    if _LIST_NUMBER.fullmatch(said):
        return True
    found = _WORD_BEFORE.search(said[-LONGEST_WORD:])
    if found is None:
        return False
    word = found.group()
    name = word.lower()
    if name in NEVER_END or (name in BEFORE_NUMBERS and follows.isdigit()):
        return True
    if name in MAY_END:
        return not follows.isupper()
    # An initial, but not the speaker: "So did I. We left."
    return len(word) == 1 and word.isupper() and word != "I"


# --- lines --------------------------------------------------------------------------------------------------


def _between_lines(text: str) -> Iterator[int]:
    """Where a new line begins a new sentence: a paragraph, a point of a list, or a line that had room for more."""
    if "\n" not in text:
        return
    width = max(map(len, text.split("\n")))
    for found in _LINE_END.finditer(text):
        after = text[found.end() : found.end() + LONGEST_WORD]
        is_new = found.group().count("\n") > 1 or _BULLET.match(after)
        if is_new or (not after[:1].islower() and not _is_full(text, found.start(), after, width)):
            yield found.start()


def _is_full(text: str, at: int, after: str, width: int) -> bool:
    """Whether the next word had no room on the line, so that the line was only wrapped."""
    length = at - (text.rfind("\n", 0, at) + 1)
    word = _FIRST_WORD.match(after)
    return length + 1 + len(word.group() if word else "") > width


# --- pieces -------------------------------------------------------------------------------------------------


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - (len(piece) - len(piece.rstrip()))


def _with_words(text: str, pieces: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The pieces; one that holds no word belongs to the one before it, or else to the next."""
    held: tuple[int, int] | None = None
    for start, end in pieces:
        if held is None:
            held = start, end
        elif _has_words(text, start, end) and _has_words(text, *held):
            yield held
            held = start, end
        else:
            held = held[0], end
    if held is not None:
        yield held


def _has_words(text: str, start: int, end: int) -> bool:
    return any(character.isalnum() for character in text[start:end])


def as_steps(found: Iterable[Span]) -> list[int]:
    """For each span how far behind the end of the one before it begins, and how long it is: small numbers."""
    steps, at = [], 0
    for each in found:
        steps += [each.start - at, each.end - each.start]
        at = each.end
    return steps
