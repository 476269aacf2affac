"""Which token of an old text is which token of the new one: in line, or moved.

The way, from sure to less sure:

1. What both texts begin and end with.
2. Runs of GRAM tokens that come once in each text, extended as far as both agree. Those of them that keep their
   order, most tokens first (heaviest increasing subsequence, after the patience diff of Bram Cohen), are *in line*;
   the others have *moved*. The same again inside every region between two of them, where more runs come once.
3. So are whole lines that come once in each text and say more than a yes; out of order, they have moved, and so has
   any run that comes once in what is still free on both sides.
4. Where two runs meet, either could have a few tokens of the other: a turn behind a deleted one begins with the same
   label. They meet where a line begins, if they can: people insert, delete and move lines.
5. A region without a run that comes once is aligned by edit distance (Levenshtein). Of that, matches are dropped that
   are short beside what was rewritten around them: words like "yang" match everywhere. What is left between them is
   aligned letter by letter: a word between misspelt ones stands in its place when most letters around it do.
6. What is still free on both sides and holds the same run once has moved; what lies between two moved runs that kept
   their distance is aligned like 5, and what lies before and behind a moved run letter by letter.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from core.text.anchors.joints import meet_at_lines, reach_out, refit, slide_to_line
from core.text.anchors.matches import NONE, Block, Match, Region, between, common_prefix, heaviest_line, runs_of
from core.text.anchors.rewritten import believable, equal_runs, spared
from core.text.anchors.tokens import Tokens

# Six tokens that come once in both texts are the same words; four are often a turn of phrase.
GRAM = 6
# A whole line is the same line when it comes once in both texts and says so many tokens behind the label: "yes, that's
# true" may be left out here and put in there.
LINE = 6
# A colon that ends a label comes among so many tokens.
LABEL = 8
# Regions within regions: each holds runs that come once in it but not in the one around it.
DEPTH = 8
# Tokens of one side times tokens of the other that edit distance may compare: about half a second.
AREA = 1_500_000_000
# Moved runs at most so far apart belong to one moved passage.
NEAR = 64


def align(old: Tokens, new: Tokens) -> Match:
    """Match the tokens of two texts that share their ids."""
    return _Aligner(old, new).match


class _Aligner:
    def __init__(self, old: Tokens, new: Tokens) -> None:
        self.old, self.new = old.ids, new.ids
        self.match = Match(old, new)
        self.match.lines.extend(_lines_once(old, new))
        self._settle()
        self._tidy()
        self._slide()
        self._find_moves()
        for region in self.match.regions:
            self._fill(region, in_line=True)
        self._find_moves()
        self._tidy()
        self._fill_moves()

    def _settle(self) -> None:
        """Steps 1 to 3."""
        old, new = self.old, self.new
        head = common_prefix(old, new)
        tail = common_prefix(old[head:][::-1], new[head:][::-1])
        self.match.keep(Block(0, 0, head))
        self.match.keep(Block(len(old) - tail, len(new) - tail, tail))
        work = [(Region(head, len(old) - tail, head, len(new) - tail), 0)]
        while work:
            region, depth = work.pop()
            blocks = list(self._once_in(region)) if depth < DEPTH else []
            line = heaviest_line(blocks)
            for block in line:
                self.match.keep(block)
            if depth == 0:
                self._keep_moved(set(blocks) - set(line))
            if not line and depth < DEPTH:
                line = heaviest_line(list(self._lines_in(region)))
                for block in line:
                    self.match.keep(block)
            if line:
                work += [(rest, depth + 1) for rest in reversed(list(between(region, line)))]
            elif region.old < region.old_end or region.new < region.new_end:
                self.match.regions.append(region)

    def _once_in(self, region: Region) -> Iterator[Block]:
        """Longest common runs around every run of GRAM tokens that comes once in either side of a region."""
        end, diagonal = 0, 0
        pairs = _common_once(self.old, [(region.old, region.old_end)], self.new, [(region.new, region.new_end)])
        for i, j in pairs:
            if i < end and j - i == diagonal:
                continue
            block = self._extend(i, j, region)
            if block.length >= GRAM:
                yield block
                end, diagonal = block.old + block.length, j - i

    def _lines_in(self, region: Region) -> Iterator[Block]:
        """Lines that come once in both texts and are still free in a region."""
        start = bisect_left(self.match.lines, (region.old, 0, 0))
        for block in self.match.lines[start:]:
            if block.old + block.length > region.old_end:
                return
            if region.new <= block.new and block.new + block.length <= region.new_end and self._is_free(block):
                yield block

    def _is_free(self, block: Block) -> bool:
        i, j, length = block
        image, source = self.match.image[i : i + length], self.match.source[j : j + length]
        return all(each == NONE for each in (*image, *source))

    def _extend(self, i: int, j: int, region: Region) -> Block:
        """The longest free run through a pair of tokens that both sides of a region agree on."""
        old, new, image, source = self.old, self.new, self.match.image, self.match.source
        shift = j - i
        end, last = i, min(region.old_end, region.new_end - shift)
        while end < last and old[end] == new[end + shift] and image[end] == source[end + shift] == NONE:
            end += 1
        start, first = i, max(region.old, region.new - shift)
        while start > first and old[start - 1] == new[start - 1 + shift]:
            if image[start - 1] != NONE or source[start - 1 + shift] != NONE:
                break
            start -= 1
        return Block(start, start + shift, end - start)

    def _keep_moved(self, blocks: Iterable[Block]) -> None:
        """The longest first; of each what is still free on both sides."""
        match = self.match
        for block in sorted(blocks, key=lambda block: (-block.length, block)):
            for step in range(block.length):
                i, j = block.old + step, block.new + step
                if match.image[i] == match.source[j] == NONE:
                    match.pair(i, j, in_line=False)

    def _tidy(self) -> None:
        """Step 4 for moved runs."""
        if self.match.any_moved():
            meet_at_lines(self.match)
            reach_out(self.match)

    def _slide(self) -> None:
        """Step 4 for what was deleted or inserted."""
        regions, count = self.match.regions, len(self.old)
        for number, region in enumerate(regions):
            floor = regions[number - 1].old_end if number else 0
            ceiling = regions[number + 1].old if number + 1 < len(regions) else count
            regions[number] = slide_to_line(self.match, refit(self.match, region, floor, ceiling), floor, ceiling)

    def _fill(self, region: Region, *, in_line: bool) -> None:
        """Step 5, for tokens of the region that are free."""
        image, source = self.match.image, self.match.source
        olds = [i for i in range(region.old, region.old_end) if image[i] == NONE]
        news = [j for j in range(region.new, region.new_end) if source[j] == NONE]
        if not olds or not news or len(olds) * len(news) > AREA:
            return
        before = "".join([self.old[i] for i in olds])
        after = "".join([self.new[j] for j in news])
        blocks = believable(equal_runs(before, after), len(before), len(after))
        for block in blocks:
            for step in range(block.length):
                self.match.pair(olds[block.old + step], news[block.new + step], in_line=in_line)
        for gap in between(Region(0, len(olds), 0, len(news)), blocks):
            self._fill_by_letters(olds[gap.old : gap.old_end], news[gap.new : gap.new_end], in_line=in_line)

    def _fill_by_letters(self, olds: Sequence[int], news: Sequence[int], *, in_line: bool) -> None:
        """Step 5, with the matched neighbours on either side to judge the outermost tokens by."""
        if not olds or not news:
            return
        match = self.match
        before = self._neighbours(olds[0], news[0], -1)
        behind = self._neighbours(olds[-1], news[-1], 1)
        olds = [*range(olds[0] - before, olds[0]), *olds, *range(olds[-1] + 1, olds[-1] + 1 + behind)]
        news = [*range(news[0] - before, news[0]), *news, *range(news[-1] + 1, news[-1] + 1 + behind)]
        for i, j in spared([match.old.slice(i, i + 1) for i in olds], [match.new.slice(j, j + 1) for j in news]):
            if match.image[olds[i]] == match.source[news[j]] == NONE:
                match.pair(olds[i], news[j], in_line=in_line)

    def _neighbours(self, i: int, j: int, step: int) -> int:
        """How many tokens beside a pair, GRAM at most, are matched with each other."""
        image, count = self.match.image, 0
        i, j = i + step, j + step
        while count < GRAM and 0 <= i < len(image) and image[i] == j:
            i, j, count = i + step, j + step, count + 1
        return count

    def _find_moves(self) -> None:
        """Steps 3 and 6: runs and lines that come once in what is free."""
        olds, news = _free_stretches(self.match.image), _free_stretches(self.match.source)
        whole = Region(0, len(self.old), 0, len(self.new))
        blocks: list[Block] = []
        for i, j in _common_once(self.old, olds, self.new, news):
            if not blocks or i >= blocks[-1].old + blocks[-1].length or j - i != blocks[-1].new - blocks[-1].old:
                blocks.append(self._extend(i, j, whole))
        self._keep_moved(blocks)
        self._keep_moved([line for line in self.match.lines if self._is_free(line)])

    def _fill_moves(self) -> None:
        """Step 6 for what lies around moved runs."""
        before = None
        for run in runs_of(self.match.image):
            if self.match.is_in_line(run.old):
                continue
            if before:
                region = Region(before.old + before.length, run.old, before.new + before.length, run.new)
                if region.old_end - region.old <= NEAR and 0 <= region.new_end - region.new <= NEAR:
                    self._fill(region, in_line=False)
            before = run
        for run in list(runs_of(self.match.image)):
            if not self.match.is_in_line(run.old):
                self._fill_beside(run.old - 1, run.new - 1, -1)
                self._fill_beside(run.old + run.length, run.new + run.length, 1)

    def _fill_beside(self, i: int, j: int, step: int) -> None:
        """Step 6 for what is free before or behind a moved run, and may have moved with it."""
        olds, news = _free_from(self.match.image, i, step), _free_from(self.match.source, j, step)
        most = 2 * min(len(olds), len(news))
        olds, news = olds[:most], news[:most]
        self._fill_by_letters(olds[::step], news[::step], in_line=False)


def _lines_once(old: Tokens, new: Tokens) -> Iterator[Block]:
    """Whole lines of at least LINE tokens behind the label that come once in each text, in old order."""
    places: dict[str, int] = {}
    for start, end in new.lines():
        line = new.ids[start:end]
        places[line] = NONE if line in places else start
    counts = Counter(old.ids[start:end] for start, end in old.lines())
    for start, end in old.lines():
        line = old.ids[start:end]
        if end - start - _label(old, start, end) >= LINE and counts[line] == 1 and places.get(line, NONE) != NONE:
            yield Block(start, places[line], end - start)


def _label(tokens: Tokens, start: int, end: int) -> int:
    """How many tokens of a line are "Name:", 0 when it has no colon so early."""
    for index in range(start, min(end, start + LABEL)):
        if tokens.slice(index, index + 1) == ":":
            return index + 1 - start
    return 0


def _common_once(
    old: str, olds: Iterable[tuple[int, int]], new: str, news: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Where each run of GRAM tokens stands that comes once in the old stretches and once in the new, in old order."""
    places = _places(new, news)
    for gram, i in _places(old, olds).items():
        if i != NONE and (j := places.get(gram, NONE)) != NONE:
            yield i, j


def _places(ids: str, within: Iterable[tuple[int, int]]) -> dict[str, int]:
    """Every run of GRAM tokens inside the stretches -> where it stands, NONE when in several places."""
    places: dict[str, int] = {}
    for start, end in within:
        for index in range(start, end - GRAM + 1):
            gram = ids[index : index + GRAM]
            places[gram] = NONE if gram in places else index
    return places


def _free_from(image: "array[int]", index: int, step: int) -> range:
    """The indices from one on in one direction, NEAR at most, that are free."""
    end = index
    while abs(end - index) < NEAR and 0 <= end < len(image) and image[end] == NONE:
        end += step
    return range(index, end, step)


def _free_stretches(image: "array[int]") -> Iterator[tuple[int, int]]:
    """The longest stretches without a match, as half-open intervals."""
    start = 0
    for run in [*runs_of(image), Block(len(image), 0, 0)]:
        if start < run.old:
            yield start, run.old
        start = run.old + run.length
