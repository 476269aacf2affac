"""Times in a transcript: every form that programs for transcribing write, and how many milliseconds they are.

21:04   1:21:04   00:12:04.250   00:12:04,250   00:00:05:12 (frames)   00:00:05.120 --> 00:00:07.300
[00:12:04]   (12:04)   <12:04>   #00:12:04-4#   2024-03-14T10:05:00Z   14/03/24 10.05
"""

import re

# Spaces within a line, and the invisible marks that Arabic and Hebrew texts put around a label.
SPACE = r"[ \t\u00a0\u2000-\u200f\u202a-\u202f\u2066-\u2069\u3000\ufeff]"
_TENTHS = r"(?:[.,;]\d{1,6}|-\d{1,2}(?=#))?"
CLOCK = rf"(?:\d{{1,2}}:\d{{1,2}}:\d{{1,2}}(?::\d{{2}})?|\d{{1,3}}:\d{{2}})(?![\d:]){_TENTHS}"
_DAY = r"(?:\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4})"
_ZONE = rf"(?:Z|[+-]\d{{2}}:\d{{2}}|{SPACE}?[AaPp][Mm]\b)?"
_DATED = rf"{_DAY}(?:T|,?{SPACE})\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}}(?:\.\d{{1,6}})?)?(?![\d:]){_ZONE}"
STAMP = rf"[\[(<#]?(?:{_DATED}|{CLOCK}(?:{SPACE}*(?:-->|[-–—]){SPACE}*{CLOCK})?)[\])>#]?"

_ANY = re.compile(
    rf"{_DAY}(?:T|,?{SPACE})(?P<hour>\d{{1,2}})[:.](?P<minute>\d{{2}})(?:[:.](?P<second>\d{{2}}))?"
    rf"(?:[^\S\n]?(?P<half>[AaPp])[Mm]\b)?|(?P<clock>{CLOCK})"
)
# The time at the end of a speech: when it was over. f4 and MAXQDA put it between number signs.
_CLOSING = re.compile(rf"#{CLOCK}#\Z|[\[(<]{CLOCK}[\])>]\Z")
CLOSING_REACH = 24
CLOSERS = frozenset("#])>")
_POINTS = str.maketrans(",;-", "...")
# A time in the midst of a speech. Round brackets are left out: "(10:30)" is as often the time of day.
# Two patterns, since a search for one that begins with a certain character is many times as fast.
_INNER = (re.compile(rf"\[{CLOCK}\]"), re.compile(rf"#{CLOCK}#"))


def milliseconds(text: str) -> int | None:
    """The first time in a piece of text: "04:05", "1:04:05", "01:04:05.250"; of a date, the time of that day."""
    if ":" not in text and "/" not in text and "." not in text and "-" not in text:
        return None
    found = _ANY.search(text)
    if not found:
        return None
    if found["clock"] is None:
        hour = int(found["hour"])
        if half := found["half"]:
            hour = hour % 12 + 12 * (half in "pP")
        return ((hour * 60 + int(found["minute"])) * 60 + int(found["second"] or 0)) * 1000
    whole, _, fraction = found["clock"].translate(_POINTS).partition(".")
    # A fourth number counts frames, which last as long as the film says: they are left out.
    seconds = 0
    for part in whole.split(":")[:3]:
        seconds = seconds * 60 + int(part)
    return seconds * 1000 + int(fraction[:3].ljust(3, "0") or 0)


def clock(ms: int | None) -> str:
    """A time in the recording as it is shown: 12:04, or 1:02:04 past the hour; nothing for None."""
    if ms is None:
        return ""
    minutes, seconds = divmod(ms // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"


def stamps_inside(text: str) -> list[tuple[int, int]]:
    """Where times stand in the midst of a text, in order, and the milliseconds of each."""
    found = ((match.start(), milliseconds(match[0]) or 0) for each in _INNER for match in each.finditer(text))
    return sorted(found)


def closing_stamp(text: str, start: int, end: int) -> int | None:
    """Where the time that closes text[start:end] begins, or None."""
    if text[end - 1] not in CLOSERS:
        return None
    found = _CLOSING.search(text, max(start, end - CLOSING_REACH), end)
    return found.start() if found else None
