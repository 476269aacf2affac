"""Subtitles (SRT and WebVTT) to cues: who says what from when to when.

Programs take liberties with both formats, so one reading serves for both: a cue is what stands between two
lines of times. (pysubs2, tried, runs NOTE blocks and identifiers into the words, and takes a line with two
times in it, as word-by-word captions have them, for a new cue.)
"""

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d{2})[.,](\d{1,3})"
TIMING = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t]+(?P<rest>.*))?$")
# Where a cue stands on the screen; anything else behind the times is what is said.
SETTINGS = re.compile(r"(?:[A-Za-z][A-Za-z0-9]*+:\S++\s*+)*+$")
NUMBER = re.compile(r"\s*\d{1,7}\s*$")
APART = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")
VOICE = re.compile(r"<v(?:\.[^\s>]{0,60})?[ \t]+([^>\n]{1,120})>")
TAG = re.compile(r"</?[a-zA-Z0-9][^<>\n]{0,200}>|\{\\[^{}\n]{0,200}\}")
# The mark of another speaker where nobody is named: a dash, or two arrows.
CHANGE = re.compile(r"\s*(?:[-–—](?=[^\W\d_]|\s|[\[(¿¡\"“'])|>{2,3})\s*")


@dataclass(frozen=True, slots=True)
class Cue:
    """What is said from `start` to `end` (milliseconds) by one voice; `speaker` is "" where none is named.

    `changes` says that another voice begins, named or not.
    """

    start: int
    end: int
    speaker: str
    text: str
    changes: bool


def find_cues(text: str) -> list[Cue]:
    """The cues in the order of their times. Linear in the length of the text."""
    lines = text.split("\n")
    timings = [(i, match) for i, line in enumerate(lines) if "-->" in line and (match := TIMING.match(line))]
    ends = [*(i for i, _ in timings[1:]), *([len(lines)] if timings else [])]
    cues: list[Cue] = []
    for (i, match), end in zip(timings, ends, strict=True):
        groups = match.groups()
        payload = _payload(lines[i + 1 : end], last=end == len(lines))
        if (rest := match["rest"] or "") and not SETTINGS.match(rest):
            payload.insert(0, rest)
        cues += _voices(payload, _milliseconds(groups[:4]), _milliseconds(groups[4:8]))
    return sorted(cues, key=lambda cue: cue.start)


def _milliseconds(groups: Sequence[str | None]) -> int:
    hours, minutes, seconds, fraction = groups
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0").ljust(3, "0"))


def _payload(lines: list[str], *, last: bool) -> list[str]:
    """The lines of a cue, without the number or name of the next one, and without remarks and styles."""
    if not last and lines and (NUMBER.match(lines[-1]) or (lines[-1].strip() and not "".join(lines[-2:-1]).strip())):
        lines = lines[:-1] if len(lines) > 1 or NUMBER.match(lines[-1]) else lines
    said: list[str] = []
    apart = False
    for before, line in zip(["", *lines], lines, strict=False):
        if not line.strip():
            apart = False
        elif apart or (said and not before.strip() and APART.match(line)):
            apart = True
        else:
            said.append(line)
    return said


def _voices(lines: list[str], start: int, end: int) -> Iterator[Cue]:
    """One cue for each voice in it."""
    speaker, changes, words = "", False, list[str]()
    for line in lines:
        # Text, name, text, name, text: what stands before the first name belongs to the line above.
        parts = VOICE.split(line)
        for i, part in enumerate(parts):
            if i % 2:
                yield from _cue(start, end, speaker, words, changes)
                speaker, changes, words = " ".join(html.unescape(part).split()), True, []
                continue
            said = html.unescape(TAG.sub("", part)).replace("\u200b", "").strip()
            if mark := CHANGE.match(said):
                yield from _cue(start, end, speaker, words, changes)
                speaker, changes, words = speaker if i else "", True, []
                said = said[mark.end() :]
            if said:
                words.append(said)
    yield from _cue(start, end, speaker, words, changes)


def _cue(start: int, end: int, speaker: str, words: list[str], changes: bool) -> Iterator[Cue]:
    if words:
        yield Cue(start, end, speaker, " ".join(" ".join(words).split()), changes)
