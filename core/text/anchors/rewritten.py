"""Which tokens survived in a rewritten stretch, by edit distance, leaving out what is there by chance."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

from rapidfuzz.distance import Levenshtein

from core.text.anchors.matches import Block

# Nor is a run believed when one side around it lost or won so many times as many tokens, and the other any.
LOPSIDED = 16
# Letters of one side times letters of the other that are compared one by one.
LETTERS = 40_000_000
# Letters on either side of a word that must be much the same: so many of both texts together, in share.
REACH = 24
ALIKE = 0.7


def equal_runs(old: str, new: str) -> list[Block]:
    """The runs that are left alone by the fewest insertions, deletions and replacements."""
    codes = Levenshtein.opcodes(old, new)
    return [Block(c.src_start, c.dest_start, c.src_end - c.src_start) for c in codes if c.tag == "equal"]


def believable(runs: Sequence[Block], old_end: int, new_end: int) -> list[Block]:
    """The runs that are not chance: at least half as long as the shorter side of what was rewritten around them.

    "ke" between one replaced word on either side is kept; a lone "ke" between two rewritten sentences is not.
    """
    kept: list[Block] = []
    for run in [*runs, Block(old_end, new_end, 0)]:
        while kept and _is_chance(kept[-2] if len(kept) > 1 else Block(0, 0, 0), kept[-1], run):
            kept.pop()
        kept.append(run)
    return kept[:-1]


def _is_chance(before: Block, run: Block, after: Block) -> bool:
    lost = after.old - before.old - before.length - run.length
    won = after.new - before.new - before.length - run.length
    return 2 * run.length < min(lost, won) or (min(lost, won) > 0 and LOPSIDED * run.length < max(lost, won))


def spared(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Words that were left alone where most words around them were corrected by a few letters.

    Pairs of indices, in order. Word by word such a stretch has nothing in common; letter by letter it is the same
    sentence, and a word stands in its place when at least ALIKE of the letters around it do.
    """
    one, two = " ".join(old), " ".join(new)
    if not one or not two or len(one) * len(two) > LETTERS:
        return
    runs = [block for block in equal_runs(one, two) if block.length]
    kept_old, kept_new = (
        _kept(len(one), [(r.old, r.length) for r in runs]),
        _kept(len(two), [(r.new, r.length) for r in runs]),
    )
    starts_new = {start: j for j, start in enumerate(_starts(new))}
    number = 0
    for i, start in enumerate(_starts(old)):
        end = start + len(old[i])
        while number < len(runs) and runs[number].old + runs[number].length < end:
            number += 1
        if number == len(runs):
            return
        there = start + runs[number].new - runs[number].old
        j = starts_new.get(there)
        if runs[number].old > start or j is None or new[j] != old[i]:
            continue
        sides = (*_around(kept_old, start, end), *_around(kept_new, there, there + end - start))
        if sum(same for same, _ in sides) >= ALIKE * sum(length for _, length in sides):
            yield i, j


def _starts(words: Sequence[str]) -> Iterator[int]:
    return accumulate((len(word) + 1 for word in words[:-1]), initial=0)


def _kept(length: int, runs: Sequence[tuple[int, int]]) -> list[int]:
    """How many of the first n letters were left alone."""
    kept = bytearray(length)
    for start, count in runs:
        kept[start : start + count] = b"\1" * count
    return list(accumulate(kept, initial=0))


def _around(kept: Sequence[int], start: int, end: int) -> Iterator[tuple[int, int]]:
    """The letters left alone and all letters, before and behind a word."""
    before, behind = max(0, start - REACH), min(len(kept) - 1, end + REACH)
    yield kept[start] - kept[before], start - before
    yield kept[behind] - kept[end], behind - end
