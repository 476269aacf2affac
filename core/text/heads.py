"""What stands in front of a speech, a *head*: the layouts it comes in, and which of them a text is believed to have.

    colon      "Nama: …", "**Nama:** …", "[00:12:04] Nama: …", "Nama (12:04): …", "Nama: [12:04] …", "Nama：…"
    timestamp  "DC05  21:04" or "[00:12:04] Speaker 1" on a line of its own, the words on the next
    bracket    "[id1] …"
    question   "Q. …" and "A. …", "T. …" and "J. …"
    tab        "P1<tab>…" or "P1 – …"
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
   labels or one that names a role. A layout that a person chose is spared this rule.

All passes are linear in the length of the text.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from core.text.rules import NO_RULES, Rules, beginnings
from core.text.speakers import (
    NO_SPEAKERS,
    QUESTION_LABELS,
    first_word,
    looks_like_name,
    names_role,
    stands_alone,
    stands_beside,
    stem_of,
)
from core.text.stamps import CLOCK, SPACE, STAMP, milliseconds

MAX_LABEL_WORDS = 6
MIN_CLOCK_HEADS = 3
MIN_TIMED_SHARE = 0.3
NAMES_ONLY_SHARE = 0.9
ROLES_ONLY_SHARE = 0.3
UNNAMED_SHARE = 1 / 50

EDGE = rf"^{SPACE}*+(?:(?:[-–—•·*]|\d{{1,4}}[.)]){SPACE}++)?"
BOLD = r"(?:\*\*|__)?"
NAME = r"[^\W_][^\n\t:：?!;\"“”…*_\[\]<>|={}]{0,59}"
WORDS_BELOW = rf"(?={SPACE}*+\n\s*+\S)"
UNTIMED_BELOW = rf"(?={SPACE}*+\n\s*+(?!{STAMP})\S)"
# Said beforehand, so that lines which begin with a letter are done with at once.
TIMED = r"(?=[\[(<#\d])"
# Subtitles pasted into a document: a number, the times, and the label on the line below.
CUE = rf"(?:\d{{1,6}}{SPACE}*+\n{SPACE}*+(?={CLOCK}{SPACE}*+-->))?"


@dataclass(frozen=True, slots=True)
class Head:
    """A label or a time in front of a body, [start, end) in the text, and what speaks for believing it.

    `stands` is all of it as it stands there.
    """

    start: int
    end: int
    label: str
    stands: str
    after_gap: bool

    @property
    def at_ms(self) -> int | None:
        return milliseconds(self.stands)

    @property
    def key(self) -> str:
        return self.label.casefold()

    @property
    def stem(self) -> str:
        return stem_of(self.key)


@dataclass(frozen=True, slots=True)
class Ground:
    """A text with what every layout asks of it: where lines start, how many hold words, which are no speech.

    `silent` are the spans of the lines that the rules leave out, ascending, without their line ends.
    """

    text: str
    line_starts: Sequence[int]
    lines: int
    silent: Sequence[tuple[int, int]]

    def silences(self, start: int, end: int) -> Sequence[tuple[int, int]]:
        """The silent lines that touch [start, end)."""
        if not self.silent:
            return ()
        first = bisect_left(self.silent, (start,))
        first -= bool(first and self.silent[first - 1][1] > start)
        return self.silent[first : bisect_left(self.silent, (end,))]


@dataclass(frozen=True, slots=True)
class _Layout:
    name: str
    pattern: str
    head: re.Pattern[str]
    min_share: float
    # One of these stands in every text that has the layout.
    needs: tuple[str, ...] = ("",)
    fits: Callable[[str], bool] = bool


_INVISIBLE = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_WORDED_LINE = re.compile(r"\S[^\n]*")
_LINE_END = re.compile(r"\n")
_TIMED_LINE = re.compile(rf"{EDGE}{CUE}{STAMP}(?=\s|$)", re.MULTILINE)

LAYOUTS = (
    _Layout(
        "colon",
        "colon",
        re.compile(
            rf"{EDGE}(?:{TIMED}{CUE}{STAMP}{SPACE}*+[-–—]?{SPACE}*+\n?{SPACE}*+)?{BOLD}(?P<label>{NAME}?)"
            rf"(?:{SPACE}*+[\[(]{CLOCK}[\])])?{SPACE}*+{BOLD}{SPACE}*+[:：](?![\d/\\:]){BOLD}"
            rf"(?:{SPACE}*+(?:[\[(<#]{CLOCK}[\])>#]|\d{{1,2}}:\d{{2}}:\d{{2}}(?={SPACE}*+$)))?",
            re.MULTILINE,
        ),
        0.03,
        (":", "："),
    ),
    _Layout(
        "timestamp",
        "timestamp",
        re.compile(
            rf"{EDGE}(?:{TIMED}{CUE}{STAMP}{SPACE}*+[-–—]?{SPACE}*+\n?{BOLD}(?P<label>{NAME}+){BOLD}{UNTIMED_BELOW}"
            rf"|(?=[^\n]{{3,100}}+$){BOLD}(?P<before>{NAME}?){BOLD}{SPACE}*+{STAMP}{BOLD}{WORDS_BELOW})",
            re.MULTILINE,
        ),
        0.05,
        (":", "/"),
    ),
    _Layout("bracket", "colon", re.compile(rf"{EDGE}\[(?P<label>{NAME}+)\]{SPACE}*+:?", re.MULTILINE), 0.3, ("[",)),
    _Layout(
        "question", "question", re.compile(rf"{EDGE}(?P<label>[QATJPNIR]){SPACE}*+[.)](?={SPACE})", re.MULTILINE), 0.3
    ),
    _Layout(
        "tab",
        "tab",
        re.compile(
            rf"{EDGE}{BOLD}(?P<label>{NAME}?){BOLD}(?:{SPACE}*\t{SPACE}*+|{SPACE}+[-–—]{SPACE}++)(?=\S)", re.MULTILINE
        ),
        0.5,
        ("\t", "-", "–", "—"),
        stands_beside,
    ),
    _Layout(
        "alone",
        "caps",
        re.compile(rf"{EDGE}{BOLD}(?P<label>{NAME}+){BOLD}{WORDS_BELOW}", re.MULTILINE),
        0.1,
        fits=stands_alone,
    ),
)


def find_heads(text: str, rules: Rules = NO_RULES) -> tuple[list[Head], str, Ground]:
    """The believed heads as the rules correct them, the pattern's name, and the ground they stand on."""
    starts = [0, *(match.end() for match in _LINE_END.finditer(text))]
    lines = sum(1 for _ in _WORDED_LINE.finditer(text))
    ground = Ground(text, starts, lines, _silent_lines(text, starts, rules))
    heads, pattern = _forced(ground, rules) if rules.layout else _best(ground, rules.known)
    if rules.cuts:
        heads = _corrected(ground, heads, rules)
    return heads, (pattern if heads and pattern != "none" else "rule" if heads else "none"), ground


