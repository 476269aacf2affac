"""What a person says about how a text is to be cut into turns, where the guess was wrong.

Rules only change what they name: a label that is no speaker leaves the other labels believed.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Self

from core.text.stamps import SPACE

# Each layout that can be forced: see core.text.heads. "none" finds no labels: every paragraph is a turn.
LAYOUT_NAMES = ("colon", "timestamp", "bracket", "question", "tab", "alone", "clock", "none")
MOST_RULES = 200
MOST_CHARACTERS = 120

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Rules:
    """Corrections for `find_turns`; the empty ones leave everything as it is guessed.

    layout       one of LAYOUT_NAMES, or "" for the one that is believed
    starts       (beginning of a line, who speaks it)
    silent       beginnings of lines that are no speech: they are left out of the turns
    no_speakers  labels that are none
    same         (label, the label it is another name of)
    merge        turns of one speaker that follow each other become one; their labels stay in its text
    split_blank  a blank line ends a turn
    split_mark   these characters end a turn
    interviewers labels of those who ask, None where that is guessed
    """

    layout: str = ""
    starts: Pairs = ()
    silent: tuple[str, ...] = ()
    no_speakers: tuple[str, ...] = ()
    same: Pairs = ()
    merge: bool = False
    split_blank: bool = False
    split_mark: str = ""
    interviewers: tuple[str, ...] | None = None

    def __bool__(self) -> bool:
        return self != NO_RULES

    @property
    def cuts(self) -> bool:
        """Whether anything but who asks is corrected."""
        return any(getattr(self, each.name) for each in fields(self) if each.name != "interviewers")

    @property
    def known(self) -> frozenset[str]:
        """The labels, case-folded, that a person calls speakers."""
        return frozenset(label.casefold() for each in (*self.same, self.interviewers or ()) for label in each)

    def to_json(self) -> dict[str, Any]:
        """Plain values; what is not corrected is left out, so that no rules are {}."""
        held = {each.name: getattr(self, each.name) for each in fields(self)}
        told = {name: value for name, value in held.items() if value or (name == "interviewers" and value is not None)}
        return {name: _plain(value) for name, value in told.items()}

    @classmethod
    def from_json(cls, held: Mapping[str, Any] | None) -> Self:
        """Rules from what was stored or sent; what is not understood is left out."""
        told = held if isinstance(held, Mapping) else {}
        layout, asking = told.get("layout"), told.get("interviewers")
        return cls(
            layout=layout if layout in LAYOUT_NAMES else "",
            starts=_pairs(told.get("starts")),
            silent=_texts(told.get("silent")),
            no_speakers=_texts(told.get("no_speakers")),
            same=_pairs(told.get("same")),
            merge=told.get("merge") is True,
            split_blank=told.get("split_blank") is True,
            split_mark=_text(told.get("split_mark")),
            interviewers=None if asking is None else _texts(asking),
        )

    def renamed(self, label: str) -> str:
        """The label that this one is another name of, however many names lie between; itself if none."""
        names = {old.casefold(): new for old, new in self.same}
        for _step in names:
            label = names.get(label.casefold(), label)
        return label


def beginnings(texts: Iterable[str]) -> str:
    """A pattern with one group for each beginning of a line, whole words only: "P" begins "P: ja" but not "Pak"."""
    parts = [rf"{SPACE}+".join(map(re.escape, text.split())) + _border(text) for text in texts]
    return "|".join(f"({part})" for part in parts)


def _border(text: str) -> str:
    return r"(?!\w)" if text[-1:].isalnum() else ""


def _plain(value: Any) -> Any:
    return [_plain(each) for each in value] if isinstance(value, tuple) else value


def _text(value: Any) -> str:
    return " ".join(value.split())[:MOST_CHARACTERS].rstrip() if isinstance(value, str) else ""


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list | tuple):
        return ()
    return tuple(dict.fromkeys(text for value in values[:MOST_RULES] if (text := _text(value))))


def _pairs(values: Any) -> Pairs:
    if not isinstance(values, list | tuple):
        return ()
    pairs = [value for value in values[:MOST_RULES] if isinstance(value, list | tuple) and len(value) == 2]
    told = ((_text(first), _text(second)) for first, second in pairs)
    return tuple(dict.fromkeys((first, second) for first, second in told if first and second))


NO_RULES = Rules()
