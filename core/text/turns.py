"""Who speaks where: the speaker turns of a transcript, found in its plain text.

A line may begin with a *head*, in one of these layouts:

    colon      "Nama: …", "**Nama:** …", "[00:12:04] Nama: …", "Nama (12:04): …", "Nama: [12:04] …", "Nama：…"
    timestamp  "DC05  21:04" or "[00:12:04] Speaker 1" on a line of its own, the words on the next
    bracket    "[id1] …"
    question   "Q. …" and "A. …", "T. …" and "J. …"
    alone      "INTERVIEWER" on a line of its own, or any label that names a role
    clock      "[00:12.040 --> 00:15.000] …": a time and no speaker

One layout is believed for the whole text: of those with labels, the one with most believed heads; times
without speakers only where no label is believed. Within a layout a head is believed by these rules:

1. A label has at most 60 characters and 6 words, holds a letter, and does not begin with a word that
   announces something other than a speaker ("Catatan", "Note", "Tanggal", …). "10:30" and "http://" are no
   labels.
2. A label is believed when it, or it with another number ("Informan 1", "Informan 2"), comes twice; one
   that does not look like a name ("yang saya maksud adalah") must come three times and make up a fiftieth
   of all heads.
3. A label that comes once is believed when it names a role ("Moderator") or resembles the believed ones: a
   name of about as many words, after an empty line if they stand after one. Before the first of these, where
   titles and dates stand, only a role is believed, and only if roles are what speakers are called by.
4. Where no label comes twice, roles are believed if they make up a third of the lines, and names if nearly
   every line begins with one.
5. The believed heads must make up a share of the non-blank lines that is typical of the layout, and hold two
   labels or one that names a role.

All passes are linear in the length of the text.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from core.text.speakers import (
    NO_SPEAKERS,
    QUESTION_LABELS,
    first_word,
    interviewers,
    looks_like_name,
    names_role,
    stands_alone,
    stem_of,
)
from core.text.words import count_words

MAX_LABEL_WORDS = 6
MIN_CLOCK_HEADS = 3
NAMES_ONLY_SHARE = 0.9
ROLES_ONLY_SHARE = 0.3
UNNAMED_SHARE = 1 / 50
ENOUGH_HEADS = 8

# Spaces within a line, and the invisible marks that Arabic and Hebrew texts put around a label.
SPACE = r"[ \t\u00a0\u2000-\u200f\u202a-\u202f\u2066-\u2069\u3000\ufeff]"
CLOCK = r"(?:\d{1,2}:\d{1,2}:\d{1,2}|\d{1,3}:\d{2})(?![\d:])(?:[.,;]\d{1,3})?"
STAMP = rf"[\[(<]?{CLOCK}(?:{SPACE}*(?:-->|[-–—]){SPACE}*{CLOCK})?[\])>]?"
EDGE = rf"^{SPACE}*+(?:(?:[-–—•·*]|\d{{1,4}}[.)]){SPACE}++)?"
BOLD = r"(?:\*\*|__)?"
NAME = r"[^\W_][^\n\t:：?!;\"“”…*_\[\]<>|={}]{0,59}"
WORDS_BELOW = rf"(?={SPACE}*+\n\s*+\S)"
UNTIMED_BELOW = rf"(?={SPACE}*+\n\s*+(?!{STAMP})\S)"


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

    `pattern` is colon (also for labels in square brackets), bold, caps, timestamp, question or none.
    """

    turns: tuple[Turn, ...]
    speakers: tuple[SpeakerCount, ...]
    pattern: str
    confidence: float


@dataclass(frozen=True, slots=True)
class _Layout:
    pattern: str
    head: re.Pattern[str]
    min_share: float
    fits: Callable[[str], bool] = bool


@dataclass(frozen=True, slots=True)
class _Head:
    """A label or a time in front of a body, [start, end) in the text, and what speaks for believing it."""

    start: int
    end: int
    label: str
    at_ms: int | None
    after_gap: bool

    @property
    def key(self) -> str:
        return self.label.casefold()

    @property
    def stem(self) -> str:
        return stem_of(self.key)


_CLOCK = re.compile(CLOCK)
_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_LINE_END = re.compile(r"\n")

