"""The network of codes: what is drawn, where, and what its table holds."""

import json
import re
from itertools import combinations, pairwise

from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from core.charts.network import Drawing, Edge, Node, arranged
from tests.analysis.conftest import Study

NAME = st.text("abcdefgh iMW", min_size=1, max_size=40).map(lambda name: name.strip() or "a")


@st.composite
def networks(draw: st.DrawFn) -> tuple[int, list[Node], list[Edge]]:
    names = draw(st.lists(NAME, min_size=1, max_size=12))
    nodes = [Node(name, draw(st.integers(1, 60)), "#7257c6", name) for name in names]
    pairs = draw(st.lists(st.sampled_from(range(len(nodes))), min_size=2, max_size=24))
    edges = [Edge(a, b, draw(st.integers(1, 9)), "") for a, b in pairwise(pairs) if a < b]
    return draw(st.sampled_from([330, 640])), nodes, edges


def overlap(one: tuple, other: tuple) -> bool:
    return min(one[2], other[2]) - max(one[0], other[0]) > 0 and min(one[3], other[3]) - max(one[1], other[1]) > 0


def lies_well(drawing: Drawing, width: int) -> None:
    for one, other in combinations(drawing.labels, 2):
        assert not overlap(one.box, other.box), "names lie on each other"
    for label in drawing.labels:
        assert label.box[0] >= -1 and label.box[2] <= width + 1
        assert label.box[1] >= -1 and label.box[3] <= drawing.height + 1


@settings(max_examples=25)
@given(networks())
def test_no_name_lies_on_another_or_is_cut(network: tuple[int, list[Node], list[Edge]]):
    lies_well(arranged(*network), network[0])


def test_the_same_network_lies_in_the_same_places():
    nodes = [Node(f"Code {n}", n, "#7257c6", "") for n in range(1, 9)]
    edges = [Edge(a, b, a + b, "") for a, b in combinations(range(8), 2) if (a * b) % 3]
    assert arranged(640, nodes, edges) == arranged(640, nodes, edges)


def test_edges_and_circles_lead_to_their_passages(page: Client, study: Study):
    base = f"/projects/{study.project.pk}"
    svg = page.get(f"{base}/charts/network.svg", headers={"HX-Request": "true"}).content.decode()
    links = {link.replace("&amp;", "&") for link in re.findall(r'xlink:href="([^"]*)"', svg)}
    # Two connections between four codes.
    assert len([link for link in links if "/cooccurrence/passages/" in link]) == 2
    assert len([link for link in links if f"{base}/passages/" in link]) == 4
    for link in links:
        assert page.get(link).context["page"].paginator.count
    assert not re.search(r"<(style|script)|\sstyle=|\son\w+=", svg)


def test_the_threshold_and_the_number_of_edges_are_chosen(page: Client, study: Study):
    address = f"/projects/{study.project.pk}/network/"
    assert len(page.get(address).context["chart"].rows) == 2
    assert len(page.get(address, {"edges": "1"}).context["chart"].rows) == 1
    strong = page.get(address, {"least": "2", "edges": "1"})
    assert [row[2].text for row in strong.context["chart"].rows] == ["2"]
    assert "1 of 2 connections, of 2 passages or more" in strong.content.decode()
    assert "2 codes without one are not drawn" in strong.content.decode()
    assert page.get(address, {"least": "-1"}).status_code == 422


def test_the_specification_holds_the_numbers(page: Client, study: Study):
    spec = json.loads(page.get(f"/projects/{study.project.pk}/charts/network.json").content)
    reads = [row["reads"] for layer in spec["layer"][:2] for row in layer["data"]["values"]]
    assert "Coercive and Monitoring: 2 passages, coefficient 0.50" in reads
    assert "Monitoring: 3 passages" in reads
