"""Between entries and the codebook of REFI-QDA.

A dimension is a code at the top that cannot be put on passages, with the dimension's GUID, and beside it a set of its
codes. What the standard has no element for stands in the description under labels: see docs/adr/0017.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID, uuid5

from core.codebooks.described import compose, compose_dimension, split, split_dimension
from core.codebooks.entries import TEXTS, Entry, Listing, tidy_name, tidy_text, with_names_once
from core.refi.model import Code, CodeBook, CodeSet

ORIGIN = "Benang"
_SETS = UUID("a8a5f0a2-5a0b-5d1c-9d7e-0b6f2f2d9f11")


def book_of(entries: Iterable[Entry], language: str) -> CodeBook:
    """The codebook that is written; entries come as `entries_of` gives them, each with its ids."""
    dimensions: dict[str, Entry] = {}
    below: dict[tuple[str, ...], list[Entry]] = defaultdict(list)
    for entry in entries:
        if not entry.path:
            dimensions[entry.dimension] = entry
        else:
            below[entry.dimension, *entry.path[:-1]].append(entry)

    def code(entry: Entry) -> Code:
        above = (entry.dimension, *entry.path)
        return Code(
            guid=entry.id, name=entry.name, is_codable=bool(entry.given["codable"]), color=entry.given["color"],
            description=compose(entry.given, language), codes=tuple(code(child) for child in below[above]),
        )  # fmt: skip

    tops = tuple(
        Code(
            guid=each.dimension_id, name=name, is_codable=False,
            description=compose_dimension(bool(each.exclusive), language),
            codes=tuple(code(entry) for entry in below[name,]),
        )
        for name, each in dimensions.items()
    )  # fmt: skip
    return CodeBook(tops, tuple(_set_of(top) for top in tops), ORIGIN)


def entries_in(book: CodeBook, *, tops: str = "auto") -> Listing:
    """What a codebook holds. `tops` says what its codes at the top are: "dimensions" or "codes" of one that the file
    does not name; "auto" takes those for dimensions that say so of themselves, as ours do.

    As dimensions, only those with codes below them count: one that stands alone stays a code.
    """
    listed = tuple(with_names_once(_walk(book, tops)))
    ours = {entry.dimension for entry in listed if entry.dimension}
    left_out = sum(each.name not in ours for each in book.sets)
    return Listing(listed, {"sets": left_out} if left_out else {})


def _walk(book: CodeBook, tops: str) -> Iterator[Entry]:
    number = 0
    for top in book.codes:
        number += 1
        exclusive = split_dimension(top.description)
        is_marked = exclusive is not None and not top.is_codable
        if is_marked or (tops == "dimensions" and top.codes):
            dimension = tidy_name(top.name)[:120] or f"({number})"
            start = Entry(number, dimension, (), None, top.guid, exclusive)
            yield start
            inside = [(child, ()) for child in reversed(top.codes)]
        else:
            start, inside = Entry(number, ""), [(top, ())]
            number -= 1
        waiting: list[tuple[Code, tuple[str, ...]]] = list(inside)
        while waiting:
            code, above = waiting.pop()
            number += 1
            path = (*above, code.name)
            yield Entry(
                number, start.dimension, path, code.guid, start.dimension_id, start.exclusive,
                _given(code, is_ours=is_marked),
            )  # fmt: skip
            waiting.extend((child, path) for child in reversed(code.codes))


def _given(code: Code, *, is_ours: bool) -> dict[str, Any]:
    """What a code speaks about. One of ours says all there is, so that what is not there is empty."""
    texts = split(tidy_text(code.description or ""))
    if is_ours:
        texts = dict.fromkeys((*TEXTS, "shortcut"), "") | texts
    return {"codable": code.is_codable, **({"color": code.color} if code.color else {}), **texts}


def _set_of(top: Code) -> CodeSet:
    """The set beside a dimension; its GUID differs, for no two things may have one."""
    members = tuple(code.guid for code in top.walk() if code.guid and code is not top)
    return CodeSet(uuid5(_SETS, str(top.guid)), top.name, members)