LAYOUTS = (
    _Layout(
        "colon",
        re.compile(
            rf"{EDGE}(?:{STAMP}{SPACE}*+[-–—]?{SPACE}*+)?{BOLD}(?P<label>{NAME}?)(?:{SPACE}*+[\[(]{CLOCK}[\])])?"
            rf"{SPACE}*+{BOLD}{SPACE}*+[:：](?![\d/\\:]){BOLD}(?:{SPACE}*+[\[(<]{CLOCK}[\])>])?",
            re.MULTILINE,
        ),
        0.03,
    ),
    _Layout(
        "timestamp",
        re.compile(
            rf"{EDGE}(?:{STAMP}{SPACE}*+[-–—]?{SPACE}*+\n?{BOLD}(?P<label>{NAME}+){BOLD}{UNTIMED_BELOW}"
            rf"|(?=[^\n]{{3,100}}+$){BOLD}(?P<before>{NAME}?){BOLD}{SPACE}*+{STAMP}{BOLD}{WORDS_BELOW})",
            re.MULTILINE,
        ),
        0.05,
    ),
    _Layout("colon", re.compile(rf"{EDGE}\[(?P<label>{NAME}+)\]{SPACE}*+:?", re.MULTILINE), 0.3),
    _Layout("question", re.compile(rf"{EDGE}(?P<label>[QATJPNIR]){SPACE}*+[.)](?={SPACE})", re.MULTILINE), 0.3),
    _Layout(
        "caps",
        re.compile(rf"{EDGE}{BOLD}(?P<label>{NAME}+){BOLD}{WORDS_BELOW}", re.MULTILINE),
        0.1,
        stands_alone,
    ),
)
_TIMED_LINE = re.compile(rf"{EDGE}{STAMP}(?=\s|$)", re.MULTILINE)
MIN_TIMED_SHARE = 0.3


def find_turns(text: str, mode: Literal["auto", "none"] = "auto") -> Structure:
    """Cut a text into turns; with mode "none", or where no layout is believed, each paragraph is one.

    Bodies ascend, never overlap, and hold every character that is not blank and not part of a head.
    """
    heads, pattern = _best_heads(text) if mode == "auto" else ([], "none")
    names = _spellings(heads)
    first = heads[0].start if heads else len(text)
    bodies: list[tuple[int, int, str, int | None]] = []
    bodies += ((m.start(), m.end(), "", None) for m in _LINE.finditer(text, 0, first))
    ends = [*(head.start for head in heads[1:]), len(text)]
    for head, end in zip(heads, ends, strict=False):
        words = text[head.end : end].rstrip()
        if body := words.lstrip():
            end = head.end + len(words)
            bodies.append((end - len(body), end, names[head.key], head.at_ms))
    turns = tuple(Turn(i, *body, count_words(text, body[0], body[1])) for i, body in enumerate(bodies))
    return Structure(turns, _count_speakers(text, turns), pattern, _confidence(text, heads))


def _best_heads(text: str) -> tuple[list[_Head], str]:
    """The believed heads of the layout that has most of them, and the pattern's name."""
    lines = sum(1 for _ in _LINE.finditer(text))
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    best: list[_Head] = []
    pattern = "none"
    for layout in LAYOUTS:
        heads = _believed(list(_heads(text, layout, starts)), lines)
        if len(heads) > len(best) and len(heads) >= layout.min_share * lines and _is_talk(heads):
            best, pattern = heads, layout.pattern
    if not best:
        best = [_head(text, m, "") for m in _TIMED_LINE.finditer(text)]
        if len(best) < max(MIN_CLOCK_HEADS, MIN_TIMED_SHARE * lines):
            return [], "none"
        pattern = "timestamp"
    elif {head.stem for head in best} <= QUESTION_LABELS:
        pattern = "question"
    elif 2 * sum("**" in text[head.start : head.end] for head in best) > len(best):
        pattern = "bold"
    return best, pattern


