"""Saturation: how many codes each further interview brought, and when it brought no more.

The criterion is that of Guest, Namey and Chen (2020), "A simple method to assess and report thematic saturation in
qualitative research", PLOS ONE 15(5): e0232076. Base: the codes found in the first interviews (4 to 6 of them). Run:
the interviews that follow (2 or 3); the next run begins one interview later. New information of a run: codes that it
found for the first time, as a share of the base. Saturation is reached before the first run whose new information is
at or below a threshold (0 % or 5 %); the run itself only confirms it.
"""

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)

# The first of each is what is asked when nobody says.
BASES, RUNS, THRESHOLDS = (4, 5, 6), (2, 3), (5, 0)


@dataclass(frozen=True, slots=True)
class Step(Generic[K]):
    """One interview in its order: the codes it was the first to bring, and how many were known with it."""

    new: tuple[K, ...]
    cumulative: int


@dataclass(frozen=True, slots=True)
class Run:
    """Interviews `first` to `last`, counted from 1, with their new codes as a share of the base's."""

    first: int
    last: int
    new: int
    share: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reached` is the number of interviews after which the first quiet run followed, None when none did.

    `base` is the number of codes in the base, None when there are not even base and one run of interviews.
    `quiet` is the run that showed it.
    """

    base: int | None
    runs: tuple[Run, ...]
    reached: int | None
    quiet: Run | None


def steps(interviews: Iterable[Iterable[K]]) -> list[Step[K]]:
    """What each interview brought; a code that one names several times is new once, in the place it first stands."""
    known: set[K] = set()
    found = []
    for codes in interviews:
        new = tuple(code for code in dict.fromkeys(codes) if code not in known)
        known.update(new)
        found.append(Step(new, len(known)))
    return found


def judge(new: list[int], *, base: int, run: int, threshold: float) -> Verdict:
    """The verdict on numbers of new codes, one an interview; `threshold` is a percentage of the base's codes.

    A base without codes has no share of anything: then nothing can be said, as when interviews are too few.
    """
    in_base = sum(new[:base])
    if len(new) < base + run or not in_base:
        return Verdict(None, (), None, None)
    runs = tuple(
        Run(first + 1, first + run, found := sum(new[first : first + run]), found / in_base)
        for first in range(base, len(new) - run + 1)
    )
    # In whole numbers: 5 % of 20 codes is one code, not 1.0000000000000002.
    quiet = next((each for each in runs if each.new * 100 <= threshold * in_base), None)
    return Verdict(in_base, runs, quiet.first - 1 if quiet else None, quiet)
