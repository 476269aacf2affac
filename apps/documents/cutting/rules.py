"""How the turns of a text are cut: the rules as a person types them."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.text.rules import MOST_CHARACTERS, NO_RULES, Rules

LAYOUT_CHOICES = [
    ("", _("as found")),
    ("colon", _("Name: …")),
    ("timestamp", _("Name and time on a line, the words below")),
    ("alone", _("Name alone on a line, the words below")),
    ("bracket", _("[Name] …")),
    ("question", _("Q. … and A. …")),
    ("tab", _("Name, a tab or a dash, the words")),
    ("clock", _("times, no names")),
    ("none", _("no speakers: each paragraph is a turn")),
]
SAYS, SILENT, NO_SPEAKER, SAME = "says", "silent", "no_speaker", "same"
KINDS = [
    (SAYS, _("Lines starting with … are by …")),
    (SILENT, _("Lines starting with … are no speech")),
    (NO_SPEAKER, _("The label … is no speaker")),
    (SAME, _("The label … is the same as …")),
]
# Rules of these kinds name a speaker.
NAMING = {SAYS, SAME}
MOST_ROWS = 100
_NUMBERED = re.compile(r"kind_(\d{1,3})")


class RulesForm(forms.Form):
    """Rules about lines and labels, one a row (`kind_N`, `what_N`, `who_is_N`), and what holds for all turns."""

    layout = forms.ChoiceField(label=_("How speakers are written"), choices=LAYOUT_CHOICES, required=False)
    merge = forms.BooleanField(
        label=_("Join turns of one speaker that follow each other; labels between them stay in the text"),
        required=False,
    )
    split_blank = forms.BooleanField(label=_("Begin a turn after each empty line"), required=False)
    split_mark = forms.CharField(label=_("Begin a turn after the mark"), max_length=MOST_CHARACTERS, required=False)

    def __init__(self, data: Mapping[str, Any] | None = None, *, rules: Rules = NO_RULES, without: str = "") -> None:
        """Bound to what was typed, without the row of that number; otherwise the rules as they are."""
        typed = None if data is None else {name: data[name] for name in data if not name.endswith(f"_{without or '-'}")}
        rows = _rows_of(rules)
        plain = {"layout": rules.layout, "merge": rules.merge, "split_blank": rules.split_blank}
        super().__init__(typed, initial={**plain, "split_mark": rules.split_mark})
        numbers = range(len(rows) + 1) if typed is None else _numbers(typed)
        rows.append((SAYS, "", ""))
        self.numbers = list(numbers)
        for name in ("layout", "split_mark"):
            self.fields[name].widget.attrs["class"] = "form-select" if name == "layout" else "form-control"
        for place, number in enumerate(self.numbers):
            self._add_row(number, rows[place] if typed is None else (SAYS, "", ""))

    def _add_row(self, number: int, row: tuple[str, str, str]) -> None:
        kind, what, who = row
        about = {"class": "form-control", "list": "speaker-labels", "autocomplete": "off", "maxlength": MOST_CHARACTERS}
        self.fields[f"kind_{number}"] = forms.ChoiceField(
            choices=KINDS, initial=kind, required=False,
            widget=forms.Select({"class": "form-select", "aria-label": _("Rule")}),
        )  # fmt: skip
        self.fields[f"what_{number}"] = forms.CharField(
            required=False, initial=what,
            widget=forms.TextInput({**about, "aria-label": _("Beginning of the line, or label"), "placeholder": "…"}),
        )  # fmt: skip
        self.fields[f"who_is_{number}"] = forms.CharField(
            required=False, initial=who,
            widget=forms.TextInput({**about, "aria-label": _("Speaker"), "placeholder": _("speaker")}),
        )  # fmt: skip

    def rows(self) -> list[dict[str, Any]]:
        """Each rule with its bound fields and number; the last is empty, for one more."""
        return [
            {
                "number": number,
                "kind": self[f"kind_{number}"],
                "what": self[f"what_{number}"],
                "who": self[f"who_is_{number}"],
            }
            for number in self.numbers
        ]

    def clean(self) -> dict[str, Any]:
        for number in self.numbers:
            kind, what, who = self._typed(number)
            if kind in NAMING and bool(what) != bool(who):
                field, said = ("who_is", _("Say who speaks.")) if what else ("what", _("Say which lines or label."))
                self.add_error(f"{field}_{number}", said)
        return self.cleaned_data

    def rules(self, interviewers: tuple[str, ...] | None = None) -> Rules:
        """The rules that are whole, also where others are not."""
        told: dict[str, list[Any]] = {SAYS: [], SILENT: [], NO_SPEAKER: [], SAME: []}
        for number in self.numbers:
            kind, what, who = self._typed(number)
            if what and kind in told and (who or kind not in NAMING):
                told[kind].append([what, who] if kind in NAMING else what)
        chosen = {name: self.cleaned_data.get(name) for name in ("layout", "merge", "split_blank", "split_mark")}
        lists = {"starts": told[SAYS], "silent": told[SILENT], "no_speakers": told[NO_SPEAKER], "same": told[SAME]}
        asking = None if interviewers is None else list(interviewers)
        return Rules.from_json({**chosen, **lists, "interviewers": asking})

    def _typed(self, number: int) -> tuple[str, str, str]:
        names = (f"kind_{number}", f"what_{number}", f"who_is_{number}")
        kind, what, who = (str(self.cleaned_data.get(name) or "").strip() for name in names)
        return kind, what, who


def _rows_of(rules: Rules) -> list[tuple[str, str, str]]:
    return [
        *((SAYS, start, who) for start, who in rules.starts),
        *((SILENT, start, "") for start in rules.silent),
        *((NO_SPEAKER, label, "") for label in rules.no_speakers),
        *((SAME, label, other) for label, other in rules.same),
    ]


def _numbers(typed: Mapping[str, Any]) -> list[int]:
    found = (_NUMBERED.fullmatch(name) for name in typed)
    return sorted(int(match[1]) for match in found if match)[:MOST_ROWS]
