"""Names of people in a text: where listed ones stand, and which words look like names nobody has listed yet."""

import re
import sys
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass

from core.text.speakers import ROLES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HONORIFICS = _words("""
    pak bapak bu ibu mas mbak kak bang abang dik pakde bude om tante haji hajah mr mrs ms miss dr prof sir madam
""")
# Written with a capital and nobody's name.
NO_NAMES = _words("""
    senin selasa rabu kamis jumat sabtu minggu ahad januari februari maret april mei juni juli agustus september
    oktober november desember monday tuesday wednesday thursday friday saturday sunday january february march may
    june july august october december indonesia indonesian inggris english anda i allah tuhan god alhamdulillah
    insyaallah assalamualaikum wassalamualaikum okay yes no
""")
FEWEST_MENTIONS = 2
# Of all times a name is written, so many may be in small letters.
SMALL_SHARE = 0.1
MOST_WORDS = 4
CONTEXT = 40
LAST_CASED = min(sys.maxunicode, 0x2000)


def _class_of(chars: Iterable[str]) -> str:
    """The inside of a regular expression's class: `re` has no names for upper case and lower case."""
    return "".join(map(re.escape, chars))


_UPPER = _class_of(char for char in map(chr, range(LAST_CASED)) if char.isupper())
_NOT_IN_WORD = r"(?![\w\u0300-\u036f])"
# A capital and at least one more letter, not all capitals: KPPN and PMK are offices and rules.
_CAPITALISED = rf"[{_UPPER}](?:['’-][{_UPPER}])?[^\W\d_{_UPPER}](?:[\w'’-]*\w)?{_NOT_IN_WORD}"
# A full stop belongs to a title that is cut short; after any other word a sentence ends.
_RUN = re.compile(rf"(?<!\w)(?:(?:Mr|Mrs|Ms|Dr|Prof)\. )?{_CAPITALISED}(?: {_CAPITALISED}){{0,{MOST_WORDS}}}")
_PART = re.compile(r"[^ ]+")
_WORD = re.compile(r"\w+")
_SENTENCE_ENDS = '.!?:…"“”‘()[]-–—•\n'


@dataclass(frozen=True, slots=True)
class Found:
    """A listed name as it stands in a text, [start, end) in code points."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A word or words that look like somebody's name; `titled` when "Pak", "Mrs" or the like stands before it."""

    name: str
    mentions: int
    texts: int
    titled: bool
    example: str


def find_names(text: str, names: Iterable[str], *, any_case: bool = False) -> list[Found]:
    """Where the names stand as whole words, in text order, none inside another: the longest wins.

    As they are spelled or in capitals throughout; with `any_case` however they are written. Lower case is left out
    by default, because Indah, Surya and Grace are words too. Any white space stands for that in a name.
    """
    spellings = _spellings(names, any_case)
    if not spellings:
        return []
    longest_first = sorted(spellings, key=len, reverse=True)
    either = "|".join(r"\s+".join(map(re.escape, spelling.split())) for spelling in longest_first)
    pattern = re.compile(rf"(?<!\w)(?:{either}){_NOT_IN_WORD}", re.IGNORECASE if any_case else 0)
    key = _folded if any_case else _spaced
    return [Found(m.start(), m.end(), spellings[key(m[0])]) for m in pattern.finditer(text)]


def suggest_names(texts: Iterable[str], known: Iterable[str] = ()) -> list[Suggestion]:
    """What looks like a name: titled ones first, then by mentions. `known` names and pseudonyms are left out.

    A capital at the beginning of a sentence proves nothing, and a word that is often written small is no
    name, unless it has a title before it.
    """
    left_out = {_folded(name) for name in known}
    mentions: Counter[str] = Counter()
    held_by: Counter[str] = Counter()
    small: Counter[str] = Counter()
    titled: set[str] = set()
    examples: dict[str, str] = {}
    for text in texts:
        here = Counter[str]()
        in_small = Counter(word for word in _WORD.findall(text) if word.islower())
        small.update(in_small)
        for name, start, has_title in _candidates(text, in_small):
            here[name] += 1
            examples.setdefault(name, _context(text, start, start + len(name)))
            if has_title:
                titled.add(name)
        mentions.update(here)
        held_by.update(here.keys())
    found = [
        Suggestion(name, count, held_by[name], name in titled, examples[name])
        for name, count in mentions.items()
        if _folded(name) not in left_out and _is_likely(name, count, small, is_titled=name in titled)
    ]
    return sorted(found, key=lambda each: (not each.titled, -each.mentions, each.name))


def _spellings(names: Iterable[str], any_case: bool) -> dict[str, str]:
    """What may stand in the text -> the listed name."""
    listed = [name for name in map(_spaced, names) if name]
    if any_case:
        return {_folded(name): name for name in listed}
    return {name.upper(): name for name in listed} | {name: name for name in listed}


def _spaced(name: str) -> str:
    return " ".join(name.split())


def _folded(name: str) -> str:
    return _spaced(name).casefold()


def _candidates(text: str, small: Container[str]) -> Iterator[tuple[str, int, bool]]:
    """Runs of capitalised words as (name, start, whether a title stands before it), cut to what may be the name.

    `small` are the words that are written in small letters somewhere: one of them at the beginning of a sentence is no
    part of the name behind it.
    """
    for match in _RUN.finditer(text):
        words = [(word[0].rstrip("."), match.start() + word.start()) for word in _PART.finditer(match[0])]
        folded = [word.casefold() for word, _start in words]
        titles = [i for i, word in enumerate(folded) if word in HONORIFICS]
        first = titles[-1] + 1 if titles else 0
        if not titles and _begins_sentence(text, match.start()):
            first = 1 if folded[0] in small else len(words)
        while first < len(words) and folded[first] in NO_NAMES:
            first += 1
        if first < len(words):
            yield " ".join(word for word, _start in words[first:]), words[first][1], bool(titles)


def _begins_sentence(text: str, start: int) -> bool:
    before = start - 1
    while before >= 0 and text[before] in " \t":
        before -= 1
    return before < 0 or text[before] in _SENTENCE_ENDS


def _is_likely(name: str, count: int, small: Mapping[str, int], *, is_titled: bool) -> bool:
    """Whether a word of it is seldom written small: hardly ever, or with a title before it less often than not."""
    words = [_WORD.findall(word)[0].casefold() for word in name.split(" ")]
    if not is_titled and count < FEWEST_MENTIONS:
        return False
    most = count if is_titled else SMALL_SHARE * count
    return any(small.get(word, 0) < most and word not in ROLES for word in words)


def _context(text: str, start: int, end: int) -> str:
    return " ".join(text[max(0, start - CONTEXT) : end + CONTEXT].split())
