"""What was found of an upload beside its words, kept as JSON until it is confirmed: its formatting and its turns.

Finding the turns of an interview takes longer than storing them, and a batch has hundreds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from core.text.readers import Formatting
from core.text.turns import SpeakerCount, Structure, Turn

TURN = attrgetter(*(each.name for each in fields(Turn)))
SPEAKER = attrgetter(*(each.name for each in fields(SpeakerCount)))


def layout_of(
    structure: Structure, formatting: Iterable[Formatting], speakers: str, rules: Mapping[str, Any]
) -> dict[str, Any]:
    """The layout as JSON values; `speakers` and `rules` are how the turns were found."""
    return {
        "formatting": [[each.start, each.end, each.kind] for each in formatting],
        "turns": [TURN(turn) for turn in structure.turns],
        "speakers": [SPEAKER(speaker) for speaker in structure.speakers],
        "pattern": structure.pattern,
        "confidence": structure.confidence,
        "found_by": [speakers, dict(rules)],
    }


def kept_formatting(layout: Mapping[str, Any]) -> list[Formatting]:
    return [Formatting(*each) for each in layout.get("formatting", ())]


def kept_structure(layout: Mapping[str, Any], speakers: str, rules: Mapping[str, Any]) -> Structure | None:
    """The turns, when they were found in this way, by a program that knew turns as this one does."""
    if layout.get("found_by") != [speakers, dict(rules)]:
        return None
    try:
        turns = tuple(Turn(*each) for each in layout["turns"])
        counts = tuple(SpeakerCount(*each) for each in layout["speakers"])
        return Structure(turns=turns, speakers=counts, pattern=layout["pattern"], confidence=layout["confidence"])
    except TypeError:
        return None
