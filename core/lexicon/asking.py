"""What somebody who searches a whole project asks for, and the words of a text as the index knows them.

`kerja` finds the words of one root, `"satuan kerja"` these words in this order, `kerja*` what begins so, and `-kerja`
leaves out what it would find.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from core.lexicon import stems
from core.text.folding import fold
from core.text.words import WORD

# A word is cut there: a run of a script without spaces is one word.
LONGEST_WORD = 60
LEAST_BEFORE_STAR = 2
MOST_TERMS = 16
LONGEST_PHRASE = 30
FOLDED_KEPT = 200_000

_TERM = re.compile(r'(?P<minus>-?)(?:"(?P<quoted>[^"]*)"?|(?P<bare>[^\s"]+))')
_QUOTES = str.maketrans("“”„«»", '"' * 5)
# What decomposing a letter may leave that no word of the index holds: “½” has a stroke, some ligatures have spaces.
_FOREIGN = re.compile(r"[\s\x00-&(-,./:-`{-\x7f]+")


class Way(StrEnum):
    RELATED = "related"
    EXACT = "exact"
    PREFIX = "prefix"
    PHRASE = "phrase"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for. Only a phrase has several words."""

    way: Way
    words: tuple[str, ...]
    excluded: bool = False

    @property
    def word(self) -> str:
        return self.words[0]


class _Folded(dict[str, str]):
    """Each distinct word as the index has it: interviews say few words, and each of them often."""

    def __missing__(self, word: str) -> str:
        if len(self) >= FOLDED_KEPT:
            self.clear()
        folded = _FOREIGN.sub("", fold(stems.fold(word)))
        found = self[word] = folded[:LONGEST_WORD].strip("'-")
        return found


_folded = _Folded()


def indexed_words(text: str) -> list[str]:
    """The words of a text in their order, without case and accents, as they are indexed and asked for."""
    return [folded for word in WORD.findall(text) if (folded := _folded[word])]


def indexed_word(word: str) -> str:
    """One word of a text as it is indexed; may be empty."""
    return _folded[word]


def parse(asked: str) -> list[Term]:
    """The terms somebody typed, each once, in their order. What holds no letters or digits says nothing."""
    text = unicodedata.normalize("NFC", asked).translate(_QUOTES)
    return list(dict.fromkeys(_terms(text)))[:MOST_TERMS]


def _terms(text: str) -> Iterator[Term]:
    for found in _TERM.finditer(text):
        excluded = bool(found["minus"])
        if found["bare"] is None:
            words = tuple(indexed_words(found["quoted"]))[:LONGEST_PHRASE]
            if words:
                yield Term(Way.PHRASE if len(words) > 1 else Way.EXACT, words, excluded)
            continue
        words = tuple(indexed_words(found["bare"]))[:LONGEST_PHRASE]
        if len(words) > 1:
            yield Term(Way.PHRASE, words, excluded)
        elif words and found["bare"].endswith("*") and len(words[0]) >= LEAST_BEFORE_STAR:
            yield Term(Way.PREFIX, words, excluded)
        elif words:
            yield Term(Way.RELATED, words, excluded)