def _best(ground: Ground, known: frozenset[str]) -> tuple[list[Head], str]:
    """The heads of the layout that has most of them believed, and the pattern's name."""
    best: list[Head] = []
    pattern = "none"
    for layout in LAYOUTS:
        heads = _believed(list(_candidates(ground, layout)), ground.lines, known)
        if len(heads) > len(best) and len(heads) >= layout.min_share * ground.lines and _is_talk(heads):
            best, pattern = heads, layout.pattern
    if not best:
        best = _timed(ground)
        return (
            (best, "timestamp") if len(best) >= max(MIN_CLOCK_HEADS, MIN_TIMED_SHARE * ground.lines) else ([], "none")
        )
    return best, _told(ground.text, best, pattern)


def _told(text: str, heads: Sequence[Head], pattern: str) -> str:
    """The pattern's name, more exact where the labels or stars say so."""
    if {head.stem for head in heads} <= QUESTION_LABELS:
        return "question"
    return "bold" if 2 * sum("**" in text[head.start : head.end] for head in heads) > len(heads) else pattern


def _forced(ground: Ground, rules: Rules) -> tuple[list[Head], str]:
    """The heads of the layout that a person chose: the believed ones, or all that look like names."""
    if rules.layout == "clock":
        return _timed(ground), "timestamp"
    for layout in LAYOUTS:
        if layout.name == rules.layout:
            heads = list(_candidates(ground, replace(layout, fits=looks_like_name)))
            named = [head for head in heads if looks_like_name(head.label)]
            found = _believed(heads, ground.lines, rules.known) or named
            return found, _told(ground.text, found, layout.pattern)
    return [], "none"


def _timed(ground: Ground) -> list[Head]:
    return [_head(ground.text, match, "") for match in _TIMED_LINE.finditer(ground.text)]


def _candidates(ground: Ground, layout: _Layout) -> Iterator[Head]:
    """What might be a head, by the form of the label alone (rule 1).

    Asking at each line's start is several times as fast as to search the text for where a line starts.
    """
    text, end = ground.text, 0
    if not any(each in text for each in layout.needs):
        return
    for start in ground.line_starts:
        match = layout.head.match(text, start) if start >= end else None
        if not match:
            continue
        end = match.end()
        label = " ".join(_INVISIBLE.sub("", match[match.lastgroup or 0]).split())
        word = first_word(label)
        if word and word not in NO_SPEAKERS and label.count(" ") < MAX_LABEL_WORDS and layout.fits(label):
            yield _head(text, match, label)


