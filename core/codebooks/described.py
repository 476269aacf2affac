"""All that is said of a code, in one text, for formats that have no more than a description: and back again.

The definition stands first, then each text under its label. A line of a text that looks like a label gets a backslash
in front, so that nothing is lost on the way there and back. Labels are written in the project's language and read in
all of them; other programs show them as they are, and keep them when they write the file anew.
"""

import re
from collections.abc import Mapping
from typing import Any

from core.codebooks.entries import TEXTS

LABELS = {
    "en": {
        "include": "When to use",
        "exclude": "When not to use",
        "example": "Example",
        "counter_example": "Counter-example",
        "shortcut": "Shortcut key",
        "dimension": "Dimension",
    },
    "id": {
        "include": "Kapan dipakai",
        "exclude": "Kapan tidak dipakai",
        "example": "Contoh",
        "counter_example": "Contoh tandingan",
        "shortcut": "Tombol pintas",
        "dimension": "Dimensi",
    },
}
EXCLUSIVE = {"en": ("exclusive", "not exclusive"), "id": ("eksklusif", "tidak eksklusif")}
_FIELDS = {label: name for labels in LABELS.values() for name, label in labels.items()}
_ANY = "|".join(re.escape(label) for label in sorted(_FIELDS, key=len, reverse=True))
_LABEL = re.compile(rf"({_ANY}):(?: |$)(.*)", re.DOTALL)
_LOOKS_LIKE_LABEL = re.compile(rf"^(\\*)(?=(?:{_ANY}):(?: |$))", re.MULTILINE)
_WAS_ESCAPED = re.compile(rf"^\\(\\*)(?=(?:{_ANY}):(?: |$))")
_EXCLUSIVE = {word: number == 0 for pair in EXCLUSIVE.values() for number, word in enumerate(pair)}


def compose(given: Mapping[str, Any], language: str) -> str:
    """The texts and the shortcut of a code as one text; "" when there are none."""
    labels = LABELS.get(language, LABELS["en"])
    parts = [_escaped(given.get("definition", ""))]
    parts += [f"{labels[name]}: {_escaped(given[name])}" for name in (*TEXTS[1:], "shortcut") if given.get(name)]
    return "\n\n".join(filter(None, parts))


def split(description: str) -> dict[str, str]:
    """The texts that `compose` was given; of another program's text what stands under such labels, and the rest as
    the definition. Nothing is left out: a label that comes twice adds to what is there."""
    found: dict[str, list[str]] = {}
    name = "definition"
    for line in description.split("\n"):
        label = _LABEL.fullmatch(line)
        if label and _FIELDS[label.group(1)] != "dimension":
            name, line = _FIELDS[label.group(1)], label.group(2)
        found.setdefault(name, []).append(_WAS_ESCAPED.sub(r"\1", line))
    texts = {field: "\n".join(lines).strip() for field, lines in found.items()}
    return {field: text for field, text in texts.items() if text}


def compose_dimension(exclusive: bool, language: str) -> str:
    """How a code says that it is a dimension, and of which kind."""
    language = language if language in LABELS else "en"
    return f"{LABELS[language]['dimension']}: {EXCLUSIVE[language][0 if exclusive else 1]}"


def split_dimension(description: str | None) -> bool | None:
    """Whether a dimension is exclusive; None for the description of anything else."""
    label = _LABEL.fullmatch((description or "").strip())
    if label and _FIELDS[label.group(1)] == "dimension":
        return _EXCLUSIVE.get(label.group(2).strip())
    return None


def _escaped(text: str) -> str:
    return _LOOKS_LIKE_LABEL.sub(r"\\\1", text)
