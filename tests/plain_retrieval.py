"""What a question finds, passage by passage and pair by pair: the definition, without any thought of speed."""

from collections.abc import Callable, Sequence

from core.retrieval.evaluating import CODED, Lens, narrowed
from core.retrieval.places import Passage, fits
from core.retrieval.query import Among, And, Coders, Leaf, Not, Or, Placed, Query, Relation

FitsLeaf = Callable[[Leaf, Lens, int], bool]


def plainly(query: Query, index: int, passages: Sequence[Passage], fits_leaf: FitsLeaf, lens: Lens = ()) -> bool:
    """Whether the question finds one passage; `fits_leaf` says which leaves fit it under a lens."""
    if isinstance(query, And):
        return all(plainly(part, index, passages, fits_leaf, lens) for part in query.parts)
    if isinstance(query, Or):
        return any(plainly(part, index, passages, fits_leaf, lens) for part in query.parts)
    if isinstance(query, Not):
        return not plainly(query.part, index, passages, fits_leaf, lens)
    if isinstance(query, Among):
        inner = narrowed(lens, query.filters)
        return plainly(query.part, index, passages, fits_leaf, inner) and fits_leaf(CODED, inner, index)
    if isinstance(query, Placed):
        return plainly(query.left, index, passages, fits_leaf, lens) and any(
            stands(query, index, other, passages) and plainly(query.right, other, passages, fits_leaf, lens)
            for other in range(len(passages))
        )
    return fits_leaf(query, lens, index)


def stands(query: Placed, index: int, other: int, passages: Sequence[Passage]) -> bool:
    """Whether one passage, or one and the same, stands in the relation to another."""
    one, its = passages[index], passages[other]
    if index != other:
        return one.version == its.version and fits(query, one, its)
    asks_for_another = query.left == query.right or query.coders is Coders.OTHER
    return not asks_for_another and query.relation is not Relation.FOLLOWED