def _head(text: str, match: re.Match[str], label: str) -> Head:
    start, end = match.span()
    line_before = text[text.rfind("\n", 0, max(0, start - 1)) + 1 : start]
    return Head(start, end, label, match[0], not line_before.strip())


def _believed(heads: list[Head], lines: int, known: frozenset[str]) -> list[Head]:
    """Rules 2 to 4; labels that a person named are believed as if they came twice."""
    stems = Counter(head.stem for head in heads)
    unnamed = max(3, UNNAMED_SHARE * len(heads))
    repeated = [
        stems[head.stem] >= (2 if looks_like_name(head.label) else unnamed) or head.key in known for head in heads
    ]
    if True not in repeated:
        return _believed_once(heads, lines)
    believed = [head for head, again in zip(heads, repeated, strict=True) if again]
    sizes = {head.label.count(" ") for head in believed}
    by_role = any(names_role(head.label) for head in believed)
    apart = 2 * sum(head.after_gap for head in believed) > len(believed)

    def resembles(head: Head) -> bool:
        alike = min(1, *sizes) <= head.label.count(" ") <= max(sizes) and head.after_gap >= apart
        return names_role(head.label) or (alike and looks_like_name(head.label))

    def opens(head: Head) -> bool:
        return by_role and names_role(head.label)

    first = repeated.index(True)
    fits = [again or (resembles if i > first else opens)(heads[i]) for i, again in enumerate(repeated)]
    return [head for head, fit in zip(heads, fits, strict=True) if fit]


def _believed_once(heads: list[Head], lines: int) -> list[Head]:
    """Heads of a text in which no label comes twice."""
    named = [head for head in heads if looks_like_name(head.label)]
    if len(named) > 1 and len(named) >= NAMES_ONLY_SHARE * lines:
        return named
    roles = [head for head in heads if names_role(head.label)]
    return roles if len(roles) >= ROLES_ONLY_SHARE * lines else []


def _is_talk(heads: Sequence[Head]) -> bool:
    """Whether there are two labels, or one that names a role: a lone word that recurs is a heading."""
    return len({head.key for head in heads}) > 1 or any(names_role(head.label) for head in heads)


def _corrected(ground: Ground, heads: Sequence[Head], rules: Rules) -> list[Head]:
    """The heads without what is no label or no speech, with those the rules name, under their right names."""
    no_labels = {label.casefold() for label in rules.no_speakers}
    named = _named_by_rule(ground, rules)
    starts = [head.start for head in named]

    def stays(head: Head) -> bool:
        at = bisect_left(starts, head.end)
        overlapped = at > 0 and named[at - 1].end > head.start
        return head.key not in no_labels and not overlapped

    heads = sorted([*filter(stays, heads), *named], key=lambda head: head.start)
    heads = [head for head in heads if not ground.silences(head.start, head.end)]
    heads = [replace(head, label=rules.renamed(head.label)) for head in heads]
    return _merged(ground, heads) if rules.merge else heads


def _named_by_rule(ground: Ground, rules: Rules) -> list[Head]:
    """A head at every line that starts as the rules say."""
    if not rules.starts:
        return []
    begins = re.compile(
        rf"{SPACE}*+(?:{STAMP}{SPACE}*+)?(?:{beginnings(start for start, _speaker in rules.starts)})"
        rf"(?:{SPACE}*+[\[(<#]{CLOCK}[\])>#])?(?:{SPACE}*+[:：])?",
        re.IGNORECASE,
    )
    found = (begins.match(ground.text, start) for start in ground.line_starts)
    return [_head(ground.text, match, rules.starts[(match.lastindex or 1) - 1][1]) for match in found if match]


def _silent_lines(text: str, starts: Sequence[int], rules: Rules) -> list[tuple[int, int]]:
    if not rules.silent:
        return []
    begins = re.compile(rf"{SPACE}*+(?:{beginnings(rules.silent)})", re.IGNORECASE)
    ends = [*(start - 1 for start in starts[1:]), len(text)]
    return [line for line in zip(starts, ends, strict=True) if begins.match(text, line[0])]


def _merged(ground: Ground, heads: Sequence[Head]) -> list[Head]:
    """Without the heads behind which the same speaker only goes on."""
    kept: list[Head] = []
    for head in heads:
        if kept and head.label and kept[-1].key == head.key and not ground.silences(kept[-1].end, head.start):
            continue
        kept.append(head)
    return kept
