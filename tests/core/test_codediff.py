"""What differs between two codebooks: told code by code, and nothing where nothing changed."""

from typing import Any

from core.codediff import Fate, Pair, difference
from core.text.diff import Kind

TEXTS = {"definition": "", "include": "", "exclude": "", "example": "", "counter_example": ""}


def dimension(key: str, position: int = 0, **changes: Any) -> dict[str, Any]:
    return {"id": key, "name": key.upper(), "exclusive": False, "position": position} | changes


def code(key: str, position: int = 0, **changes: Any) -> dict[str, Any]:
    state = {
        "id": key, "name": key, "dimension": "a", "parent": None, "position": position, "color": "#111111",
        "shortcut": "", "codable": True,
    }  # fmt: skip
    return state | TEXTS | changes


def book(*codes: dict[str, Any], dimensions: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    return {"dimensions": list(dimensions or (dimension("a"), dimension("b", 1))), "codes": list(codes)}


def test_nothing_differs_from_itself() -> None:
    same = book(code("x"), code("y", 1, parent="x"))
    assert not difference(same, same)
    assert set(difference(same, same).totals.values()) == {0}


def test_the_order_in_which_a_snapshot_lists_its_codes_says_nothing() -> None:
    one, two = code("x"), code("y", 1)
    assert not difference(book(one, two), book(two, one))


def test_codes_come_and_go_with_the_place_they_have_or_had() -> None:
    found = difference(book(code("x"), code("y", parent="x")), book(code("x"), code("z", 1, dimension="b")))
    assert [(each.fate, each.path) for each in found.codes] == [(Fate.ADDED, "B › z"), (Fate.REMOVED, "A › x › y")]
    assert (found.totals["added"], found.totals["removed"]) == (1, 1)


def test_a_code_that_changed_in_every_way_is_still_itself() -> None:
    old = book(code("x"), code("y", 1, name="Why", definition="Old words here"))
    now = code(
        "y", parent="x", name="Because", color="#222222", shortcut="3", codable=False, definition="New words here"
    )
    (change,) = difference(old, book(code("x"), now)).codes
    assert (change.fate, change.renamed, change.moved) == (Fate.CHANGED, Pair("Why", "Because"), Pair("A", "A › x"))
    assert (change.recoloured, change.shortcut) == (Pair("#111111", "#222222"), Pair("", "3"))
    assert change.codable == Pair(True, False)
    (words,) = change.words
    assert (words.field, [piece.kind for piece in words.pieces]) == (
        "definition", [Kind.REMOVED, Kind.ADDED, Kind.SAME],
    )  # fmt: skip


def test_another_order_is_told_of_the_place_and_not_of_each_code() -> None:
    below = [code("p", 0, parent="x"), code("q", 1, parent="x")]
    turned = [code("p", 1, parent="x"), code("q", 0, parent="x")]
    found = difference(book(code("x"), *below), book(code("x"), *turned))
    assert (found.codes, found.reordered, found.totals["other"]) == ((), ("A › x",), 1)
    # One that comes between the others puts nobody in another order.
    between = [code("p", 0, parent="x"), code("new", 1, parent="x"), code("q", 2, parent="x")]
    assert difference(book(code("x"), *below), book(code("x"), *between)).reordered == ()


def test_dimensions_are_renamed_closed_added_and_removed() -> None:
    new = (dimension("a", name="Causes", exclusive=True), dimension("c", 1))
    found = difference(book(), book(dimensions=new))
    assert [(each.fate, each.name) for each in found.dimensions] == [
        (Fate.CHANGED, "Causes"), (Fate.ADDED, "C"), (Fate.REMOVED, "B"),
    ]  # fmt: skip
    assert (found.dimensions[0].renamed, found.dimensions[0].exclusive) == (Pair("A", "Causes"), Pair(False, True))