def _heads(text: str, layout: _Layout, line_starts: Sequence[int]) -> Iterator[_Head]:
    """What might be a head, by the form of the label alone (rule 1).

    Asking at each line's start is several times as fast as to search the text for where a line starts.
    """
    end = 0
    for start in line_starts:
        match = layout.head.match(text, start) if start >= end else None
        if not match:
            continue
        end = match.end()
        label = " ".join(_INVISIBLE.sub("", match[match.lastgroup or 0]).split())
        word = first_word(label)
        if word and word not in NO_SPEAKERS and label.count(" ") < MAX_LABEL_WORDS and layout.fits(label):
            yield _head(text, match, label)


def _head(text: str, match: re.Match[str], label: str) -> _Head:
    start, end = match.span()
    line_before = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start]
    return _Head(start, end, label, _milliseconds(match[0]), not line_before.strip())


def _milliseconds(head: str) -> int | None:
    """The first time in a head: "04:05", "1:04:05" or "01:04:05.250"."""
    clock = _CLOCK.search(head)
    if not clock:
        return None
    whole, _, fraction = re.sub("[,;]", ".", clock[0]).partition(".")
    seconds = 0
    for part in whole.split(":"):
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction.ljust(3, "0") or 0)


def _believed(heads: list[_Head], lines: int) -> list[_Head]:
    """Rules 2 to 4."""
    stems = Counter(head.stem for head in heads)
    unnamed = max(3, UNNAMED_SHARE * len(heads))
    repeated = [stems[head.stem] >= (2 if looks_like_name(head.label) else unnamed) for head in heads]
    if True not in repeated:
        return _believed_once(heads, lines)
    believed = [head for head, again in zip(heads, repeated, strict=True) if again]
    sizes = {head.label.count(" ") for head in believed}
    by_role = any(names_role(head.label) for head in believed)
    apart = 2 * sum(head.after_gap for head in believed) > len(believed)

    def resembles(head: _Head) -> bool:
        alike = min(1, *sizes) <= head.label.count(" ") <= max(sizes) and head.after_gap >= apart
        return names_role(head.label) or (alike and looks_like_name(head.label))

    def opens(head: _Head) -> bool:
        return by_role and names_role(head.label)

    first = repeated.index(True)
    fits = [again or (resembles if i > first else opens)(heads[i]) for i, again in enumerate(repeated)]
    return [head for head, fit in zip(heads, fits, strict=True) if fit]


def _believed_once(heads: list[_Head], lines: int) -> list[_Head]:
    """Heads of a text in which no label comes twice."""
    named = [head for head in heads if looks_like_name(head.label)]
    if len(named) > 1 and len(named) >= NAMES_ONLY_SHARE * lines:
        return named
    roles = [head for head in heads if names_role(head.label)]
    return roles if len(roles) >= ROLES_ONLY_SHARE * lines else []


def _is_talk(heads: Sequence[_Head]) -> bool:
    """Whether there are two labels, or one that names a role: a lone word that recurs is a heading."""
    return len({head.key for head in heads}) > 1 or any(names_role(head.label) for head in heads)


def _spellings(heads: Sequence[_Head]) -> dict[str, str]:
    """The commonest spelling of each label, by its case-folded form."""
    commonest = Counter(head.label for head in heads).most_common()
    return {label.casefold(): label for label, _ in reversed(commonest)}


def _confidence(text: str, heads: Sequence[_Head]) -> float:
    """How much of the text lies in turns, how many heads there are, and how many have a label that recurs."""
    if not heads:
        return 0.0
    keys = Counter(head.key for head in heads)
    covered = (len(text) - heads[0].start) / len(text)
    plenty = min(1.0, len(heads) / ENOUGH_HEADS)
    recurring = sum(count for count in keys.values() if count > 1) / len(heads)
    return round(covered * (0.4 + 0.3 * plenty + 0.3 * recurring), 2)


def _count_speakers(text: str, turns: Sequence[Turn]) -> tuple[SpeakerCount, ...]:
    counts: dict[str, tuple[int, int, int]] = {}
    for turn in turns:
        if turn.speaker:
            said, words, asked = counts.get(turn.speaker, (0, 0, 0))
            asks = text.find("?", turn.start, turn.end) >= 0
            counts[turn.speaker] = (said + 1, words + turn.words, asked + asks)
    asking = interviewers({label: asked / said for label, (said, _, asked) in counts.items()})
    return tuple(SpeakerCount(label, said, words, label in asking) for label, (said, words, _) in counts.items())
