"""The dominance verdict: what is judged, and how it is captioned."""

from django.urls import reverse
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from apps.analysis.charting import Chart, Entry, Size, figure_of, framed, linked
from apps.analysis.forms import BESIDE_CODES, FilterForm
from apps.analysis.panels.shapes import unique_names
from apps.analysis.queries import Dominance, default_judged, dominance
from apps.analysis.verdicts import rule_name, verdict_in_words
from apps.analysis.wording import caption, in_language
from apps.codebook.models import Dimension
from apps.projects.models import Project
from core.charts import Spec, share_bars

# Rules whose counts are no whole numbers.
RULE_MEASURES = {"codings_per_participant": "codings_per_participant"}


def judged(form: FilterForm) -> tuple[Dimension, Dimension | None] | None:
    """The dimension whose dominance is asked, and that of the factors.

    The first exclusive dimension unless the address chooses another, and the first that is not exclusive.
    """
    judged, factors = default_judged(form.dimensions)
    if judged is None:
        return None
    asked = form.dimension_chosen("dimension")
    return (asked if asked and asked.exclusive else judged), factors


def verdict_of(project: Project, form: FilterForm) -> Dominance | None:
    """The verdict on an exclusive dimension; None when the codebook has none."""
    dimensions = judged(form)
    if dimensions is None:
        return None
    return dominance(project, form.chosen, dimension=dimensions[0], factors=dimensions[1])


def verdict_caption(verdict: Dominance, form: FilterForm) -> str:
    return caption(verdict.codings, "codings", form.chips(*BESIDE_CODES), verdict.codebook_version)


def dominance_chart(project: Project, form: FilterForm) -> Chart | None:
    """The rules as bars of 100 %, in the codes' own colours."""
    verdict = verdict_of(project, form)
    dimensions = judged(form)
    if verdict is None or dimensions is None:
        return None
    passages = reverse("analysis:passages", args=[project.pk])
    names = unique_names(verdict.keys)
    links = [linked(passages, form, {"code": key.id, "dimension": ""}) for key in verdict.keys]
    title = _("What dominates: %(dimension)s") % {"dimension": dimensions[0].name}
    told = verdict_caption(verdict, form)
    shares = {
        rule_name(rule.name): [
            Entry(100 * rule.shares[key.id], f"{in_language(100 * rule.shares[key.id])} %", link)
            for key, link in zip(verdict.keys, links, strict=True)
        ]
        for rule in verdict.rules
    }

    def draw(size: Size) -> Spec:
        frame = framed(size, names, list(shares), title=title, caption=told)
        figures = [
            figure_of(name, rule, entry, size)
            for rule, entries in shares.items()
            for name, entry in zip(names, entries, strict=True)
        ]
        return share_bars(frame, figures, [key.color for key in verdict.keys])

    rows = [
        (
            Entry(rule_name(rule.name), rule_name(rule.name)),
            *(Entry(rule.counts[key.id], in_language(rule.counts[key.id], RULE_MEASURES.get(rule.name, "codings")))
              for key in verdict.keys),
            *shares[rule_name(rule.name)],
        )
        for rule in verdict.rules
    ]  # fmt: skip
    percent = [_("%(name)s, percent") % {"name": name} for name in names]
    return Chart(
        name="dominance",
        title=title,
        caption=told,
        description=strip_tags(verdict_in_words(verdict)),
        header=(_("Rule"), *names, *percent),
        rows=tuple(rows),
        draw=draw,
    )
