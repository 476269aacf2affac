"""Regular expressions of strangers, in a process of their own that is ended when it takes too long.

A pattern such as (a+)+$ may take longer than the universe has, and nothing in Python can stop it but the end of its
process. The other side is `core.lexicon.pattern_worker`.
"""

import json
import math
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from threading import BoundedSemaphore
from typing import Any

from core.text.offsets import Span

# Together less than the two seconds that a thread of the web may be held.
SECONDS = 1.4
SECONDS_IN_LINE = 0.4
# The other threads of a web process stay free for those who code.
AT_ONCE = 2
WORKER = Path(__file__).with_name("pattern_worker.py")

_places = BoundedSemaphore(AT_ONCE)


class PatternError(Exception):
    """Why a pattern gave nothing: `code` is bad_pattern, pattern_too_slow or too_many_patterns."""

    def __init__(self, code: str, **detail: Any) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail


def find_pattern(
    text: str, spans: Iterable[Span], pattern: str, *, words: bool, case: bool, accents: bool, most: int
) -> tuple[list[Span], bool]:
    """The places where a regular expression of Python's matches within a span, at most so many, and whether more.

    ^ and $ are the ends of lines and spans. `words`: only whole words; `case` and `accents`: they matter. Raises
    PatternError.
    """
    question = {
        "pattern": pattern, "text": text, "turns": [[span.start, span.end] for span in spans], "words": words,
        "case": case, "accents": accents, "most": most, "seconds": math.ceil(SECONDS),
    }  # fmt: skip
    if not _places.acquire(timeout=SECONDS_IN_LINE):
        raise PatternError("too_many_patterns")
    try:
        answer = _ask(json.dumps(question))
    finally:
        _places.release()
    if "error" in answer:
        raise PatternError("bad_pattern", why=answer["error"], at=answer["at"])
    return [Span(start, end) for start, end in answer["hits"]], answer["more"]


def _ask(question: str) -> dict[str, Any]:
    try:
        done = subprocess.run(  # noqa: S603 - our own command, without a shell
            [sys.executable, "-I", "-S", str(WORKER)],
            input=question.encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise PatternError("pattern_too_slow", seconds=SECONDS) from error
    if done.returncode:
        # Ended by its limit of time or memory.
        raise PatternError("pattern_too_slow", seconds=SECONDS)
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
