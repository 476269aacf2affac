"""Saturation as a curve: what each further transcript brought, and whether the study had heard it all."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.charting import Chart, Entry, Size, framed, passages_link
from apps.analysis.forms import FilterForm
from apps.analysis.forms.relations import OWN
from apps.analysis.queries.saturation import Interview, Saturation, Series, saturation
from apps.analysis.wording import in_language
from apps.projects.models import Project
from core.charts import Spec
from core.charts.curve import Curve, Point, Words, accumulation
from core.saturation import BASES, RUNS, THRESHOLDS, Verdict, judge

# Curves that can be told apart beside the first.
MOST_OFFICES = 6
BLANK = dict.fromkeys(OWN, "")


def criterion(form: FilterForm) -> tuple[int, int, int]:
    """Base, run and threshold in percent that the address asks for."""
    told = form.cleaned_data
    return int(told["base"] or BASES[0]), int(told["run"] or RUNS[0]), int(told["quiet"] or THRESHOLDS[0])


def verdict_on(series: Series, form: FilterForm) -> Verdict:
    base, run, threshold = criterion(form)
    return judge(series.new, base=base, run=run, threshold=threshold)


def saturation_of(project: Project, form: FilterForm) -> Saturation:
    return saturation(project, form.chosen, form.cleaned_data["order"] or "date")


def saturation_chart(project: Project, form: FilterForm) -> Chart | None:
    """New and cumulative codes by transcript; None where no transcript is coded."""
    found = saturation_of(project, form)
    if not found.all.interviews:
        return None
    offices = found.offices if 1 < len(found.offices) <= MOST_OFFICES else ()
    told = _caption(found, form)
    verdict = verdict_on(found.all, form)

    def draw(size: Size) -> Spec:
        frame = framed(size, (), (), title=_("Saturation of codes"), caption=told)
        curves = [_curve(series, project, form, size) for series in (found.all, *offices)]
        words = Words(across=_across(found), up=_("codes"), reached=_("saturation"))
        return accumulation(frame, curves, words, verdict.reached)

    return Chart(
        name="saturation",
        title=_("Saturation of codes"),
        caption=told,
        description=f"{_figures(found)} {verdict_in_words(found.all, form)}",
        header=(
            _("Office"), _("Number"), _("Transcript"), _("Date"), _("New codes"), _("Which"), _("Codes so far"),
            _("Share of the codebook"),
        ),
        rows=tuple(row for series in (found.all, *_split(found)) for row in _rows(series, found, project, form)),
        draw=draw,
    )  # fmt: skip


def verdict_in_words(series: Series, form: FilterForm) -> str:
    """Whether saturation was reached, by which criterion, in one or two sentences."""
    base, run, threshold = criterion(form)
    verdict = verdict_on(series, form)
    told = {
        "base": base, "run": run, "threshold": threshold, "n": len(series.interviews), "needed": base + run,
        "codes": in_language(verdict.base), "reached": verdict.reached,
        "first": verdict.quiet and verdict.quiet.first, "last": verdict.quiet and verdict.quiet.last,
        "new": verdict.quiet and in_language(verdict.quiet.new),
        "share": in_language(verdict.quiet.share * 100, "share") if verdict.quiet else "",
    }  # fmt: skip
    if verdict.base is None:
        return (
            _(
                "Nothing can be said of saturation yet: base %(base)s and run %(run)s need %(needed)s coded "
                "transcripts with codes among the first %(base)s; there are %(n)s."
            )
            % told
        )
    if verdict.reached is None:
        return (
            _(
                "Saturation was not reached in %(n)s transcripts: no run of %(run)s brought at most %(threshold)s %% "
                "of the %(codes)s codes of the first %(base)s."
            )
            % told
        )
    return (
        _(
            "Saturation was reached after %(reached)s transcripts: numbers %(first)s to %(last)s brought %(new)s new "
            "codes, %(share)s %% of the %(codes)s codes of the first %(base)s (at most %(threshold)s %% was asked)."
        )
        % told
    )


def source() -> str:
    return _(
        "Criterion: Guest, Namey & Chen (2020), “A simple method to assess and report thematic saturation in "
        "qualitative research”, PLOS ONE 15(5): e0232076."
    )


def _figures(found: Saturation) -> str:
    codes = found.all.interviews[-1].cumulative
    told = {
        "n": in_language(len(found.all.interviews)), "codes": in_language(codes), "all": in_language(found.codebook),
        "share": _share(codes, found).text,
    }  # fmt: skip
    return _("%(n)s coded transcripts hold %(codes)s of %(all)s codes (%(share)s %%).") % told


def _caption(found: Saturation, form: FilterForm) -> str:
    n = len(found.all.interviews)
    parts = [ngettext("n = %(n)s coded transcript", "n = %(n)s coded transcripts", n) % {"n": in_language(n)}]
    parts.append(_("not rejected"))
    parts += [f"{chip.label}: {chip.value}" for chip in form.chips()]
    version = found.codebook_version
    parts.append(_("codebook v%(number)s") % {"number": version} if version else _("codebook not frozen yet"))
    parts.append(_("in the order of first coding") if found.order == "coded" else _("in the order of interview dates"))
    if found.undated and found.order == "date":
        undated = ngettext("%(n)s without date stands last", "%(n)s without date stand last", found.undated)
        parts.append(undated % {"n": in_language(found.undated)})
    if found.uncoded:
        left = ngettext("%(n)s without codings left out", "%(n)s without codings left out", found.uncoded)
        parts.append(left % {"n": in_language(found.uncoded)})
    return " · ".join(parts)


def _across(found: Saturation) -> str:
    if found.order == "coded":
        return _("transcripts, in the order they were coded")
    return _("transcripts, in the order of their dates")


def _split(found: Saturation) -> tuple[Series, ...]:
    """The offices apart, where there is more than one."""
    return found.offices if len(found.offices) > 1 else ()


def _curve(series: Series, project: Project, form: FilterForm, size: Size) -> Curve:
    name = series.name or _("All")
    points = [
        Point(
            at, len(each.new), each.cumulative, f"{name}, {at}: {_reads(each)}",
            _link(each, project, form) if size.linked else "",
        )
        for at, each in enumerate(series.interviews, 1)
    ]  # fmt: skip
    return Curve(name, points)


def _reads(each: Interview) -> str:
    new = ngettext("%(n)s new code", "%(n)s new codes", len(each.new)) % {"n": in_language(len(each.new))}
    so_far = ngettext("%(n)s code so far", "%(n)s codes so far", each.cumulative) % {"n": in_language(each.cumulative)}
    return f"{each.title}: {new}, {so_far}"


def _link(each: Interview, project: Project, form: FilterForm) -> str:
    return passages_link(project, form, **(BLANK | {"transcript": each.id}))


def _share(codes: int, found: Saturation) -> Entry:
    share = 100 * codes / found.codebook if found.codebook else None
    return Entry(share, in_language(share, "share"))


def _rows(series: Series, found: Saturation, project: Project, form: FilterForm) -> list[tuple[Entry, ...]]:
    name = series.name or _("All")
    return [
        (
            Entry(name, name),
            Entry(at, in_language(at)),
            Entry(each.title, each.title, _link(each, project, form)),
            _dated(each),
            Entry(len(each.new), in_language(len(each.new))),
            Entry(which := "; ".join(code.name for code in each.new), which),
            Entry(each.cumulative, in_language(each.cumulative)),
            _share(each.cumulative, found),
        )
        for at, each in enumerate(series.interviews, 1)
    ]


def _dated(each: Interview) -> Entry:
    return Entry(each.date.isoformat(), date_format(each.date)) if each.date else Entry("", "–")
