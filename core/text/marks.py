"""What a transcript holds that nobody said: "[tertawa]", "(laughs)", "((pause))", "[...]", "<overlap>".

Double round brackets and square brackets mark what is not speech, whatever stands in them, save numbers (notes),
times and links. In round and angle brackets and between stars people also write words that were said, so that
there the words themselves must tell.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from core.text.offsets import Span
from core.text.readers.base import Formatting
from core.text.speakers import first_word

MOST_WORDS = 6
NONVERBAL = "nonverbal"

# The first words, case-folded, of what people note about how something was said.
_SOUNDS = """
    tertawa ketawa tawa terbahak senyum tersenyum menangis terisak batuk terbatuk berdeham berdehem menghela diam
    terdiam hening jeda henti berhenti berpikir menggeleng mengangguk menunjuk berbisik suara telepon tumpang
    tindih bersamaan overlap overlapping interupsi memotong terpotong musik bunyi
    laughs laughing laughter laugh chuckles chuckle giggles smiles sighs sigh cries crying sobs coughs cough clears
    sniffs gasps pause pauses silence silent nods nodding shakes whispers whispering crosstalk
    unintelligible inaudible indistinct unclear interruption interrupts phone noise music applause gestures
    breathes exhales inhales hesitates lacht lachen schweigt rires pause риеt смеется смех пауза 笑 笑声 沉默 ضحك
"""
SOUNDS = frozenset(_SOUNDS.split())

# What a mark of two words may end in besides: "tidak jelas", "long pause".
_ENDINGS = SOUNDS | {"jelas", "terdengar"}

_FORMS = (
    re.compile(r"\(\((?P<in>[^()\n]{1,80})\)\)"),
    re.compile(r"\[(?P<in>[^\[\]\n]{1,80})\](?!\()"),
    re.compile(r"\((?P<in>[^()\n]{1,60})\)(?!\))"),
    re.compile(r"<(?P<in>[^<>\n/]{1,40})>"),
    re.compile(r"\*(?=\S)(?P<in>[^*\n]{1,40})\*(?!\*)"),
)
# Of these forms the first two always tell, round brackets also of pauses: "(2.5)", "(3 detik)".
_ROUND = 2
_UNTOLD = re.compile(r"(?:\.{1,4}|…|\?{1,3}|x{2,5}|-{1,3}|–|—)")
_UNITS = "s|secs?|seconds?|det|dtk|detik|min|menit"
_PAUSE = re.compile(rf"\d{{1,3}}(?:[.,]\d{{1,2}}|(?:[.,]\d{{1,2}})?\s?(?:{_UNITS})\.?)")


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark [start, end) of the text, brackets included, and what stands in it."""

    start: int
    end: int
    label: str


def find_marks(text: str, spans: Iterable[Span]) -> list[Mark]:
    """The marks that lie inside the spans (turns, ascending), in order. Linear in the length of the text."""
    found = sorted(
        (
            Mark(match.start(), match.end(), " ".join(match["in"].split()))
            for form, pattern in enumerate(_FORMS)
            for match in pattern.finditer(text)
            if _tells(match["in"].strip(), form)
        ),
        key=lambda mark: (mark.start, -mark.end),
    )
    return list(_inside(found, spans)) if found else []


def with_nonverbal(text: str, spans: Iterable[Span], formatting: Iterable[Formatting]) -> list[Formatting]:
    """The formatting of a text, and the marks inside the spans, found anew, as pieces of the kind NONVERBAL."""
    marks = find_marks(text, spans)
    kept = [each for each in formatting if each.kind != NONVERBAL]
    return [*kept, *(Formatting(mark.start, mark.end, NONVERBAL) for mark in marks)]


def count_marks(marks: Iterable[Mark]) -> list[tuple[str, int]]:
    """(what stands in the mark in its commonest spelling, how often), the commonest first."""
    spelt = Counter(mark.label for mark in marks)
    counts: Counter[str] = Counter()
    spelling: dict[str, str] = {}
    for label, count in spelt.most_common():
        counts[spelling.setdefault(label.casefold(), label)] += count
    return counts.most_common()


def _tells(inside: str, form: int) -> bool:
    """Whether the words between the brackets say that it is no speech."""
    if _UNTOLD.fullmatch(inside):
        return form != len(_FORMS) - 1
    if not inside or (form == _ROUND and _PAUSE.fullmatch(inside)):
        return bool(inside)
    words = inside.casefold().split()
    if form < _ROUND:
        return len(words) <= MOST_WORDS and bool(first_word(inside)) and not inside[0].isdigit()
    return first_word(inside) in SOUNDS or (len(words) == 2 and words[1] in _ENDINGS)


def _inside(marks: Iterable[Mark], spans: Iterable[Span]) -> Iterable[Mark]:
    """The marks that lie whole in one of the spans, the outer of two that overlap."""
    rest, span = iter(spans), None
    reached = 0
    for mark in marks:
        while span is None or span.end < mark.end:
            span = next(rest, None)
            if span is None:
                return
        if span.start <= mark.start and mark.start >= reached:
            reached = mark.end
            yield mark
