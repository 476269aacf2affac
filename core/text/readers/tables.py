"""Tables that are transcripts: one column says who speaks, the next what is said, and one before them may say when.

Such a table becomes lines like "[00:12] Ani: …", in which turns are found as in any other text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

LABEL = re.compile(r"[^\W_][^\n\t:?!\[\]]{0,59}")
LETTER = re.compile(r"[^\W\d_]")
_TIME = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
CLOCK = re.compile(rf"[\[(<#]?{_TIME}(?:\s*[-–>]+\s*{_TIME})?[\])>#]?")
NUMBER = re.compile(r"\d{1,5}[.)]?")
MAX_LABEL_WORDS = 6
MIN_ROWS = 3
# Who speaks once says so much; the heading above the columns does not.
MIN_WORDS_ONCE = 4
# So much of the rows must have a label that comes again, and so much of the text must be in the last column.
RECURRING = 0.7
SPOKEN = 0.6


@dataclass(frozen=True, slots=True)
class SpeakerTable:
    """Which column holds what; `labels` are those that recur."""

    speaker: int
    text: int
    time: int | None
    labels: frozenset[str]

    def head(self, cells: Sequence[str]) -> str | None:
        """What stands before the words of a row: "[00:12] Ani: ", or nothing where the row goes on with what
        the last one said; None for a row that is no speech, as the heading above the columns.
        """
        if len(cells) <= self.text:
            return None
        clock, label = split_label(cells[self.speaker])
        if not label:
            return None if cells[self.speaker].strip() else ""
        if label not in self.labels and len(cells[self.text].split()) < MIN_WORDS_ONCE:
            return None
        if self.time is not None and (found := CLOCK.match(cells[self.time].strip())):
            clock = found[0]
        return f"[{clock.strip('[](){}<>#')}] {label}: " if clock else f"{label}: "


def split_label(cell: str) -> tuple[str, str]:
    """The time and the label a cell holds: without a colon or stars, white space folded; empty where it holds none."""
    folded = " ".join(cell.split())
    before = CLOCK.match(folded)
    clock = before[0] if before else ""
    label = folded[len(clock) :].strip().rstrip(":：").strip("*_[] ")
    fits = LABEL.fullmatch(label) and LETTER.search(label) and label.count(" ") < MAX_LABEL_WORDS
    return (clock, label) if fits else ("", "")


def find_speakers(rows: Sequence[Sequence[str]]) -> SpeakerTable | None:
    """The columns of a table of speech, or None where it is another table. `rows` hold the cells' plain text."""
    width = Counter(map(len, rows)).most_common(1)[0][0] if rows else 0
    full = [row for row in rows if len(row) == width]
    if not 2 <= width <= 4 or len(full) < MIN_ROWS:
        return None
    before = [column for column in range(width - 1) if not _all(full, column, CLOCK) and not _all(full, column, NUMBER)]
    if len(before) != 1:
        return None
    times = [column for column in range(width - 1) if _all(full, column, CLOCK)]
    return _believed(full, before[0], width - 1, times[0] if times else None)


def _believed(rows: Sequence[Sequence[str]], speaker: int, text: int, time: int | None) -> SpeakerTable | None:
    labels = Counter(label for row in rows if (label := split_label(row[speaker])[1]))
    recurring = {label: count for label, count in labels.items() if count > 1}
    filled = sum(bool(row[speaker].strip()) for row in rows)
    said = sum(len(row[text]) for row in rows)
    written = sum(len(row[speaker]) for row in rows) + said
    enough = sum(recurring.values()) >= max(2, RECURRING * filled) and len(recurring) <= max(2, len(rows) / 2)
    if not enough or said < SPOKEN * written or filled < len(rows) / 3:
        return None
    return SpeakerTable(speaker, text, time, frozenset(recurring))


def _all(rows: Sequence[Sequence[str]], column: int, form: re.Pattern[str]) -> bool:
    """Whether a column holds nothing but, say, times; a heading above it is let pass."""
    cells = [cell for row in rows if (cell := row[column].strip())]
    fitting = sum(form.fullmatch(cell) is not None for cell in cells)
    return fitting >= max(1, len(cells) - 1) and fitting > 0
