"""Evaluation against the plainest recount: every passage, and every pair of passages, asked one by one."""

from collections.abc import Set

from hypothesis import given
from hypothesis import strategies as st

from core.retrieval.evaluating import (
    CODED,
    Lens,
    asked_for,
    conjuncts,
    evaluate,
    leaves,
    narrowed,
    needs_only_coded,
)
from core.retrieval.parsing import parse
from core.retrieval.places import Passage
from core.retrieval.query import (
    Code,
    Coded,
    Coders,
    Field,
    Filter,
    Leaf,
    Not,
    Placed,
    Query,
    Relation,
    all_of,
    among,
    any_of,
)
from tests.plain_retrieval import plainly

NAMES = ("A", "B", "C")


@st.composite
def passages(draw: st.DrawFn) -> tuple[Passage, frozenset[tuple[str, str]]]:
    """A passage, and its codings as (code, coder of it)."""
    first = draw(st.integers(0, 60))
    last = first + draw(st.integers(0, 12))
    place = Passage(
        draw(st.integers(1, 2)), first * 6, last * 6 + 3, first, last, first // 20, draw(st.sampled_from("xy"))
    )
    return place, draw(st.frozensets(st.tuples(st.sampled_from(NAMES), st.sampled_from("xy")), max_size=3))


lenses = st.sampled_from("xy").map(lambda name: Filter(Field.CODER, (name,)))
leaf = st.sampled_from([Coded(), *(Code((name,)) for name in NAMES), Filter(Field.SPEAKER, ("x",))])


def bigger(parts: st.SearchStrategy[Query]) -> st.SearchStrategy[Query]:
    some = st.lists(parts, min_size=2, max_size=3)
    far = st.builds(
        Placed, st.sampled_from([Relation.NEAR, Relation.FOLLOWED]), parts, parts, st.sampled_from([0, 3, 15]),
        st.booleans(), st.sampled_from(Coders),
    ) | st.builds(
        Placed, st.sampled_from([Relation.NEAR, Relation.FOLLOWED]), parts, parts, st.none(), st.just(True),
        st.sampled_from(Coders),
    )  # fmt: skip
    close = st.builds(
        Placed, st.sampled_from([Relation.WITHIN, Relation.OVERLAPS]), parts, parts, st.none(), st.booleans(),
        st.sampled_from(Coders),
    )  # fmt: skip
    joined = some.map(lambda each: all_of(*each)) | some.map(lambda each: any_of(*each)) | parts.map(Not)
    return joined | far | close | st.tuples(parts, lenses).map(lambda both: among(*both))


queries = st.recursive(leaf, bigger, max_leaves=6)
Study = list[tuple[Passage, frozenset[tuple[str, str]]]]


def carried(codings: frozenset[tuple[str, str]], lens: Lens) -> set[str]:
    return {code for code, coder in codings if all(coder in each.values for each in lens)}


def found_plainly(query: Query, study: Study) -> list[int]:
    places = [place for place, _codings in study]

    def holds(part: Leaf, lens: Lens, index: int) -> bool:
        return fits_leaf(part, *study[index], lens)

    return [index for index in range(len(study)) if plainly(query, index, places, holds)]


def fits_leaf(query: Leaf, place: Passage, codings: frozenset[tuple[str, str]], lens: Lens) -> bool:
    if isinstance(query, Coded):
        return bool(carried(codings, lens))
    if isinstance(query, Code):
        return query.path[0] in carried(codings, lens)
    assert isinstance(query, Filter)
    return place.coder in query.values


@given(queries, st.lists(passages(), max_size=12))
def test_what_is_found_is_what_a_recount_finds(query: Query, study: Study):
    def holds(part: Leaf, lens: Lens, some: Set[int]) -> Set[int]:
        assert (part, lens) in list(leaves(query)), "evaluation asks for what was not announced"
        return {index for index in some if fits_leaf(part, *study[index], lens)}

    found = evaluate(query, [place for place, _codings in study], holds)
    assert found == set(found_plainly(query, study))


@given(queries, st.lists(passages(), max_size=12))
def test_what_carries_none_of_the_codes_can_be_left_out_where_that_is_promised(query: Query, study: Study):
    if not needs_only_coded(query):
        return
    named = [(part, lens) for part, lens in leaves(query) if isinstance(part, Code | Coded)]
    kept = [each for each in study if any(fits_leaf(part, *each, lens) for part, lens in named)]
    assert [study[index] for index in found_plainly(query, study)] == [
        kept[index] for index in found_plainly(query, kept)
    ]


def test_the_codings_counted_are_those_asked_for():
    a, b, mine = Code(("A",)), Code(("B",)), (Filter(Field.CODER, ("me",)),)
    assert asked_for(parse("A and not B")) == [(a, ())]
    assert asked_for(parse("A near/20 B or B")) == [(a, ()), (b, ())]
    assert asked_for(parse("A coder:me")) == [(a, mine)]
    assert asked_for(parse("text:x coder:me")) == [(CODED, mine)]
    assert asked_for(parse("text:x")) == [(CODED, ())]


def test_what_narrows_everything():
    metro = Filter(Field.OFFICE, ("Metro",))
    assert metro in list(conjuncts(parse("(A and office:Metro) near/20 B coder:me")))
    assert metro not in list(conjuncts(parse("A or office:Metro")))
    assert metro not in list(conjuncts(parse("A and not office:Metro")))


def test_the_inner_filter_of_a_kind_holds():
    x, y = Filter(Field.CODER, ("x",)), Filter(Field.CODER, ("y",))
    state = Filter(Field.REVIEW, ("open",))
    assert narrowed((x, state), (y,)) == (y, state)
