"""Where words stand in a text: as they are written, any words of the same roots, or what a pattern describes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from core.lexicon.pattern_worker import without_accents
from core.lexicon.patterns import find_pattern
from core.lexicon.stems import fold, roots, shares
from core.text.offsets import Span
from core.text.words import MARKS, WORD


class Mode(StrEnum):
    EXACT = "exact"
    STEM = "stem"
    REGEX = "regex"


@dataclass(frozen=True, slots=True)
class Strictness:
    """What matters to EXACT and REGEX: whole words, capital letters, accents."""

    words: bool = True
    case: bool = False
    accents: bool = True


USUAL = Strictness()
# Accents that stand alone, behind the letter they are of.
ACCENTS = frozenset(map(chr, range(0x300, 0x370)))


def find(
    text: str,
    spans: Iterable[Span],
    query: str,
    mode: Mode,
    *,
    language: str,
    most: int,
    strict: Strictness = USUAL,
) -> tuple[list[Span], bool]:
    """The places inside the spans where the query stands, at most so many, and whether there are more.

    Several words are found where they stand side by side in this order. EXACT finds them with the punctuation of the
    query; STEM each word's relatives (see core.lexicon.stems); REGEX raises PatternError.
    """
    if mode is Mode.REGEX:
        if not query.strip():
            return [], False
        each = {"words": strict.words, "case": strict.case, "accents": strict.accents}
        return find_pattern(text, spans, query, most=most, **each)
    if mode is Mode.EXACT:
        hits = _exact(text, spans, query, strict)
    else:
        hits = _related(text, spans, query, language)
    found = list(islice(hits, most + 1))
    return found[:most], len(found) > most


def _exact(text: str, spans: Iterable[Span], query: str, strict: Strictness) -> Iterator[Span]:
    parts = [_literal(part, strict) for part in query.split()]
    if not parts:
        return
    inner = r"\s+".join(parts)
    whole = strict.words and _is_worded(query.strip())
    flags = re.NOFLAG if strict.case else re.IGNORECASE
    pattern = re.compile(rf"(?<!\w){inner}(?!\w)" if whole else inner, flags)
    text = text if strict.accents else without_accents(text)
    for span in spans:
        for found in pattern.finditer(text, span.start, span.end):
            yield Span(found.start(), found.end())


def _literal(part: str, strict: Strictness) -> str:
    """The part as a pattern; where accents do not matter, marks may stand behind each letter."""
    if strict.accents:
        return re.escape(part)
    letters = [letter for letter in without_accents(part) if letter not in ACCENTS]
    return "".join(f"{re.escape(letter)}[{MARKS}]*" for letter in letters)


def _is_worded(query: str) -> bool:
    """Whether a query begins and ends with letters, so that it must not be found within words."""
    return query[0].isalnum() and query[-1].isalnum()


def _related(text: str, spans: Iterable[Span], query: str, language: str) -> Iterator[Span]:
    wanted = [_Relatives(word, language) for word in WORD.findall(query)]
    if wanted:
        for span in spans:
            yield from _runs(list(WORD.finditer(text, span.start, span.end)), wanted)


def _runs(words: Sequence[re.Match[str]], wanted: "Sequence[_Relatives]") -> Iterator[Span]:
    """Where words that are related to those wanted stand side by side; none is part of two hits."""
    at, length = 0, len(wanted)
    while at + length <= len(words):
        # Looked at apart, because it rules out nearly every place.
        if words[at].group() in wanted[0] and all(words[at + i].group() in wanted[i] for i in range(1, length)):
            yield Span(words[at].start(), words[at + length - 1].end())
            at += length
        else:
            at += 1


class _Relatives:
    """The words of one root with a word; each distinct word is looked at once."""

    def __init__(self, word: str, language: str) -> None:
        self._word, self._language = fold(word), language
        self._roots = roots(self._word, language)
        # The first letter of a root may have melted into a prefix, and English roots lose and change their ends.
        least = 3 if language.lower().startswith("en") else None
        self._tails = {root[:least] if least else root[1:] for root in self._roots}
        self._known: dict[str, bool] = {}

    def __contains__(self, word: str) -> bool:
        known = self._known.get(word)
        if known is None:
            known = self._known[word] = self._is_related(fold(word))
        return known

    def _is_related(self, word: str) -> bool:
        if word == self._word:
            return True
        # Most words are ruled out without being taken apart.
        if not any(tail in word for tail in self._tails):
            return False
        return shares(self._word, self._roots, word, roots(word, self._language))
