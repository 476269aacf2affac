"""Subtitles to a transcript: cues of one speaker are joined into paragraphs, each with the time it begins.

"[00:01:02.500] Ani: …" where speakers are named, "[00:01:02.500] …" where they are not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from core.text.errors import ReadError
from core.text.normalise import normalise
from core.text.readers.base import ReadResult
from core.text.readers.cues import Cue, find_cues

PAUSE_MS = 2000
# A paragraph ends with a sentence when it is so long, and with any cue when it is so very long.
LONG_ENOUGH = 300
TOO_LONG = 900
LABEL = re.compile(r"(?P<label>[^\W\d_][^\n:<>\[\]?!,;]{0,39}):\s+(?=\S)")
MAX_LABEL_WORDS = 4
SENTENCE_END = re.compile(r"[.?!…。？！][\"”’')\]]*$")
# In captions that roll, so much of the cues begin with words of the one before.
ROLLING = 0.3
MIN_REPEATED = 3
MOST_REPEATED = 60


def read_subtitles(data: bytes) -> ReadResult:
    """The transcript of SRT or WebVTT given in UTF-8."""
    cues = find_cues(data.decode())
    if not cues:
        raise ReadError("damaged")
    named = list(_names(_unroll(_once(cues))))
    return ReadResult(normalise("\n".join(map(_line, _paragraphs(named)))))


def _once(cues: Sequence[Cue]) -> list[Cue]:
    """Without the cues that say the same at the same time, as layers of one subtitle do."""
    return list(dict.fromkeys(cues))


def _unroll(cues: Sequence[Cue]) -> Sequence[Cue]:
    """Captions that roll show each line again when the next comes; each is kept once."""
    repeated = [0, *(_repeated(before, cue) for before, cue in pairwise(cues))]
    if sum(map(bool, repeated)) < max(2, ROLLING * len(cues)):
        return cues
    rest = ((cue, cue.text.split()[count:]) for cue, count in zip(cues, repeated, strict=True))
    return [replace(cue, text=" ".join(words)) for cue, words in rest if words]


def _repeated(before: Cue, cue: Cue) -> int:
    """How many words at the beginning of a cue are those at the end of the one before, which it goes on from."""
    if cue.start - before.end > PAUSE_MS:
        return 0
    old, new = before.text.split()[-MOST_REPEATED:], cue.text.split()[:MOST_REPEATED]
    for count in range(min(len(old), len(new)), 0, -1):
        if old[-count:] == new[:count]:
            return count if count >= min(MIN_REPEATED, len(old), len(new)) else 0
    return 0


def _names(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues with the names that stand in the words ("Ani: …") taken out of them.

    A name is believed when it comes twice, or has the look of those that do. Who is named goes on speaking
    until another voice begins.
    """
    counts = Counter(label for cue in cues if (label := _label(cue)))
    recurring = {label for label, count in counts.items() if count > 1}
    speaker = ""
    for cue in cues:
        label = _label(cue)
        if label and recurring and (label in recurring or label.istitle() or label.isupper()):
            said = cue.text[len(label) + 1 :].strip()
            cue = replace(cue, speaker=label, text=said, changes=label != speaker)
        elif not cue.speaker and not cue.changes:
            cue = replace(cue, speaker=speaker)
        speaker = cue.speaker
        yield cue


def _label(cue: Cue) -> str:
    found = None if cue.speaker else LABEL.match(cue.text)
    return found["label"] if found and found["label"].count(" ") < MAX_LABEL_WORDS else ""


def _paragraphs(cues: Sequence[Cue]) -> Iterator[Cue]:
    """Cues joined; each has the time of its first."""
    whole: list[Cue] = []
    length = 0
    for cue in cues:
        if whole and _begins_paragraph(whole[-1], cue, length):
            yield _joined(whole)
            whole, length = [], 0
        whole.append(cue)
        length += len(cue.text) + 1
    if whole:
        yield _joined(whole)


def _begins_paragraph(before: Cue, cue: Cue, length: int) -> bool:
    if cue.speaker != before.speaker or (cue.changes and not cue.speaker) or cue.start - before.end >= PAUSE_MS:
        return True
    return length >= TOO_LONG or (length >= LONG_ENOUGH and SENTENCE_END.search(before.text) is not None)


def _joined(cues: Sequence[Cue]) -> Cue:
    return replace(cues[0], end=cues[-1].end, text=" ".join(cue.text for cue in cues))


def _line(cue: Cue) -> str:
    seconds, milliseconds = divmod(cue.start, 1000)
    minutes, second = divmod(seconds, 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}:{second:02}" + (f".{milliseconds:03}" if milliseconds else "")
    return f"[{clock}] {cue.speaker}: {cue.text}" if cue.speaker else f"[{clock}] {cue.text}"
