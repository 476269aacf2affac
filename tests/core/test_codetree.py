"""The code tree as plain values."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.codetree import TreeError, ancestors, subtree, walk, would_cycle


@st.composite
def forests(draw: st.DrawFn) -> list[tuple[int, int | None, str]]:
    """(id, parent, name) rows of a forest, in any order."""
    size = draw(st.integers(0, 25))
    rows = []
    for key in range(size):
        parent = draw(st.none() | st.integers(0, key - 1)) if key else None
        rows.append((key, parent, f"code {key}"))
    return draw(st.permutations(rows))


@given(forests())
def test_walk_meets_every_node_once_parents_first_and_siblings_as_given(rows):
    met = [key for key, _place in walk(rows)]
    parents = {key: parent for key, parent, _name in rows}
    assert sorted(met) == sorted(parents)
    for key, parent in parents.items():
        assert parent is None or met.index(parent) < met.index(key)
    for above in {*parents.values()}:
        given = [key for key, parent, _name in rows if parent == above]
        assert [key for key in met if parents[key] == above] == given


@given(forests())
def test_walk_keeps_a_branch_together_and_tells_depth_and_path(rows):
    met = list(walk(rows))
    parents = {key: parent for key, parent, _name in rows}
    names = {key: name for key, _parent, name in rows}
    for position, (key, place) in enumerate(met):
        above = list(ancestors(parents, key))
        assert place.depth == len(above)
        assert place.path == " › ".join([*(names[each] for each in reversed(above)), names[key]])
        branch = subtree(parents, key)
        assert {each for each, _place in met[position : position + len(branch)]} == branch


@given(forests(), st.data())
def test_a_move_is_a_cycle_exactly_when_the_tree_breaks(rows, data):
    parents = {key: parent for key, parent, _name in rows}
    if not parents:
        return
    moving = data.draw(st.sampled_from(sorted(parents)))
    under = data.draw(st.sampled_from([None, *sorted(parents)]))
    moved = [(key, under if key == moving else parent, name) for key, parent, name in rows]
    if would_cycle(parents, moving, under):
        with pytest.raises(TreeError):
            list(walk(moved))
    else:
        assert len(list(walk(moved))) == len(rows)


def test_a_missing_parent_and_a_circle_are_refused():
    with pytest.raises(TreeError):
        list(walk([("a", "gone", "A")]))
    with pytest.raises(TreeError):
        list(ancestors({"a": "b", "b": "a"}, "a"))


def test_a_tree_may_be_deeper_than_the_call_stack():
    depth = 5000
    rows = [(key, key - 1 if key else None, str(key)) for key in range(depth)]
    assert [place.depth for _key, place in walk(rows)] == list(range(depth))
