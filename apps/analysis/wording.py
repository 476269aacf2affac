"""Numbers and what they are of, in the page's language."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.forms import Chip
from core.counts import Number
from core.exact import Outcome

DECIMALS = {
    "share": 1,
    "per_1000_words": 2,
    "codings_per_participant": 2,
    "row_share": 1,
    "column_share": 1,
    "residual": 1,
}
UNDEFINED = "–"
# Below this a probability is not written out, and below that it is called unlikely.
LEAST_P, SIGNIFICANT = 0.001, 0.05


def in_language(value: Number, measure: str = "codings") -> str:
    """A number as the page's language writes it; what is not defined is a dash."""
    if value is None:
        return UNDEFINED
    decimals = DECIMALS.get(measure, 0)
    # Django cuts what is over.
    return number_format(round(value, decimals), decimals, force_grouping=True)


def counted_as(n: int, measure: str) -> str:
    """“412 codings”: the number with what was counted."""
    if measure in ("row_share", "column_share", "residual"):
        measure = "segments"
    told = {
        "segments": ngettext("%(n)s passage", "%(n)s passages", n),
        "transcripts": ngettext("%(n)s transcript", "%(n)s transcripts", n),
        "participants": ngettext("%(n)s participant", "%(n)s participants", n),
        "words": ngettext("%(n)s word covered", "%(n)s words covered", n),
    }
    text = told.get(measure) or ngettext("%(n)s coding", "%(n)s codings", n)
    return text % {"n": in_language(n)}


def outcome_figures(test: Outcome) -> str:
    """“χ²(2) = 21.40 · p < 0.001 · V = 0.29, a small effect”: the test that was made, in figures."""
    p = in_language_to(test.p, 3) if test.p >= LEAST_P else ""
    parts = {
        "chi_square": f"χ²({test.df}) = {in_language_to(test.chi2, 2)}",
        "exact": _("exact test"),
        "monte_carlo": _("exact test, %(draws)s outcomes drawn") % {"draws": in_language(test.draws)},
    }
    size = {
        "negligible": _("a negligible effect"),
        "small": _("a small effect"),
        "medium": _("a medium effect"),
        "large": _("a large effect"),
    }[test.size]
    told = f"p = {p}" if p else f"p < {in_language_to(LEAST_P, 3)}"
    return f"{parts[test.method]} · {told} · V = {in_language_to(test.cramers_v, 2)}, {size}"


def shares_verdict(test: Outcome) -> str:
    if test.p < SIGNIFICANT:
        return _("The codes’ shares differ more than chance alone makes likely.")
    return _("Chance alone could make the codes’ shares differ this much.")


def crossing_verdict(test: Outcome) -> str:
    if test.p < SIGNIFICANT:
        return _("Rows and columns go together more than chance alone makes likely.")
    return _("Chance alone could make rows and columns go together this much.")


def in_language_to(value: float, decimals: int) -> str:
    return number_format(round(value, decimals), decimals, force_grouping=True)


def caption(n: int, measure: str, chips: Sequence[Chip], codebook_version: int) -> str:
    """What stands under every table and chart: n, the filter in force, the codebook version."""
    parts = [f"n = {counted_as(n, measure)}", *_unit(measure)]
    # What goes without saying elsewhere is said beside every number.
    parts += [] if any(chip.field == "review" for chip in chips) else [_("not rejected")]
    parts += [f"{chip.label}: {chip.value}" for chip in chips]
    if codebook_version:
        parts.append(_("codebook v%(number)s") % {"number": codebook_version})
    else:
        parts.append(_("codebook not frozen yet"))
    return " · ".join(parts)


def _unit(measure: str) -> list[str]:
    if measure == "share":
        return [_("percent of the codings in the column")]
    if measure == "codings_per_participant":
        return [_("codings divided by the participants who voice the code")]
    if measure == "row_share":
        return [_("percent of the passages in the row")]
    if measure == "column_share":
        return [_("percent of the passages in the column")]
    if measure == "residual":
        return [_("adjusted standardised residuals")]
    if measure == "per_1000_words":
        return [_("codings per 1,000 words said in the column")]
    return []
