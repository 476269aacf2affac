"""Codes that stand together, as a matrix: each cell how many passages of two codes meet."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.charting import Chart, Entry, Size, figure_of, framed
from apps.analysis.forms import FilterForm
from apps.analysis.forms.relations import OWN, USUAL_WORDS
from apps.analysis.panels.shapes import unique_names
from apps.analysis.queries.cooccurrence import Cooccurrence, Sense, cooccurrence
from apps.analysis.wording import caption, in_language
from apps.projects.models import Project
from core.charts import NARROW, Spec, heat_map
from core.cooccurrence import strongest

# How many codes a matrix has room for, by the drawing's width.
ROOM, NARROW_ROOM = 14, 5
EVERY_PAIR = 100_000


def sense_of(form: FilterForm) -> Sense:
    """The sense that the address asks for."""
    told = form.cleaned_data
    words = USUAL_WORDS if told["words"] is None else told["words"]
    return Sense(told["sense"] or "segment", words, same_coder=told["hands"] == "same")


def cooccurrence_chart(project: Project, form: FilterForm) -> Chart | None:
    """The matrix under the filter, in the sense of the address; None for a codebook without codes."""
    found = cooccurrence(project, form.chosen, sense_of(form))
    if not found.codes:
        return None
    names = unique_names(found.codes)
    measure = form.cleaned_data["shown"] or "passages"
    told = f"{caption_of(found, form)} · {unit_of(measure)}" if measure == "coefficient" else caption_of(found, form)

    def draw(size: Size) -> Spec:
        shown, left_out = _shown(found, NARROW_ROOM if size.width <= NARROW else ROOM)
        drawn = [names[code] for code in shown]
        note = " · " + left_out if left_out else ""
        figures = [
            figure_of(names[one], names[other], _cell(found, project, form, (one, other), measure), size)
            for one in shown
            for other in shown
        ]
        return heat_map(framed(size, drawn, drawn, title=_("Codes that stand together"), caption=told + note), figures)

    return Chart(
        name="cooccurrence",
        title=_("Codes that stand together"),
        caption=told,
        description=described(found, names),
        header=pair_header(),
        rows=pair_rows(found, project, form, names, strongest(found.table, most=EVERY_PAIR)),
        draw=draw,
    )


def sense_in_words(sense: Sense) -> str:
    """What is counted, in one clause for a caption."""
    said = {
        "segment": _("passages that carry both codes"),
        "overlap": _("passages of one code that share a character with one of the other"),
        "turn": _("passages of one code in whose turn one of the other begins"),
        "near": ngettext(
            "passages of one code with one of the other at most %(n)s word away",
            "passages of one code with one of the other at most %(n)s words away",
            sense.words,
        ) % {"n": in_language(sense.words)},
    }[sense.name]  # fmt: skip
    return f"{said}, {_('both by one coder')}" if sense.same_coder and sense.name != "segment" else said


def unit_of(measure: str) -> str:
    return _("divided by all passages of either code") if measure == "coefficient" else _("passages")


def caption_of(found: Cooccurrence, form: FilterForm) -> str:
    chips = form.chips()
    return f"{caption(found.table.passages, 'segments', chips, found.codebook_version)} · {sense_in_words(found.sense)}"


def coefficient_in_language(value: float | None) -> str:
    return in_language(None) if value is None else number_format(round(value, 2), 2)


def described(found: Cooccurrence, names: list[str]) -> str:
    """The strongest pairs, and how many there are."""
    pairs = strongest(found.table, most=EVERY_PAIR)
    used = sum(1 for n in found.table.carried if n)
    if used < 2:
        return _("Two codes on passages are needed to stand together; under this filter there are %(n)s.") % {"n": used}
    if not pairs:
        return _("%(n)s codes are used, and no two of them stand together in this sense.") % {"n": used}
    one, other = pairs[0]
    told = {
        "codes": in_language(used),
        "pairs": in_language(len(pairs)),
        "all": in_language(used * (used - 1) // 2),
        "one": names[one],
        "other": names[other],
        "n": in_language(found.table.meeting[one][other]),
        "coefficient": coefficient_in_language(found.table.coefficients[one][other]),
    }
    return (
        _(
            "%(codes)s codes are used; %(pairs)s of their %(all)s pairs stand together at least once. "
            "Most often %(one)s and %(other)s: %(n)s passages, coefficient %(coefficient)s."
        )
        % told
    )


def pair_header() -> tuple[str, ...]:
    return (
        _("Code"), _("Other code"), _("Passages together"), _("Coefficient"), _("Passages with the code"),
        _("Passages with the other"), _("Pairs of passages"),
    )  # fmt: skip


def pair_rows(
    found: Cooccurrence, project: Project, form: FilterForm, names: list[str], pairs: list[tuple[int, int]]
) -> tuple[tuple[Entry, ...], ...]:
    """One row a pair, with everything that is counted of it."""
    table = found.table
    return tuple(
        (
            Entry(names[one], names[one], code_link(project, form, found, one)),
            Entry(names[other], names[other], code_link(project, form, found, other)),
            Entry(n := table.meeting[one][other], in_language(n), pair_link(project, form, found, one, other)),
            Entry(table.coefficients[one][other], coefficient_in_language(table.coefficients[one][other])),
            Entry(table.carried[one], in_language(table.carried[one])),
            Entry(table.carried[other], in_language(table.carried[other])),
            Entry(table.pairs[one][other], in_language(table.pairs[one][other])),
        )
        for one, other in pairs
    )


def pair_link(project: Project, form: FilterForm, found: Cooccurrence, one: int, other: int) -> str:
    """The passages that are counted for two codes."""
    changes = {"code": found.codes[one].id, "also": found.codes[other].id}
    asked = form.address(**(dict.fromkeys(NOT_OF_PAIRS, "") | changes))
    address = reverse("analysis:together", args=[project.pk])
    # The codes of a dimension are chosen among before two of them are.
    return f"{address}?{asked}" if asked else f"{address}?{urlencode(changes)}"


# What the address of a chart holds and a list of passages has no use for.
NOT_OF_PAIRS = ("measure", "by", "shape", "rows", "columns", "dimension", *set(OWN) - {"sense", "words", "hands"})


def code_link(project: Project, form: FilterForm, found: Cooccurrence, code: int) -> str:
    """The passages that carry a code."""
    blank = dict.fromkeys((*NOT_OF_PAIRS, *OWN), "")
    return (
        f"{reverse('analysis:passages', args=[project.pk])}?{form.address(**(blank | {'code': found.codes[code].id}))}"
    )


def _cell(found: Cooccurrence, project: Project, form: FilterForm, pair: tuple[int, int], measure: str) -> Entry:
    """A pair's number; in the diagonal how many passages carry the code, which has no colour of its own."""
    one, other = pair
    if one == other:
        n = found.table.carried[one]
        return Entry(None, in_language(n), code_link(project, form, found, one) if n else "")
    n, share = found.table.meeting[one][other], found.table.coefficients[one][other]
    value: float | None = share if measure == "coefficient" else n
    text = coefficient_in_language(share) if measure == "coefficient" else in_language(n)
    return Entry(value, text, pair_link(project, form, found, one, other) if n else "")


def _shown(found: Cooccurrence, room: int) -> tuple[list[int], str]:
    """The codes that are drawn, in the codebook's order, and what to say when others are not."""
    used = [code for code, n in enumerate(found.table.carried) if n]
    if len(used) <= room:
        return used or list(range(min(room, len(found.codes)))), ""
    meets = {code: sum(found.table.meeting[code]) - found.table.carried[code] for code in used}
    kept = sorted(sorted(used, key=lambda code: (-meets[code], code))[:room])
    told = {"shown": len(kept), "all": len(used)}
    return kept, _("the %(shown)s of %(all)s codes that stand with others most often") % told
