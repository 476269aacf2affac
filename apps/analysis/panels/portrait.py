"""Portraits: where in a transcript its passages lie, and those of many transcripts side by side."""

from collections import Counter
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.charting import Chart, Entry, Size, framed, passages_link
from apps.analysis.forms import FilterForm
from apps.analysis.forms.relations import OWN
from apps.analysis.panels.shapes import unique_names
from apps.analysis.queries.portrait import Portraits, Text, portrait, portraits
from apps.analysis.wording import caption, in_language
from apps.projects.models import Project
from core.charts import SERIES, Spec
from core.charts.portrait import Lane, Ruler, Strip, Turn
from core.charts.portrait import portrait as draw_portrait
from core.charts.portrait import portraits as draw_portraits
from core.portrait import Band, covered

BLANK = dict.fromkeys(OWN, "")
# Lanes of a small portrait that can be told apart.
MOST_LANES = len(SERIES)


def by_chosen(form: FilterForm) -> str:
    return form.cleaned_data["lanes"] or "code"


def portrait_chart(project: Project, form: FilterForm) -> Chart | None:
    """The transcript the filter names, or all that it lets through, as one picture; None where nothing is coded."""
    alone = bool(form.chosen.transcript)
    found = (portrait if alone else portraits)(project, form.chosen, by=by_chosen(form))
    if not found.texts:
        return None
    return _alone(found, project, form) if alone else _together(found, project, form)


def _alone(found: Portraits, project: Project, form: FilterForm) -> Chart:
    text, names = found.texts[0], unique_names(found.lanes)
    title = _("Code portrait: %(title)s") % {"title": text.title}
    told = _caption(found, form)

    def draw(size: Size) -> Spec:
        strips = [
            Strip(
                0, lane, band.first, band.last, f"{names[lane]}: {_place(band)}", _workspace(project, text, band, size)
            )
            for lane, band in _placed(found, text)
        ]
        turns = [Turn(said.first, said.last, said.asks, said.who) for said in text.turns]
        frame = framed(size, (), (), title=title, caption=told)
        return draw_portrait(frame, _lanes(found, names), strips, turns, _ruler(text.words, size))

    return _chart(title, told, found, project, form, draw)


def _together(found: Portraits, project: Project, form: FilterForm) -> Chart:
    names, shown = unique_names(found.lanes), _shown(found)
    told = _caption(found, form)
    if len(shown) < len(found.lanes):
        counts = {"shown": len(shown), "all": len(found.lanes)}
        told += " · " + _("the %(shown)s of %(all)s lanes with the most bands are drawn") % counts

    def draw(size: Size) -> Spec:
        strips = [
            Strip(
                row, shown.index(lane), band.first, band.last, f"{text.title}, {names[lane]}: {_place(band)}",
                _passages(project, form, text, found.lanes[lane].id) if size.linked else "",
            )
            for row, text in enumerate(found.texts)
            for lane, band in _placed(found, text)
            if lane in shown
        ]  # fmt: skip
        lanes = [Lane(names[lane], SERIES[number]) for number, lane in enumerate(shown)]
        frame = framed(size, (), (), title=_("Code portraits"), caption=told)
        words = max(text.words for text in found.texts)
        return draw_portraits(frame, [text.title for text in found.texts], lanes, strips, _ruler(words, size))

    return _chart(_("Code portraits"), told, found, project, form, draw)


def _shown(found: Portraits) -> list[int]:
    """The lanes that are drawn, in their order: where there are too many, those with the most bands."""
    numbers = Counter(band.lane for text in found.texts for band in text.bands)
    ranked = sorted(range(len(found.lanes)), key=lambda lane: (-numbers[found.lanes[lane].id], lane))
    return sorted(ranked[:MOST_LANES])


def _chart(title: str, told: str, found: Portraits, project: Project, form: FilterForm, draw: Any) -> Chart:
    return Chart(
        name="portrait",
        title=title,
        caption=told,
        description=_described(found),
        header=(_("Transcript"), _("Lane"), _("Bands"), _("Words covered"), _("Share of the words")),
        rows=tuple(row for text in found.texts for row in _rows(found, text, project, form)),
        draw=draw,
    )


def _placed(found: Portraits, text: Text) -> list[tuple[int, Band[Any]]]:
    at = {lane.id: number for number, lane in enumerate(found.lanes)}
    return [(at[band.lane], band) for band in text.bands]


def _place(band: Band[Any]) -> str:
    told = {"first": in_language(band.first + 1), "last": in_language(band.last)}
    return _("words %(first)s to %(last)s") % told


def _lanes(found: Portraits, names: list[str]) -> list[Lane]:
    """Codes have the colours they have in the workspace; dimensions those of a chart."""
    series = len({lane.dimension for lane in found.lanes}) == 1 and not found.lanes[0].dimension
    return [
        Lane(name, SERIES[number % len(SERIES)] if series else lane.color)
        for number, (name, lane) in enumerate(zip(names, found.lanes, strict=True))
    ]


def _ruler(words: int, size: Size) -> Ruler:
    numbers = {place: in_language(place) for place in Ruler.places(words, size.width)}
    return Ruler(words, _("words from the beginning"), numbers)


def _workspace(project: Project, text: Text, band: Band[Any], size: Size) -> str:
    if not size.linked:
        return ""
    return f"{reverse('coding:workspace', args=[project.pk, text.id])}?segment={band.passages[0]}"


def _passages(project: Project, form: FilterForm, text: Text, lane: Any) -> str:
    place = "dimension" if by_chosen(form) == "dimension" else "code"
    return passages_link(project, form, **(BLANK | {"transcript": text.id, place: lane}))


def _caption(found: Portraits, form: FilterForm) -> str:
    told = caption(sum(text.codings for text in found.texts), "codings", form.chips(), found.codebook_version)
    if not found.left_out:
        return told
    left = ngettext("%(n)s more transcript is not drawn", "%(n)s more transcripts are not drawn", found.left_out)
    return f"{told} · {left % {'n': in_language(found.left_out)}}"


def _described(found: Portraits) -> str:
    names = dict(zip((lane.id for lane in found.lanes), unique_names(found.lanes), strict=True))
    words = sum(text.words for text in found.texts)
    order = list(names)
    sums = [sum(each) for each in zip(*(covered(text.bands, order) for text in found.texts), strict=True)]
    most = max(range(len(order)), key=lambda lane: sums[lane])
    told = {
        "codings": in_language(sum(text.codings for text in found.texts)), "lanes": in_language(len(order)),
        "words": in_language(words), "n": in_language(len(found.texts)), "most": names[order[most]],
        "share": in_language(100 * sums[most] / words if words else None, "share"),
    }  # fmt: skip
    return (
        _(
            "%(codings)s codings in %(lanes)s lanes along %(words)s words (transcripts: %(n)s). "
            "Most words lie under %(most)s: %(share)s %%."
        )
        % told
    )


def _rows(found: Portraits, text: Text, project: Project, form: FilterForm) -> list[tuple[Entry, ...]]:
    order, names = [lane.id for lane in found.lanes], unique_names(found.lanes)
    numbers = {lane: sum(band.lane == lane for band in text.bands) for lane in order}
    return [
        (
            Entry(text.title, text.title),
            Entry(name, name, _passages(project, form, text, lane)),
            Entry(numbers[lane], in_language(numbers[lane])),
            Entry(words, in_language(words)),
            Entry(share := 100 * words / text.words if text.words else None, in_language(share, "share")),
        )
        for lane, name, words in zip(order, names, covered(text.bands, order), strict=True)
        if numbers[lane]
    ]
