"""Texts corrected at random as people correct transcripts, knowing where every character went."""

import random
import re
from array import array
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from core.text.anchors import Alignment, Anchored, Outcome
from core.text.anchors.tokens import TOKEN, fold
from core.text.offsets import Span

WORD = re.compile(r"[^\W\d_]+")
SENTENCE = re.compile(r"[^.?!\n]{20,}[.?!]")
LINE = re.compile(r"[^\n]*\S[^\n]*\n*")
NEW = -1


class Draft:
    """A text being corrected; `origin[i]` is where its character i stood in the first text, NEW when nowhere.

    `like[i]` is the same, but for a copied character it is where the character stood that it is a copy of.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.origin = list(range(len(text)))
        self.like = list(self.origin)

    def replace(self, start: int, end: int, text: str) -> None:
        self.text = self.text[:start] + text + self.text[end:]
        self.origin[start:end] = [NEW] * len(text)
        self.like[start:end] = [NEW] * len(text)

    def repeat(self, start: int, end: int, to: int) -> None:
        """Paste a copy of [start, end) at an offset, with white space behind it as between turns."""
        copied = self.text[start:end].rstrip()
        like = self.like[start : start + len(copied)]
        self.replace(to, to, copied + "\n\n")
        self.like[to : to + len(copied)] = like

    def move(self, start: int, end: int, to: int) -> None:
        """Cut [start, end) and paste it at an offset outside of it."""
        text, origin, like = self.text[start:end], self.origin[start:end], self.like[start:end]
        self.text = self.text[:start] + self.text[end:]
        del self.origin[start:end]
        del self.like[start:end]
        to -= (end - start) * (to >= end)
        self.text = self.text[:to] + text + self.text[to:]
        self.origin[to:to] = origin
        self.like[to:to] = like

    def matches(self, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
        return [match.span() for match in pattern.finditer(self.text)]


def some(chance: random.Random, of: list, share: float) -> list:
    """A share of them, at least one, last first, so that edits do not move those still to come."""
    count = min(len(of), max(1, round(len(of) * share)))
    return sorted(chance.sample(of, count), reverse=True)


def chatter(chance: random.Random, draft: Draft, words: int) -> str:
    """New words in no order anyone said them."""
    known = [draft.text[slice(*span)] for span in chance.choices(draft.matches(WORD), k=words)]
    chance.shuffle(known)
    return " ".join(known) + "."


def misspell(chance: random.Random, word: str) -> str:
    at = chance.randrange(len(word))
    letter = chance.choice("aeioumn")
    made = chance.choice(
        [word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :], word[:at] + word[at + 1 :]]
    )
    return made if made and made != word else word + "q"


def typos(chance: random.Random, draft: Draft) -> None:
    for start, end in some(chance, draft.matches(WORD), 0.02):
        draft.replace(start, end, misspell(chance, draft.text[start:end]))


def case_and_punctuation(chance: random.Random, draft: Draft) -> None:
    for start, end in some(chance, draft.matches(WORD), 0.01):
        word = draft.text[start:end]
        if chance.random() < 0.5:
            draft.replace(start, end, word.swapcase())
        else:
            draft.replace(end, end, chance.choice([",", " –", '"', "...", ";"]))


def inserted_turns(chance: random.Random, draft: Draft) -> None:
    for start, _ in some(chance, draft.matches(LINE), 0.05):
        label = re.match(r"[^\n:]{1,30}: ?", draft.text[start:])
        turn = (label[0] if label else "") + chatter(chance, draft, chance.randint(3, 40))
        draft.replace(start, start, turn + "\n\n")


def repeated_turns(chance: random.Random, draft: Draft) -> None:
    for start, _ in some(chance, draft.matches(LINE), 0.02):
        draft.repeat(*chance.choice(draft.matches(LINE)), to=start)


def deleted_turns(chance: random.Random, draft: Draft) -> None:
    for start, end in some(chance, draft.matches(LINE), 0.05):
        draft.replace(start, end, "")


def moved_paragraphs(chance: random.Random, draft: Draft) -> None:
    for _ in range(max(1, len(draft.matches(LINE)) // 50)):
        lines = draft.matches(LINE)
        first = chance.randrange(len(lines))
        last = min(len(lines) - 1, first + chance.randrange(3))
        start, end = lines[first][0], lines[last][1]
        others = [at for at, _ in lines if not start <= at < end]
        if others:
            draft.move(start, end, chance.choice(others))


def moved_sentences(chance: random.Random, draft: Draft) -> None:
    for _ in range(max(1, len(draft.matches(SENTENCE)) // 60)):
        start, end = chance.choice(draft.matches(SENTENCE))
        ends = [at for _, at in draft.matches(SENTENCE) if not start <= at <= end]
        if ends:
            draft.move(start, end, chance.choice(ends))


def shuffled_paragraphs(chance: random.Random, draft: Draft) -> None:
    for _ in draft.matches(LINE):
        lines = draft.matches(LINE)
        start, end = chance.choice(lines)
        others = [at for at, _ in lines if not start <= at < end]
        if others:
            draft.move(start, end, chance.choice(others))


def replaced_names(chance: random.Random, draft: Draft) -> None:
    names = Counter(m[0] for m in re.finditer(r"(?<=[a-z,] )[A-Z][a-z]+", draft.text))
    for name, _ in names.most_common(5):
        new = chance.choice(["Sri", "Pak Wayan", "Ibu N.", "[nama]", "KPPN Satu"])
        for start, end in reversed(draft.matches(re.compile(rf"\b{name}\b"))):
            draft.replace(start, end, new)


def rewrapped_lines(chance: random.Random, draft: Draft) -> None:
    for start, end in reversed(draft.matches(re.compile(r"\s+"))):
        if chance.random() < 0.2:
            draft.replace(start, end, chance.choice([" ", "\n", "  ", "\n\n"]))


def changed_labels(chance: random.Random, draft: Draft) -> None:
    labels = Counter(m[0] for m in re.finditer(r"^[^\n:]{1,30}:", draft.text, re.MULTILINE))
    for number, (label, _) in enumerate(labels.most_common(4)):
        pattern = re.compile(rf"^{re.escape(label)}", re.MULTILINE)
        for start, end in reversed(draft.matches(pattern)):
            draft.replace(start, end - 1, f"Suara {'ABCD'[number]}")


def reworded_sentences(chance: random.Random, draft: Draft) -> None:
    for start, end in some(chance, draft.matches(SENTENCE), 0.04):
        words = [start + s.start() for s in WORD.finditer(draft.text[start:end])]
        for at in reversed(words):
            if chance.random() < 0.4:
                word = WORD.match(draft.text, at)
                draft.replace(at, word.end(), " ".join(misspell(chance, word[0]) for _ in range(chance.randint(1, 3))))


def everything(chance: random.Random, draft: Draft) -> None:
    kinds = [
        typos, case_and_punctuation, inserted_turns, deleted_turns, moved_paragraphs, replaced_names,
        reworded_sentences, changed_labels, rewrapped_lines,
    ]  # fmt: skip
    for kind in kinds:
        kind(chance, draft)


KINDS: list[Callable[[random.Random, Draft], None]] = [
    typos, case_and_punctuation, inserted_turns, repeated_turns, deleted_turns, moved_paragraphs, moved_sentences,
    shuffled_paragraphs, replaced_names, rewrapped_lines, changed_labels, reworded_sentences, everything,
]  # fmt: skip


def passages(chance: random.Random, text: str, count: int) -> list[Span]:
    """Overlapping passages of one to sixty tokens, most of them whole words, some with a border inside a word."""
    tokens = [match.span() for match in TOKEN.finditer(text)]
    made = []
    for _ in range(count):
        size = chance.choice([1, 2, 3, 5, 8, 13, 20, 35, 60])
        first = chance.randrange(len(tokens))
        last = min(len(tokens), first + size) - 1
        start, end = tokens[first][0], tokens[last][1]
        if chance.random() < 0.1:
            start = chance.randrange(start, tokens[first][1])
            end = chance.randrange(max(start, tokens[last][0]) + 1, end + 1)
        made.append(Span(start, end))
    return made


@dataclass
class Tally:
    """What became of passages. `unchanged`: their words still stand in one piece, by what the generator knows.

    `wrong`: carried to other words; `misplaced`: to the same words elsewhere; `asked`: unchanged, yet not carried;
    `lost`: unchanged, yet called gone; `missed`: unchanged and asked about, their place not among the candidates.
    """

    segments: int = 0
    unchanged: int = 0
    exact: int = 0
    moved: int = 0
    changed: int = 0
    ambiguous: int = 0
    gone: int = 0
    wrong: int = 0
    misplaced: int = 0
    asked: int = 0
    lost: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        for name in vars(self):
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def carried(self) -> float:
        """Percentage of the unchanged passages that were carried over without a question."""
        return 100 * (1 - self.asked / self.unchanged) if self.unchanged else 100.0


class Truth:
    """Where the passages of the first text stand in a draft of it."""

    def __init__(self, old: str, draft: Draft) -> None:
        self.old, self.new, self.origin, self.like = old, draft.text, draft.origin, draft.like
        self.image = array("q", [NEW]) * len(old)
        for at, origin in enumerate(draft.origin):
            if origin != NEW:
                self.image[origin] = at
        tokens = [match.span() for match in TOKEN.finditer(old)]
        self.word = {at: span for span in tokens for at in range(*span)}
        new_tokens = [match.span() for match in TOKEN.finditer(self.new)]
        self.new_word = {at: span for span in new_tokens for at in range(*span)}

    def place(self, span: Span) -> Span | None:
        """Where a passage stands now, when none of its words was touched and nothing came between them."""
        start, end = self.word[span.start][0], self.word[span.end - 1][1]
        letters = [at for at in range(start, end) if not self.old[at].isspace()]
        images = [self.image[at] for at in letters]
        if NEW in images:
            return None
        there = self.new[images[0] : images[-1] + 1] if images[0] <= images[-1] else ""
        whole_words = self.new_word[images[0]][0] == images[0] and self.new_word[images[-1]][1] == images[-1] + 1
        if not whole_words or fold(there) != fold(self.old[start:end]) or images != sorted(images):
            return None
        return Span(self.image[span.start], self.image[span.end - 1] + 1)

    def own_letters(self, span: Span, there: Span) -> float:
        """How many of the letters at a place are letters of the passage or copies of them, 0 … 1.

        Where a copy of a turn was pasted before the turn, a passage that reaches into it from before reads on in the
        copy: the same words in the same place.
        """
        letters = [at for at in range(there.start, there.end) if not self.new[at].isspace()]
        own = sum(1 for at in letters if span.start <= self.like[at] < span.end)
        return own / len(letters) if letters else 0.0


def judge(old: str, draft: Draft, spans: list[Span], show: Callable[[str], None] | None = None) -> Tally:
    """Anchor the passages and compare with the truth."""
    truth, alignment, tally = Truth(old, draft), Alignment(old, draft.text), Tally()
    for span in spans:
        anchored, place = alignment.anchor(span), truth.place(span)
        verdict = _judge(truth, tally, span, anchored, place)
        if verdict and show:
            before = old[max(0, span.start - 60) : span.start]
            show(f"{verdict}: {before!r}[{span.quote(old)!r}] {anchored} truth {place}")
    return tally


def _judge(truth: Truth, tally: Tally, span: Span, anchored: Anchored, place: Span | None) -> str:
    verdict = ""
    tally.segments += 1
    tally.unchanged += place is not None
    setattr(tally, anchored.outcome, getattr(tally, anchored.outcome) + 1)
    there = anchored.span
    if there is not None:
        if fold(there.quote(truth.new)) != fold(span.quote(truth.old)):
            verdict = "wrong"
        elif there != place if place else truth.own_letters(span, there) < 0.5:
            verdict = "misplaced"
    elif place is not None:
        tally.asked += 1
        if anchored.outcome is Outcome.GONE:
            verdict = "lost"
        elif all(not candidate.span.overlaps(place) for candidate in anchored.candidates):
            verdict = "missed"
        else:
            return "asked"
    if verdict:
        setattr(tally, verdict, getattr(tally, verdict) + 1)
    return verdict
