"""Numbers and what they are of, in the page's language."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.forms import Chip
from core.counts import Number

DECIMALS = {"share": 1, "per_1000_words": 2}
UNDEFINED = "–"


def in_language(value: Number, measure: str = "codings") -> str:
    """A number as the page's language writes it; what is not defined is a dash."""
    if value is None:
        return UNDEFINED
    return number_format(value, DECIMALS.get(measure, 0), force_grouping=True)


def counted_as(n: int, measure: str) -> str:
    """“412 codings”: the number with what was counted."""
    told = {
        "segments": ngettext("%(n)s passage", "%(n)s passages", n),
        "transcripts": ngettext("%(n)s transcript", "%(n)s transcripts", n),
        "participants": ngettext("%(n)s participant", "%(n)s participants", n),
        "words": ngettext("%(n)s word covered", "%(n)s words covered", n),
    }
    text = told.get(measure) or ngettext("%(n)s coding", "%(n)s codings", n)
    return text % {"n": in_language(n)}


def caption(n: int, measure: str, chips: Sequence[Chip], codebook_version: int) -> str:
    """What stands under every table and chart: n, the filter in force, the codebook version."""
    parts = [f"n = {counted_as(n, measure)}", *_unit(measure), _("not rejected")]
    parts += [f"{chip.label}: {chip.value}" for chip in chips]
    if codebook_version:
        parts.append(_("codebook v%(number)s") % {"number": codebook_version})
    else:
        parts.append(_("codebook not frozen yet"))
    return " · ".join(parts)


def _unit(measure: str) -> list[str]:
    if measure == "share":
        return [_("percent of the codings in the column")]
    if measure == "per_1000_words":
        return [_("codings per 1,000 words said in the column")]
    return []
