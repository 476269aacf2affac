"""Who is called by name in a text: `@Sari`, `@Sari Dewi`."""

from collections import Counter
from collections.abc import Mapping
from typing import TypeVar

from core.text.folding import fold

K = TypeVar("K")


def mentioned(text: str, names: Mapping[K, str]) -> list[K]:
    """The keys of those whose names follow an @, in the order of the text; case and accents are ignored.

    The longest name that fits is meant. The first word of a name does as well, if nobody else's begins with it.
    """
    folded = fold(text)
    called: dict[str, list[K]] = {}
    firsts = Counter(fold(name).split()[0] for name in names.values() if name.split())
    for key, name in names.items():
        words = fold(name).split()
        if words:
            called.setdefault(" ".join(words), []).append(key)
            if len(words) > 1 and firsts[words[0]] == 1:
                called.setdefault(words[0], []).append(key)
    longest_first = sorted(called, key=len, reverse=True)
    found: list[K] = []
    for at in (place for place, sign in enumerate(folded) if sign == "@" and not folded[:place][-1:].isalnum()):
        name = next((name for name in longest_first if _begins(folded[at + 1 :], name)), "")
        found += [key for key in called.get(name, []) if key not in found]
    return found


def _begins(text: str, name: str) -> bool:
    """Whether the text begins with the name as a whole: “@Sarita” does not call Sari."""
    rest = text[len(name) : len(name) + 1]
    return text.startswith(name) and not (rest.isalnum() or rest == "_")
