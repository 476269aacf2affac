"""Codes that stand together, as a network: the same numbers as the matrix, drawn by the strongest."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.analysis.charting import Chart, Size, framed
from apps.analysis.forms import FilterForm
from apps.analysis.forms.relations import USUAL_EDGES
from apps.analysis.panels.cooccurrence import (
    caption_of,
    code_link,
    coefficient_in_language,
    described,
    pair_header,
    pair_link,
    pair_rows,
    sense_of,
)
from apps.analysis.panels.shapes import unique_names
from apps.analysis.queries.cooccurrence import Cooccurrence, cooccurrence
from apps.analysis.wording import counted_as, in_language
from apps.projects.models import Project
from core.charts import Spec
from core.charts.network import Edge, Node, network
from core.cooccurrence import strongest


def network_chart(project: Project, form: FilterForm) -> Chart | None:
    """The strongest pairs of codes that meet often enough; None for a codebook without codes."""
    found = cooccurrence(project, form.chosen, sense_of(form))
    if not found.codes:
        return None
    least = form.cleaned_data["least"] or 1
    pairs = strongest(found.table, most=form.cleaned_data["edges"] or USUAL_EDGES, least=least)
    names = unique_names(found.codes)
    told = f"{caption_of(found, form)} · {_drawn(found, pairs, least)}"

    def draw(size: Size) -> Spec:
        frame = framed(size, (), (), title=_("Network of codes"), caption=told)
        shown, edges = sorted({code for pair in pairs for code in pair}), list(pairs)
        nodes = [_node(found, project, form, names, code, size) for code in shown]
        drawn = [
            _edge(found, project, form, names, (one, other), (shown.index(one), shown.index(other)), size)
            for one, other in edges
        ]
        return network(frame, nodes, drawn)

    return Chart(
        name="network",
        title=_("Network of codes"),
        caption=told,
        description=described(found, names),
        header=pair_header(),
        rows=pair_rows(found, project, form, names, pairs),
        draw=draw,
    )


def _drawn(found: Cooccurrence, pairs: list[tuple[int, int]], least: int) -> str:
    """How many connections are drawn, and how many codes have none of them."""
    there = len(strongest(found.table, most=len(found.codes) ** 2, least=1))
    alone = sum(1 for n in found.table.carried if n) - len({code for pair in pairs for code in pair})
    told = {"n": in_language(len(pairs)), "all": in_language(there), "least": in_language(least)}
    drawn = (
        ngettext(
            "%(n)s of %(all)s connections, of %(least)s passage or more",
            "%(n)s of %(all)s connections, of %(least)s passages or more",
            least,
        )
        % told
    )
    if not alone:
        return drawn
    left = ngettext("%(n)s code without one is not drawn", "%(n)s codes without one are not drawn", alone)
    return f"{drawn} · {left % {'n': in_language(alone)}}"


def _node(found: Cooccurrence, project: Project, form: FilterForm, names: list[str], code: int, size: Size) -> Node:
    n = found.table.carried[code]
    return Node(
        name=f"{names[code]} ({in_language(n)})",
        value=n,
        color=found.codes[code].color,
        reads=f"{names[code]}: {counted_as(n, 'segments')}",
        link=code_link(project, form, found, code) if size.linked else "",
    )


def _edge(
    found: Cooccurrence, project: Project, form: FilterForm, names: list[str], pair: tuple[int, int],
    at: tuple[int, int], size: Size,
) -> Edge:  # fmt: skip
    one, other = pair
    n, share = found.table.meeting[one][other], coefficient_in_language(found.table.coefficients[one][other])
    told = {"one": names[one], "other": names[other], "n": counted_as(n, "segments"), "coefficient": share}
    return Edge(
        *at,
        value=n,
        reads=_("%(one)s and %(other)s: %(n)s, coefficient %(coefficient)s") % told,
        link=pair_link(project, form, found, one, other) if size.linked else "",
    )
