"""The dominance verdict as it is shown: each rule as a bar, and the outcome in one sentence."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from apps.analysis.queries import Dominance
from apps.analysis.queries.dominance import InOffice
from apps.analysis.wording import in_language
from core.charts import ink_on
from core.dominance import agree

# A piece narrower than this, in percent, has no room for its number.
ROOM_FOR_TEXT = 12


def rule_name(rule: str) -> str:
    return {
        "codings": _("Codings"),
        "participants": _("Participants"),
        "words": _("Words covered"),
        "factors": _("Majority of factors"),
        "offices": _("Majority of offices"),
        "codings_per_participant": _("Codings per participant"),
    }[rule]


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a rule's bar, in percent of its width; `ink` is what can be read on the colour."""

    x: float
    width: float
    color: str
    ink: str
    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    name: str
    pieces: list[Piece]
    reads: str


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """What dominates within one office, in words."""

    name: str
    verdict: str
    codings: str


def offices_of(verdict: Dominance) -> list[OfficeLine]:
    """The verdict within each office that has codings, for an office may go against the whole."""
    names = {key.id: key.name for key in verdict.keys}
    return [OfficeLine(each.office.name, _within(each, names), in_language(each.codings)) for each in verdict.offices]


def _within(office: InOffice, names: Mapping[UUID, str]) -> str:
    heard = [rule for rule in office.rules if rule.leaders]
    wins = Counter(rule.winner for rule in heard if rule.winner is not None).most_common(2)
    if not wins or (len(wins) == 2 and wins[0][1] == wins[1][1]):
        return _("no code leads by more rules than another")
    winner, votes = wins[0]
    told = {"name": names[winner], "votes": votes, "rules": len(heard)}
    if agree(office.rules):
        return _("%(name)s, by all %(rules)s rules") % told
    return _("%(name)s, by %(votes)s of %(rules)s rules") % told


def bars_of(verdict: Dominance) -> list[Bar]:
    """Each rule as a bar of shares."""
    bars = []
    for rule in verdict.rules:
        pieces, x, told = [], 0.0, []
        for key in verdict.keys:
            percent = 100 * rule.shares[key.id]
            told.append(f"{key.name} {in_language(percent)} %")
            if percent:
                text = f"{in_language(percent)} %" if percent >= ROOM_FOR_TEXT else ""
                pieces.append(Piece(round(x, 3), round(percent, 3), key.color, ink_on(key.color), text))
            x += percent
        bars.append(Bar(rule_name(rule.name), pieces, ", ".join(told) if pieces else _("nothing counted")))
    return bars


def verdict_in_words(verdict: Dominance) -> SafeString:
    """The outcome in one plain sentence: who dominates by how many rules, and which rules say otherwise."""
    names = {key.id: key.name for key in verdict.keys}
    heard = [rule for rule in verdict.rules if rule.leaders]
    if not heard:
        return escape(_("No rule can be counted yet: nothing is coded in this dimension."))
    wins = Counter(rule.winner for rule in heard if rule.winner).most_common(2)
    if not wins or (len(wins) == 2 and wins[0][1] == wins[1][1]):
        return escape(_("The rules disagree: no code leads by more of them than another."))
    winner, votes = wins[0]
    told: dict[str, Any] = {"name": format_html("<b>{}</b>", names[winner]), "votes": votes, "rules": len(heard)}
    if verdict.agree:
        return mark_safe(escape(_("The rules agree: by all %(rules)s, %(name)s dominates.")) % told)  # noqa: S308
    dissent = [rule for rule in heard if rule.winner != winner]
    told["others"] = escape("; ".join(_says(rule.name, [names[key] for key in rule.leaders]) for rule in dissent))
    sentence = _("The rules disagree: by %(votes)s of %(rules)s, %(name)s dominates; %(others)s.")
    return mark_safe(escape(sentence) % told)  # noqa: S308 - every part is escaped above


def _says(rule: str, leaders: list[str]) -> str:
    told = {"rule": rule_name(rule).lower(), "names": get_text_list(leaders, _("and"))}
    return (_("%(rule)s: %(names)s") if len(leaders) == 1 else _("%(rule)s: a tie of %(names)s")) % told
