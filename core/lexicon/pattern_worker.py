"""The confined side of `core.lexicon.patterns`: a question on standard input, an answer on standard output.

Run alone, without the packages of this project or any other: starting is what most questions wait for.
"""

import json
import re
import sys
import unicodedata
from contextlib import suppress
from typing import Any

MEMORY = 512 * 2**20


def main() -> None:
    question = json.load(sys.stdin)
    confine(question["seconds"])
    json.dump(answer(question), sys.stdout)


def answer(question: dict[str, Any]) -> dict[str, Any]:
    """{"hits": [[start, end], …], "more": bool}, or {"error": what is wrong with the pattern, "at": where}."""
    fold = (lambda text: text) if question["accents"] else without_accents
    try:
        pattern = compiled(fold(question["pattern"]), words=question["words"], case=question["case"])
    except re.error as error:
        return {"error": error.msg, "at": error.pos}
    except (OverflowError, RecursionError) as error:
        return {"error": str(error), "at": None}
    hits: list[list[int]] = []
    for start, end in question["turns"]:
        for found in pattern.finditer(fold(question["text"][start:end])):
            if found.end() > found.start():
                if len(hits) == question["most"]:
                    return {"hits": hits, "more": True}
                hits.append([start + found.start(), start + found.end()])
    return {"hits": hits, "more": False}


def compiled(pattern: str, *, words: bool, case: bool) -> re.Pattern[str]:
    # As it was typed first: what is wrong is to be found where it was typed.
    flags = re.MULTILINE | (re.NOFLAG if case else re.IGNORECASE)
    plain = re.compile(pattern, flags)
    return re.compile(rf"(?<!\w)(?:{pattern})(?!\w)", flags) if words else plain


def without_accents(text: str) -> str:
    """Each letter without its accent, one for one, so that places stay; accents that stand alone stay."""
    return "".join(map(base, text)) if not text.isascii() else text


def base(character: str) -> str:
    return unicodedata.normalize("NFD", character)[0] if character > "\x7f" else character


def confine(seconds: int) -> None:
    with suppress(ImportError):
        import resource

        for name, limit in {"RLIMIT_AS": MEMORY, "RLIMIT_CPU": seconds, "RLIMIT_CORE": 0}.items():
            with suppress(AttributeError, OSError, ValueError):
                resource.setrlimit(getattr(resource, name), (limit, limit))


if __name__ == "__main__":
    main()
