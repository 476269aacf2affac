"""What the charts of co-occurrence, saturation, portrait and timeline can be asked for beside the filter."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from apps.analysis.forms.fields import choice
from core.saturation import BASES, RUNS, THRESHOLDS

SENSE_NAMES = {
    "segment": gettext_lazy("on the same passage"),
    "overlap": gettext_lazy("on overlapping passages"),
    "near": gettext_lazy("within some words"),
    "turn": gettext_lazy("in the same turn"),
}
# Passages between which so many words stand are of one transcript and no more.
MOST_WORDS, MOST_EDGES = 10_000, 200
USUAL_WORDS, USUAL_EDGES = 20, 30


def number(label: Any, *, least: int, most: int, usual: int) -> forms.IntegerField:
    """A whole number that may be left out; `usual` is what then holds."""
    about = {"placeholder": str(usual), "inputmode": "numeric"}
    widget = forms.NumberInput(about)
    return forms.IntegerField(label=label, required=False, min_value=least, max_value=most, widget=widget)


def _first_usual(values: tuple[int, ...], text: Any = str) -> list[tuple[str, str]]:
    """Choices of which the first goes without saying."""
    return [("" if value == values[0] else str(value), text(value)) for value in values]


class RelationFields(forms.Form):
    """Fields that one chart or another reads; left out, each means the first of its choices."""

    sense = choice(
        gettext_lazy("Together"), [("" if name == "segment" else name, label) for name, label in SENSE_NAMES.items()]
    )
    words = number(gettext_lazy("Words between, at most"), least=0, most=MOST_WORDS, usual=USUAL_WORDS)
    hands = choice(
        gettext_lazy("Coders"),
        [("", gettext_lazy("of any two coders")), ("same", gettext_lazy("of one coder"))],
    )
    shown = choice(
        gettext_lazy("Shown"),
        [("", gettext_lazy("passages")), ("coefficient", gettext_lazy("coefficient"))],
    )
    least = number(gettext_lazy("Passages, at least"), least=1, most=1_000_000, usual=1)
    edges = number(gettext_lazy("Strongest connections"), least=1, most=MOST_EDGES, usual=USUAL_EDGES)
    order = choice(
        gettext_lazy("Order"),
        [("", gettext_lazy("by interview date")), ("coded", gettext_lazy("as they were coded"))],
    )
    base = choice(gettext_lazy("Base size"), _first_usual(BASES))
    run = choice(gettext_lazy("Run length"), _first_usual(RUNS))
    quiet = choice(gettext_lazy("New information, at most"), _first_usual(THRESHOLDS, lambda value: f"{value} %"))
    lanes = choice(
        gettext_lazy("Lanes"),
        [("", gettext_lazy("codes")), ("dimension", gettext_lazy("dimensions"))],
    )
    step = choice(
        gettext_lazy("Bars"),
        [
            ("", gettext_lazy("as fits")),
            ("day", gettext_lazy("days")),
            ("week", gettext_lazy("weeks")),
            ("month", gettext_lazy("months")),
        ],
    )


OWN = tuple(RelationFields.base_fields)
