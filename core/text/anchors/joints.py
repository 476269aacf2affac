"""Where two matched runs meet, when either could have a few tokens of the other."""

from collections.abc import Sequence
from itertools import pairwise

from core.text.anchors.matches import NONE, Match, Region, runs_of
from core.text.anchors.tokens import Tokens


def slides(match: Match, region: Region, floor: int, ceiling: int) -> tuple[int, int]:
    """How far a region could lie further left and right, as far as the tokens go, between two old indices.

    What stands before it repeats its end, or what stands behind it repeats its start, on either side.
    """
    old, new = match.old.ids, match.new.ids
    left = right = 0
    for text, start, end in ((old, region.old, region.old_end), (new, region.new, region.new_end)):
        if start == end:
            continue
        step, most = 0, min(region.old - floor, end)
        while step < most and old[region.old - 1 - step] == text[end - 1 - step]:
            step += 1
        left = max(left, step)
        step, most = 0, min(ceiling - region.old_end, len(text) - start)
        while step < most and old[region.old_end + step] == text[start + step]:
            step += 1
        right = max(right, step)
    return left, right


def refit(match: Match, region: Region, floor: int, ceiling: int) -> Region:
    """The region, wider by the tokens next to it that left the line, narrower by those that joined it."""
    a, b, c, d = region[:4]
    while a > floor and not match.is_in_line(a - 1):
        a, c = a - 1, c - 1
    while b < ceiling and not match.is_in_line(b):
        b, d = b + 1, d + 1
    while a < b and c < d and match.image[a] == c and match.is_in_line(a):
        a, c = a + 1, c + 1
    while a < b and c < d and match.image[b - 1] == d - 1 and match.is_in_line(b - 1):
        b, d = b - 1, d - 1
    return Region(a, b, c, d)


def slide_to_line(match: Match, region: Region, floor: int, ceiling: int) -> Region:
    """Shift a region that is only deleted or only inserted to where lines begin, if that is in one place only.

    Nothing of it may have moved; in two places either of two like turns was deleted, and nobody knows which.
    """
    a, b, c, d = region[:4]
    if a < b and c < d:
        return region
    if any(image != NONE for image in match.image[a:b]) or any(source != NONE for source in match.source[c:d]):
        return region
    left, right = slides(match, region, floor, ceiling)
    if not left and not right:
        return region
    side, start, end = (match.old, a, b) if a < b else (match.new, c, d)
    fits = [t for t in range(-left, right + 1) if side.begins_line(start + t) and side.begins_line(end + t)]
    if len(fits) != 1:
        return region
    shift = fits[0]
    for step in range(shift):
        match.pair(a + step, c + step, in_line=True)
    for step in range(1, 1 - shift):
        match.pair(b - step, d - step, in_line=True)
    return Region(a + shift, b + shift, c + shift, d + shift, settled=True)


def meet_at_lines(match: Match) -> None:
    """Where two runs meet in one text and not in the other, shift the border to where a line begins, if one can."""
    runs = list(runs_of(match.image))
    for one, other in pairwise(runs):
        if one.old + one.length == other.old:
            _shift(match, match.old, other.old, one.new + one.length, other.new, old_side=True)
    runs = list(runs_of(match.source))
    for one, other in pairwise(runs):
        if one.old + one.length == other.old:
            _shift(match, match.new, other.old, one.new + one.length, other.new, old_side=False)


def _shift(match: Match, side: Tokens, border: int, behind: int, before: int, *, old_side: bool) -> None:
    """Shift the border of two runs in one text; `behind` the first and `before` the second is where they differ.

    Tokens change hands where the run that gets them finds them in the other text. What they were matched with there
    ends its run in mid-line, and is the better for losing them.
    """
    other = match.new if old_side else match.old
    image = match.image if old_side else match.source
    if side.begins_line(border):
        return
    left = 0
    while _alike(side, border - 1 - left, other, before - 1 - left):
        if image[border - 1 - left] != behind - 1 - left:
            break
        left += 1
        if side.begins_line(border - left):
            _hand_over(match, range(border - left, border), before - border, border, old_side)
            return
    right = 0
    while _alike(side, border + right, other, behind + right):
        if image[border + right] != before + right:
            break
        right += 1
        if side.begins_line(border + right):
            _hand_over(match, range(border, border + right), behind - border, border - 1, old_side)
            return


def _hand_over(match: Match, tokens: Sequence[int], shift: int, heir: int, old_side: bool) -> None:
    """Match tokens as the run of the token `heir` would."""
    owner = heir if old_side else match.source[heir]
    in_line = match.is_in_line(owner)
    for index in tokens:
        i, j = (index, index + shift) if old_side else (index + shift, index)
        match.pair(i, j, in_line=in_line)


def reach_out(match: Match) -> None:
    """Extend every run over free tokens that both texts agree on, to its left and to its right."""
    old, new = match.old.ids, match.new.ids
    for run in list(runs_of(match.image)):
        in_line = match.is_in_line(run.old)
        i, j = run.old - 1, run.new - 1
        while _is_free(match.image, i) and _is_free(match.source, j) and old[i] == new[j]:
            match.pair(i, j, in_line=in_line)
            i, j = i - 1, j - 1
        i, j = run.old + run.length, run.new + run.length
        while _is_free(match.image, i) and _is_free(match.source, j) and old[i] == new[j]:
            match.pair(i, j, in_line=in_line)
            i, j = i + 1, j + 1


def _is_free(image: Sequence[int], index: int) -> bool:
    return 0 <= index < len(image) and image[index] == NONE


def _alike(one: Tokens, i: int, other: Tokens, j: int) -> bool:
    return 0 <= i < len(one) and 0 <= j < len(other) and one.ids[i] == other.ids[j]
